import type { SessionEntry } from '../../../src/core/index/sessionEntry';
import { osText } from '../../../src/core/index/sessionEntry';
import type { SessionIndex } from '../../../src/core/index/sessionIndex';
import type { SessionWords } from '../../../src/core/index/sessionSearch';

/** Words as a display in French would have them. */
export const FRENCH: SessionWords = {
  guest: 'invité',
  conditions: { accepted: 'acceptée', pending: 'en attente', atFault: 'en erreur', unreadable: 'illisible' },
  unpushed: 'non envoyée',
};

const ENGLISH = { accepted: 'accepted', pending: 'pending', atFault: 'at fault', unreadable: 'not readable' };

/** Whether a session is found by a text, without a thought for speed: all that it is found by, in one long list. */
export function naivelyFinds(
  index: SessionIndex,
  folder: string,
  application: string,
  entry: SessionEntry,
  text: string,
  unpushed: readonly string[] = [],
): boolean {
  const { fields, findings, condition, name } = entry;
  const all = index.applications(folder).find((each) => each.name === application);
  const texts = [
    application,
    all?.title,
    all?.team,
    name,
    osText(fields),
    ...Object.values(fields).filter((value) => typeof value === 'string'),
    ENGLISH[condition],
    FRENCH.conditions[condition],
    ...(fields.email === '' ? ['guest', FRENCH.guest] : []),
    ...(unpushed.includes(name) ? ['not pushed', FRENCH.unpushed] : []),
  ].map((each) => plain(each ?? ''));
  const codes = findings.map(({ code }) => code as string);
  return plain(text)
    .split(' ')
    .every(
      (word) =>
        texts.some((each) => each.includes(word)) || (/[^\d]/.test(word) && codes.some((code) => code.includes(word))),
    );
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

import type { SessionEntry } from '../../../src/core/index/sessionEntry';
import { osText } from '../../../src/core/index/sessionEntry';
import type { SessionIndex } from '../../../src/core/index/sessionIndex';
import type { RowMark, SessionWords } from '../../../src/core/index/sessionSearch';

/** Words as a display in French would have them. */
export const FRENCH: SessionWords = {
  guest: 'invité',
  simulator: 'simulateur',
  conditions: { accepted: 'acceptée', pending: 'en attente', atFault: 'en erreur', unreadable: 'illisible' },
  marks: {
    unpushed: 'non envoyée',
    inMemory: 'en mémoire',
    changedOnDisk: 'modifiée sur le disque',
    goneFromDisk: 'disparue du disque',
    notInMemory: 'absente de la mémoire',
    evicted: 'retirée',
    'evicted/1': 'retirée (mobi/1)',
    'evicted/2': 'retirée (mobi/2)',
    'evicted/3': 'retirée (mobi/3)',
    'evicted/4': 'retirée (mobi/4)',
  },
};

const ENGLISH: Readonly<Record<string, string>> = {
  accepted: 'accepted',
  pending: 'pending',
  atFault: 'at fault',
  unreadable: 'not readable',
  unpushed: 'not pushed',
  changedOnDisk: 'changed on disk',
  notInMemory: 'not in memory',
  'evicted/3': 'evicted (mobi/3)',
};

/** Whether a session is found by a text, without a thought for speed: all that it is found by, in one long list. */
export function naivelyFinds(
  index: SessionIndex,
  folder: string,
  application: string,
  entry: SessionEntry,
  text: string,
  marks: readonly RowMark[] = [],
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
    ...(fields.simulator ? ['simulator', FRENCH.simulator] : []),
  ].map((each) => plain(each ?? ''));
  const codes = findings.map(({ code }) => code as string);
  const said = marks.flatMap((mark) => [ENGLISH[mark] ?? '', FRENCH.marks[mark]]).map(plain);
  return plain(text)
    .split(' ')
    .every(
      (word) =>
        texts.some((each) => each.includes(word)) ||
        (/[^\d]/.test(word) && [...codes, ...said].some((each) => each.includes(word))),
    );
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

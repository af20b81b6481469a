import { SessionSearch } from '../../core/index/sessionSearch';
import { l10n } from '../host/l10n';
import type { NotYetPushed } from './notYetPushed';
import { conditionText } from './sessionText';

/** What sessions are found by, with the words that the rows have in the language of the user. */
export function searchAsShown(pending: NotYetPushed): SessionSearch {
  const conditions = {
    accepted: conditionText('accepted'),
    pending: conditionText('pending'),
    atFault: conditionText('atFault'),
    unreadable: conditionText('unreadable'),
  };
  const words = { guest: l10n.t('guest'), conditions, unpushed: l10n.t('not pushed') };
  return new SessionSearch(words, (key) => pending.of(key) !== undefined);
}

/** What can be typed where sessions are filtered or looked for. */
export function searchHelp(): string {
  return l10n.t(
    'Device, operating system, e-mail or guest, status, at fault, mobi/3, id, application or team; all words must match',
  );
}

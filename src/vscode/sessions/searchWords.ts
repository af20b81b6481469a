import { type RowMark, SessionSearch } from '../../core/index/sessionSearch';
import type { MemoryState } from '../../core/push/serverMemory';
import { l10n } from '../host/l10n';
import { agreementText, type MemoryAgreement } from '../memory/memoryAgreement';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import { conditionText } from '../mobileApps/sessionText';

/** The search for sessions, with the words that the rows show in the user's language. */
export function searchAsShown(pending: NotYetPushed, agreement: MemoryAgreement): SessionSearch {
  const conditions = {
    accepted: conditionText('accepted'),
    pending: conditionText('pending'),
    atFault: conditionText('atFault'),
    unreadable: conditionText('unreadable'),
  };
  const evictedBy = (code: 1 | 2 | 3 | 4) => agreementText({ kind: 'evicted', why: '', code });
  const marks = {
    unpushed: l10n.t('not pushed'),
    inMemory: agreementText({ kind: 'inMemory' }),
    changedOnDisk: agreementText({ kind: 'changedOnDisk' }),
    goneFromDisk: agreementText({ kind: 'goneFromDisk' }),
    notInMemory: agreementText({ kind: 'notInMemory' }),
    evicted: agreementText({ kind: 'evicted', why: '' }),
    'evicted/1': evictedBy(1),
    'evicted/2': evictedBy(2),
    'evicted/3': evictedBy(3),
    'evicted/4': evictedBy(4),
  };
  const words = { guest: l10n.t('guest'), simulator: l10n.t('simulator'), conditions, marks };
  return new SessionSearch(words, (key) => [
    ...(pending.of(key) ? (['unpushed'] as const) : []),
    ...memoryMark(agreement.of(key)),
  ]);
}

function memoryMark(memory: MemoryState | undefined): RowMark[] {
  if (memory?.kind !== 'evicted') return memory ? [memory.kind] : [];
  return [memory.code === undefined ? 'evicted' : `evicted/${memory.code}`];
}

/** Tells what can be typed to filter or find sessions. */
export function searchHelp(): string {
  return l10n.t(
    'Device, operating system, e-mail or guest, status, at fault, mobi/3, id, application or team; all words must match',
  );
}

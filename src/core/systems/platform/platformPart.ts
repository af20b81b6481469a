import type { SystemPart } from '../../system/systemPart';
import { PLATFORM_JOURNAL_WORDS } from './platformJournalWords';

/** The user agent of the external platform, when it calls the server. */
export const PLATFORM_AGENT = 'Session-Workbench-Platform';

/** The pure part of the external platform. */
export const PLATFORM_PART = {
  name: 'platform',
  journalWords: PLATFORM_JOURNAL_WORDS,
  recording: { isPlatform: true, agent: PLATFORM_AGENT },
} satisfies SystemPart;

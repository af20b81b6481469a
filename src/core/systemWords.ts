import type { JournalWordsTable } from './server/journalWords';
import { SERVER_JOURNAL_WORDS } from './server/serverJournalWords';
import { MENDIX_JOURNAL_WORDS } from './systems/mendix/mendixJournalWords';
import { MOBILE_JOURNAL_WORDS } from './systems/mobile/mobileJournalWords';
import { PLATFORM_JOURNAL_WORDS } from './systems/platform/platformJournalWords';
import { TOKENS_JOURNAL_WORDS } from './systems/tokens/tokensJournalWords';
import { WEB_JOURNAL_WORDS } from './systems/web/webJournalWords';

/**
 * What the journal says of the reasons of the server itself and of all emulated systems. It is a list of its own, because
 * a view that shows rows needs nothing else of the systems.
 */
export const JOURNAL_WORDS: JournalWordsTable = {
  ...SERVER_JOURNAL_WORDS,
  ...MOBILE_JOURNAL_WORDS,
  ...WEB_JOURNAL_WORDS,
  ...MENDIX_JOURNAL_WORDS,
  ...TOKENS_JOURNAL_WORDS,
  ...PLATFORM_JOURNAL_WORDS,
};

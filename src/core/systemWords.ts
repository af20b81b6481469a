import type { JournalWordsTable } from './server/journalWords';
import { SERVER_JOURNAL_WORDS } from './server/serverJournalWords';
import { SERVER_THINGS } from './server/serverThings';
import type { ThingWords } from './server/thingWords';
import { MENDIX_JOURNAL_WORDS } from './systems/mendix/mendixJournalWords';
import { MENDIX_THINGS } from './systems/mendix/mendixThings';
import { MOBILE_JOURNAL_WORDS } from './systems/mobile/mobileJournalWords';
import { MOBILE_THINGS } from './systems/mobile/mobileThings';
import { PLATFORM_JOURNAL_WORDS } from './systems/platform/platformJournalWords';
import { PLATFORM_THINGS } from './systems/platform/platformThings';
import { TOKENS_JOURNAL_WORDS } from './systems/tokens/tokensJournalWords';
import { TOKENS_THINGS } from './systems/tokens/tokensThings';
import { WEB_JOURNAL_WORDS } from './systems/web/webJournalWords';
import { WEB_THINGS } from './systems/web/webThings';

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

/** What the journal calls what the server itself and all emulated systems change. */
export const CHANGED_THINGS: ThingWords = {
  ...SERVER_THINGS,
  ...MOBILE_THINGS,
  ...WEB_THINGS,
  ...MENDIX_THINGS,
  ...TOKENS_THINGS,
  ...PLATFORM_THINGS,
};

import { phrase } from '../../compliance/phrase';
import { alone, type JournalWords } from '../../server/journalWords';
import type { PLATFORM_REASONS } from './platformReasons';

/** What the journal says of each reason of the external platform, as the row of an entry. */
export const PLATFORM_JOURNAL_WORDS = {
  'platform.home': alone(phrase('Platform shown')),
  'platform.mail': alone(phrase('Mail shown')),
  'platform.shown': alone(phrase('Validation shown')),
  'platform.asked': alone(phrase('Validation requested')),
  'platform.asked.again': alone(phrase('Validation requested again')),
  'platform.approved': alone(phrase('Validation approved')),
  'platform.refused': alone(phrase('Validation refused')),
  'platform.browser-sent': alone(phrase('Browser sent back')),
  'platform.called': alone(phrase('Callback called')),
  'platform.answer-given-up': alone(phrase('Nobody waited for the answer')),
  'platform.answer-missing': alone(phrase('No answer chosen')),
  'platform.callback-foreign': alone(phrase('Callback leads to another machine')),
  'platform.callback-malformed': alone(phrase('Callback address is wrong')),
  'platform.callback-missing': alone(phrase('No callback address')),
  'platform.mail-unknown': alone(phrase('No such mail')),
  'platform.validation-unknown': alone(phrase('No such validation')),
} satisfies JournalWords<typeof PLATFORM_REASONS.codes>;

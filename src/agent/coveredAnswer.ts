import { visibleText } from '../core/base/visibleText';
import { shortened } from '../core/compliance/phrase';
import { changedTexts } from '../core/json/changedTexts';
import { parseJson } from '../core/json/parseJson';
import { redactJson } from '../core/redaction/redactJson';
import { coveredSentence, PRESET_SECRETS } from '../scenario/batch/coveredSentence';

/** The longest text that an answer has in it. What a file or a client says may be as long as it likes. */
const LONGEST_TEXT = 2_000;

/**
 * A sentence or a name without the secrets that may stand in it, such as a token in place of a file's name. The names of
 * session files and folders are ids, which are meant to be read. It has one line, and nothing in it is hidden or reaches a terminal.
 */
export function coveredText(text: string): string {
  return shownText(coveredSentence(text));
}

/** What a server told, without secrets, also those that only the names of their members tell. */
export function coveredValue<T>(value: T): T {
  const redacted = redactJson(JSON.stringify(value), PRESET_SECRETS);
  const told = redacted === undefined ? changedTexts(value, coveredText, coveredText) : (parseJson(redacted) as T);
  return changedTexts(told, shownText, shownText);
}

function shownText(text: string): string {
  return shortened(visibleText(text), LONGEST_TEXT);
}

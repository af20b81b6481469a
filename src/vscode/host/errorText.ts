import { visibleText } from '../../core/base/visibleText';
import { SessionWriteError } from '../../disk/writeErrors';
import { phraseIn } from './phraseText';

/** What an error says to the user, in the user's language where we wrote it. */
export function errorText(error: unknown): string {
  if (error instanceof SessionWriteError) return phraseIn(error.phrase);
  // In one line: what is said may stand in a sentence.
  const text = error instanceof Error ? error.message : String(error);
  return visibleText(text.trim().replace(/\s*[\r\n]+\s*/g, ' '));
}

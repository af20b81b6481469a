import { visibleText } from '../../core/base/visibleText';
import { SessionWriteError } from '../../disk/sessionWriteError';
import { phraseIn } from './phraseText';

/** The text of an error for the user, translated if it is one of our own. */
export function errorText(error: unknown): string {
  if (error instanceof SessionWriteError) return phraseIn(error.phrase);
  // In one line, because the text may become part of a sentence.
  const text = error instanceof Error ? error.message : String(error);
  return visibleText(text.trim().replace(/\s*[\r\n]+\s*/g, ' '));
}

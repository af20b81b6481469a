import { SessionWriteError } from '../../disk/writeErrors';
import { phraseIn } from './phraseText';

/** What an error says to the user, in the user's language where we wrote it. */
export function errorText(error: unknown): string {
  if (error instanceof SessionWriteError) return phraseIn(error.phrase);
  return error instanceof Error ? error.message : String(error);
}

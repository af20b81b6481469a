import type { Finding } from '../../core/compliance/finding';
import { phraseIn } from '../host/phraseText';

/** A finding's sentence in the user's language. */
export function findingText({ phrase }: Finding): string {
  return phraseIn(phrase);
}

import { REDACTED } from '../protocol/redacted';
import { withoutLooseSecrets } from '../redaction/looseSecrets';

// Longer than a session id, which has 40 digits and is not a secret.
// Only where a run begins, else each of its places would be tried.
export const LONG_BASE64 = /(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_=-]{41,}/g;

/**
 * A text from a session file, without possible secrets, and without any random text in Base64. A message repeats no more of a file than
 * this, as it goes to many places.
 * @param instead what is put in the place of a secret
 */
export function contentText(text: string, instead: (secret: string) => string = () => REDACTED): string {
  return withoutLooseSecrets(text, instead).replace(LONG_BASE64, (run) => (isMixed(run) ? instead(run) : run));
}

/** One letter over and over is no secret, nor a session id with a word before it. */
function isMixed(run: string): boolean {
  return /\d/.test(run) && /[a-z]/.test(run) && /[A-Z]/.test(run);
}

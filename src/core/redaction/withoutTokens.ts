import { withoutBasicCredentials } from '../protocol/basicCredentials';
import { REDACTED } from '../protocol/redacted';
import { TOKEN_SHAPES } from '../protocol/tokenShapes';
import { withoutSchemeCredentials } from './schemeCredentials';
import { withoutUrlPasswords } from './urlPasswords';

/**
 * Base64 of what begins as a JSON object does: a connection token or a JWT, whole or cut off. Its signs may be as a URL, a JSON
 * pointer, or JSON writes them.
 */
const OBJECT =
  /(?<![A-Za-z0-9])e(?:y[AIJ]|w[0ko])(?:[A-Za-z0-9+/_-]|%(?:25)*[0-9A-Fa-f]{2}|~[01]|\\\/|\\u00[0-9A-Fa-f]{2}){8,}=*(?:\.(?:[\w-]|%(?:25)*[0-9A-Fa-f]{2})+)*/g;
/** A push token, or a connection token that has lost its beginning. A session id has 40 digits. */
const LONG = /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{41,}(?![A-Za-z0-9_-])/g;
const LONGEST_WORD = 41;
/** A URL with a password: `//u:p@h`. */
const SHORTEST = 7;
const SESSION_ID = /^[0-9A-Fa-f]{40}(?![0-9A-Fa-f])/;
const HEX = /^[0-9A-Fa-f]{48,}$/;
/** Different digits that every random text of that length has. One letter over and over is no secret. */
const FEWEST_DIGITS = 6;
/** A session id, perhaps with the number of an inode before it: no stretch of a random text has only such digits. */
const HEX_WITHIN = /[0-9A-Fa-f]{40,}/g;

/**
 * Covers what looks like a token, the password of a URL, or credentials, wherever it stands in a text. It is for texts that tell
 * of files in which anything may be: a token can be in the place of a status, an id, or a name.
 * @param instead what is put in the place of a token
 */
export function withoutTokens(text: string, instead: (token: string) => string = () => REDACTED): string {
  if (text.length < SHORTEST) return text;
  let covered = withoutUrlPasswords(text, instead).replace(OBJECT, instead);
  for (const shape of TOKEN_SHAPES) covered = covered.replace(shape, instead);
  covered = withoutBasicCredentials(withoutSchemeCredentials(covered, instead), instead);
  return covered.replace(LONG, (run) => (isRandom(run) ? instead(run) : run));
}

/** @param whole letters, digits and signs in a row. A session id with something behind it is the name of a copy */
function isRandom(whole: string): boolean {
  const digits = whole.replace(SESSION_ID, '');
  if (HEX.test(digits)) return new Set(digits).size >= FEWEST_DIGITS;
  const run = whole.replace(HEX_WITHIN, '');
  if (run.length < LONGEST_WORD) return false;
  return /\d/.test(run) && /[a-z]/.test(run) && /[A-Z]/.test(run) && run.split(/[-_]/).length <= run.length / 12;
}

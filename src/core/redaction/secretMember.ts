import { foldedName, wordsOfName } from '../protocol/nameWords';
import { isSecretName, plainName } from '../protocol/secretNames';
import { hasSecretWord } from '../protocol/secretWords';
import { ownerInBrackets } from './memberPath';

/** Words behind the one that counts, which change nothing: `passwordConfirm`, `tokenValue`. */
const BEHIND = /^(?:confirm|confirmation|again|repeat|new|old|current|plain|text|value|\d{1,3})$/;
/** How the name of a secret ends. */
const END =
  /(?:token|jwt|assertion|samlresponse|password|passwd|passphrase|passcode|pwd|pincode|passwort|kennwort|motdepasse|contrasen?a|wachtwoord|parolachiave|secrets?|credentials?|apikey|privatekey|accesskey|secretkey|codeverifier|csrf|xsrf|otp|4dsid|xasid)\d{0,3}$/;
/** These are secret only at the end of a name, or never by the name alone: a table may have a column `Signature` or `Cookie`. */
const NOT_ALONE =
  /secret|passwor|passwd|passphrase|passcode|kennwort|motdepasse|contrasen|wachtwoord|credential|^(?:signature|sig|hmac|cookies?|tokens|cle|clave|parole?)\d{0,3}$/;
/** Tokens of these are for a login. `Tokens` alone may be those of a game. */
const TOKENS = /(?:access|auth|refresh|session|api|bearer|login|id)tokens$/;
const COOKIES = /(?:session|auth|login)cookies?$/;
/** A value that is a cookie. */
const COOKIE = /^[\w.-]{1,64}=[^\s;]/;
const ABOUT = /^(?:keys?|codes?|kode|kod|codice|codigo|phrase|words|passe)$/;

/**
 * Whether a member of data has a secret, by the words of its name: `userPassword` and `access_token`, but not `Secretary`,
 * `PasswordHint` or `Signature`. It is for data that is to be kept whole; in a journal, more is covered.
 */
export function isSecretMember(name: string, value = ''): boolean {
  const owner = ownerInBrackets(name);
  if (owner !== undefined) return isSecretMember(owner, value);
  if (!isSecretName(name)) return false;
  const words = wordsOfName(name);
  while (words.length > 1 && BEHIND.test(words.at(-1) ?? '')) words.pop();
  const last = words.at(-1) ?? '';
  const plain = plainName(foldedName(words.join('')));
  if (/cookies?$/.test(plain)) return COOKIES.test(plain) || COOKIE.test(value);
  if (END.test(plainName(last)) || TOKENS.test(plain)) return true;
  if (ABOUT.test(last)) return words.length > 1;
  if (plain === '') return true;
  const isEnd = END.test(plain) && words.length > 1;
  return isEnd || (isSecretName(last) && !NOT_ALONE.test(plainName(foldedName(last)))) || isSecretPhrase(words);
}

/** Whether the last word, with those before it, makes a secret of a name that without it has none: `une clé d’accès`. */
function isSecretPhrase(words: readonly string[]): boolean {
  const last = words.at(-1) ?? '';
  if (/^(?:signature|sig|hmac)/.test(last) || words.length < 2) return false;
  return hasSecretWord(words.join(' ')) && !hasSecretWord(words.slice(0, -1).join(' ')) && !hasSecretWord(last);
}

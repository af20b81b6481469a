import { editDistance } from '../base/nearestWord';
import { foldedName } from './nameWords';
import { hasSecretWord, mayHaveSecretWord } from './secretWords';

export { REDACTED } from './redacted';

// Names are compared without case and punctuation: `access_token`, `accessToken` and `Access-Token` are the same.
const SECRET = new RegExp(
  [
    'tokens?\\d{0,3}$|tokenhint$|jwt$|bearer$|assertion$|samlresponse$',
    'password|passwd|passphrase|passcode|^pwd$|^pin$|pincode$',
    // In German, French, Spanish, Portuguese, Dutch and Italian. Other scripts have no plain name.
    'passwort|kennwort|motdepasse|contrasen?a|^senha$|wachtwoord|parolachiave',
    'secret|credentials?$|apikey|privatekey|accesskey|codeverifier|csrf|xsrf',
    '^otp$|otp(?:code|value)$|onetimecode$',
    '(?:verification|activation|confirmation|authorization|auth|device|user|pairing|login|sms|mfa|totp)code$',
    '^authorization$|^proxyauthorization$|^cookies?$|^setcookie$',
    // Session cookies of 4D and Mendix, and the parameter that carries a one-time passcode.
    '4dsid|^wasid4d$|^xasid$',
  ].join('|'),
);
/** In a query or a form these hold authorization codes and passcodes. In JSON they mostly mean something else. */
const SECRET_PARAMETERS = new Set(['code', 'codigo', 'kode', 'kod', 'koodi', 'nip', 'state', 'sms', 'tan']);
/** These mean something else everywhere, unless the value looks random. */
const SOMETIMES_SECRET = new Set([...SECRET_PARAMETERS, 'auth', 'ticket', 'magic']);

const PASSWORD = 'password';
/** What is in each other name of a secret. */
const OTHER_NAMES =
  /tok|jwt|bearer|assertion|samlresp|word|api.?key|(?:private|access).?key|verifier|[cx].?s.?r.?f|auth|cookie|sid|code|state|sms|tan|nip|ticket|magic|koodi/i;

/** A name with a word for a time at its end. `format` and `chat` have none. */
const TIME_NAME =
  /(?:[a-z0-9](?:At|On|Date|Time|Until)|(?:^|[a-z0-9])[_-](?:at|on|date|time|until)|_(?:AT|ON|DATE|TIME|UNTIL))$/;
/** A date, with or without its time, or seconds or milliseconds since 1970. */
const TIME =
  /^(?:\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?|0|\d{10}(?:\.\d{1,9})?|\d{13})$/;

/** Whether a name always stands for a secret. */
export function isSecretName(name: string): boolean {
  const plain = plainName(foldedName(name));
  return SECRET.test(plain) || isSlip(plain) || hasSecretWord(name);
}

/** Whether a text may have the name of a secret in it. Most texts end here, before a pattern is asked that takes long to make. */
export function mayHaveSecretName(text: string): boolean {
  return mayHaveSecretWord(text) || OTHER_NAMES.test(text);
}

/** Whether a name is `password` with one typing error. A server refuses such a member, and its value is a password. */
function isSlip(plain: string): boolean {
  return plain.startsWith('p') && Math.abs(plain.length - PASSWORD.length) <= 1 && editDistance(plain, PASSWORD) === 1;
}

/** Whether the name of a parameter of a query or a form stands for a secret. */
export function isSecretParameter(name: string): boolean {
  return isSecretName(name) || SECRET_PARAMETERS.has(plainName(foldedName(name)));
}

/** Whether a member of JSON holds a secret: by its name, or by its name and its value. */
export function isSecretValue(name: string, value: string): boolean {
  return (isSecretName(name) && !isTimeByShape(name, value)) || isSecretByShape(name, value);
}

/**
 * Whether a value looks like a secret, for a name that stands for one only sometimes: `code: "493021"`, not `code:
 * "en"`.
 */
export function isSecretByShape(name: string, value: string): boolean {
  return SOMETIMES_SECRET.has(plainName(foldedName(name))) && looksRandom(value);
}

/** Whether a value is the time of something, as its name says: `passwordChangedAt`, `client_secret_expires_at`. */
export function isTimeByShape(name: string, value: string): boolean {
  return TIME_NAME.test(name) && TIME.test(value);
}

/** Digits distinguish a verification code, an authorization code or a passcode from a word. */
function looksRandom(value: string): boolean {
  return /\d/.test(value) && (/^(?:\d{4,}|[\w.~-]{6,})$/.test(value) || /^\S{16,}$/.test(value));
}

/** A name without case and punctuation. Of a name that is nothing else, `_`, `.` and `-` are kept. */
export function plainName(name: string): string {
  const lower = name.toLowerCase();
  return /[^a-z0-9]/.test(lower) ? lower.replace(/[^a-z0-9]/g, '') || lower.replace(/[^_.-]/g, '') : lower;
}

export { REDACTED } from './redacted';

// Names are compared without case and signs: `access_token`, `accessToken` and `Access-Token` are one.
const SECRET = new RegExp(
  [
    'tokens?$|tokenhint$|jwt$|bearer$|assertion$|samlresponse$',
    'password|passwd|passphrase|passcode|^pwd$|^pin$|pincode$',
    'secret|credentials?$|apikey|privatekey|accesskey|codeverifier|csrf|xsrf',
    '^otp$|otp(?:code|value)$|onetimecode$',
    '(?:verification|activation|confirmation|authorization|auth|device|user|pairing|login|sms|mfa|totp)code$',
    '^authorization$|^proxyauthorization$|^cookies?$|^setcookie$',
    // Session cookies of 4D and Mendix, and the parameter that carries a one-time passcode.
    '4dsid|^wasid4d$|^xasid$',
  ].join('|'),
);
/** In a query or a form these carry authorization codes and passcodes; in JSON they mostly say something else. */
const SECRET_PARAMETERS = new Set(['code', 'state']);

/** Whether what a name stands for is secret, wherever it is found. */
export function isSecretName(name: string): boolean {
  return SECRET.test(plain(name));
}

/** Whether a parameter of a query or a form is secret. */
export function isSecretParameter(name: string): boolean {
  return isSecretName(name) || SECRET_PARAMETERS.has(plain(name));
}

/** Whether a value is secret that JSON has under a name that says so only sometimes: `code: "493021"`, not `code: "en"`. */
export function isSecretByShape(name: string, value: string): boolean {
  return looksRandom(value) && SECRET_PARAMETERS.has(plain(name));
}

/** Digits are what tells a verification code, an authorization code or a passcode from a word. */
function looksRandom(value: string): boolean {
  return /\d/.test(value) && (/^(?:\d{4,}|[\w.~-]{6,})$/.test(value) || /^\S{16,}$/.test(value));
}

function plain(name: string): string {
  const lower = name.toLowerCase();
  return /[^a-z0-9]/.test(lower) ? lower.replace(/[^a-z0-9]/g, '') : lower;
}

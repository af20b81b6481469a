import { wordsOfName } from '../protocol/nameWords';

/** Words with which the name of a header says that it carries what proves somebody. */
const SECRET =
  /^(?:x?auth|oauth\d?|authorization|authentication|authtoken|(?:api|auth|access|secret|private)?keys?|(?:\w{1,12})?tokens?|jwt|bearer|dpop|otp|totp|pins?|mfa|tfa|2fa|appcheck|attestation|assertion|ticket|pass|credentials?|secrets?|apikey|userpass)$/;
/** What a header tells about it: who it is, or how it is done. */
const ABOUT =
  /^(?:user|username|email|mail|type|scheme|method|methods|realm|status|result|expires|expiry|expiration|age|time|required|idempotency|surrogate|cache|websocket)$/;

/** Whether a header such as `X-Auth-Key`, `X-Original-Authorization` or `DPoP` carries a secret, by the words of its name. */
export function isSecretHeaderName(name: string): boolean {
  const words = wordsOfName(name);
  return words.some((word) => SECRET.test(word)) && !words.some((word) => ABOUT.test(word));
}

import { segmentBeforeSecret } from '../protocol/loginPath';
import { REDACTED } from '../protocol/redacted';

/** A part of a path that is no word: it has a digit or a character of another kind. */
const PARAMETER = /^(?=.*(?:\d|[^\w$.-])).{4,}$/s;
/** Credentials of the header `Authorization`, escaped for a URL. A word behind `Basic` is none. */
const CREDENTIALS = /(\b(?:Basic|Bearer|DPoP)(?:%20|\+){1,4})(?=[\w.~+-]{0,512}(?:[\d=]|%3[Dd]))[\w.~+=%-]{8,}/gi;
const VERSION = /^v\d+(?:\.\d+)*$/i;

/** Covers the parts of a path behind that of a login, which may be its parameters: `/otp/493021`, but not `/login/verify`. */
export function redactPath(given: string): string {
  const path = given.replace(CREDENTIALS, `$1${REDACTED}`);
  const segments = path.split('/');
  const login = segmentBeforeSecret(segments);
  if (login < 0) return path;
  return segments
    .map((segment, at) => (at > login && PARAMETER.test(segment) && !VERSION.test(segment) ? REDACTED : segment))
    .join('/');
}

import { segmentBeforeSecret } from '../protocol/loginPath';
import { REDACTED } from '../protocol/redacted';

/** A part of a path that is no word: it has a digit or a character of another kind. */
const PARAMETER = /^(?=.*(?:\d|[^\w$.-])).{4,}$/s;
const VERSION = /^v\d+(?:\.\d+)*$/i;

/** Covers the parts of a path behind that of a login, which may be its parameters: `/otp/493021`, but not `/login/verify`. */
export function redactPath(path: string): string {
  const segments = path.split('/');
  const login = segmentBeforeSecret(segments);
  if (login < 0) return path;
  return segments
    .map((segment, at) => (at > login && PARAMETER.test(segment) && !VERSION.test(segment) ? REDACTED : segment))
    .join('/');
}

import type { FaceRequest } from '../../kernel/answer/face';
import { HttpError } from '../../kernel/answer/httpError';
import type { HandlerRequest } from './currentSession';

/** The parameter by which a one-time passcode restores its session by itself. */
const OTP_PARAMETER = '$4DSID';

/** A request as the code of a developer sees it. See docs/web-code.md#what-is-there. */
export function handlerRequestOf(request: FaceRequest): HandlerRequest {
  const { method, originalUrl, headers, body, protocol } = request;
  return {
    verb: method,
    url: originalUrl,
    urlPath: segmentsOf(originalUrl),
    urlQuery: Object.fromEntries(queryOf(originalUrl)),
    headers: Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, [value].flat().join(', ')]],
      ),
    ),
    body: bodyOf(body),
    isSecured: protocol === 'https',
  };
}

/** The bytes of a body: the face's parser hands them on as they came. */
export function bodyOf(body: unknown): Uint8Array {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

export function queryOf(url: string): URLSearchParams {
  return new URLSearchParams(/\?([^#]*)/.exec(url)?.[1] ?? '');
}

/** The passcode that a URL brings; a parameter without a value is none. */
export function otpIn(url: string): string | undefined {
  return queryOf(url).get(OTP_PARAMETER) || undefined;
}

/** The path of a URL as it was sent. */
export function pathOf(url: string): string {
  return url.replace(/[?#].*$/s, '');
}

/** The parts of the path, decoded; empty ones left out. @throws HttpError 400 */
export function segmentsOf(url: string): string[] {
  try {
    return pathOf(url)
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch {
    throw new HttpError(400, 'url-malformed', 'The path is not well-formed; encode % as %25.');
  }
}

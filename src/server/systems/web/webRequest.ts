import type { FaceRequest } from '../../kernel/answer/face';
import { HttpError } from '../../kernel/answer/httpError';
import type { HandlerRequest } from './currentSession';

/** The query parameter with a one-time passcode. The server restores the session of that passcode automatically. */
const OTP_PARAMETER = '$4DSID';

/** Converts a request to the form that a developer's code receives. See docs/web-code.md#what-is-there. */
export function handlerRequestOf(request: FaceRequest): HandlerRequest {
  const { method, originalUrl, headers, body, protocol, socket, raw } = request;
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
    version: `HTTP/${raw.httpVersion}`,
    local: {
      address: socket.localAddress ?? '',
      port: socket.localPort ?? 0,
      bodyBytes: request.routeOptions.bodyLimit,
    },
  };
}

/** The bytes of a request body, exactly as received. */
export function bodyOf(body: unknown): Uint8Array {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

export function queryOf(url: string): URLSearchParams {
  return new URLSearchParams(/\?([^#]*)/.exec(url)?.[1] ?? '');
}

/** The passcode in the query of a URL. A parameter without a value is ignored. */
export function otpIn(url: string): string | undefined {
  return queryOf(url).get(OTP_PARAMETER) || undefined;
}

/** The path of a URL, not decoded. */
export function pathOf(url: string): string {
  return url.replace(/[?#].*$/s, '');
}

/**
 * The segments of the path, decoded. Empty segments are left out.
 * @throws HttpError 400 when a segment cannot be decoded
 */
export function segmentsOf(url: string): string[] {
  return pathOf(url)
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new HttpError(400, 'url-malformed', 'The path is not well-formed; encode % as %25.');
  }
}

/**
 * The text that `/4DACTION/<method>/<text>` passes to its method: all that follows the name, decoded. Empty when there is none.
 * Source: docs/facts/4d-web.md#database-methods
 * @throws HttpError 400 when it cannot be decoded
 */
export function actionParameter(url: string): string {
  const [, text = ''] = /^\/+[^/]+\/+[^/]+\/(.*)$/s.exec(pathOf(url)) ?? [];
  return decoded(text);
}

import { CLIENT_CHALLENGE, challenge, printable } from './challenge';
import { DEFAULT_FIELDS } from './tokensOptions';
import type { TokensSettings } from './tokensSettings';

/** What an error answer needs that a fault causes. */
type Wire = Pick<TokensSettings, 'fields' | 'paths'>;

const DESCRIPTION = 'A fault that was put in on purpose answers so.';
/** The shortest wait that can be named: a fault may be over at the next request. */
const RETRY_SECONDS = '1';
/** The errors of RFC 6749, 4.1.2.1 by their status. */
const ERRORS: Readonly<Record<number, string>> = {
  403: 'access_denied',
  429: 'temporarily_unavailable',
  503: 'temporarily_unavailable',
};

/**
 * The body of an answer that a fault causes, as an error of this server would have it.
 * @param path the pattern of the route
 */
export function faultBody(status: number, path: string | undefined, { fields, paths }: Wire): object {
  const { error, error_description } = isOauthRoute(path, paths) ? DEFAULT_FIELDS : fields;
  return { [error]: errorOf(status, path, paths), [error_description]: DESCRIPTION };
}

/** The headers of such an answer, as this server's own answers with this status have them. */
export function faultHeaders(
  status: number,
  path: string | undefined,
  { paths }: Pick<Wire, 'paths'>,
): Readonly<Record<string, string>> {
  return {
    'cache-control': 'no-store',
    pragma: 'no-cache',
    ...(status === 401 && { 'www-authenticate': challengeOf(path, paths) }),
    // RFC 6750, 3.1: what the token is not good for.
    ...(status === 403 && needsToken(path, paths) && { 'www-authenticate': bearerChallenge('insufficient_scope') }),
    // RFC 7009, 2.2.1; RFC 9110, 15.6.4.
    ...(status === 503 && { 'retry-after': RETRY_SECONDS }),
  };
}

function errorOf(status: number, path: string | undefined, paths: Wire['paths']): string {
  if (status === 401 && isOauthRoute(path, paths)) return 'invalid_client';
  if (status === 401) return needsToken(path, paths) ? 'invalid_token' : 'invalid_grant';
  if (status === 403 && needsToken(path, paths)) return 'insufficient_scope';
  return ERRORS[status] ?? (status >= 500 ? 'server_error' : 'invalid_request');
}

function challengeOf(path: string | undefined, paths: Wire['paths']): string {
  if (isOauthRoute(path, paths)) return CLIENT_CHALLENGE;
  return needsToken(path, paths) ? bearerChallenge('invalid_token') : challenge({});
}

function bearerChallenge(error: string): string {
  return challenge({ error, description: printable(DESCRIPTION) });
}

function isOauthRoute(path: string | undefined, { token, revoke, introspect, authorize }: Wire['paths']): boolean {
  return path !== undefined && [token, revoke, introspect, authorize].includes(path);
}

/** Whether a route of the app's own takes an access token. */
function needsToken(path: string | undefined, { me, sessions, password, logout }: Wire['paths']): boolean {
  return path !== undefined && [me, sessions, `${sessions}/:id`, password, logout].includes(path);
}

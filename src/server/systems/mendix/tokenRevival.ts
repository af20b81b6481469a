import type { ClientKind } from '../../../core/systems/mendix/clientKind';
import type { HeldToken, HeldUser } from './mendixSpaces';
import type { TokenEnd } from './mendixTokens';
import type { OpenSession, XasCall } from './xasCall';

type Refusal = TokenEnd | 'unknown' | 'blocked-user' | 'inactive-user' | 'missing-user' | 'user-agent';

/** The reason code for each refusal of a token. */
const REFUSALS = {
  expired: 'mendix.token.refused.expired',
  logout: 'mendix.token.refused.logout',
  password: 'mendix.token.refused.password',
  login: 'mendix.token.refused.login',
  used: 'mendix.token.refused.used',
  ended: 'mendix.token.refused.ended',
  inactive: 'mendix.token.refused.inactive',
  unknown: 'mendix.token.refused.unknown',
  'blocked-user': 'mendix.token.refused.blocked-user',
  'inactive-user': 'mendix.token.refused.inactive-user',
  'missing-user': 'mendix.token.refused.missing-user',
  'user-agent': 'mendix.token.refused.user-agent',
} as const satisfies Readonly<Record<Refusal, string>>;

/**
 * Makes a session from the cookie `authtoken` (docs/facts/mendix.md#the-course-of-a-login-with-a-token).
 * @returns undefined if there is no token, or a bad one
 */
export async function reviveFromCookie(call: XasCall, profile: ClientKind): Promise<OpenSession | undefined> {
  const { cookies, trace, runtime } = call;
  const value = cookies.get('authtoken');
  if (value === undefined) return undefined;
  if (!runtime.settings.hasTokens) {
    call.note('mendix.token.old');
    return undefined;
  }
  const good = await goodToken(call, value);
  if ('refused' in good) {
    // A block is over after some minutes, so its token stays with the client.
    if (good.refused !== 'blocked-user') cookies.clear('authtoken');
    return undefined;
  }
  const { rotateToken } = runtime.settings.switches;
  const next = rotateToken ? await runtime.tokens.rotate(good.token) : { token: good.token, value: undefined };
  if (!next) {
    // Another request was faster, and the answer to that one has the new token.
    call.note('mendix.token.refused.used');
    return undefined;
  }
  if (next.value !== undefined) {
    setTokenCookie(call, next.value);
    call.note('mendix.token.rotated');
    trace.changed('mendixToken', next.token.id, 'created', 'in place of another');
  }
  if (good.user.blockedSince !== undefined) call.note('mendix.token.of-blocked-user');
  const open = await call.create(good.user, profile);
  await runtime.sessions.addToken(open.session.id, next.token.id);
  call.note(
    'mendix.session.revived',
    `A session ${open.session.id} was made from the authentication token, with a new CSRF token, which is inferred and has no switch.`,
  );
  return open;
}

/** Gives a token to the client. Its cookie lasts as long as the token. */
export function setTokenCookie(call: XasCall, value: string): void {
  const { tokenLifeMs } = call.runtime.settings;
  call.trace.hide(value);
  call.cookies.set('authtoken', value, (tokenLifeMs ?? Number.POSITIVE_INFINITY) / 1000);
}

/** Ends the token of the request's cookie, and takes the cookie away. */
export async function dropCookieToken(call: XasCall, why: 'logout' | 'login'): Promise<void> {
  const value = call.cookies.get('authtoken');
  call.cookies.clear('authtoken');
  if (value === undefined) return;
  const found = await call.runtime.tokens.find(value);
  if (found.kind === 'good') await dropToken(call, found.token.id, why);
}

export async function dropToken(call: XasCall, id: string, why: 'logout' | 'login'): Promise<void> {
  const ended = await call.runtime.tokens.end(id, why);
  if (!ended) return;
  call.note(why === 'logout' ? 'mendix.token.dropped.logout' : 'mendix.token.dropped.login');
  call.trace.changed('mendixToken', id, 'removed', why);
}

/** The token that a text is, and its user. A refusal is noted. */
export async function goodToken(
  call: XasCall,
  value: string,
): Promise<{ readonly token: HeldToken; readonly user: HeldUser } | { readonly refused: Refusal }> {
  const found = await call.runtime.tokens.find(value);
  const user = found.kind === 'good' ? await call.runtime.users.get(found.token.user) : undefined;
  const refused = found.kind === 'good' ? refusalOf(call, found.token, user) : (found.why ?? 'unknown');
  if (found.kind === 'good' && user && !refused) return { token: found.token, user };
  call.note(REFUSALS[refused ?? 'missing-user']);
  return { refused: refused ?? 'missing-user' };
}

function refusalOf({ runtime, userAgent }: XasCall, token: HeldToken, user: HeldUser | undefined): Refusal | undefined {
  const { matchUserAgent, blockedTokenRevives } = runtime.settings.switches;
  if (!user) return 'missing-user';
  if (!user.active) return 'inactive-user';
  if (user.blockedSince !== undefined && !blockedTokenRevives) return 'blocked-user';
  return matchUserAgent && token.userAgent !== userAgent ? 'user-agent' : undefined;
}

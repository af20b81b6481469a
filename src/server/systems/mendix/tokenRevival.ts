import type { ClientKind } from '../../../core/systems/mendix/clientKind';
import { cookieFrom } from './mendixSessions';
import type { HeldToken, HeldUser } from './mendixSpaces';
import type { TokenEnd } from './mendixTokens';
import type { OpenSession, XasCall } from './xasCall';

type Refusal = TokenEnd | 'unknown' | 'kind' | 'blocked-user' | 'inactive-user' | 'missing-user' | 'user-agent';

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
  kind: 'mendix.token.refused.kind',
  'blocked-user': 'mendix.token.refused.blocked-user',
  'inactive-user': 'mendix.token.refused.inactive-user',
  'missing-user': 'mendix.token.refused.missing-user',
  'user-agent': 'mendix.token.refused.user-agent',
} as const satisfies Readonly<Record<Refusal, string>>;

/**
 * Refusals of a token that is still there, so the client keeps it: a block is over after some minutes, an inactive user
 * may become active, and the next request may come with the right user agent. A token that was replaced may be one whose
 * successor this client has by now.
 */
const MAY_BE_GOOD_AGAIN: readonly Refusal[] = ['blocked-user', 'inactive-user', 'user-agent', 'used'];

/**
 * Makes a session from the cookie `authtoken` (docs/facts/mendix.md#the-course-of-a-login-with-a-token).
 * @param anonymous the live session that the new one takes the place of
 * @returns undefined if there is no token, or a bad one
 */
export async function reviveFromCookie(
  call: XasCall,
  profile: ClientKind,
  anonymous?: OpenSession,
): Promise<OpenSession | undefined> {
  const { cookies, runtime } = call;
  const value = cookies.get('authtoken');
  if (value === undefined) return undefined;
  if (!runtime.settings.hasTokens) {
    call.note('mendix.token.old');
    return undefined;
  }
  const secrets = cookies.session === undefined ? [] : [cookies.session, value];
  const joined = anonymous ? undefined : await joinOther(call, secrets);
  if (joined) return joined;
  const good = await goodToken(call, value, 'cookie');
  if ('refused' in good) {
    if (!MAY_BE_GOOD_AGAIN.includes(good.refused)) cookies.clear('authtoken');
    return undefined;
  }
  const token = await tokenFor(call, good.token);
  if (!token) return undefined;
  if (good.user.blockedSince !== undefined) call.note('mendix.token.of-blocked-user');
  const open = await call.create(good.user, profile, {
    tokens: idsOf(token),
    salt: good.user.password?.salt,
    ...(anonymous && { secrets }),
  });
  if (!open.isNew) noteJoined(call, open);
  else {
    call.note(
      'mendix.session.revived',
      `A session ${open.session.id} was made from the authentication token, with a new CSRF token.`,
    );
  }
  if (!(await isStillGood(call, token))) return undefined;
  if (anonymous && (await call.endSession(anonymous.session.id, 'replaced'))) {
    call.note(
      'mendix.session.replaced.token',
      `The anonymous session ${anonymous.session.id} was ended, because the token has made one of ${good.user.name}.`,
    );
  }
  return open;
}

/**
 * Whoever ends a token ends it first, and looks for its sessions then. A request that makes a session looks for the token
 * last. So one of the two sees the other, whatever their order.
 * @returns whether the session of the request goes on
 */
export async function isStillGood(call: XasCall, token: HeldToken): Promise<boolean> {
  if (await call.runtime.tokens.isGood(token.id)) return true;
  await call.end('logout');
  call.cookies.keepSession();
  // It may be set to a new value, which has ended as well.
  call.cookies.keep('authtoken');
  call.note('mendix.session.undone');
  return false;
}

/** The session that another request with the same cookies has put in the place of an anonymous one. */
async function joinOther(call: XasCall, secrets: readonly string[]): Promise<OpenSession | undefined> {
  const open = secrets.length > 0 ? await call.join(cookieFrom(secrets)) : undefined;
  if (open) noteJoined(call, open);
  return open;
}

function noteJoined(call: XasCall, { session }: OpenSession): void {
  call.note(
    'mendix.session.joined',
    `Another request with the same cookies has made the session ${session.id} from the token.`,
  );
}

/** The token for the session that is made from one. */
async function tokenFor(call: XasCall, token: HeldToken): Promise<HeldToken | undefined> {
  const { settings, tokens } = call.runtime;
  if (!settings.switches.rotateToken) return token;
  const next = await tokens.rotate(token);
  if (!next) {
    // Another request was faster, and the answer to that one has the new token.
    call.note('mendix.token.refused.used');
    return undefined;
  }
  setTokenCookie(call, next.value);
  call.note('mendix.token.rotated');
  call.trace.changed('mendixToken', next.token.id, 'changed', 'another value');
  return next.token;
}

/** Gives a token to the client. Its cookie lasts as long as the token. */
export function setTokenCookie(call: XasCall, value: string): void {
  const { tokenLifeMs } = call.runtime.settings;
  call.trace.hide(value);
  call.cookies.set('authtoken', value, (tokenLifeMs ?? Number.POSITIVE_INFINITY) / 1000);
}

/**
 * Ids of the tokens that the cookie `authtoken` stands for: itself, also by a value that was used already, and the one on
 * the device that it came in place of.
 */
export async function tokensOfCookie(call: XasCall): Promise<readonly string[]> {
  const value = call.cookies.get('authtoken');
  const found = value === undefined ? undefined : await call.runtime.tokens.find(value);
  const token = found?.kind === 'good' ? found.token : found?.now;
  return token?.kind === 'cookie' ? idsOf(token) : [];
}

/** Ends tokens, and the sessions that were made from them or in which they were made. */
export async function dropTokens(call: XasCall, ids: readonly string[], why: 'logout' | 'login'): Promise<void> {
  const { tokens, sessions } = call.runtime;
  for (const id of new Set(ids)) {
    if (!(await tokens.end(id, why))) continue;
    call.note(why === 'logout' ? 'mendix.token.dropped.logout' : 'mendix.token.dropped.login');
    call.trace.changed('mendixToken', id, 'removed', why);
  }
  if (ids.length === 0) return;
  for (const session of await sessions.all()) {
    if (!session.tokens.some((id) => ids.includes(id))) continue;
    if (!(await call.endSession(session.id, why === 'logout' ? 'logout' : 'replaced'))) continue;
    call.note('mendix.session.dropped', `The session ${session.id} was ended with its authentication token.`);
  }
}

function idsOf({ id, from }: HeldToken): readonly string[] {
  return from === undefined ? [id] : [id, from];
}

/** The token of a kind that a text is, and its user. A refusal is noted. */
export async function goodToken(
  call: XasCall,
  value: string,
  kind: HeldToken['kind'],
): Promise<{ readonly token: HeldToken; readonly user: HeldUser } | { readonly refused: Refusal }> {
  const found = await call.runtime.tokens.find(value);
  const user = found.kind === 'good' ? await call.runtime.users.get(found.token.user) : undefined;
  const refused = found.kind === 'good' ? refusalOf(call, found.token, kind, user) : (found.why ?? 'unknown');
  if (found.kind === 'good' && user && !refused) return { token: found.token, user };
  call.note(REFUSALS[refused ?? 'missing-user']);
  return { refused: refused ?? 'missing-user' };
}

function refusalOf(
  call: XasCall,
  token: HeldToken,
  kind: HeldToken['kind'],
  user: HeldUser | undefined,
): Refusal | undefined {
  if (token.kind !== kind) return 'kind';
  const ofUser = refusalOfUser(call, user);
  if (ofUser !== undefined) return ofUser;
  const { matchUserAgent } = call.runtime.settings.switches;
  return matchUserAgent && token.userAgent !== call.userAgent ? 'user-agent' : undefined;
}

/** Why no token of a user is good now. */
function refusalOfUser(
  { runtime }: XasCall,
  user: HeldUser | undefined,
): 'missing-user' | 'inactive-user' | 'blocked-user' | undefined {
  if (!user) return 'missing-user';
  if (!user.active) return 'inactive-user';
  return user.blockedSince !== undefined && !runtime.settings.switches.blockedTokenRevives ? 'blocked-user' : undefined;
}

/** The reason code for each state of a user in which no token is made. */
const NO_TOKEN = {
  'missing-user': 'mendix.token.not-made.user',
  'inactive-user': 'mendix.token.not-made.user',
  'blocked-user': 'mendix.token.not-made.blocked',
  password: 'mendix.token.not-made.password',
} as const;

/**
 * Whether a user may have a token that was just made. Whoever ends the tokens of a user changes the user first, and looks
 * for tokens then. Who makes a token looks for the user last.
 * @param salt that of the password at the login that wished the token
 */
export async function mayHaveToken(call: XasCall, token: HeldToken, salt: string | undefined): Promise<boolean> {
  const { users, tokens, settings } = call.runtime;
  const user = await users.get(token.user);
  const isOld = settings.switches.passwordEndsTokens && user?.password?.salt !== salt;
  const why = refusalOfUser(call, user) ?? (isOld ? 'password' : undefined);
  if (why === undefined) return true;
  await tokens.end(token.id, why === 'password' ? 'password' : 'inactive');
  call.note(NO_TOKEN[why]);
  return false;
}

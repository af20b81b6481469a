import type { FastifyReply } from 'fastify';
import { parsedUrl } from '../../../core/base/parsedUrl';
import { noteAsked } from '../../kernel/journal/noteAsked';
import { forgetCache, keepCache } from './logOut';
import { LONGEST_USER_NAME } from './mendixOptions';
import type { HeldToken, HeldUser } from './mendixSpaces';
import { dropTokens, goodToken, isStillGood, mayHaveToken, tokensOfCookie } from './tokenRevival';
import type { OpenSession, XasCall } from './xasCall';

/** The page that cannot ask for tokens (docs/facts/mendix.md#the-clients-functions). */
const LOGIN_PAGE = '/login.html';
/** Value of the cookie `useAuthToken`. The real one is not known. */
export const MARKER = 'true';

/** The reason code for each refusal of a name and a password. */
const REFUSALS = {
  user: 'mendix.login.user',
  'no-password': 'mendix.login.no-password',
  password: 'mendix.login.password',
  blocks: 'mendix.login.blocks',
  blocked: 'mendix.login.blocked',
  inactive: 'mendix.login.inactive',
} as const;

/** Who signs in, and the token on the device if there is one in place of a password. */
interface SignedIn {
  readonly user: HeldUser;
  readonly token?: HeldToken;
}

/** Answers `login` and `login2` (docs/facts/mendix.md#requests). */
export async function signIn(call: XasCall): Promise<FastifyReply> {
  const before = await call.find();
  // Without a session there is nothing that a foreign page could misuse.
  if (before && !call.hasCsrfToken(before)) return call.refuseCsrf();
  const who = await whoSignsIn(call);
  // The body tells nothing about the reason: docs/facts/mendix.md#requests.
  if (!who) return call.send(401, {});
  const { user, token } = who;
  if (before) {
    await call.end('replaced');
    call.note('mendix.session.replaced', `The session ${before.session.id} was ended, because somebody signed in.`);
  }
  const { switches, hasTokens } = call.runtime.settings;
  // A token of an earlier login would bring that user back.
  if (hasTokens && switches.loginEndsToken) await endTokenBefore(call);
  else if (hasTokens && call.cookies.get('authtoken') !== undefined) call.note('mendix.token.kept.login');
  const isWished = wantsToken(call);
  const open = await call.create(user, call.kind, {
    tokens: token ? [token.id] : [],
    wantsToken: isWished,
    salt: user.password?.salt,
  });
  call.note('mendix.session.created', `The session ${open.session.id} was made for ${user.name}.`);
  if (!(await maySignIn(call, user, token))) {
    call.cookies.clearSession();
    return call.send(401, {});
  }
  call.cookies.clear('useAuthToken');
  call.cookies.clear('reloginReason');
  if (isWished) call.cookies.set('useAuthToken', MARKER, 'browser');
  await tellCache(call, user);
  const deviceToken = await deviceTokenFor(call, open, user);
  call.note('mendix.login.body');
  return call.send(200, {
    ...(switches.loginBody === 'csrftoken' && { csrftoken: open.csrfToken }),
    ...(deviceToken !== undefined && { [switches.deviceTokenName]: deviceToken }),
  });
}

async function tellCache(call: XasCall, { name }: HeldUser): Promise<void> {
  const before = await call.userBefore();
  if (before === name) keepCache(call);
  else if (before !== undefined) forgetCache(call);
}

/** The token on the device stays: it may be the one that signs in. */
async function endTokenBefore(call: XasCall): Promise<void> {
  const [token] = await tokensOfCookie(call);
  call.cookies.clear('authtoken');
  if (token !== undefined) await dropTokens(call, [token], 'login');
}

/** Looks once more: whoever ends tokens, or the sessions of a user, may not have seen the session that was just made. */
async function maySignIn(call: XasCall, { name }: HeldUser, token: HeldToken | undefined): Promise<boolean> {
  if (token && !(await isStillGood(call, token))) return false;
  const { users, settings } = call.runtime;
  const user = await users.get(name);
  if (!settings.switches.inactiveEndsSessions || !user || user.active) return true;
  await call.end('inactive');
  call.note('mendix.login.inactive');
  return false;
}

async function whoSignsIn(call: XasCall): Promise<SignedIn | undefined> {
  const { trace, params, runtime } = call;
  const { username, password } = params;
  const deviceToken = params[runtime.settings.switches.deviceTokenName];
  if (typeof deviceToken === 'string' && password === undefined) return whoHasDeviceToken(call, deviceToken);
  if (typeof username !== 'string' || typeof password !== 'string' || username === '') {
    call.note('mendix.login.params');
    return undefined;
  }
  noteAsked(trace, username, password);
  if (username.length > LONGEST_USER_NAME) {
    call.note('mendix.login.long-name');
    return undefined;
  }
  // The control API could not name such a user.
  if (!username.isWellFormed()) {
    call.note('mendix.login.broken-name');
    return undefined;
  }
  const outcome = await runtime.users.signIn(username, password);
  if (outcome.kind === 'good') {
    call.note('mendix.login.good', `Name and password are those of ${username}.`);
    return { user: outcome.user };
  }
  if (runtime.settings.isProduction && (outcome.why === 'password' || outcome.why === 'blocks')) {
    call.note('mendix.login.counted');
    trace.changed('mendixUser', username, 'changed', outcome.why === 'blocks' ? 'blocked' : 'failedLogins');
  }
  call.note(REFUSALS[outcome.why]);
  return undefined;
}

/** An app that keeps its token itself shows it in place of a password. How it does so is inferred. */
async function whoHasDeviceToken(call: XasCall, value: string): Promise<SignedIn | undefined> {
  const good = await goodToken(call, value, 'device');
  if ('refused' in good) return undefined;
  const { username } = call.params;
  if (typeof username === 'string' && username !== good.user.name) {
    call.note('mendix.token.refused.other-user');
    return undefined;
  }
  call.note(
    'mendix.login.device-token',
    `The app signs ${good.user.name} in with the token that it keeps on the device.`,
  );
  const end = await call.runtime.tokens.limit(good.token);
  if (end !== undefined) {
    call.note(
      'mendix.token.limited',
      `The token on the device is of a runtime where it had no end; now it is good until ${new Date(end).toISOString()}.`,
    );
    call.trace.changed('mendixToken', good.token.id, 'changed', 'expiresAt');
  }
  return { user: await call.runtime.users.signedIn(good.user), token: good.token };
}

async function deviceTokenFor(call: XasCall, { session }: OpenSession, user: HeldUser): Promise<string | undefined> {
  if (call.params.shouldgeneratetoken !== true) return undefined;
  const { tokens, sessions } = call.runtime;
  const { value, token } = await tokens.create(user.name, 'device', call.userAgent);
  call.trace.hide(value);
  if (!(await sessions.addToken(session.id, token.id))) {
    await tokens.end(token.id, 'logout');
    call.note('mendix.token.undone');
    return undefined;
  }
  if (!(await mayHaveToken(call, token, user.password?.salt))) return undefined;
  call.note(
    'mendix.token.device',
    'A token was made for the app to keep on the device, as shouldgeneratetoken asks; its place in the answer was never seen.',
  );
  call.trace.changed('mendixToken', token.id, 'created', 'on the device');
  return value;
}

/** Whether the next `get_session_data` makes a token. */
function wantsToken(call: XasCall): boolean {
  const { params, runtime, kind } = call;
  const { hasTokens, switches } = runtime.settings;
  const wish = params.useAuthToken;
  if (!hasTokens) {
    if (wish !== undefined) call.note('mendix.wish.old');
    return false;
  }
  if (isLoginPage(call.referer)) {
    call.note(switches.loginHtmlTokens ? 'mendix.wish.login-html.heard' : 'mendix.wish.login-html');
    if (!switches.loginHtmlTokens) return false;
  }
  if (typeof wish === 'boolean') {
    call.note(wish ? 'mendix.wish.true' : 'mendix.wish.false');
    return wish;
  }
  if (wish !== undefined && wish !== 'default') call.note('mendix.wish.unread');
  const byDefault = kind !== 'online';
  call.note(
    byDefault ? 'mendix.wish.default-on' : 'mendix.wish.default-off',
    `The wish is left to the profile: ${kind} apps get ${byDefault ? 'a' : 'no'} token.`,
  );
  return byDefault;
}

function isLoginPage(referer: string | undefined): boolean {
  return referer !== undefined && parsedUrl(() => new URL(referer))?.pathname === LOGIN_PAGE;
}

import type { FastifyReply } from 'fastify';
import { dropTokens, tokensOfCookie } from './tokenRevival';
import type { XasCall } from './xasCall';

/** Values of `OfflineLogout` that say no. Which one a client writes to say yes is not known. */
const NO = /^(?:false|0)$/i;

/** Answers `logout`. */
export async function logOut(call: XasCall): Promise<FastifyReply> {
  const open = await call.find();
  if (open && !call.hasCsrfToken(open)) return call.refuseCsrf();
  if (open) call.note('mendix.logout', `The session ${open.session.id} was ended by a logout.`);
  else call.note('mendix.logout.no-session');
  await forget(call);
  return call.send(200, {});
}

/** An app that was offline at the logout tells it with its next request (docs/facts/mendix.md#cookies). */
export async function logOutOffline(call: XasCall): Promise<void> {
  const wish = call.cookies.get('OfflineLogout');
  if (wish === undefined) return;
  if (NO.test(wish)) {
    call.note('mendix.logout.offline.no');
    return;
  }
  call.cookies.clear('OfflineLogout');
  const open = await call.find();
  if (open) call.note('mendix.logout.offline', `The cookie OfflineLogout ended the session ${open.session.id}.`);
  else call.note('mendix.logout.offline.no-session');
  await forget(call);
  call.logOut();
}

/** Tells an offline client to drop what it keeps of the user before (docs/facts/mendix.md#cookies). */
export function forgetCache(call: XasCall): void {
  if (!hasCache(call)) return;
  call.cookies.set('clear_cache', '1', 'browser');
  call.note('mendix.cache');
}

/** The same user has signed in again. */
export function keepCache(call: XasCall): void {
  if (hasCache(call)) call.note('mendix.cache.kept');
}

function hasCache({ runtime, kind }: XasCall): boolean {
  return runtime.settings.hasClearCache && kind !== 'online';
}

async function forget(call: XasCall): Promise<void> {
  const wasLive = call.open !== undefined;
  const ended = await call.end('logout');
  if (ended && !wasLive) call.note('mendix.logout.expired');
  const tokens = [...(ended?.tokens ?? []), ...(await tokensOfCookie(call))];
  const hasToken = tokens.length > 0 || call.cookies.get('authtoken') !== undefined;
  call.cookies.clearSession();
  call.cookies.clear('useAuthToken');
  call.cookies.clear('reloginReason');
  forgetCache(call);
  if (call.runtime.settings.switches.logoutEndsToken) {
    call.cookies.clear('authtoken');
    await dropTokens(call, tokens, 'logout');
  } else if (hasToken) call.note('mendix.token.kept.logout');
}

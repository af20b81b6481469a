import type { FastifyReply } from 'fastify';
import { bringFirstCookies } from './clientSession';
import { logOutOffline } from './logOut';
import type { XasCall } from './xasCall';

/** Answers a deep link: it brings the first cookies, and leads to the app (docs/facts/mendix.md#requests). */
export async function followDeepLink(call: XasCall): Promise<FastifyReply> {
  // The cookies of the session that it ends are not here: it waits for a request that has them.
  if (!call.mayHideCookies) await logOutOffline(call);
  await bringFirstCookies(call);
  call.note('mendix.link');
  return call.redirect(call.runtime.settings.switches.linkTarget);
}

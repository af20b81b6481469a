import type { FastifyReply } from 'fastify';
import { anonymousSession, describeClient, profileOf } from './sessionData';
import type { XasCall } from './xasCall';

/** Answers a deep link: it brings the first cookies, and leads to the app (docs/facts/mendix.md#requests). */
export async function followDeepLink(call: XasCall): Promise<FastifyReply> {
  const profile = profileOf(call);
  const open = (await call.find()) ?? (await anonymousSession(call, profile.kind));
  if (open) await call.touch();
  // A client that has been described knows better, such as its time zone.
  if (call.cookies.get('DeviceType') === undefined) describeClient(call, profile.name);
  call.note('mendix.link');
  return call.redirect(call.runtime.settings.switches.linkTarget);
}

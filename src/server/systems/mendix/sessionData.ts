import type { FastifyReply } from 'fastify';
import { type ClientKind, kindOfProfile, PROFILES } from '../../../core/systems/mendix/clientKind';
import { YEAR_S } from './mendixCookies';
import { keyOf } from './mendixSecrets';
import { reviveFromCookie, setTokenCookie } from './tokenRevival';
import type { OpenSession, XasCall } from './xasCall';

/** A navigation profile or a device type as it may stand in a cookie. */
const NAME = /^[\w.-]{1,64}$/;
const MOST_OFFSET_MINUTES = 24 * 60;

/** Answers `get_session_data`: retrieves or initialises the session of the client. */
export async function sessionData(call: XasCall): Promise<FastifyReply> {
  const profile = profileOf(call);
  const found = (await call.find()) ?? (await reviveFromCookie(call, profile.kind));
  await useMarker(call, found);
  const open = found ?? (await anonymousSession(call, profile.kind));
  if (!open) {
    call.note('mendix.session-data.refused');
    call.cookies.clearSession();
    return call.send(401, {});
  }
  const active = (await call.touch(profile.kind)) ?? open;
  describeClient(call, profile.name);
  const { hasTokens, longLivedMs } = call.runtime.settings;
  if (profile.kind === 'offline' && !hasTokens) {
    call.note(
      'mendix.session.long-lived',
      `LongLivedSessionTimeout counts for offline apps: the session may be idle for ${longLivedMs} ms.`,
    );
  }
  call.note(
    'mendix.session-data',
    `The client gets its session ${active.session.id}, and cookies of which sources tell different lives.`,
  );
  return call.send(200, bodyOf(call, active));
}

/** The marker is used up by the first call that comes with it (docs/facts/mendix.md#the-course-of-a-login-with-a-token). */
async function useMarker(call: XasCall, open: OpenSession | undefined): Promise<void> {
  const { trace, cookies, runtime } = call;
  if (cookies.get('useAuthToken') === undefined) return;
  cookies.clear('useAuthToken');
  if (!open || open.session.anonymous || !runtime.settings.hasTokens) {
    call.note('mendix.marker.useless');
    return;
  }
  call.note('mendix.marker.used');
  const { value, token } = await runtime.tokens.create(open.session.user, 'cookie', call.userAgent);
  await runtime.sessions.addToken(open.session.id, token.id);
  setTokenCookie(call, value);
  const until =
    token.expiresAt === undefined ? 'it has no end' : `it is good until ${new Date(token.expiresAt).toISOString()}`;
  call.note('mendix.token.created', `An authentication token was made for ${open.session.user}; ${until}.`);
  trace.changed('mendixToken', token.id, 'created', until);
}

/** That an anonymous session begins here is inferred (docs/facts/mendix.md#kinds-of-clients). */
export async function anonymousSession(call: XasCall, kind: ClientKind): Promise<OpenSession | undefined> {
  if (!call.runtime.settings.anonymous) return undefined;
  const user = await call.runtime.users.createAnonymous();
  const open = await call.create(user, kind);
  call.note('mendix.session.anonymous', `The session ${open.session.id} was made for the new user ${user.name}.`);
  return open;
}

/** The profile that the request names; else what an earlier call or the options tell. */
export function profileOf(call: XasCall): { readonly kind: ClientKind; readonly name: string } {
  const { profile, offline } = call.params;
  const named = typeof profile === 'string' && NAME.test(profile) ? profile : '';
  const kind = kindOfProfile(named);
  if (kind) return { kind, name: named };
  if (offline === true && call.kind === 'online') return { kind: 'offline', name: PROFILES.offline };
  const earlier = call.cookies.get('Profile');
  return { kind: call.kind, name: earlier !== undefined && NAME.test(earlier) ? earlier : PROFILES[call.kind] };
}

/** Sets the cookies that describe the client (docs/facts/mendix.md#cookies). */
export function describeClient(call: XasCall, profile: string): void {
  const { deviceType, timezoneoffset } = call.params;
  const life = call.runtime.settings.switches.deviceCookieLife === 'year' ? YEAR_S : 'browser';
  const device = typeof deviceType === 'string' && NAME.test(deviceType) ? deviceType : deviceTypeOf(call.userAgent);
  call.cookies.set('DeviceType', device, life);
  call.cookies.set('Profile', profile, life);
  const isOffset = Number.isInteger(timezoneoffset) && Math.abs(timezoneoffset as number) <= MOST_OFFSET_MINUTES;
  call.cookies.set('SessionTimeZoneOffset', isOffset ? String(timezoneoffset) : '0', 'browser');
}

function deviceTypeOf(userAgent = ''): string {
  if (/iPad|Android(?!.*Mobile)/i.test(userAgent)) return 'Tablet';
  return /Mobile|iPhone|iPod|BlackBerry/i.test(userAgent) ? 'Phone' : 'Desktop';
}

/** The members that were seen and have to do with sessions (docs/facts/mendix.md#requests). There is no model, so the rest is empty. */
function bodyOf({ runtime }: XasCall, { session, csrfToken }: OpenSession): object {
  const { version, keepAlive, sessionTimeoutMs } = runtime.settings;
  return {
    csrftoken: csrfToken,
    cachebust: keyOf(version).slice(0, 12),
    // Half of the time: docs/facts/mendix.md#settings. Without keep-alive there is no interval.
    ...(keepAlive && { keepalive: Math.round(sessionTimeoutMs / 2) }),
    constants: [],
    user: {
      objectType: 'System.User',
      attributes: { Name: { value: session.user }, IsAnonymous: { value: session.anonymous } },
    },
    metadata: [],
    objects: [],
  };
}

import { type ClientKind, kindOfProfile, PROFILES } from '../../../core/systems/mendix/clientKind';
import { YEAR_S } from './mendixCookies';
import type { XasCall } from './xasCall';

/** A navigation profile or a device type as it may stand in a cookie. */
const NAME = /^[\w.-]{1,64}$/;
const MOST_OFFSET_MINUTES = 24 * 60;

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

/**
 * Sets the cookies that describe the client (docs/facts/mendix.md#cookies). What the request does not tell stays as an
 * earlier one has told it.
 */
export function describeClient(call: XasCall, profile: string): void {
  const { deviceType, timezoneoffset } = call.params;
  const life = call.runtime.settings.switches.deviceCookieLife === 'year' ? YEAR_S : 'browser';
  const device = nameIn(deviceType) ?? nameIn(call.cookies.get('DeviceType')) ?? deviceTypeOf(call.userAgent);
  call.cookies.set('DeviceType', device, life);
  call.cookies.set('Profile', profile, life);
  const offset = offsetIn(timezoneoffset) ?? offsetIn(Number(call.cookies.get('SessionTimeZoneOffset'))) ?? 0;
  call.cookies.set('SessionTimeZoneOffset', String(offset), 'browser');
}

function nameIn(told: unknown): string | undefined {
  return typeof told === 'string' && NAME.test(told) ? told : undefined;
}

function offsetIn(told: unknown): number | undefined {
  return typeof told === 'number' && Number.isInteger(told) && Math.abs(told) <= MOST_OFFSET_MINUTES ? told : undefined;
}

function deviceTypeOf(userAgent = ''): string {
  if (/iPad|Android(?!.*Mobile)/i.test(userAgent)) return 'Tablet';
  return /Mobile|iPhone|iPod|BlackBerry/i.test(userAgent) ? 'Phone' : 'Desktop';
}

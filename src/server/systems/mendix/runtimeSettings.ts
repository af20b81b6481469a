import { OptionsError } from '../../../core/server/optionsError';
import type { ClientKind } from '../../../core/systems/mendix/clientKind';
import { durationMs } from '../../../core/systems/mendix/mendixDuration';
import {
  CLEAR_CACHE_SINCE,
  hearsProxies,
  INTERVALS_CHECKED_SINCE,
  isAtLeast,
  TEXT_DURATIONS_SINCE,
  TOKEN_TIMEOUT_SINCE,
  TOKENS_SINCE,
} from '../../../core/systems/mendix/runtimeVersion';
import {
  HYBRID_TIMEOUT_SETTING as HYBRID_TIMEOUT,
  type MendixOptions,
  type MendixSettings,
  type MendixSwitches,
  SESSION_COOKIE,
  SESSION_COOKIE_SETTING,
  SWITCHES,
  TOKEN_TIMEOUT_SETTING as TOKEN_TIMEOUT,
  USED_SETTINGS,
} from './mendixOptions';
import { assertUsable } from './optionRules';
import { unusedSettings } from './unusedSettings';

const DEFAULT_VERSION = '10.9.0';
const DEFAULT_TIMEOUT_MS = 600_000;
const WEEK_MS = 604_800_000;
const YEAR_MS = 31_536_000_000;
const SHORTEST_MS = 500;
/** A hundred years. More is an error of the unit. */
const LONGEST_MS = 3_155_760_000_000;
const UNIT_MS = { minutes: 60_000, seconds: 1000, milliseconds: 1 } as const;

type DurationName =
  | 'SessionTimeout'
  | 'ClusterManagerActionInterval'
  | 'SessionKeepAliveUpdatesInterval'
  | 'LongLivedSessionTimeout';

/** The options with their defaults, as one version of the runtime understands them. Durations are milliseconds. */
export interface RuntimeSettings {
  readonly version: string;
  /** Whether this version has authentication tokens. */
  readonly hasTokens: boolean;
  /** Whether this version has the cookie `clear_cache`. */
  readonly hasClearCache: boolean;
  readonly profile: ClientKind;
  readonly anonymous: boolean;
  readonly isProduction: boolean;
  readonly sessionTimeoutMs: number;
  readonly longLivedMs: number;
  readonly sweepMs: number;
  /** How often the last activity is written to the database. */
  readonly writeMs: number;
  readonly keepAlive: boolean;
  /** Undefined if a token never expires. */
  readonly tokenLifeMs: number | undefined;
  readonly sessionCookie: string;
  /** Whether clients know the app by an HTTPS address. Undefined if no setting tells its address. */
  readonly isRootSecure: boolean | undefined;
  /** Whether this version looks at what a proxy says of the protocol of the client. */
  readonly hearsProxies: boolean;
  readonly sameSite: 'Strict' | 'Lax' | 'None';
  readonly switches: Required<MendixSwitches>;
}

/**
 * Fills in the defaults, and refuses what the runtime refuses at its start (docs/facts/mendix.md#settings).
 * @param log gets a line for settings that this version ignores, and one for those that have no effect here
 * @throws OptionsError
 */
export function runtimeSettings(options: MendixOptions, log: (line: string) => void = () => {}): RuntimeSettings {
  const { runtimeVersion: version = DEFAULT_VERSION, settings = {} } = options;
  assertUsable(options);
  const unused = unusedSettings(Object.keys(settings), USED_SETTINGS);
  if (unused.length > 0) {
    log(`Custom settings of Mendix that have no effect here: ${unused.map((name) => `“${name}”`).join(', ')}.`);
  }
  const switches = { ...SWITCHES, ...options.switches };
  const duration = (name: DurationName) => durationOf(name, settings[name], version);
  const sessionTimeoutMs = duration('SessionTimeout') ?? DEFAULT_TIMEOUT_MS;
  const sweepMs = duration('ClusterManagerActionInterval') ?? Math.round(sessionTimeoutMs / 2);
  const writeMs = duration('SessionKeepAliveUpdatesInterval') ?? Math.round(sessionTimeoutMs / 6);
  if (isAtLeast(version, INTERVALS_CHECKED_SINCE)) {
    checkIntervals(version, settings, { timeout: sessionTimeoutMs, sweep: sweepMs, write: writeMs });
  }
  if (settings[TOKEN_TIMEOUT] !== undefined && !isAtLeast(version, TOKEN_TIMEOUT_SINCE)) {
    log(
      `Runtime ${version} ignores “${TOKEN_TIMEOUT}”, which is there from ${TOKEN_TIMEOUT_SINCE} on; use “${HYBRID_TIMEOUT}”.`,
    );
  } else if (settings[TOKEN_TIMEOUT] !== undefined && settings[HYBRID_TIMEOUT] !== undefined) {
    log(
      `“${TOKEN_TIMEOUT}” counts, and “${HYBRID_TIMEOUT}” does not (inferred, no switch: that the newer name goes first).`,
    );
  }
  return {
    version,
    hasTokens: isAtLeast(version, TOKENS_SINCE),
    hasClearCache: isAtLeast(version, CLEAR_CACHE_SINCE),
    profile: options.profile ?? 'online',
    anonymous: options.anonymous ?? true,
    isProduction: options.securityLevel === 'production',
    sessionTimeoutMs,
    longLivedMs: duration('LongLivedSessionTimeout') ?? WEEK_MS,
    sweepMs,
    writeMs,
    keepAlive: settings.EnableKeepAlive ?? true,
    tokenLifeMs: tokenLife(settings, version, UNIT_MS[switches.tokenTimeoutUnit]),
    sessionCookie: settings[SESSION_COOKIE_SETTING] ?? SESSION_COOKIE,
    isRootSecure: settings.ApplicationRootUrl?.startsWith('https:'),
    hearsProxies: hearsProxies(version),
    sameSite: settings['com.mendix.core.SameSiteCookies'] ?? 'Strict',
    switches,
  };
}

function durationOf(name: DurationName, value: number | string | undefined, version: string): number | undefined {
  if (value === undefined) return undefined;
  const option = `“mendix.settings.${name}”`;
  if (typeof value === 'string' && !isAtLeast(version, TEXT_DURATIONS_SINCE)) {
    throw new OptionsError(
      `${option} is a text, which runtime ${version} does not read; give milliseconds, or a “mendix.runtimeVersion” of 10 or newer`,
    );
  }
  const ms = durationMs(value);
  if (ms === undefined) {
    throw new OptionsError(
      `${option} is no duration; give milliseconds, or a text such as “PT10M”, “10 minutes” or “1.5 h”`,
    );
  }
  if (ms >= SHORTEST_MS && ms <= LONGEST_MS) return ms;
  throw new OptionsError(`${option} must be from ${SHORTEST_MS} to ${LONGEST_MS} milliseconds`);
}

interface Intervals {
  readonly timeout: number;
  readonly sweep: number;
  readonly write: number;
}

function checkIntervals(version: string, settings: MendixSettings, { timeout, sweep, write }: Intervals): void {
  const told = (name: DurationName, ms: number, ofDefault: string) =>
    `(${ms} ms${settings[name] === undefined ? `, ${ofDefault}, as it is not set` : ''})`;
  const name = 'SessionKeepAliveUpdatesInterval';
  const first = `“mendix.settings.${name}” ${told(name, write, 'a sixth of “SessionTimeout”')} must not be greater than`;
  const rule = `Mendix has this rule since ${INTERVALS_CHECKED_SINCE}, and runtime ${version} would not start`;
  if (write > sweep) {
    const other = `“ClusterManagerActionInterval” ${told('ClusterManagerActionInterval', sweep, 'half of “SessionTimeout”')}`;
    throw new OptionsError(`${first} ${other}: ${rule}; set it to ${sweep} or less`);
  }
  if (write > timeout) {
    const other = `“SessionTimeout” ${told('SessionTimeout', timeout, 'its default')}`;
    throw new OptionsError(`${first} ${other}: ${rule}; set it to ${timeout} or less`);
  }
}

function tokenLife(settings: MendixSettings, version: string, unitMs: number): number | undefined {
  const newer = isAtLeast(version, TOKEN_TIMEOUT_SINCE) ? settings[TOKEN_TIMEOUT] : undefined;
  const value = newer ?? settings[HYBRID_TIMEOUT];
  if (value === undefined) return isAtLeast(version, TOKENS_SINCE) ? YEAR_MS : undefined;
  return value < 0 ? undefined : Math.min(value * unitMs, LONGEST_MS);
}

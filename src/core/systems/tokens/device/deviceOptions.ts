import { nearestName } from '../../../base/nearestName';
import type { DeviceOptionSources } from '../../../scenario/systemDevice';
import { parseDuration } from '../../../server/duration';
import {
  APP_ROUTES,
  type AppRoutes,
  CLOCK_KINDS,
  type ClockKind,
  DEVICE_PRESETS,
  type DevicePreset,
  LOOP_GUARDS,
  type LoopGuard,
  OFFLINE_POLICIES,
  type OfflinePolicy,
  RETURNS,
  type TimerReturn,
} from './deviceSource';

/** The options of a device, complete. Limits are milliseconds; null: off. */
export type DeviceOptions = {
  readonly inactivityMs: number | null;
  readonly backgroundMs: number | null;
  readonly lockOnStart: boolean;
  readonly pinTries: number;
  readonly biometrics: boolean;
  readonly clock: ClockKind;
  readonly offline: OfflinePolicy;
  readonly loopGuard: LoopGuard;
  readonly pauseInBackground: boolean;
  readonly onReturn: TimerReturn;
  readonly refreshAhead: boolean;
  readonly sharedRefresh: boolean;
  readonly revokeOnLogout: boolean;
  readonly tokensSurvive: boolean;
  readonly routes: AppRoutes;
  readonly clientId: string | null;
  /** What the app tells about the device. */
  readonly name: string;
  readonly platform: string;
  readonly model: string;
  readonly appVersion: string;
};

type Limits = Pick<DeviceOptions, 'inactivityMs' | 'backgroundMs' | 'lockOnStart'>;

/** Only the inactivity limits are those of a published guide. docs/facts/tokens.md#kinds-of-apps */
const LIMITS: Readonly<Record<DevicePreset, Limits>> = {
  fintech: { inactivityMs: 5 * 60_000, backgroundMs: 60_000, lockOnStart: true },
  corporate: { inactivityMs: 15 * 60_000, backgroundMs: 5 * 60_000, lockOnStart: false },
  consumer: { inactivityMs: null, backgroundMs: null, lockOnStart: false },
};

const MOST_TRIES = 100;

type OptionName = keyof DeviceOptionSources;

/** Reads an option. It returns undefined for a value that is none. */
type Reader<T> = { readonly read: (value: unknown) => T | undefined; readonly words: string };

/**
 * Makes the options of a device complete.
 * @throws Error that says which option cannot be used, and what it may be
 */
export function deviceOptions(source: DeviceOptionSources): DeviceOptions {
  refuseUnknown(source);
  const preset = option(source, 'preset', oneOf(DEVICE_PRESETS), 'consumer');
  const limits = LIMITS[preset];
  const pauseInBackground = option(source, 'pauseInBackground', YES_OR_NO, true);
  if (source.onReturn !== undefined && !pauseInBackground) {
    throw new Error(
      'The device option "onReturn" says what a stopped inactivity timer does, but with "pauseInBackground": false it never stops. Leave one of them out.',
    );
  }
  const routes = option(source, 'routes', oneOf(APP_ROUTES), 'oauth');
  if (source.clientId !== undefined && routes === 'api') {
    throw new Error(
      'The device option "clientId" is for the OAuth routes, and with "routes": "api" the app uses none of them. Leave one of them out.',
    );
  }
  return {
    inactivityMs: option(source, 'inactivity', LIMIT, limits.inactivityMs),
    backgroundMs: option(source, 'background', LIMIT, limits.backgroundMs),
    lockOnStart: option(source, 'lockOnStart', YES_OR_NO, limits.lockOnStart),
    pinTries: option(source, 'pinTries', TRIES, 5),
    biometrics: option(source, 'biometrics', YES_OR_NO, true),
    clock: option(source, 'clock', oneOf(CLOCK_KINDS), 'larger'),
    offline: option(source, 'offline', oneOf(OFFLINE_POLICIES), 'retry'),
    loopGuard: option(source, 'loopGuard', oneOf(LOOP_GUARDS), 'error'),
    pauseInBackground,
    onReturn: option(source, 'onReturn', oneOf(RETURNS), 'resume'),
    refreshAhead: option(source, 'refreshAhead', YES_OR_NO, false),
    sharedRefresh: option(source, 'sharedRefresh', YES_OR_NO, true),
    revokeOnLogout: option(source, 'revokeOnLogout', YES_OR_NO, true),
    tokensSurvive: option(source, 'tokensSurvive', YES_OR_NO, false),
    routes,
    clientId: option<string | null>(source, 'clientId', TEXT, null),
    name: option(source, 'name', TEXT, 'Phone'),
    platform: option(source, 'platform', TEXT, 'Android'),
    model: option(source, 'model', TEXT, 'Emulator'),
    appVersion: option(source, 'appVersion', TEXT, '1.0.0'),
  };
}

function option<T>(source: DeviceOptionSources, name: OptionName, { read, words }: Reader<T>, otherwise: T): T {
  const value = source[name];
  if (value === undefined) return otherwise;
  const found = read(value);
  if (found === undefined) {
    throw new Error(`The device option "${name}" is ${words}, not ${JSON.stringify(value)}.`);
  }
  return found;
}

/** The names of all options. */
const NAMES: Readonly<Record<OptionName, true>> = {
  preset: true,
  inactivity: true,
  background: true,
  lockOnStart: true,
  pinTries: true,
  biometrics: true,
  clock: true,
  offline: true,
  loopGuard: true,
  pauseInBackground: true,
  onReturn: true,
  refreshAhead: true,
  sharedRefresh: true,
  revokeOnLogout: true,
  tokensSurvive: true,
  routes: true,
  clientId: true,
  name: true,
  platform: true,
  model: true,
  appVersion: true,
};

function refuseUnknown(source: DeviceOptionSources): void {
  const names = Object.keys(NAMES);
  for (const name of Object.keys(source)) {
    if (names.includes(name)) continue;
    const meant = nearestName(name, names);
    const way = meant === undefined ? `The options are ${names.join(', ')}.` : `Did you mean "${meant}"?`;
    throw new Error(`There is no device option "${name}". ${way}`);
  }
}

function oneOf<const T extends string>(values: readonly T[]): Reader<T> {
  return {
    words: `one of ${values.map((value) => `"${value}"`).join(', ')}`,
    read: (value) => values.find((each) => each === value),
  };
}

const YES_OR_NO: Reader<boolean> = {
  words: 'true or false',
  read: (value) => (typeof value === 'boolean' ? value : undefined),
};

const LIMIT: Reader<number | null> = {
  words: 'a time above zero and up to 36500 days, such as "90s" or "5 min", or "off"',
  read: (value) => {
    if (value === 'off') return null;
    const ms = typeof value === 'string' ? parseDuration(value) : undefined;
    return ms !== undefined && ms > 0 ? ms : undefined;
  },
};

const TRIES: Reader<number> = {
  words: `a whole number from 1 to ${MOST_TRIES}`,
  read: (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST_TRIES ? value : undefined,
};

const TEXT: Reader<string> = {
  words: 'a text that is not empty and has no more than 200 characters',
  read: (value) => (typeof value === 'string' && value !== '' && value.length <= 200 ? value : undefined),
};

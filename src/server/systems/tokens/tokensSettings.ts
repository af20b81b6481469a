import { DEFAULT_PATHS, type TokensPaths } from '../../../core/systems/tokens/tokensPaths';
import {
  DEFAULT_FIELDS,
  type TokensClientOption,
  type TokensFields,
  type TokensOptions,
  type TokensPreset,
} from './tokensOptions';

/** The options with their defaults. Durations are milliseconds. */
export interface TokensSettings {
  readonly preset: TokensPreset;
  readonly accessMs: number;
  readonly idleMs: number;
  readonly absoluteMs: number;
  readonly rotation: 'rotate' | 'keep';
  readonly graceMs: number;
  readonly graceStyle: 'same' | 'new' | 'reject';
  readonly reuse: 'family' | 'token';
  /** Undefined: no limit. */
  readonly maxSessions: number | undefined;
  readonly atLimit: 'evictOldest' | 'evictAll' | 'deny';
  readonly passwordChange: 'all' | 'others' | 'none';
  readonly invalidGrantStatus: 400 | 401;
  readonly tokenFormat: 'opaque' | 'jwt';
  readonly passwordGrant: boolean;
  /** Undefined: the origin that a request came to. */
  readonly issuer: string | undefined;
  /** Undefined: any public client. */
  readonly clients: readonly TokensClientOption[] | undefined;
  readonly paths: TokensPaths;
  readonly fields: TokensFields;
}

interface PresetValues {
  readonly accessMs: number;
  readonly idleMs: number;
  readonly absoluteMs: number;
  readonly maxSessions: number | undefined;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** docs/tokens.md#tokenspreset */
const PRESETS: Readonly<Record<TokensPreset, PresetValues>> = {
  fintech: { accessMs: 5 * MINUTE, idleMs: 15 * MINUTE, absoluteMs: 12 * HOUR, maxSessions: 1 },
  corporate: { accessMs: 15 * MINUTE, idleMs: 7 * DAY, absoluteMs: 30 * DAY, maxSessions: 3 },
  consumer: { accessMs: 60 * MINUTE, idleMs: 30 * DAY, absoluteMs: 180 * DAY, maxSessions: undefined },
};

/** Fills in what the options leave out: first from the preset, then what is common to all presets. */
export function tokensSettings(options: TokensOptions): TokensSettings {
  const preset = options.preset ?? 'consumer';
  const defaults = PRESETS[preset];
  return {
    preset,
    accessMs: milliseconds(options.accessTokenSeconds) ?? defaults.accessMs,
    idleMs: milliseconds(options.refreshIdleSeconds) ?? defaults.idleMs,
    absoluteMs: milliseconds(options.refreshAbsoluteSeconds) ?? defaults.absoluteMs,
    rotation: options.rotation ?? 'rotate',
    graceMs: milliseconds(options.graceSeconds) ?? 0,
    graceStyle: options.graceStyle ?? 'same',
    reuse: options.reuse ?? 'family',
    // 0 is how the options say that there is no limit.
    maxSessions: options.maxSessions === undefined ? defaults.maxSessions : options.maxSessions || undefined,
    atLimit: options.atLimit ?? 'evictOldest',
    passwordChange: options.passwordChange ?? 'all',
    invalidGrantStatus: options.invalidGrantStatus ?? 400,
    tokenFormat: options.tokenFormat ?? 'opaque',
    passwordGrant: options.passwordGrant ?? false,
    issuer: options.issuer,
    clients: options.clients,
    paths: { ...DEFAULT_PATHS, ...options.paths },
    fields: { ...DEFAULT_FIELDS, ...options.fields },
  };
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}

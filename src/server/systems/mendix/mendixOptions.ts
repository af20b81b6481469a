import type { ClientKind } from '../../../core/systems/mendix/clientKind';
import type { MendixSwitchName } from '../../../core/systems/mendix/ruleMark';

declare module '../../kernel/options/options' {
  interface SystemOptions {
    /** Absent: there is no Mendix runtime. */
    readonly mendix?: MendixOptions;
  }
}

/** How the Mendix runtime behaves. docs/mendix.md#options explains each member. */
export interface MendixOptions {
  /** The version of the runtime. Defaults to `10.9.0`, the first one with authentication tokens. */
  readonly runtimeVersion?: string;
  /** The kind of client whose requests do not name a navigation profile. Defaults to `online`. */
  readonly profile?: ClientKind;
  /** Who may sign in. By default everybody, with any password but `wrong`. */
  readonly users?: readonly MendixUserOption[];
  /** Whether the app lets anonymous users in. Defaults to true. */
  readonly anonymous?: boolean;
  /** `production` blocks a user after three bad passwords. Defaults to `prototype`. */
  readonly securityLevel?: 'prototype' | 'production';
  /** Custom settings, by Mendix's own names and in its own units. */
  readonly settings?: MendixSettings;
  readonly switches?: MendixSwitches;
}

/** A user of the app. For development only, because the password is plain text here. */
export interface MendixUserOption {
  readonly name: string;
  readonly password: string;
  /** Defaults to true. */
  readonly active?: boolean;
}

/** Custom settings of the runtime (docs/facts/mendix.md#settings). Durations are milliseconds unless a name says otherwise. */
export interface MendixSettings {
  readonly SessionTimeout?: number | string;
  readonly ClusterManagerActionInterval?: number | string;
  readonly SessionKeepAliveUpdatesInterval?: number | string;
  readonly LongLivedSessionTimeout?: number | string;
  readonly EnableKeepAlive?: boolean;
  /** Minutes. -1 is no end. */
  readonly 'com.mendix.webui.HybridAppLoginTimeOut'?: number;
  /** The same, by its name since 11.3. */
  readonly 'com.mendix.webui.AuthTokenTimeout'?: number;
  /** The address that clients know the app by. With `https:` the cookies are `Secure`, whatever the proxy in front speaks. */
  readonly ApplicationRootUrl?: string;
  readonly 'com.mendix.core.SessionIdCookieName'?: string;
  readonly 'com.mendix.core.SameSiteCookies'?: 'Strict' | 'Lax' | 'None';
  /** Other settings that a Mendix runtime has. They change nothing here. */
  readonly [other: string]: unknown;
}

/** Answers to what no source says (docs/facts/mendix.md#open-questions). docs/mendix.md#mendixswitches has the questions. */
export interface MendixSwitches {
  readonly login2?: boolean;
  readonly loginBody?: 'csrftoken' | 'empty';
  readonly keepAliveAction?: string;
  readonly expiredStatus?: 401 | 402 | 403 | 560;
  readonly csrfStatus?: 401 | 403;
  readonly rotateToken?: boolean;
  readonly logoutEndsToken?: boolean;
  readonly passwordEndsTokens?: boolean;
  readonly loginEndsToken?: boolean;
  readonly tokenTimeoutUnit?: 'minutes' | 'seconds' | 'milliseconds';
  readonly sessionCookieLife?: 'browser' | 'timeout';
  readonly deviceCookieLife?: 'year' | 'browser';
  readonly gap?: 'refuse' | 'revive';
  readonly idleFrom?: 'request' | 'write';
  readonly dataCallRevives?: boolean;
  readonly matchUserAgent?: boolean;
  readonly loginHtmlTokens?: boolean;
  readonly inactiveEndsSessions?: boolean;
  readonly blockedTokenRevives?: boolean;
  readonly deviceTokenName?: string;
  readonly forwardedHttps?: boolean;
  readonly reloginReason?: string;
  readonly linkTarget?: string;
  readonly crossSiteLink?: 'wait' | 'session';
  readonly markerCounts?: 'always' | 'once';
}

/** How many characters the name of a user may have. Names of any size would fill the memory (docs/mendix.md#mendixusers). */
export const LONGEST_USER_NAME = 1000;

/** The name of the session cookie (docs/facts/mendix.md#cookies), and the setting that changes it. */
export const SESSION_COOKIE = 'XASSESSIONID';
export const SESSION_COOKIE_SETTING = 'com.mendix.core.SessionIdCookieName';
export const HYBRID_TIMEOUT_SETTING = 'com.mendix.webui.HybridAppLoginTimeOut';
export const TOKEN_TIMEOUT_SETTING = 'com.mendix.webui.AuthTokenTimeout';

/** The custom settings that the emulated runtime uses. */
export const USED_SETTINGS = [
  'SessionTimeout',
  'ClusterManagerActionInterval',
  'SessionKeepAliveUpdatesInterval',
  'LongLivedSessionTimeout',
  'EnableKeepAlive',
  HYBRID_TIMEOUT_SETTING,
  TOKEN_TIMEOUT_SETTING,
  'ApplicationRootUrl',
  SESSION_COOKIE_SETTING,
  'com.mendix.core.SameSiteCookies',
] as const satisfies readonly (keyof MendixSettings)[];

/** The suggested answers. */
export const SWITCHES: Required<MendixSwitches> & Record<MendixSwitchName, unknown> = {
  login2: true,
  loginBody: 'csrftoken',
  keepAliveAction: 'keepalive',
  expiredStatus: 401,
  csrfStatus: 401,
  rotateToken: false,
  logoutEndsToken: true,
  passwordEndsTokens: true,
  loginEndsToken: true,
  tokenTimeoutUnit: 'minutes',
  sessionCookieLife: 'browser',
  deviceCookieLife: 'year',
  gap: 'refuse',
  idleFrom: 'request',
  dataCallRevives: true,
  matchUserAgent: false,
  loginHtmlTokens: false,
  inactiveEndsSessions: true,
  blockedTokenRevives: false,
  deviceTokenName: 'token',
  forwardedHttps: true,
  reloginReason: 'expired',
  linkTarget: '/',
  crossSiteLink: 'wait',
  markerCounts: 'always',
};

import type { CorsOption } from './corsRule';
import type { SessionLimits } from './sessionLimits';
import type { WebCodeLimitOptions } from './webCodeLimits';

declare module '../../kernel/options/options' {
  interface SystemOptions {
    /** If absent, there is no web face and there are no web sessions. */
    readonly web?: WebOptions;
  }
}

/** Options of the web face. For each switch see docs/switches.md#web-sessions. */
export interface WebOptions {
  /** Absolute path of the 4D project: the folder with `Project/Sources`, where HTTPHandlers.json and roles.json are. */
  readonly project?: string;
  /** Part of the cookie's name `4DSID_<name>`. Default: the name of the project file, or `App` without a project. */
  readonly applicationName?: string;
  /** Absolute path of the folder whose modules stand for classes and methods. Default: `<project>/WebCode`. */
  readonly code?: string;
  /** Time limit in milliseconds for the code of one request. Default: 5000. */
  readonly codeTimeoutMs?: number;
  /** Other limits of the code. See docs/switches.md#webcodelimits. */
  readonly codeLimits?: WebCodeLimitOptions;
  /** How much code may keep in sessions. See docs/switches.md#websessionlimits. */
  readonly sessionLimits?: Partial<SessionLimits>;
  /** Absolute path of the folder of pages. Default: `<project>/WebFolder`. */
  readonly pages?: string;
  /** The largest file of the folder of pages that is sent. Default: 67108864 (64 MiB). */
  readonly maxPageBytes?: number;
  /** The pages of other origins that may call, as in 4D. Nobody unless given (docs/switches.md#webcors). */
  readonly cors?: readonly CorsOption[];
  /** The largest body of a request to the web face in MiB. Default: 32. */
  readonly bodyMb?: number;
  /** Maximum number of parts of a form with files. Default: 1000. */
  readonly bodyParts?: number;
  /** False means *No sessions*. Default: true. */
  readonly scalableSessions?: boolean;
  readonly cookie?: {
    readonly sameSite?: 'Strict' | 'Lax' | 'None';
    readonly domain?: string;
    readonly path?: string;
  };
  /**
   * With `noPrivileges` a session without privileges is a guest. With `untilSet` a session is a guest until
   * setPrivileges is called. The default depends on forceLogin (docs/switches.md#webisguest).
   */
  readonly isGuest?: 'noPrivileges' | 'untilSet';
  /**
   * The minimum lifespan of a passcode in seconds: 10 as in 20 R9, or 0 as in 21. Default: 0
   * (docs/switches.md#webotpminimum).
   */
  readonly otpMinimum?: 0 | 10;
  /**
   * Whether a regexPattern can match anywhere in the path, or only at its start. Default: anywhere
   * (docs/switches.md#webpatternanchor).
   */
  readonly patternAnchor?: 'anywhere' | 'start';
  /** Overrides `forceLogin` of roles.json. */
  readonly forceLogin?: boolean;
  /**
   * Maximum numbers of sessions at the same time and of requests per minute. Above a limit the answer is 429
   * (docs/facts/4d-web.md#quotas).
   */
  readonly quotas?: {
    readonly sessions?: number;
    readonly guestSessions?: number;
    readonly requestsPerMinute?: number;
    readonly requestsPerMinutePerSession?: number;
  };
  /**
   * How 4D asks who calls before code runs: by On Web Authentication alone, or by the dialog of the browser. Default: custom
   * (docs/switches.md#webauthentication).
   */
  readonly authentication?: 'custom' | 'basic';
  /** The users who can log in with `/rest/$directory/login`. */
  readonly users?: readonly WebUser[];
}

/** A user of the directory of a 4D database. Only for development, because the password is plain text. */
export interface WebUser {
  readonly name: string;
  readonly password: string;
  /** The privileges that a login gives to the session. */
  readonly privileges?: readonly string[];
}

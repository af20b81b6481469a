declare module '../../kernel/options/options' {
  interface SystemOptions {
    /** Absent: there is no web face, and no web session. */
    readonly web?: WebOptions;
  }
}

/** How the web face behaves; docs/switches.md#web-sessions has what each switch is about. */
export interface WebOptions {
  /** Absolute path of the 4D project: the folder that has `Project/Sources`, for HTTPHandlers.json and roles.json. */
  readonly project?: string;
  /** In the cookie's name `4DSID_<name>`; the project file's name unless given, `App` without a project. */
  readonly applicationName?: string;
  /** Absolute path of the folder whose modules stand for classes and methods; `<project>/WebCode` unless given. */
  readonly code?: string;
  /** Milliseconds that code may take for one request; 5000 unless given. */
  readonly codeTimeoutMs?: number;
  /** Absolute path of the folder of pages; `<project>/WebFolder` unless given. */
  readonly pages?: string;
  /** False is *No sessions*; true unless given. */
  readonly scalableSessions?: boolean;
  readonly cookie?: {
    readonly sameSite?: 'Strict' | 'Lax' | 'None';
    readonly domain?: string;
    readonly path?: string;
  };
  /**
   * `noPrivileges` says guest while there are none, `untilSet` until setPrivileges was called; by forceLogin unless
   * given (docs/switches.md#webisguest).
   */
  readonly isGuest?: 'noPrivileges' | 'untilSet';
  /**
   * The fewest seconds a passcode lives: 10 as in 20 R9, or 0 as in 21 and unless given
   * (docs/switches.md#webotpminimum).
   */
  readonly otpMinimum?: 0 | 10;
  /**
   * Whether a regexPattern is looked for anywhere in the path, or at its beginning; anywhere unless given
   * (docs/switches.md#webpatternanchor).
   */
  readonly patternAnchor?: 'anywhere' | 'start';
  /** Overrides `forceLogin` of roles.json. */
  readonly forceLogin?: boolean;
  /** Most at once, and most in a minute; beyond is 429 (docs/facts/4d-web.md#quotas). */
  readonly quotas?: {
    readonly sessions?: number;
    readonly guestSessions?: number;
    readonly requestsPerMinute?: number;
    readonly requestsPerMinutePerSession?: number;
  };
  /** Who `/rest/$directory/login` lets in. */
  readonly users?: readonly WebUser[];
}

/** A user of the directory of a 4D database; for development only, as the password stands here. */
export interface WebUser {
  readonly name: string;
  readonly password: string;
  /** Given to the session by a login. */
  readonly privileges?: readonly string[];
}

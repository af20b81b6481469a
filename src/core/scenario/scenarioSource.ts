import type { Json } from '../json/json';
import type { FaultRequest } from '../protocol/fault';
import type { DeviceExpectSource } from './deviceExpectation';
import type { DeviceActSource, DeviceOptionSources } from './systemDevice';
import type { SystemEventSource } from './systemEvent';
import type { SystemExpectSources } from './systemExpectation';

/** The JSON of a scenario file (`*.scenario.json`). schemas/scenario.schema.json describes each member. */
export interface ScenarioSource {
  readonly $schema?: string;
  readonly name: string;
  readonly description?: string;
  /** Options for the dev server, as in schemas/server.schema.json. */
  readonly server?: { readonly [option: string]: Json };
  readonly actors: Readonly<Record<string, ActorSource>>;
  readonly variables?: Readonly<Record<string, VariableSource>>;
  readonly steps: readonly StepSource[];
}

export const ROLES = ['browser', 'app', 'server', 'platform', 'person'] as const;
/** Only a browser applies SameSite. */
export type Role = (typeof ROLES)[number];

export interface ActorSource {
  readonly role: Role;
  /** How many milliseconds the clock of the actor's device is ahead of the server's. */
  readonly clockOffsetMs?: number;
  /** Sent with each request of the actor. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For an app: the device that it runs on. An emulated system says what a device can do. */
  readonly device?: DeviceOptionSources;
}

/** A value, or where it comes from. A secret value is covered wherever a run is shown to others. */
export type VariableSource =
  | string
  | number
  | boolean
  | {
      /** Name of an environment variable. `value` is used when it is not set. */
      readonly env?: string;
      readonly value?: Json;
      readonly secret?: boolean;
    };

/**
 * One step. It has at most one of `request`, `device`, `note`, `clock`, `fault`, `event` and `include`. A step with none
 * of them is a message that is only drawn.
 */
export interface StepSource {
  /** The message in the diagram. */
  readonly title?: string;
  readonly from?: string;
  readonly to?: string;
  /** For a note: the actors that it is drawn over. */
  readonly over?: readonly string[];
  readonly request?: RequestSource;
  /** Something that is done with the device of `from`. The requests that its app then sends go to `to`. */
  readonly device?: DeviceActSource;
  readonly note?: string;
  readonly clock?: ClockSource;
  readonly fault?: FaultSource;
  readonly event?: EventSource;
  /** Another scenario file, relative to this one. Its steps are inserted here. */
  readonly include?: string;
  readonly take?: Readonly<Record<string, TakeSource>>;
  readonly expect?: ExpectSource;
}

export interface RequestSource {
  /** By default GET, or POST when there is a body. */
  readonly method?: string;
  /** An absolute URL, or a path on the server. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: Json;
  readonly form?: Readonly<Record<string, string>>;
  readonly text?: string;
  /** Whether redirects are followed. Each becomes a message of its own. The default is false. */
  readonly follow?: boolean;
  /**
   * The actor whose cookies and clock are used. The default is `from`. Needed when the actor in the diagram has no
   * cookies of its own.
   */
  readonly as?: string;
  /**
   * URL of the page that causes the request. Without it, the user typed the address or followed a link on the same
   * site.
   */
  readonly initiator?: string;
  /**
   * For a browser: `navigate` shows the answer as a page, `fetch` is a request by a script. The default is `navigate`.
   */
  readonly mode?: 'navigate' | 'fetch';
  /**
   * Sent at the same moment as the request of the step before, as two tabs do. None of them waits for the answer to
   * another one.
   */
  readonly alongside?: boolean;
  /** Left out of the request: `cookie`, `cookie:NAME` or the name of a header. */
  readonly drop?: readonly string[];
  /** Altered by one character: `token`, `cookie`, `cookie:NAME`, `query:NAME` or `header:NAME`. */
  readonly tamper?: readonly string[];
}

export type ClockSource =
  | { readonly advanceMs: number }
  /** A duration such as `90s`, `5 min`, `1h 30m`. */
  | { readonly advance: string }
  /** A time in ISO 8601. */
  | { readonly until: string }
  | { readonly pause: boolean }
  | { readonly reset: true };

export type FaultSource = { readonly add: FaultRequest; readonly name?: string } | { readonly remove: string };

/** Something that happens on the server without a client. It is one of these. */
export type EventSource =
  /** `file` is relative to the MobileApps folder. `set` names members by JSON Pointers. */
  | {
      readonly editFile: {
        readonly file: string;
        readonly set?: Readonly<Record<string, Json>>;
        readonly text?: string;
      };
    }
  | { readonly createFile: { readonly file: string; readonly json?: Json; readonly text?: string } }
  | { readonly deleteFile: { readonly file: string } }
  /** Deletes the MobileApps folder with its contents, as 4D's DELETE FOLDER does. */
  | { readonly deleteAllFiles: true }
  | { readonly clearCookies: { readonly actor: string; readonly name?: string } }
  /** A script of the server's page sets a cookie, as `document.cookie = …` does. */
  | { readonly writeCookie: { readonly actor: string; readonly cookie: string } }
  /** The browser is closed: cookies without an end are gone. */
  | { readonly closeBrowser: { readonly actor: string } }
  | SystemEventSource
  /** A call of the control API. `path` is the part after `/_workbench/v1`. */
  | { readonly control: { readonly method: string; readonly path: string; readonly json?: Json } };

/** Where a variable gets its value from. A text is a JSON Pointer into the body of the answer. */
export type TakeSource =
  | string
  | ({
      /** Regular expression. The value is its first group, or the whole match. */
      readonly match?: string;
    } & (
      | { readonly json: string }
      | { readonly header: string }
      | { readonly cookie: string }
      | { readonly body: true }
      | { readonly url: true }
      | { readonly mail: 'link' | 'code' | 'text' | 'html' | 'subject' | 'to' }
      | { readonly state: string }
    ));

/** A value to be equal to, or one of these tests. */
export type MatcherSource =
  | Json
  | {
      readonly equals?: Json;
      readonly not?: Json;
      readonly contains?: Json;
      /** Regular expression. */
      readonly matches?: string;
      readonly absent?: boolean;
    };

/** What must be true after a step. Each emulated system adds members of its own. */
export interface ExpectSource extends SystemExpectSources {
  /** The expected status. 0 when there must be no answer. */
  readonly status?: number | readonly number[];
  readonly headers?: Readonly<Record<string, MatcherSource>>;
  readonly body?: {
    readonly equals?: Json;
    readonly contains?: string | readonly string[];
    readonly lacks?: string | readonly string[];
    readonly matches?: string;
    /** Matchers by JSON Pointer. */
    readonly json?: Readonly<Record<string, MatcherSource>>;
  };
  readonly cookies?: Readonly<Record<string, CookieExpectSource>>;
  readonly file?: {
    readonly path: string;
    readonly exists?: boolean;
    readonly json?: Readonly<Record<string, MatcherSource>>;
  };
  readonly device?: DeviceExpectSource;
  readonly mail?: {
    /** Whether a mail was caught in this step. */
    readonly sent?: boolean;
    readonly to?: MatcherSource;
    readonly subject?: MatcherSource;
    readonly link?: MatcherSource;
    readonly code?: MatcherSource;
  };
  /** Expected reason codes of the answer. A single text must be among them. */
  readonly cause?:
    | string
    | {
        readonly has?: string | readonly string[];
        readonly lacks?: string | readonly string[];
        readonly last?: string;
      };
}

export interface CookieExpectSource {
  /** Whether the answer sets it. */
  readonly set?: boolean;
  /** Whether the request contained it. */
  readonly sent?: boolean;
  /** Whether the actor has it afterwards. */
  readonly kept?: boolean;
  readonly value?: MatcherSource;
  readonly sameSite?: 'Strict' | 'Lax' | 'None';
  readonly secure?: boolean;
  readonly httpOnly?: boolean;
  readonly path?: string;
  readonly domain?: string;
}

/** Members that determine the kind of a step. A step has at most one of them. */
export const STEP_KINDS = ['request', 'device', 'note', 'clock', 'fault', 'event', 'include'] as const;
export type StepKind = Exclude<(typeof STEP_KINDS)[number], 'include'> | 'message';

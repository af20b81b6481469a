import type { Json } from '../json/json';
import type { FaultRequest } from '../protocol/fault';
import type { SystemEventSource } from './systemEvent';
import type { SystemExpectSources } from './systemExpectation';

/** A scenario file (`*.scenario.json`) as it is written; schemas/scenario.schema.json says what each member means. */
export interface ScenarioSource {
  readonly $schema?: string;
  readonly name: string;
  readonly description?: string;
  /** Options of the dev server that the scenario wants, as schemas/server.schema.json has them. */
  readonly server?: { readonly [option: string]: Json };
  readonly actors: Readonly<Record<string, ActorSource>>;
  readonly variables?: Readonly<Record<string, VariableSource>>;
  readonly steps: readonly StepSource[];
}

export const ROLES = ['browser', 'app', 'server', 'platform', 'person'] as const;
/** A browser keeps SameSite; nothing else does. */
export type Role = (typeof ROLES)[number];

export interface ActorSource {
  readonly role: Role;
  /** Milliseconds that the clock of its device is ahead of the server's. */
  readonly clockOffsetMs?: number;
  /** Sent with each of its requests. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A value, or where it comes from; a secret one is covered wherever a run is shown to others. */
export type VariableSource =
  | string
  | number
  | boolean
  | {
      /** Name of an environment variable; `value` stands in where it is not set. */
      readonly env?: string;
      readonly value?: Json;
      readonly secret?: boolean;
    };

/** One step: what its one member says among `request`, `note`, `clock`, `fault`, `event`, `include`; a message that is only drawn without any. */
export interface StepSource {
  /** The message, as the diagram names it. */
  readonly title?: string;
  readonly from?: string;
  readonly to?: string;
  /** For a note: the actors that it stands over. */
  readonly over?: readonly string[];
  readonly request?: RequestSource;
  readonly note?: string;
  readonly clock?: ClockSource;
  readonly fault?: FaultSource;
  readonly event?: EventSource;
  /** Another scenario file, relative to this one: its steps come here. */
  readonly include?: string;
  readonly take?: Readonly<Record<string, TakeSource>>;
  readonly expect?: ExpectSource;
}

export interface RequestSource {
  /** GET, or POST when there is a body. */
  readonly method?: string;
  /** Whole, or a path of the server. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: Json;
  readonly form?: Readonly<Record<string, string>>;
  readonly text?: string;
  /** Whether redirects are followed, each a message of its own; not unless given. */
  readonly follow?: boolean;
  /** The actor whose cookies and clock are used, when the one that is drawn has none of its own: `from` unless given. */
  readonly as?: string;
  /** URL of the page that makes the browser ask; the user types the address, or follows a link of the same site, without it. */
  readonly initiator?: string;
  /** For a browser: `navigate` shows the answer as a page (as it is unless given), `fetch` is asked for by a script. */
  readonly mode?: 'navigate' | 'fetch';
  /** Left out although it would be sent: `cookie`, `cookie:NAME` or the name of a header. */
  readonly drop?: readonly string[];
  /** Altered by one character: `token`, `cookie`, `cookie:NAME`, `query:NAME` or `header:NAME`. */
  readonly tamper?: readonly string[];
}

export type ClockSource =
  | { readonly advanceMs: number }
  /** Such as `90s`, `5 min`, `1h 30m`. */
  | { readonly advance: string }
  /** ISO 8601. */
  | { readonly until: string }
  | { readonly pause: boolean }
  | { readonly reset: true };

export type FaultSource = { readonly add: FaultRequest; readonly name?: string } | { readonly remove: string };

/** What happens on the server without a client; one of these. */
export type EventSource =
  /** `file` is relative to the MobileApps folder; members are named by JSON Pointers. */
  | {
      readonly editFile: {
        readonly file: string;
        readonly set?: Readonly<Record<string, Json>>;
        readonly text?: string;
      };
    }
  | { readonly createFile: { readonly file: string; readonly json?: Json; readonly text?: string } }
  | { readonly deleteFile: { readonly file: string } }
  /** DELETE FOLDER of the MobileApps folder, with contents. */
  | { readonly deleteAllFiles: true }
  | { readonly clearCookies: { readonly actor: string; readonly name?: string } }
  | SystemEventSource
  /** Any call of the control API; `path` begins behind `/_workbench/v1`. */
  | { readonly control: { readonly method: string; readonly path: string; readonly json?: Json } };

/** Where a variable comes from; a text is a JSON Pointer into the body of the answer. */
export type TakeSource =
  | string
  | ({
      /** Regular expression; its first group, or all that it matches, is the value. */
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

/** A value that must be equal, or one of these tests. */
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

/** What must be so after a step; the emulated systems add members of their own. */
export interface ExpectSource extends SystemExpectSources {
  /** 0 when there must be no answer. */
  readonly status?: number | readonly number[];
  readonly headers?: Readonly<Record<string, MatcherSource>>;
  readonly body?: {
    readonly equals?: Json;
    readonly contains?: string | readonly string[];
    readonly lacks?: string | readonly string[];
    readonly matches?: string;
    /** By JSON Pointer. */
    readonly json?: Readonly<Record<string, MatcherSource>>;
  };
  readonly cookies?: Readonly<Record<string, CookieExpectSource>>;
  readonly file?: {
    readonly path: string;
    readonly exists?: boolean;
    readonly json?: Readonly<Record<string, MatcherSource>>;
  };
  readonly mail?: {
    /** Whether one was caught in this step. */
    readonly sent?: boolean;
    readonly to?: MatcherSource;
    readonly subject?: MatcherSource;
    readonly link?: MatcherSource;
    readonly code?: MatcherSource;
  };
  /** Names of rules in the journal's chain of causes; a text must be among them. */
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
  /** Whether the request had it. */
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

/** Members of a step that say what it is; a step has one of them at most. */
export const STEP_KINDS = ['request', 'note', 'clock', 'fault', 'event', 'include'] as const;
export type StepKind = Exclude<(typeof STEP_KINDS)[number], 'include'> | 'message';

import type { LanAddress } from './address';
import type { ClockState } from './clock';
import type { Fault } from './fault';
import type { JournalEntry } from './journal';
import type { EvictedMobileSession, MobileSession, MobileSessions } from './mobile';
import type { Mail } from './outbox';
import type { WebSession } from './web';

/** Answer of `GET /_workbench/v1/state`, and the first event of `GET /_workbench/v1/events`. */
export interface ServerState {
  readonly version: 1;
  readonly url: string;
  readonly externalPlatformUrl: string;
  readonly lan?: LanAddress;
  readonly clock: ClockState;
  /** Absent when the server was started without a MobileApps folder. */
  readonly mobile?: MobileSessions;
  /** Absent when the server was started without web sessions. */
  readonly web?: WebSessionsState;
  readonly outbox: readonly Mail[];
  readonly faults: readonly Fault[];
  /** The youngest entries; the rest through `GET …/journal`. */
  readonly journal: readonly JournalEntry[];
}

/** The web sessions that are alive, the oldest first. */
export interface WebSessionsState {
  /** Name of their cookie: `4DSID_` and the application. */
  readonly cookieName: string;
  readonly sessions: readonly WebSession[];
}

/** What is different now: the events after the first. */
export type ServerChange =
  | { readonly kind: 'clock'; readonly clock: ClockState }
  | { readonly kind: 'lan'; readonly lan: LanAddress }
  | { readonly kind: 'mobileSession'; readonly session: MobileSession }
  | { readonly kind: 'mobileSessionRemoved'; readonly file: string; readonly evicted?: EvictedMobileSession }
  | { readonly kind: 'webSession'; readonly session: WebSession }
  | { readonly kind: 'webSessionRemoved'; readonly id: string; readonly why: 'idle' | 'closed' | 'reset' }
  | { readonly kind: 'mail'; readonly mail: Mail }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | { readonly kind: 'faultRemoved'; readonly id: string }
  | { readonly kind: 'journal'; readonly entry: JournalEntry }
  /** So much is different that all is said anew: a reset, a snapshot that was put in, a client that read too slowly. */
  | { readonly kind: 'snapshot'; readonly state: ServerState };

/** Body of every refusal of the control API. */
export interface ControlError {
  readonly error: {
    /** Stable name such as `token-missing`. */
    readonly code: string;
    /** One sentence with a way out. */
    readonly message: string;
  };
}

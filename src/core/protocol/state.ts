import type { LanAddress } from './address';
import type { ClockState } from './clockState';
import type { Fault } from './fault';
import type { JournalEntry } from './journal';
import type { Mail } from './mail';
import type { SystemChange, SystemStates } from './systemStates';

/** Answer of `GET /_workbench/v1/state`, and the first event of `GET /_workbench/v1/events`. */
export interface ServerState {
  readonly version: 2;
  readonly url: string;
  readonly externalPlatformUrl: string;
  readonly lan?: LanAddress;
  readonly clock: ClockState;
  /** The state of each emulated system, by its name. A system that the options exclude is absent. */
  readonly systems: Partial<Readonly<SystemStates>>;
  readonly outbox: readonly Mail[];
  readonly faults: readonly Fault[];
  /** The most recent entries. `GET …/journal` has the others. */
  readonly journal: readonly JournalEntry[];
}

/** A change of the state: every event after the first. */
export type ServerChange =
  | { readonly kind: 'clock'; readonly clock: ClockState }
  | { readonly kind: 'lan'; readonly lan: LanAddress }
  | SystemChange
  | { readonly kind: 'mail'; readonly mail: Mail }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | { readonly kind: 'faultRemoved'; readonly id: string }
  | { readonly kind: 'journal'; readonly entry: JournalEntry }
  /**
   * So much changed that the whole state is sent again: after a reset, after a snapshot was restored, or for a client
   * that read too slowly.
   */
  | { readonly kind: 'snapshot'; readonly state: ServerState };

/** Answer of `GET /_workbench/v1/changes`: a part of the changes, without those of the journal. The oldest is first. */
export interface ChangesPage {
  /** Number of the last change that is known now, for `after` in the next call. */
  readonly id: number;
  /** Whether changes are lacking. The whole state must be read, and after that the changes that follow `id`. */
  readonly missed: boolean;
  /** Whether there are more after these. */
  readonly more: boolean;
  readonly clock: ClockState;
  readonly changes: readonly ServerChange[];
}

/** Body of every refusal of the control API. */
export interface ControlError {
  readonly error: {
    /** Stable name such as `token-missing`. */
    readonly code: string;
    /** One sentence with a way out. */
    readonly message: string;
  };
}

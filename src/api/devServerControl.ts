import type { ClockState } from '../core/protocol/clockState';
import type { ControlCall } from '../core/protocol/controlCall';
import type { Fault, FaultRequest } from '../core/protocol/fault';
import type { JournalPage } from '../core/protocol/journal';
import type { Mail } from '../core/protocol/mail';
import type { ServerChange, ServerState } from '../core/protocol/state';
import type { SYSTEM_CALLS } from '../core/systemCalls';

/** Makes a call and gives its answer. */
type Made<C> = C extends (...given: infer A) => ControlCall<infer T> ? (...given: A) => Promise<T> : never;

/** The calls of each emulated system, by its name: `control.web.createOtp(id)`. */
export type SystemControls = {
  readonly [System in keyof typeof SYSTEM_CALLS]: {
    readonly [Call in keyof (typeof SYSTEM_CALLS)[System]]: Made<(typeof SYSTEM_CALLS)[System][Call]>;
  };
};

/** The virtual clock. Each call answers with its state afterwards. */
export interface ClockControl {
  get(): Promise<ClockState>;
  /**
   * Goes forward. What expires meanwhile is over at once.
   * @param time milliseconds, or a text such as `90s`, `5 min`, `1h 30m` or `2d`
   */
  advance(time: number | string): Promise<ClockState>;
  pause(): Promise<ClockState>;
  resume(): Promise<ClockState>;
  /** Back to real time. What has expired does not come back. */
  reset(): Promise<ClockState>;
}

/**
 * The control API of a dev session server. Each call that the server refuses rejects with a `ControlCallError`, which has
 * the code, the status and the words of the answer. If no answer comes in time, its code is `no-answer` and its status 0.
 */
export interface DevServerControl extends SystemControls {
  /** Everything, as one snapshot for programs to read. */
  state(): Promise<ServerState>;
  readonly clock: ClockControl;
  readonly journal: {
    /** Entries after the one with this id, the oldest first; without it, the most recent ones. */
    list(options?: { readonly after?: number; readonly limit?: number }): Promise<JournalPage>;
  };
  readonly outbox: {
    /** The mails that were caught. */
    list(): Promise<Mail[]>;
    clear(): Promise<void>;
  };
  readonly faults: {
    list(): Promise<readonly Fault[]>;
    /** Injects a fault into answers. */
    add(fault: FaultRequest): Promise<Fault>;
    /** @param fault what `add` gave, or its id */
    remove(fault: string | { readonly id: string }): Promise<void>;
  };
  readonly snapshot: {
    /** The whole state. Its content is internal to the server, and has secrets in it. */
    take(): Promise<unknown>;
    /** Puts in what `take` gave, as a whole or not at all. */
    restore(snapshot: unknown): Promise<void>;
  };
  /** Empties the server and sets the clock back. */
  reset(): Promise<void>;
  /** Follows changes until the signal is aborted. The first one is a snapshot of the state. */
  follow(onChange: (change: ServerChange) => void, signal: AbortSignal): Promise<void>;
  /** Makes any call of the control API, which `schemas/openapi.json` describes. */
  ask<T = unknown>(call: Pick<ControlCall, 'method' | 'path' | 'json'>): Promise<T>;
}

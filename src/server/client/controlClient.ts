import type { ClockMove, ClockState } from '../../core/protocol/clockState';
import type { ControlCall } from '../../core/protocol/controlCall';
import type { Fault, FaultRequest } from '../../core/protocol/fault';
import type { JournalPage } from '../../core/protocol/journal';
import type { Mail } from '../../core/protocol/mail';
import type { RecordingState } from '../../core/protocol/recordedExchange';
import type { ServerChange, ServerState } from '../../core/protocol/state';

/** The server refused a call, or the answer is not that of a dev session server. */
export class ControlCallError extends Error {
  /**
   * @param code of the server's answer, such as `token-wrong`; `no-answer` if there was no readable answer
   * @param status of the answer; 0 if there was none
   */
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'ControlCallError';
  }
}

/**
 * The control API as methods, without the calls of the emulated systems. Each method rejects with a ControlCallError that has the code and the message of the
 * server's answer.
 */
export interface ControlClient {
  /** Makes any call, such as those that an emulated system describes (`core/systems/web/webCalls.ts`). */
  ask<T>(call: ControlCall<T>): Promise<T>;
  state(): Promise<ServerState>;
  moveClock(move: ClockMove): Promise<ClockState>;
  journal(after?: number, limit?: number): Promise<JournalPage>;
  addFault(fault: FaultRequest): Promise<Fault>;
  removeFault(id: string): Promise<void>;
  outbox(): Promise<Mail[]>;
  /** The whole state, for `putSnapshot`. Its content is internal to the server. */
  snapshot(): Promise<unknown>;
  putSnapshot(snapshot: unknown): Promise<void>;
  reset(): Promise<void>;
  /** Starts a new recording, or stops recording. */
  record(on: boolean): Promise<RecordingState>;
  /** The recorded exchanges, with their secrets. */
  recording(): Promise<RecordingState>;
  /**
   * Follows the server's changes until `signal` is aborted. The first change is a snapshot, and so is the first one
   * after each reconnect.
   * @param onLost called when the connection is lost, before the reconnect
   */
  follow(
    onChange: (change: ServerChange) => void,
    signal: AbortSignal,
    onLost?: (reason: string) => void,
  ): Promise<void>;
}

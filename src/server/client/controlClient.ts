import type { ClockMove, ClockState } from '../../core/protocol/clockState';
import type { Fault, FaultRequest } from '../../core/protocol/fault';
import type { JournalPage } from '../../core/protocol/journal';
import type { Mail } from '../../core/protocol/mail';
import type { RecordingState } from '../../core/protocol/recordedExchange';
import type { ServerChange, ServerState } from '../../core/protocol/state';
import type { MendixSweep, MendixUser, MendixUserPatch } from '../../core/systems/mendix/mendixSession';
import type { MobileSessions, RefreshReport } from '../../core/systems/mobile/mobileSession';
import type { MadeOtp, MadeWebSession, WebSession, WebSessionPatch } from '../../core/systems/web/webSession';

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
 * The control API as methods. Each method rejects with a ControlCallError that has the code and the message of the
 * server's answer.
 */
export interface ControlClient {
  state(): Promise<ServerState>;
  moveClock(move: ClockMove): Promise<ClockState>;
  journal(after?: number, limit?: number): Promise<JournalPage>;
  refresh(): Promise<RefreshReport>;
  mobileSessions(): Promise<MobileSessions>;
  webSessions(): Promise<WebSession[]>;
  /** Creates a guest session. */
  makeWebSession(): Promise<MadeWebSession>;
  changeWebSession(id: string, patch: WebSessionPatch): Promise<WebSession>;
  closeWebSession(id: string): Promise<void>;
  /** @param lifespan in seconds; defaults to the idle timeout of the session */
  createOtp(id: string, lifespan?: number): Promise<MadeOtp>;
  /** Ends a Mendix session. Its authentication tokens stay. */
  endMendixSession(id: string): Promise<void>;
  /** Does at once what the next sweep of the Mendix runtime would do. */
  sweepMendix(): Promise<MendixSweep>;
  changeMendixUser(name: string, patch: MendixUserPatch): Promise<MendixUser>;
  /** Ends an authentication token by hand. */
  endMendixToken(id: string): Promise<void>;
  /** Ends an authentication token as if its time were over. */
  expireMendixToken(id: string): Promise<void>;
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

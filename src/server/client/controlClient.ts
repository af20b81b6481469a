import type { ClockMove, ClockState } from '../../core/protocol/clockState';
import type { Fault, FaultRequest } from '../../core/protocol/fault';
import type { JournalPage } from '../../core/protocol/journal';
import type { Mail } from '../../core/protocol/mail';
import type { RecordingState } from '../../core/protocol/recordedExchange';
import type { ServerChange, ServerState } from '../../core/protocol/state';
import type { MobileSessions, RefreshReport } from '../../core/systems/mobile/mobileSession';
import type { MadeOtp, MadeWebSession, WebSession, WebSessionPatch } from '../../core/systems/web/webSession';

/** The server refused a call, or what answered is no dev session server. */
export class ControlCallError extends Error {
  /**
   * @param code of the server's answer, such as `token-wrong`; `no-answer` when there was none that can be read
   * @param status of the answer; 0 when there was none
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

/** The control API as calls. Each rejects with a ControlCallError that has code and message of the server's answer. */
export interface ControlClient {
  state(): Promise<ServerState>;
  moveClock(move: ClockMove): Promise<ClockState>;
  journal(after?: number, limit?: number): Promise<JournalPage>;
  refresh(): Promise<RefreshReport>;
  mobileSessions(): Promise<MobileSessions>;
  webSessions(): Promise<WebSession[]>;
  /** A guest's. */
  makeWebSession(): Promise<MadeWebSession>;
  changeWebSession(id: string, patch: WebSessionPatch): Promise<WebSession>;
  closeWebSession(id: string): Promise<void>;
  /** @param lifespan seconds; the session's idle timeout without it */
  createOtp(id: string, lifespan?: number): Promise<MadeOtp>;
  addFault(fault: FaultRequest): Promise<Fault>;
  removeFault(id: string): Promise<void>;
  outbox(): Promise<Mail[]>;
  /** Opaque: whole state out, and in again. */
  snapshot(): Promise<unknown>;
  putSnapshot(snapshot: unknown): Promise<void>;
  reset(): Promise<void>;
  /** Begins recording anew, or ends it. */
  record(on: boolean): Promise<RecordingState>;
  /** What was recorded, with its secrets. */
  recording(): Promise<RecordingState>;
  /**
   * Follows the server's changes until `signal` is aborted: the first is a snapshot, and so is the first after a
   * connection that was lost and made anew.
   * @param onLost told when the connection is lost, before it is made anew
   */
  follow(
    onChange: (change: ServerChange) => void,
    signal: AbortSignal,
    onLost?: (reason: string) => void,
  ): Promise<void>;
}

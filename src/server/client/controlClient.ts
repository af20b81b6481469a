import type { ClockMove, ClockState } from '../../core/protocol/clock';
import type { Fault, FaultRequest } from '../../core/protocol/fault';
import type { JournalPage } from '../../core/protocol/journal';
import type { MobileSessions, RefreshReport } from '../../core/protocol/mobile';
import type { Mail } from '../../core/protocol/outbox';
import type { ServerChange, ServerState } from '../../core/protocol/state';

/** The control API as calls. Each rejects with a ControlCallError that has code and message of the server's answer. */
export interface ControlClient {
  state(): Promise<ServerState>;
  moveClock(move: ClockMove): Promise<ClockState>;
  journal(after?: number, limit?: number): Promise<JournalPage>;
  refresh(): Promise<RefreshReport>;
  mobileSessions(): Promise<MobileSessions>;
  addFault(fault: FaultRequest): Promise<Fault>;
  removeFault(id: string): Promise<void>;
  outbox(): Promise<Mail[]>;
  /** Opaque: whole state out, and in again. */
  snapshot(): Promise<unknown>;
  putSnapshot(snapshot: unknown): Promise<void>;
  reset(): Promise<void>;
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

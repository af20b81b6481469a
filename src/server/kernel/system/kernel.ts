import type { Clock } from '../clock/clock';
import type { SystemJournal } from '../journal/systemJournal';
import type { Outbox } from '../outbox/outbox';
import type { Random } from '../random/random';
import type { ClientSessions } from './clientSessions';
import type { SystemStore } from './systemStore';

/** What all emulated systems are built on. */
export interface Kernel {
  readonly clock: Clock;
  readonly random: Random;
  /** The places that the system declares. */
  readonly store: SystemStore;
  readonly outbox: Outbox;
  /** Sessions that one system keeps for the clients of another. */
  readonly clientSessions: ClientSessions;
  /** Only for what happens without a request. What a request does is in the entry of its answer. */
  readonly journal: SystemJournal;
  /** Writes a line to the log, for errors that no answer can report. Lines hold no secrets. */
  readonly log: (message: string) => void;
}

import { Emitter } from '../../../core/base/event';
import { HttpError } from '../answer/httpError';
import type { ClockSnapshot, VirtualClock } from '../clock/virtualClock';
import type { Faults, FaultsSnapshot } from '../faults/faults';
import type { Journal, JournalSnapshot } from '../journal/journal';
import type { MailOutbox, OutboxSnapshot } from '../outbox/mailOutbox';
import type { MemoryStore } from '../store/memoryStore';
import type { StoreSnapshot } from '../store/store';
import type { EmulatedSystem } from '../system/emulatedSystem';

/** The whole state of a server, as plain JSON. */
export interface Snapshot {
  readonly version: 1;
  readonly clock: ClockSnapshot;
  readonly store: StoreSnapshot;
  readonly journal: JournalSnapshot;
  readonly faults: FaultsSnapshot;
  readonly outbox: OutboxSnapshot;
}

export interface SnapshotParts {
  readonly clock: VirtualClock;
  readonly store: MemoryStore;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly outbox: MailOutbox;
  readonly systems: readonly EmulatedSystem[];
}

/** Takes the whole state out, and puts it in again. */
export class Snapshots {
  private readonly replaced = new Emitter<void>();
  /** So much is different that all must be told anew. */
  readonly onDidReplace = this.replaced.event;
  private readonly exchanged = new Emitter<void>();
  /** As `onDidReplace`, in the moment in which nothing is as before any more: what follows from that is still to come. */
  readonly onDidExchange = this.exchanged.event;

  constructor(private readonly parts: SnapshotParts) {}

  take(): Snapshot {
    const { clock, store, journal, faults, outbox } = this.parts;
    return {
      version: 1,
      clock: clock.snapshot(),
      store: store.snapshot(),
      journal: journal.snapshot(),
      faults: faults.snapshot(),
      outbox: outbox.snapshot(),
    };
  }

  /** Replaces the whole state; when it rejects, nothing has changed. */
  async put(snapshot: Snapshot): Promise<void> {
    const before = this.take();
    try {
      this.restore(snapshot);
    } catch (error) {
      this.restore(before);
      throw new HttpError(
        400,
        'snapshot-invalid',
        `The snapshot cannot be put in: ${(error as Error).message} Put in one that GET snapshot gave.`,
      );
    }
    this.exchanged.fire();
    await this.systemsRestored();
    this.replaced.fire();
  }

  /** Empty, and the clock back; each system begins as at the start. */
  async reset(): Promise<void> {
    const { clock, store, journal, faults, outbox } = this.parts;
    // First, as what is due runs then and must find what it is about.
    clock.move({ reset: true });
    store.restore({ entries: [] });
    faults.clear();
    outbox.clear();
    journal.clear();
    this.exchanged.fire();
    await this.systemsRestored();
    this.replaced.fire();
  }

  /** Without a word to anybody, and without a second look at the files: for a server that starts. */
  restore({ clock, store, journal, faults, outbox }: Snapshot): void {
    const { parts } = this;
    // The time comes first: what the store has is over or not by it.
    parts.clock.restore(clock);
    parts.store.restore(store);
    parts.faults.restore(faults);
    parts.outbox.restore(outbox);
    parts.journal.restore(journal);
  }

  private async systemsRestored(): Promise<void> {
    for (const system of this.parts.systems) await system.restored?.();
  }
}

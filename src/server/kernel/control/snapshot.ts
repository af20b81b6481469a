import { Mutex } from 'async-mutex';
import { Emitter } from '../../../core/base/event';
import { HttpError } from '../answer/httpError';
import type { Refusal } from '../answer/refusal';
import type { VirtualClock } from '../clock/virtualClock';
import type { Store, StoreSnapshot } from '../store/store';
import type { EmulatedSystem } from '../system/emulatedSystem';
import { SnapshotCheck, type SystemPlaces } from './snapshotCheck';

/** The whole state of a server as plain JSON: the content of its store without the local places. */
export interface Snapshot extends StoreSnapshot {
  readonly version: 2;
}

export interface SnapshotParts {
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly systems: readonly EmulatedSystem[];
  /** The places of all systems in the store, including those that do not run. */
  readonly plugins: readonly SystemPlaces[];
}

/** Takes and restores snapshots of the whole state. */
export class Snapshots {
  private readonly replaced = new Emitter<void>();
  /** Fires when so much changed that the whole state must be sent again. */
  readonly onDidReplace = this.replaced.event;

  /** Compiling the schema of journal entries takes a while, so it is done once. */
  private readonly check: SnapshotCheck;
  /** Snapshots are taken one after the other. Many at once would take the memory and the time of all other requests. */
  private readonly taking = new Mutex();
  /** By the names of the spaces that have values which are not decided yet. */
  private readonly pending: ReadonlyMap<string, (value: unknown) => boolean>;

  constructor(private readonly parts: SnapshotParts) {
    this.check = new SnapshotCheck(parts.clock, parts.plugins);
    const spaces = parts.plugins.flatMap((plugin) => plugin.spaces);
    this.pending = new Map(spaces.flatMap(({ name, isPending }) => (isPending ? [[name, isPending]] : [])));
  }

  async take(): Promise<Snapshot> {
    const { entries, logs } = await this.taking.runExclusive(() => this.parts.store.snapshot());
    const decided = entries.filter(({ space, value }) => !this.pending.get(space)?.(value));
    return { version: 2, entries: decided, logs };
  }

  /**
   * Replaces the whole state. If it rejects, nothing has changed.
   * @throws HttpError for an invalid snapshot
   */
  async put(snapshot: Snapshot): Promise<void> {
    const problem = await this.check.problemIn(snapshot);
    if (problem !== undefined) throw invalid(problem);
    try {
      await this.parts.store.restore(snapshot);
    } catch (error) {
      throw invalid((error as Error).message);
    }
    await this.announce();
  }

  /** Empties the state and resets the clock. Each system begins as at the start of the server. */
  async reset(): Promise<void> {
    const { clock, store } = this.parts;
    // The clock is reset first, because functions that are due run then and must find their data.
    clock.move({ reset: true });
    await store.restore({ entries: [], logs: [] });
    await this.announce();
  }

  private async announce(): Promise<void> {
    // All of them at once: code that still runs in one of them must not work with the new state while another reads files.
    await Promise.all(this.parts.systems.map((system) => system.restored?.()));
    this.replaced.fire();
  }
}

function invalid(problem: string): Refusal {
  const message = `The snapshot cannot be put in: ${problem.replace(/\.$/, '')}. Put in one that GET snapshot gave.`;
  return new HttpError(400, 'snapshot-invalid', message);
}

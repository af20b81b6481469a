import { Emitter } from '../../../core/base/event';
import { HttpError } from '../answer/httpError';
import type { Refusal } from '../answer/refusal';
import type { VirtualClock } from '../clock/virtualClock';
import { FAULTS } from '../faults/faultList';
import { JOURNAL } from '../journal/storedJournal';
import { MAILS } from '../outbox/mailOutbox';
import { CLOCK } from '../positions/clockPosition';
import type { Place, Store, StoreSnapshot } from '../store/store';
import type { EmulatedSystem } from '../system/emulatedSystem';

/** The whole state of a server as plain JSON: the content of its store without the local places. */
export interface Snapshot extends StoreSnapshot {
  readonly version: 2;
}

export interface SnapshotParts {
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly systems: readonly EmulatedSystem[];
  /** The places of all systems, including those that do not run. */
  readonly spaces?: readonly Place[];
}

/** The places of the kernel. */
const KERNEL_SPACES: readonly Place[] = [CLOCK, FAULTS];
const LOGS: readonly Place[] = [JOURNAL, MAILS];

/** Takes and restores snapshots of the whole state. */
export class Snapshots {
  private readonly replaced = new Emitter<void>();
  /** Fires when so much changed that the whole state must be sent again. */
  readonly onDidReplace = this.replaced.event;

  constructor(private readonly parts: SnapshotParts) {}

  async take(): Promise<Snapshot> {
    return { version: 2, ...(await this.parts.store.snapshot()) };
  }

  /**
   * Replaces the whole state. If it rejects, nothing has changed.
   * @throws HttpError for an invalid snapshot
   */
  async put(snapshot: Snapshot): Promise<void> {
    const problem = problemIn(snapshot, this.parts.spaces ?? []);
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
    for (const system of this.parts.systems) await system.restored?.();
    this.replaced.fire();
  }
}

/**
 * Finds the first value that does not fit its place. Values in unknown places are not checked.
 * @returns one sentence; undefined if there is no such value
 */
function problemIn({ entries, logs }: Snapshot, spaces: readonly Place[]): string | undefined {
  const checks = (places: readonly Place[]) => new Map(places.map(({ name, check }) => [name, check]));
  const spaceChecks = checks([...KERNEL_SPACES, ...spaces]);
  for (const { space, key, value } of entries) {
    const problem = spaceChecks.get(space)?.(value);
    if (problem !== undefined) return `“${key}” of the space “${space}” is none that the server made: ${problem}.`;
  }
  const logChecks = checks(LOGS);
  for (const { log, values } of logs) {
    for (const [at, value] of values.entries()) {
      const problem = logChecks.get(log)?.(value);
      if (problem !== undefined) return `Entry ${at} of the log “${log}” is none that the server made: ${problem}.`;
    }
  }
  return undefined;
}

function invalid(problem: string): Refusal {
  const message = `The snapshot cannot be put in: ${problem} Put in one that GET snapshot gave.`;
  return new HttpError(400, 'snapshot-invalid', message);
}

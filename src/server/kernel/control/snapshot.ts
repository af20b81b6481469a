import { Emitter } from '../../../core/base/event';
import { HttpError } from '../answer/httpError';
import type { VirtualClock } from '../clock/virtualClock';
import { FAULTS } from '../faults/faultList';
import { JOURNAL } from '../journal/storedJournal';
import { MAILS } from '../outbox/mailOutbox';
import { CLOCK } from '../positions/clockPosition';
import type { Place, Store, StoreSnapshot } from '../store/store';
import type { EmulatedSystem } from '../system/emulatedSystem';

/** The whole state of a server, as plain JSON: what its store has, but for what is of this server alone. */
export interface Snapshot extends StoreSnapshot {
  readonly version: 2;
}

export interface SnapshotParts {
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly systems: readonly EmulatedSystem[];
  /** What systems keep, also those that do not run. */
  readonly spaces?: readonly Place[];
}

/** What the kernel keeps. */
const KERNEL_SPACES: readonly Place[] = [CLOCK, FAULTS];
const LOGS: readonly Place[] = [JOURNAL, MAILS];

/** Takes the whole state out, and puts it in again. */
export class Snapshots {
  private readonly replaced = new Emitter<void>();
  /** So much is different that all must be told anew. */
  readonly onDidReplace = this.replaced.event;

  constructor(private readonly parts: SnapshotParts) {}

  async take(): Promise<Snapshot> {
    return { version: 2, ...(await this.parts.store.snapshot()) };
  }

  /** Replaces the whole state; when it rejects, nothing has changed. */
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

  /** Empty, and the clock back; each system begins as at the start. */
  async reset(): Promise<void> {
    const { clock, store } = this.parts;
    // First, as what is due runs then and must find what it is about.
    clock.move({ reset: true });
    await store.restore({ entries: [], logs: [] });
    await this.announce();
  }

  private async announce(): Promise<void> {
    for (const system of this.parts.systems) await system.restored?.();
    this.replaced.fire();
  }
}

/** A sentence about the first value that is none of its place. What is in a place that nobody knows may be anything. */
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

function invalid(problem: string): HttpError {
  const message = `The snapshot cannot be put in: ${problem} Put in one that GET snapshot gave.`;
  return new HttpError(400, 'snapshot-invalid', message);
}

import type { Disposable } from '../../../core/base/event';
import type { MendixSweep } from '../../../core/systems/mendix/mendixSession';
import type { Kernel } from '../../kernel/system/kernel';
import type { MendixSessions } from './mendixSessions';
import { NEXT_SWEEP, SWEEP } from './mendixSpaces';
import type { MendixUsers } from './mendixUsers';
import { noteSwept } from './noteSwept';

export interface SweeperParts {
  readonly kernel: Pick<Kernel, 'store' | 'clock' | 'journal'>;
  readonly sessions: MendixSessions;
  readonly users: MendixUsers;
  /** Milliseconds between two sweeps. */
  readonly everyMs: number;
  readonly inBackground: (work: () => Promise<void>) => void;
}

/**
 * What Mendix calls the cluster manager: removes invalid sessions and unblocks users at fixed intervals
 * (docs/facts/mendix.md#settings). The time of the next sweep is in the store, so that a restart does not change it.
 */
export class MendixSweeper implements Disposable {
  private readonly subscriptions: readonly Disposable[];

  constructor(private readonly parts: SweeperParts) {
    const { kernel, inBackground } = parts;
    this.subscriptions = [
      kernel.store.onDidExpire(({ space, value }) => {
        // In its turn: of all sweeps that a long move of the clock passes, only the last one has work to do.
        if (space === SWEEP.name) inBackground(() => this.due(value as number));
      }),
      kernel.clock.onDidMove(() => inBackground(() => this.clockMoved())),
    ];
  }

  /** Plans the next sweep, unless it is planned already. */
  async plan(): Promise<void> {
    const { kernel, everyMs } = this.parts;
    const planned = await this.nextAt();
    if (planned !== undefined && planned - kernel.clock.now() <= everyMs) return;
    await this.planAt(kernel.clock.now() + everyMs);
  }

  async nextAt(): Promise<number | undefined> {
    return this.parts.kernel.store.get(SWEEP, NEXT_SWEEP);
  }

  /** @param at sessions that were invalid then are removed */
  async sweep(at = this.parts.kernel.clock.now()): Promise<MendixSweep> {
    const { sessions, users } = this.parts;
    const removed: string[] = [];
    for (const session of await sessions.all()) {
      // Another request may have touched it meanwhile.
      if (!(await sessions.end(session.id, 'swept', (now) => !sessions.isLive(now, at)))) continue;
      removed.push(session.id);
    }
    return { removed, unblocked: await users.unblockOld(at) };
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** A clock that was set back leaves nothing further away than it was made. */
  private async clockMoved(): Promise<void> {
    const { sessions, users } = this.parts;
    await this.plan();
    await sessions.clockMoved();
    await users.clockMoved();
  }

  private async due(planned: number): Promise<void> {
    const { kernel, everyMs } = this.parts;
    const last = planned + Math.floor(Math.max(0, kernel.clock.now() - planned) / everyMs) * everyMs;
    await this.planAt(last + everyMs);
    const swept = await this.sweep(last);
    // A sweep without work is no news: there is one every few minutes.
    if (swept.removed.length + swept.unblocked.length === 0) return;
    kernel.journal.add(last, (trace) => noteSwept(trace, 'mendix.swept', swept));
  }

  private async planAt(at: number): Promise<void> {
    await this.parts.kernel.store.put(SWEEP, NEXT_SWEEP, at, { expiresAt: at });
  }
}

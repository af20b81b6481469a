import { setTimeout as delay } from 'node:timers/promises';
import type { Session } from '../../src/core/session/session';
import { CheckPool } from '../../src/disk/checkPool';
import { VirtualClock } from '../../src/server/kernel/clock/virtualClock';
import { MemoryStore } from '../../src/server/kernel/store/memoryStore';
import type { StoreSnapshot } from '../../src/server/kernel/store/store';
import { MemoryMobileState } from '../../src/server/systems/mobile/memoryMobileState';
import type { MobileOptions } from '../../src/server/systems/mobile/mobileOptions';
import type { MobileStateChange } from '../../src/server/systems/mobile/mobileState';
import { APPLICATION, sessionOf } from '../disk/sessions';

/** Mobile sessions over a folder, with a store and a clock of their own. */
export interface Memory {
  readonly state: MemoryMobileState;
  readonly store: MemoryStore;
  readonly clock: VirtualClock;
  readonly changes: MobileStateChange[];
  readonly logs: string[];
}

/** Makes mobile sessions for the tests of one file; they and the checking threads end with the tests. */
export function mobileMemory(): (
  folder: string,
  backupRoot: string,
  options?: Pick<MobileOptions, 'loadAtStart' | 'takeNewFiles'>,
  snapshot?: StoreSnapshot,
) => Promise<Memory> {
  const pool = new CheckPool();
  const made: Memory[] = [];
  afterEach(() => {
    for (const { state, store, clock } of made.splice(0)) {
      state.dispose();
      store.dispose();
      clock.dispose();
    }
  });
  after(() => pool.dispose());
  return async (folder, backupRoot, options = {}, snapshot = undefined) => {
    const logs: string[] = [];
    const log = (message: unknown) => logs.push(String(message));
    const clock = new VirtualClock(log);
    const store = new MemoryStore(clock, log);
    if (snapshot) await store.restore(snapshot);
    const state = new MemoryMobileState({ clock, store, log }, folder, { pool, backupRoot }, options);
    const changes: MobileStateChange[] = [];
    state.onDidChange((change) => changes.push(change));
    const memory = { state, store, clock, changes, logs };
    made.push(memory);
    await state.start();
    // That everything is new is told first: what comes after is of the test's own making.
    await until(() => changes.length > 0);
    changes.length = 0;
    return memory;
  };
}

/** A flawless session as a value, with the path of its file. */
export function sessionFor(deviceId: string, changes: object = {}): { session: Session; file: string; text: string } {
  const { name, text } = sessionOf(deviceId, changes);
  return { session: JSON.parse(text), file: `${APPLICATION}/${name}`, text };
}

/** Waits until something is so. The test's time limit ends the waiting. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(5);
}

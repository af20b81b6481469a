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

/** Mobile sessions in a new folder, with a new store and a new clock. */
export interface Memory {
  readonly state: MemoryMobileState;
  readonly store: MemoryStore;
  readonly clock: VirtualClock;
  readonly changes: MobileStateChange[];
  readonly logs: string[];
}

/**
 * Makes mobile sessions for the tests of one file. All of them, and the checking threads, are disposed of after the
 * tests.
 */
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
    // At the start, everything is announced as new. The changes after that come from the test itself.
    await until(() => changes.length > 0);
    changes.length = 0;
    return memory;
  };
}

/** A session without findings, with its text and the path of its file. */
export function sessionFor(deviceId: string, changes: object = {}): { session: Session; file: string; text: string } {
  const { name, text } = sessionOf(deviceId, changes);
  return { session: JSON.parse(text), file: `${APPLICATION}/${name}`, text };
}

/** Waits until a condition is true. Only the time limit of the test ends the waiting. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(5);
}

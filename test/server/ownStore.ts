import { VirtualClock } from '../../src/server/kernel/clock/virtualClock';
import { MemoryStore } from '../../src/server/kernel/store/memoryStore';
import { FakeTime, mustNotFail } from './fakeTime';

export interface OwnStore {
  readonly time: FakeTime;
  readonly clock: VirtualClock;
  readonly store: MemoryStore;
}

/** Makes stores in memory, each with its own clock and time. They are disposed of after the test. */
export function ownStores(): () => OwnStore {
  const made: OwnStore[] = [];
  afterEach(() => {
    for (const { store, clock } of made.splice(0)) {
      store.dispose();
      clock.dispose();
    }
  });
  return () => {
    const time = new FakeTime();
    const clock = new VirtualClock(mustNotFail, time);
    const own = { time, clock, store: new MemoryStore(clock, mustNotFail) };
    made.push(own);
    return own;
  };
}

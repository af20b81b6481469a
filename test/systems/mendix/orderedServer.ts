import fc from 'fast-check';
import { VirtualClock } from '../../../src/server/kernel/clock/virtualClock';
import { MemoryStore } from '../../../src/server/kernel/store/memoryStore';
import type { MendixOptions } from '../../../src/server/systems/mendix/mendixOptions';
import { FakeTime, mustNotFail } from '../../server/fakeTime';
import { MendixHarness } from './mendixHarness';
import { Turnstile } from './turnstile';

const LAST = -1;
/** For each step, which of the waiting calls goes next. The last one is that of the request that went before. */
const step = fc.oneof({ weight: 4, arbitrary: fc.constant(LAST) }, { weight: 1, arbitrary: fc.nat(3) });
export const order = fc.array(step, { minLength: 10, maxLength: 60 });

/** A server whose calls to the store go in an order that a test decides. */
export class OrderedServer {
  private readonly turnstile = new Turnstile();
  private readonly clock = new VirtualClock(mustNotFail, new FakeTime());
  private readonly store = new MemoryStore(this.clock, mustNotFail);
  private harness: MendixHarness | undefined;

  async start(mendix: MendixOptions = {}): Promise<MendixHarness> {
    const store = this.turnstile.before(this.store, (space) => space.startsWith('mendix.'));
    this.harness = await MendixHarness.start(mendix, {}, { shared: { clock: this.clock, store } });
    return this.harness;
  }

  run<T>(requests: readonly (() => Promise<T>)[], picks: readonly number[]): Promise<T[]> {
    let step = 0;
    return this.turnstile.run(requests, (count) => {
      const next = picks[step++ % picks.length] ?? LAST;
      return next === LAST ? count - 1 : next % count;
    });
  }

  async stop(): Promise<void> {
    await this.harness?.stop();
    this.store.dispose();
    this.clock.dispose();
  }
}

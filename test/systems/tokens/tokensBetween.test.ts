import assert from 'node:assert/strict';
import { VirtualClock } from '../../../src/server/kernel/clock/virtualClock';
import { MemoryStore } from '../../../src/server/kernel/store/memoryStore';
import type { Store } from '../../../src/server/kernel/store/store';
import { mustNotFail } from '../../server/fakeTime';
import { TokensHarness } from './tokensHarness';

/** A store that runs something before one of its next calls is answered. */
class InterruptedStore {
  readonly view: Store;
  private calls = 0;
  private at = 0;
  private between: (() => Promise<void>) | undefined;

  constructor(store: Store) {
    this.view = new Proxy(store, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        if (!['get', 'put', 'update', 'delete'].includes(String(name))) return member.bind(target);
        return async (...args: unknown[]) => {
          await this.interrupt();
          return member.apply(target, args);
        };
      },
    });
  }

  /** @param at how many calls from now; the first is 1 */
  interruptAt(at: number, between: () => Promise<void>): void {
    this.calls = 0;
    this.at = at;
    this.between = between;
  }

  /** Whether the call that was to be interrupted has come. */
  get wasInterrupted(): boolean {
    return this.between === undefined;
  }

  private async interrupt(): Promise<void> {
    this.calls++;
    const { between } = this;
    if (between === undefined || this.calls !== this.at) return;
    this.between = undefined;
    await between();
  }
}

describe('what happens between two steps of a sign-in', () => {
  it('a sign-in that begins and ends between any two steps of another one keeps its place among the sessions of the user', async () => {
    for (let at = 1, isOver = false; !isOver; at++) {
      const clock = new VirtualClock(mustNotFail);
      const memory = new MemoryStore(clock, mustNotFail);
      const store = new InterruptedStore(memory);
      const server = await TokensHarness.start({}, {}, { shared: { clock, store: store.view } });
      try {
        const early = server.app();
        store.interruptAt(at, async () => {
          assert.equal((await early.login()).status, 200);
        });
        assert.equal((await server.app().login()).status, 200);
        isOver = !store.wasInterrupted;
        if (isOver) assert.ok(at > 5, 'a sign-in has several steps');
        else {
          await server.control.call('PATCH', '/tokens/users/ada', { password: 'another' });
          assert.equal((await early.me()).json.reason, 'password_changed', `before step ${at}`);
        }
      } finally {
        await server.stop();
        memory.dispose();
        clock.dispose();
      }
    }
  });
});

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store } from '../../src/server/kernel/store/store';

const LATE: ReadonlySet<string | symbol> = new Set<keyof Store>([
  'get',
  'put',
  'take',
  'update',
  'delete',
  'entries',
  'append',
  'page',
  'latest',
  'clear',
  'snapshot',
  'restore',
]);

/** A store that does what it is asked a turn later, and says so another turn later, as one on another machine would. */
export function laggingStore(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      if (!LATE.has(name)) return member.bind(target);
      return async (...given: unknown[]) => {
        await nextTurn();
        const answer: unknown = await member.apply(target, given);
        await nextTurn();
        return answer;
      };
    },
  });
}

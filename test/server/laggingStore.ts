import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store } from '../../src/server/kernel/store/store';

/** The calls that a store on another machine answers late. */
export const LATE: ReadonlySet<string | symbol> = new Set<keyof Store>([
  'get',
  'put',
  'take',
  'update',
  'delete',
  'entries',
  'sync',
  'settleExpired',
  'append',
  'page',
  'latest',
  'clear',
  'snapshot',
  'restore',
]);

/**
 * A store with a delay of one turn of the event loop before each call and before its result, like a store on another
 * machine.
 */
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

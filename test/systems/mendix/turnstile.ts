import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store } from '../../../src/server/kernel/store/store';

/** The calls that read or change values, which is what requests can see of each other. */
const VALUES: ReadonlySet<string | symbol> = new Set<keyof Store>([
  'get',
  'put',
  'take',
  'update',
  'delete',
  'entries',
]);
/** A request that has no call at the turnstile for so many turns of the event loop is busy with something else. */
const PATIENCE = 20;

/** Lets the calls to a store through one at a time, in an order that a test decides. */
export class Turnstile {
  private readonly waiting: (() => void)[] = [];
  private isOpen = true;

  /** A store whose calls about values of some spaces go through the turnstile. */
  before(store: Store, isMeant: (space: string) => boolean): Store {
    return new Proxy(store, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        if (!VALUES.has(name)) return member.bind(target);
        return async (space: { readonly name: string }, ...given: unknown[]) => {
          if (!this.isOpen && isMeant(space.name)) await new Promise<void>((resolve) => this.waiting.push(resolve));
          return member.apply(target, [space, ...given]);
        };
      },
    });
  }

  /**
   * Runs some requests at once.
   * @param pick which of some waiting calls goes next, from 0 on
   */
  async run<T>(requests: readonly (() => Promise<T>)[], pick: (count: number) => number): Promise<T[]> {
    this.isOpen = false;
    let left = requests.length;
    const ended = () => {
      left--;
    };
    const all = requests.map((request) => request().finally(ended));
    while (left > 0) {
      for (let turns = 0; this.waiting.length < left && turns < PATIENCE; turns++) await nextTurn();
      const [next] = this.waiting.length > 0 ? this.waiting.splice(pick(this.waiting.length), 1) : [];
      next?.();
    }
    this.isOpen = true;
    for (const next of this.waiting.splice(0)) next();
    return Promise.all(all);
  }
}

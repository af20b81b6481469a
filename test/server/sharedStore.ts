import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LogEntry } from '../../src/server/kernel/store/log';
import type { SpaceFollower, Store } from '../../src/server/kernel/store/store';
import { LATE } from './laggingStore';

/** How many turns of the event loop a change by another server needs to be reported, unless told otherwise. */
const TURNS = 5;

/**
 * One store as several servers see it, when it is on another machine: each call takes a while, a change by the server
 * itself is reported before the call ends, and one by another server later, in the order of the changes.
 */
export class SharedStore {
  /** The view whose call changes the store now. */
  private changing: object | undefined;

  constructor(
    private readonly store: Store,
    private readonly late: () => Promise<void> = someTurns,
  ) {}

  /** The store as one server sees it. */
  view(): Store {
    const own = {};
    const reports = new Reports(this.late);
    const report = (tell: () => void) => {
      if (this.changing === own) reports.now(tell);
      else reports.later(tell);
    };
    const members: Partial<Record<string | symbol, unknown>> = {
      sync: async () => {
        await nextTurn();
        await reports.told();
      },
      follow: (space: object, { changed, replaced }: SpaceFollower<unknown>) =>
        this.store.follow(space as never, {
          ...(changed && { changed: (key, read) => report(() => changed(key, read)) }),
          ...(replaced && {
            replaced: (entries) => {
              // The entries can be read in this call only, and another server is told later.
              const all = [...entries];
              report(() => replaced(all));
            },
          }),
        }),
      followLog: (log: object, listener: (entry: LogEntry<unknown>) => void) =>
        this.store.followLog(log as never, (entry) => report(() => listener(entry))),
    };
    return new Proxy(this.store, {
      get: (target, name) => {
        const given = members[name];
        if (given) return given;
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        if (!LATE.has(name)) return member.bind(target);
        return async (...args: unknown[]) => {
          await nextTurn();
          const answer = this.as(own, () => member.apply(target, args));
          const done: unknown = await answer;
          await nextTurn();
          return done;
        };
      },
    });
  }

  /** A store in memory does all its work before it returns. */
  private as<T>(own: object, work: () => T): T {
    const before = this.changing;
    this.changing = own;
    try {
      return work();
    } finally {
      this.changing = before;
    }
  }
}

/** What one server is told, in the order of the changes. */
class Reports {
  private waiting: (() => void)[] = [];
  private telling: Promise<void> = Promise.resolve();

  constructor(private readonly late: () => Promise<void>) {}

  now(tell: () => void): void {
    this.flush();
    tell();
  }

  later(tell: () => void): void {
    this.waiting.push(tell);
    this.telling = this.wait();
  }

  told(): Promise<void> {
    return this.telling;
  }

  private async wait(): Promise<void> {
    await this.late();
    this.flush();
  }

  private flush(): void {
    for (const tell of this.waiting.splice(0)) tell();
  }
}

async function someTurns(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await nextTurn();
}

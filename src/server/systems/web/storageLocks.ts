import { KeyedLock } from '../../kernel/keyedLock';

/** One at a time changes the storage of a session; others wait, in the order in which they came. */
export class StorageLocks {
  private readonly locks = new KeyedLock();

  /** @returns what lets the next one in; calling it again does nothing */
  acquire(session: string): Promise<() => void> {
    return new Promise((resolve) => {
      void this.locks.run(session, () => new Promise<void>((release) => resolve(release)));
    });
  }

  /** Resolves or rejects as `work` does. */
  run<T>(session: string, work: () => Promise<T>): Promise<T> {
    return this.locks.run(session, work);
  }
}

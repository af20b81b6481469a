import { isDeepStrictEqual } from 'node:util';
import { Mutex } from 'async-mutex';
import type { SystemStore } from '../../kernel/system/systemStore';
import type { KeptByCode } from './keptByCode';
import type { SessionStorage } from './sessionOperations';
import { STORAGE, STORAGE_KEY } from './webSpaces';

/**
 * `Storage`: the shared object that the code of all requests sees, in every session.
 * It is in the store, so it survives a crash of the dev session server, and a reset clears it. In 4D it is lost when
 * the server stops.
 */
export class SharedStorage {
  private readonly lock = new Mutex();

  constructor(
    private readonly store: SystemStore,
    private readonly kept: KeptByCode,
  ) {}

  async get(): Promise<SessionStorage> {
    return (await this.store.get(STORAGE, STORAGE_KEY)) ?? {};
  }

  /**
   * Waits for the lock.
   * @returns a function that releases the lock
   */
  acquire(): Promise<() => void> {
    return this.lock.acquire();
  }

  /**
   * @param change a pure function: it is called again after a concurrent change
   * @returns the new content; undefined if it is the same as before
   * @throws SessionLimitError when the new content is larger than it may be
   */
  async change(change: (value: SessionStorage) => SessionStorage): Promise<SessionStorage | undefined> {
    let before: SessionStorage = {};
    const now = await this.store.update(STORAGE, STORAGE_KEY, (value = {}) => {
      before = value;
      const after = change(value);
      this.kept.checkShared(value, after);
      return after;
    });
    return isDeepStrictEqual(before, now) ? undefined : now;
  }
}

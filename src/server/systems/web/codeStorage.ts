import type { SessionStorage } from './sessionOperations';
import { StorageLocks } from './storageLocks';

/** `Storage`: the shared object that the code of all requests sees, whatever their session. Gone with the server, as in 4D. */
export class SharedStorage {
  private readonly locks = new StorageLocks();
  private current: SessionStorage = {};

  get value(): SessionStorage {
    return this.current;
  }

  /** @returns what lets the next one in */
  acquire(): Promise<() => void> {
    return this.locks.acquire('Storage');
  }

  change(change: (value: SessionStorage) => SessionStorage): void {
    this.current = change(this.current);
  }
}

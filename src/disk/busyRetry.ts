import { setTimeout as delay } from 'node:timers/promises';

const DELAYS_MS = [10, 20, 40, 80, 160, 320];

/**
 * Retries with growing delays, 630 ms in all, as long as the file system reports that access is denied or the file is
 * busy. On Windows a virus scanner, an indexer or 4D itself may hold a file for a moment. Rejects with the last error.
 */
export async function whenNotBusy<T>(run: () => Promise<T>, busy = ['EPERM', 'EACCES', 'EBUSY']): Promise<T> {
  for (const ms of DELAYS_MS) {
    try {
      return await run();
    } catch (error) {
      // Only system errors are retried. Our own errors may have such a code too, but they are final.
      const { code, syscall } = error as NodeJS.ErrnoException;
      if (syscall === undefined || !busy.includes(String(code))) throw error;
    }
    await delay(ms);
  }
  return run();
}

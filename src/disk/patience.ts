import { setTimeout as delay } from 'node:timers/promises';

const DELAYS_MS = [10, 20, 40, 80, 160, 320];

/**
 * Runs something again after growing delays, 630 ms in all, while the file system says that it is not allowed or busy:
 * on Windows a virus scanner, an indexer or 4D itself holds a file for moments. Rejects with the last error.
 */
export async function patiently<T>(run: () => Promise<T>, busy = ['EPERM', 'EACCES', 'EBUSY']): Promise<T> {
  for (const ms of DELAYS_MS) {
    try {
      return await run();
    } catch (error) {
      // The codes of our own typed errors are verdicts, not moments.
      const { code, syscall } = error as NodeJS.ErrnoException;
      if (syscall === undefined || !busy.includes(String(code))) throw error;
    }
    await delay(ms);
  }
  return run();
}

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lockPathOf, newToken, temporaryPathOf } from './ownFile';
import { lockedByAnother, writeError } from './writeErrors';

/** A lock of a living process is held for milliseconds; one this old is of a reused process id or of another machine. */
export const STALE_MS = 60_000;
// A lock is empty for microseconds, unless its maker was killed just then.
const EMPTY_STALE_MS = 2_000;
const PATIENCE_MS = 10_000;
const LONGEST_WAIT_MS = 25;

interface Owner {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
}

/**
 * Keeps windows and processes of this product from writing one session file at the same time: without it an update could
 * be lost between the last comparison and the rename. A file beside the session file, which names its holder; that of a
 * dead process is broken at once. Calls are synchronous, so that a kill rarely finds one half done.
 */
export class FileLock {
  private constructor(
    private readonly lock: string,
    private readonly text: string,
    /** Names the temporary file of the holder, see `temporaryPathOf`. */
    readonly token: string,
  ) {}

  /**
   * Waits up to ten seconds. Rejects with `WriteFailedError` (`EBUSY`) then, with `FileGoneError` when the folder is not
   * there, and with `WriteFailedError` when this user may not write in it.
   */
  static async acquire(file: string, patienceMs = PATIENCE_MS): Promise<FileLock> {
    const lock = lockPathOf(file, 'lock');
    const token = newToken();
    const text = JSON.stringify({ token, pid: process.pid, host: thisHost() } satisfies Owner);
    const deadline = performance.now() + patienceMs;
    for (let wait = 1; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      try {
        if (createWhole(lock, text)) return new FileLock(lock, text, token);
        // What was held by nobody is taken at once, however late it is by now.
        if (breakStaleLock(lock)) continue;
      } catch (error) {
        // On Windows a file that is just being removed is neither there nor can it be made.
        if (process.platform !== 'win32' || !isDenied(error)) throw writeError(file, error);
      }
      if (performance.now() > deadline) throw lockedByAnother(file);
      await delay(wait * (0.5 + Math.random()));
    }
  }

  /** False when another took it, because this process slept for longer than `STALE_MS`. */
  isHeld(): boolean {
    return readOrNothing(this.lock) === this.text;
  }

  /** Never throws: what was done under the lock is done, and a lock that cannot be removed now is stale in a minute. */
  release(): void {
    try {
      if (this.isHeld()) fs.rmSync(this.lock, { force: true, maxRetries: 5, retryDelay: 10 });
    } catch {
      // See above.
    }
  }
}

/**
 * Removes a lock whose holder is gone, with its temporary file. Throws what the file system throws.
 * @returns whether it did
 */
export function breakStaleLock(lock: string): boolean {
  if (!isStale(lock)) return false;
  const breaker = lock.replace(/lock$/, 'break');
  // Only one may break at a time: a second would remove the lock that the first has made since.
  if (!createWhole(breaker, '')) {
    if (ageOf(breaker) > STALE_MS) fs.rmSync(breaker, { force: true });
    return false;
  }
  try {
    const text = readOrNothing(lock);
    if (text === undefined || !isStale(lock)) return false;
    const owner = ownerIn(text);
    if (owner) fs.rmSync(temporaryPathOf(path.dirname(lock), owner.token), { force: true });
    fs.rmSync(lock, { force: true });
    return true;
  } finally {
    fs.rmSync(breaker, { force: true });
  }
}

/** Milliseconds since a file was written, in whichever direction the clocks differ; 0 when it is not there. */
export function ageOf(file: string): number {
  const stats = fs.lstatSync(file, { throwIfNoEntry: false });
  return stats ? Math.abs(Date.now() - stats.mtimeMs) : 0;
}

function isStale(lock: string): boolean {
  const text = readOrNothing(lock);
  if (text === undefined) return false;
  const age = ageOf(lock);
  const owner = ownerIn(text);
  if (!owner) return age > EMPTY_STALE_MS;
  return age > STALE_MS || (owner.host === thisHost() && !isAlive(owner.pid));
}

function ownerIn(text: string): Owner | undefined {
  try {
    const owner = JSON.parse(text) as Partial<Owner> | null;
    const isWhole = /^[0-9a-f]{16}$/.test(String(owner?.token)) && Number.isInteger(owner?.pid);
    return isWhole ? (owner as Owner) : undefined;
  } catch {
    // Half written, so nobody's.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: somebody else's process, but alive.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Where process ids mean the same: a container has its own, although its folders may be shared. */
function thisHost(): string {
  try {
    return `${os.hostname()} ${fs.readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    // Only Linux has it.
    return os.hostname();
  }
}

/** Makes a file with this text; false when there is one already. A file that could not get its text does not stay. */
function createWhole(file: string, text: string): boolean {
  let descriptor: number;
  try {
    descriptor = fs.openSync(file, 'wx', 0o666);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  try {
    fs.writeFileSync(descriptor, text);
  } catch (error) {
    fs.rmSync(file, { force: true });
    throw error;
  } finally {
    fs.closeSync(descriptor);
  }
  return true;
}

function readOrNothing(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isDenied(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EPERM' || code === 'EACCES' || code === 'EBUSY';
}

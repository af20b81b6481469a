import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FileLimit } from '../core/files/fileFault';
import { UserFileError } from '../core/files/userFileError';
import { parseJson } from '../core/json/parseJson';
import { lockPathOf, newFileToken, temporaryPathOf } from './ownFile';
import { isProcessAlive, thisHost } from './processHome';
import { readUserFileSync } from './userFile';
import { lockedByAnother, writeError } from './writeErrors';

const LOCK_LIMIT: FileLimit = { bytes: 10_000, name: 'LOCK_LIMIT' };

/**
 * A living process holds a lock for milliseconds. An older lock belongs to a reused process id or to another machine.
 */
export const STALE_MS = 60_000;
// A lock file is empty for microseconds, unless its process was killed just then.
const EMPTY_STALE_MS = 2_000;
const PATIENCE_MS = 10_000;
const LONGEST_WAIT_MS = 25;

interface Owner {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
}

/**
 * Prevents two windows or processes of this product from writing one session file at the same time. Otherwise an update
 * could be lost between the last comparison and the rename.
 * The lock is a file beside the session file that names its holder. The lock of a dead process is removed at once. File
 * system calls are synchronous, so that a killed process rarely leaves a half-finished state.
 */
export class FileLock {
  private constructor(
    private readonly lock: string,
    private readonly text: string,
    /** Part of the name of the holder's temporary file, see `temporaryPathOf`. */
    readonly token: string,
  ) {}

  /**
   * Waits up to ten seconds.
   * @throws WriteFailedError (`EBUSY`) after that time, or when this user may not write in the folder
   * @throws FileGoneError when the folder does not exist
   */
  static async acquire(file: string, patienceMs = PATIENCE_MS): Promise<FileLock> {
    const lock = lockPathOf(file, 'lock');
    const token = newFileToken();
    const text = JSON.stringify({ token, pid: process.pid, host: thisHost() } satisfies Owner);
    const deadline = performance.now() + patienceMs;
    for (let wait = 1; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      try {
        if (createWhole(lock, text)) return new FileLock(lock, text, token);
        // A stale lock is taken even when the time is over.
        if (breakStaleLock(lock)) continue;
      } catch (error) {
        // On Windows a file that is being deleted cannot be opened and cannot be made.
        if (process.platform !== 'win32' || !isDenied(error)) throw writeError(file, error);
      }
      if (performance.now() > deadline) throw lockedByAnother(file);
      await delay(wait * (0.5 + Math.random()));
    }
  }

  /** False when another process took the lock, because this one was suspended for longer than `STALE_MS`. */
  isHeld(): boolean {
    return readOrNothing(this.lock) === this.text;
  }

  /** Never throws. The work under the lock is done, and a lock that cannot be deleted becomes stale in a minute. */
  release(): void {
    try {
      if (this.isHeld()) fs.rmSync(this.lock, { force: true, maxRetries: 5, retryDelay: 10 });
    } catch {
      // See above: it becomes stale.
    }
  }
}

/**
 * Deletes the lock of a holder that no longer exists, and its temporary file.
 * @returns whether it did
 * @throws whatever the file system throws
 */
export function breakStaleLock(lock: string): boolean {
  if (!isStale(lock)) return false;
  const breaker = lock.replace(/lock$/, 'break');
  // Only one process may do this at a time. A second one would delete the new lock of the first.
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

/** Milliseconds since a file was written, even when the clocks differ. 0 when it does not exist. */
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
  return age > STALE_MS || (owner.host === thisHost() && !isProcessAlive(owner.pid));
}

function ownerIn(text: string): Owner | undefined {
  try {
    const owner = parseJson(text) as Partial<Owner> | null;
    const isWhole = /^[0-9a-f]{16}$/.test(String(owner?.token)) && Number.isInteger(owner?.pid);
    return isWhole ? (owner as Owner) : undefined;
  } catch {
    // A half-written lock has no holder.
    return undefined;
  }
}

/** Makes a file with this text. False when it exists. A file whose text could not be written is deleted. */
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
    return readUserFileSync(file, { limit: LOCK_LIMIT, links: 'refused' }).bytes.toString('utf8');
  } catch (error) {
    if (!(error instanceof UserFileError)) throw error;
    if (error.fault.kind === 'missing') return undefined;
    // What is no lock of ours has no holder.
    if (error.fault.kind !== 'denied' && error.fault.kind !== 'failed') return '';
    throw error.cause ?? error;
  }
}

function isDenied(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EPERM' || code === 'EACCES' || code === 'EBUSY';
}

import fs, { type Stats } from 'node:fs';
import fsAsync, { type FileHandle } from 'node:fs/promises';
import net from 'node:net';
import type { FileFault, FileLimit } from '../core/files/fileFault';
import { UserFileError } from '../core/files/userFileError';
import type { ReadRules, UserFile } from '../core/files/userFiles';
import { whenNotBusy } from './busyRetry';
import { faultOfKind, faultOfOpen } from './fileKind';

// Windows has none of these.
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0, O_NOCTTY = 0 } = fs.constants;

export interface OpenUserFile {
  readonly handle: FileHandle;
  readonly stats: Stats;
}

/**
 * Opens a regular file. It never waits: a pipe without a writer would hold one of the few threads that all work with files
 * shares. The kind is looked at before, because opening a device can do something, and after, because the file may have
 * been exchanged in between. The caller closes the handle.
 * @throws UserFileError
 */
export async function openUserFile(
  file: string,
  links: ReadRules['links'] = 'followed',
  access: number = O_RDONLY,
): Promise<OpenUserFile> {
  let handle: FileHandle;
  try {
    const there = await (links === 'refused' ? fsAsync.lstat(file) : fsAsync.stat(file));
    refuseOdd(file, there);
    // A denied access is final. But on Windows another program often holds a file for a moment.
    handle = await whenNotBusy(() => fsAsync.open(file, flagsFor(links, access)), ['EBUSY']);
  } catch (error) {
    throw asUserFileError(file, error);
  }
  try {
    const stats = await handle.stat();
    refuseOdd(file, stats);
    return { handle, stats };
  } catch (error) {
    await handle.close();
    throw asUserFileError(file, error);
  }
}

/**
 * Like `openUserFile`, for a file that a listing has just shown to be regular: its kind is looked at only after opening.
 * @returns a descriptor that the caller closes
 */
export function openListedSync(file: string): number {
  // Windows has no O_NOFOLLOW, so links are detected before.
  if (O_NOFOLLOW === 0) refuseOdd(file, fs.lstatSync(file));
  return fs.openSync(file, flagsFor('refused', O_RDONLY));
}

/** Reads regular files of this machine. */
export const diskFiles = { read: readUserFile, readSync: readUserFileSync, readPiped };

/** @throws UserFileError */
export async function readUserFile(
  file: string,
  { limit, links, verify }: ReadRules,
): Promise<UserFile & { readonly bytes: Buffer; readonly stats: Stats }> {
  const { handle, stats } = await openUserFile(file, links);
  try {
    if (verify) verify(identityOf(fs.fstatSync(handle.fd, { bigint: true })));
    const bytes = await readBounded(file, handle, stats.size, limit);
    return { bytes, stats, mode: stats.mode };
  } catch (error) {
    throw asUserFileError(file, error);
  } finally {
    await handle.close();
  }
}

/** Reads what is left of an open file. @throws UserFileError when it is larger than the limit */
export async function readBounded(file: string, handle: FileHandle, size: number, limit: FileLimit): Promise<Buffer> {
  const reading = new BoundedReading(file, size, limit);
  for (let read = -1; read !== 0; ) {
    const { room, length } = reading;
    read = (await handle.read(room, length, room.length - length, null)).bytesRead;
    reading.took(read);
  }
  return reading.bytes;
}

/**
 * Why a file cannot be read by a program that waits for it and keeps all of it in memory. Links are followed. A file that
 * seems to be empty is read: of some, such as `/proc/kmsg`, only that tells that reading them waits, or has no end.
 */
export function readFaultSync(file: string, limit: FileLimit): FileFault | undefined {
  try {
    const descriptor = openSync(file, 'followed');
    try {
      const { size } = fs.fstatSync(descriptor);
      if (size > limit.bytes) throw tooLarge(file, size, limit);
      if (size === 0) new BoundedReading(file, size, limit).readSync(descriptor);
      return undefined;
    } catch (error) {
      throw asUserFileError(file, error);
    } finally {
      fs.closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof UserFileError) return error.fault;
    throw error;
  }
}

/** @throws UserFileError */
export function readUserFileSync(
  file: string,
  { limit, links = 'followed', verify }: ReadRules,
): UserFile & { readonly bytes: Buffer } {
  const descriptor = openSync(file, links);
  try {
    const stats = fs.fstatSync(descriptor);
    if (verify) verify(identityOf(fs.fstatSync(descriptor, { bigint: true })));
    const reading = new BoundedReading(file, stats.size, limit);
    reading.readSync(descriptor);
    return { bytes: reading.bytes, mode: stats.mode };
  } catch (error) {
    throw asUserFileError(file, error);
  } finally {
    fs.closeSync(descriptor);
  }
}

/**
 * Like `readUserFile`, but a pipe is read too, as in `run <(make-one)`, until its writer closes it. That may never happen, so
 * the wait blocks nothing else.
 * @throws UserFileError; an AbortError when `signal` is aborted
 */
async function readPiped(file: string, rules: ReadRules, signal?: AbortSignal): Promise<UserFile> {
  let descriptor: number;
  try {
    if (!fs.statSync(file).isFIFO()) return await readUserFile(file, rules);
    descriptor = fs.openSync(file, flagsFor('followed', O_RDONLY));
    if (!fs.fstatSync(descriptor).isFIFO()) {
      fs.closeSync(descriptor);
      return await readUserFile(file, rules);
    }
  } catch (error) {
    throw asUserFileError(file, error);
  }
  // The socket closes the descriptor.
  const pipe = new net.Socket({ fd: descriptor, readable: true, writable: false, ...(signal && { signal }) });
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of pipe as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    // Leaving the loop closes the pipe.
    if (length > rules.limit.bytes) throw tooLarge(file, length, rules.limit);
  }
  return { bytes: Buffer.concat(chunks), mode: fs.constants.S_IFIFO ?? 0 };
}

/** The bytes of a file that may be longer than the file system says, as those in `/proc` are. */
class BoundedReading {
  room: Buffer;
  length = 0;

  constructor(
    private readonly file: string,
    size: number,
    private readonly limit: FileLimit,
  ) {
    if (size > limit.bytes) throw tooLarge(file, size, limit);
    // One byte more, so that the end is found without more room.
    this.room = Buffer.allocUnsafe(size + 1);
  }

  took(read: number): void {
    this.length += read;
    if (this.length > this.limit.bytes) throw tooLarge(this.file, this.length, this.limit);
    if (this.length < this.room.length) return;
    const larger = Buffer.allocUnsafe(Math.min(this.room.length * 2 + 4096, this.limit.bytes + 1));
    this.room.copy(larger, 0, 0, this.length);
    this.room = larger;
  }

  readSync(descriptor: number): void {
    for (let read = -1; read !== 0; ) {
      read = fs.readSync(descriptor, this.room, this.length, this.room.length - this.length, null);
      this.took(read);
    }
  }

  get bytes(): Buffer {
    return this.room.subarray(0, this.length);
  }
}

/** Like `openUserFile`, but synchronous. */
function openSync(file: string, links: ReadRules['links']): number {
  let descriptor: number;
  try {
    refuseOdd(file, links === 'refused' ? fs.lstatSync(file) : fs.statSync(file));
    descriptor = fs.openSync(file, flagsFor(links, O_RDONLY));
  } catch (error) {
    throw asUserFileError(file, error);
  }
  try {
    refuseOdd(file, fs.fstatSync(descriptor));
    return descriptor;
  } catch (error) {
    fs.closeSync(descriptor);
    throw asUserFileError(file, error);
  }
}

function flagsFor(links: ReadRules['links'], access: number): number {
  return access | O_NONBLOCK | O_NOCTTY | (links === 'refused' ? O_NOFOLLOW : 0);
}

function refuseOdd(file: string, stats: Stats): void {
  const fault = faultOfKind(stats);
  if (fault) throw new UserFileError(file, fault);
}

function identityOf({ dev, ino }: fs.BigIntStats): string {
  return `${dev}:${ino}`;
}

function tooLarge(file: string, bytes: number, limit: FileLimit): UserFileError {
  return new UserFileError(file, { kind: 'tooLarge', bytes, limit });
}

/** Errors that are not the file system's are passed on: `verify` has thrown them. */
function asUserFileError(file: string, error: unknown): unknown {
  if (error instanceof UserFileError || (error as NodeJS.ErrnoException).code === undefined) return error;
  const fault: FileFault = faultOfOpen(file, error as NodeJS.ErrnoException);
  return new UserFileError(file, fault, { cause: error });
}

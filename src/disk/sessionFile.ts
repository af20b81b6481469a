import { isUtf8 } from 'node:buffer';
import fs from 'node:fs';
import { type Phrase, phrase } from '../core/compliance/phrase';
import type { FileLimit } from '../core/files/fileFault';
import { UserFileError } from '../core/files/userFileError';
import { firstIllFormed } from './firstIllFormed';
import { openListedSync } from './userFile';

/**
 * A session file has about 700 bytes. 4D never writes one near this size. Parsing 16 MB of brackets would need more
 * memory than there is, and end the whole process.
 */
export const MAX_SESSION_BYTES = 1024 * 1024;

const TAKEN = { kind: 'taken' } as const;

/** Nearly all files are far shorter. */
const SHORT_BYTES = 64 * 1024;

export const SESSION_LIMIT: FileLimit = { bytes: MAX_SESSION_BYTES, name: 'MAX_SESSION_BYTES' };

/** Why a file of this size is not read. Undefined when it is read. */
export function tooLarge(size: number): Phrase | undefined {
  if (size <= MAX_SESSION_BYTES) return undefined;
  return phrase('The file has {0} MB; a session file has less than 1 kB.', String(Math.round(size / 1e6)));
}

/** Takes files as bytes. */
export interface ByteTaker {
  /**
   * @param bytes the file, and room behind it, which it may use until it returns
   * @param modified milliseconds since 1970; 0 when nobody asked for it
   * @returns whether it has taken the file. Else it is read as text.
   */
  take(bytes: Uint8Array, length: number, modified: number): boolean;
}

export type FileReading = { kind: 'taken' } | TextReading;

export type TextReading =
  /** `modified` is 0 when nobody asked for it. */
  | { kind: 'text'; text: string; illFormedAt?: number; modified: number; size: number }
  /** Deleted since it was listed. */
  | { kind: 'vanished' }
  /** A folder, a link or a pipe: not a regular file, so not a session file. */
  | { kind: 'notRegular' }
  | { kind: 'unreadable'; reason: Phrase; modified: number; size: number };

/**
 * Reads session files one after the other into one buffer, synchronously. On a worker thread this is the fastest way
 * (docs/facts/performance.md#reading-many-files). Symbolic links are not followed.
 */
export class SessionFileReader {
  /** It grows with the largest file. */
  private buffer = Buffer.allocUnsafeSlow(SHORT_BYTES);

  /**
   * @param isUndated nobody asks when the file was changed, and a listing has just shown that it is regular. So one call of four is
   *   saved
   * @param taker is asked before the bytes are made a text
   */
  read(path: string, isUndated: boolean, taker: ByteTaker): FileReading;
  read(path: string, isUndated?: boolean): TextReading;
  read(path: string, isUndated = false, taker?: ByteTaker): FileReading {
    let descriptor: number;
    try {
      descriptor = openListedSync(path);
    } catch (error) {
      return failed(path, error);
    }
    try {
      return (isUndated && this.readShort(descriptor, taker)) || this.readOpen(descriptor, taker);
    } catch (error) {
      return failed(path, error);
    } finally {
      fs.closeSync(descriptor);
    }
  }

  /** Undefined for a file that is empty, or larger than nearly all are. */
  private readShort(descriptor: number, taker: ByteTaker | undefined): FileReading | undefined {
    const length = fs.readSync(descriptor, this.buffer, 0, SHORT_BYTES, 0);
    if (length === 0 || length >= SHORT_BYTES) return undefined;
    return taker?.take(this.buffer, length, 0) ? TAKEN : this.reading(length, 0);
  }

  private readOpen(descriptor: number, taker: ByteTaker | undefined): FileReading {
    const stats = fs.fstatSync(descriptor);
    if (!stats.isFile()) return { kind: 'notRegular' };
    const { mtimeMs: modified, size } = stats;
    const reason = tooLarge(size);
    if (reason) return { kind: 'unreadable', reason, modified, size };
    // One byte more than the size, so that a file that grew meanwhile is noticed.
    if (size >= this.buffer.length) this.buffer = Buffer.allocUnsafeSlow(size * 2);
    let length = 0;
    while (length < this.buffer.length) {
      const read = fs.readSync(descriptor, this.buffer, length, this.buffer.length - length, length);
      length += read;
      // A regular file returns everything in one read. Another read to detect the end would cost a call for each file.
      if (read === 0 || length === size) break;
    }
    if (length < SHORT_BYTES && length === size && taker?.take(this.buffer, length, modified)) return TAKEN;
    return this.reading(length, modified, size);
  }

  private reading(length: number, modified: number, size = length): TextReading {
    const text = this.buffer.toString('utf8', 0, length);
    if (!text.includes('\ufffd')) return { kind: 'text', text, modified, size };
    return { kind: 'text', ...decodedSession(this.buffer.subarray(0, length), text), modified, size };
  }
}

/** The text of a session file, and the offset in it of the first bytes that are not UTF-8. */
export function decodedSession(
  bytes: Buffer,
  text = bytes.toString('utf8'),
): { readonly text: string; readonly illFormedAt?: number } {
  const illFormedAt = isUtf8(bytes) ? undefined : firstIllFormed(bytes, text);
  return { text, ...(illFormedAt !== undefined && { illFormedAt }) };
}

function failed(path: string, error: unknown): TextReading {
  // Only on Windows is the kind looked at before opening.
  if (error instanceof UserFileError) return { kind: 'notRegular' };
  const code = (error as NodeJS.ErrnoException).code;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { kind: 'vanished' };
    case 'ELOOP':
    case 'EMLINK':
    case 'EISDIR':
    case 'ENXIO':
      return { kind: 'notRegular' };
  }
  let modified = 0;
  let size = 0;
  try {
    ({ mtimeMs: modified, size } = fs.lstatSync(path));
  } catch (reason) {
    // It was deleted between the two calls.
    if ((reason as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'vanished' };
  }
  const reason =
    code === 'EACCES' || code === 'EPERM'
      ? phrase('Permission denied: you may not read this file.')
      : phrase('The file cannot be read: {0}', error instanceof Error ? error.message : String(error));
  return { kind: 'unreadable', reason, modified, size };
}

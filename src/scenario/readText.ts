import fs from 'node:fs';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { FileStepError } from './fileStepError';

const { O_RDONLY, O_NONBLOCK = 0 } = fs.constants;

/**
 * Reads a file. A pipe, as in `run <(make-one)`, is read until its writer closes it. That may never happen, so the wait
 * does not block anything else.
 * @throws a system error when it cannot be read; FileStepError when it is neither a file nor a pipe; an AbortError when
 * `signal` is aborted
 */
export async function readText(file: string, signal: AbortSignal): Promise<string> {
  // Opened without this flag, a pipe without a writer would block the thread.
  const handle = fs.openSync(file, O_RDONLY | O_NONBLOCK);
  const stats = fs.fstatSync(handle);
  // The socket closes the handle.
  if (stats.isFIFO()) return text(new net.Socket({ fd: handle, readable: true, writable: false, signal }));
  try {
    if (!stats.isFile() && !stats.isDirectory()) throw new FileStepError(`${file} is neither a file nor a pipe.`);
    return fs.readFileSync(handle, 'utf8');
  } finally {
    fs.closeSync(handle);
  }
}

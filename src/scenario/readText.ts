import fs from 'node:fs';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { FileStepError } from './fileStepError';

const { O_RDONLY, O_NONBLOCK = 0 } = fs.constants;

/**
 * The text of a file. Of a pipe it is all that comes until whoever writes there is done, as in `run <(make-one)`; nobody may
 * ever, so that is waited for without keeping anything else from going on.
 * @throws the system's error when it cannot be read; FileStepError when it is neither; an AbortError when `signal` ends it
 */
export async function readText(file: string, signal: AbortSignal): Promise<string> {
  // Opened otherwise, a pipe that nobody writes to holds the thread.
  const handle = fs.openSync(file, O_RDONLY | O_NONBLOCK);
  const stats = fs.fstatSync(handle);
  // The socket closes it.
  if (stats.isFIFO()) return text(new net.Socket({ fd: handle, readable: true, writable: false, signal }));
  try {
    if (!stats.isFile() && !stats.isDirectory()) throw new FileStepError(`${file} is neither a file nor a pipe.`);
    return fs.readFileSync(handle, 'utf8');
  } finally {
    fs.closeSync(handle);
  }
}

import fs, { constants } from 'node:fs/promises';
import path from 'node:path';
import type { TerminalLine } from '../../core/terminal/terminalLine';
import { makeFolders } from '../../disk/makeFolders';
import { newFileToken } from '../../disk/ownFile';
import { writeTemporary } from '../../disk/temporaryFile';
import { complain } from '../complain';
import { isSystemError, systemErrorText } from '../systemError';
import type { Terminal } from '../terminal';
import type { OutputPlace } from './outputPlace';

/** How much text is put together before it is encoded. */
const AT_ONCE = 1000;

/**
 * Writes lines to a file, whole or not at all. Folders above it are made. If it cannot be written, that is said on stderr.
 * @returns whether it was written
 */
export async function writeOutput(
  terminal: Terminal,
  { given, file, stats, open }: OutputPlace,
  lines: Iterable<TerminalLine>,
): Promise<boolean> {
  if (open === 'stderr') {
    terminal.err(...lines);
    return true;
  }
  const pieces = encoded(lines);
  try {
    // A device or a pipe is there for what is written to it. Another file in its place would be none.
    // What is open may be a file that others write to as well.
    if (open) await fs.appendFile(file, Buffer.concat(pieces));
    else if (stats && !stats.isFile()) await fs.writeFile(file, Buffer.concat(pieces));
    else await replace(file, pieces, stats);
    return true;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    complain(terminal, `${given} could not be written: ${systemErrorText(error)}`);
    return false;
  }
}

async function replace(file: string, pieces: readonly Uint8Array[], there: OutputPlace['stats']): Promise<void> {
  const directory = path.dirname(file);
  makeFolders(directory);
  // A file that may not be written could be replaced all the same.
  if (there) await fs.access(file, constants.W_OK);
  const { mode, uid, gid } = there ?? {
    mode: 0o666 & ~process.umask(),
    uid: process.geteuid?.() ?? 0,
    gid: process.getegid?.() ?? 0,
  };
  // Nobody relies on a report after a power failure, so that nothing waits for the disk.
  const temporary = await writeTemporary(directory, newFileToken(), pieces, { mode, uid, gid }, false);
  try {
    await fs.rename(temporary, file);
  } catch (error) {
    await fs.rm(temporary, { force: true });
    throw error;
  }
}

function encoded(lines: Iterable<TerminalLine>): Buffer[] {
  const pieces: Buffer[] = [];
  let texts: string[] = [];
  for (const line of lines) {
    texts.push(`${line.toString()}\n`);
    if (texts.length < AT_ONCE) continue;
    pieces.push(Buffer.from(texts.join('')));
    texts = [];
  }
  return [...pieces, Buffer.from(texts.join(''))];
}

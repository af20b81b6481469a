import path from 'node:path';
import type { FileLimit } from '../../core/files/fileFault';
import { UserFileError } from '../../core/files/userFileError';
import { withoutBom } from '../../core/json/byteOrderMark';
import { WRAPPED_JSON_DEPTH } from '../../core/json/jsonDepth';
import { readJson } from '../../core/json/jsonText';
import { JsonTooDeepError, parseJson } from '../../core/json/parseJson';
import { Lines } from '../../core/json/position';
import { isRecord } from '../../core/session/sessionFields';
import { type TerminalLine, line as written } from '../../core/terminal/terminalLine';
import { tryPrivate, writePrivate } from '../../disk/privateFile';
import { openUserFile, readUserFile } from '../../disk/userFile';
import { CallError } from '../callError';
import { PRODUCT } from '../product';

/** As much as a server takes. */
const SNAPSHOT_LIMIT: FileLimit = { bytes: 512 * 1024 * 1024, name: 'SNAPSHOT_LIMIT' };
/** What a file begins with tells whether it is a snapshot. */
const HEAD_BYTES = 4_096;
const HEAD = /^\{"(?:version":2[,}]|entries":\[|logs":\[)/;

/**
 * Reads what `--export-on-exit` or `GET snapshot` wrote.
 * @param exported the file of `--export-on-exit`. If it is the same, it need not be there yet: the first run makes it
 * @returns the snapshot, which the server is still to check; undefined if there is none yet
 * @throws CallError
 */
export async function importedSnapshot(file: string, exported: string | undefined): Promise<unknown> {
  const isFirst = exported !== undefined && path.relative(file, exported) === '';
  let bytes: Buffer;
  try {
    ({ bytes } = await readUserFile(file, { limit: SNAPSHOT_LIMIT }));
  } catch (error) {
    if (!(error instanceof UserFileError)) throw error;
    if (error.fault.kind !== 'missing') throw new CallError(error.about(`--import names ${file}, which`));
    if (isFirst) return undefined;
    throw new CallError(
      `--import names ${file}, which is not there; leave --import out, or name the same file with --export-on-exit: the first run makes it then`,
    );
  }
  if (bytes.length === 0 && isFirst) return undefined;
  const snapshot = jsonOf(file, withoutBom(bytes.toString('utf8')));
  if (isSnapshot(snapshot)) return snapshot;
  throw new CallError(
    `--import names ${file}, which is no snapshot of a server; give a file that --export-on-exit or GET snapshot of the control API wrote`,
  );
}

/**
 * Makes sure at the start that the snapshot can be written at the end, and that nothing else is lost by it.
 * @throws CallError
 */
export async function assertExportable(file: string): Promise<void> {
  try {
    await assertNothingElse(file);
    await tryPrivate(file);
  } catch (error) {
    throw exportError(file, error);
  }
}

/**
 * Writes a snapshot in one step: what is there is replaced by all of it, or stays. Only this user can read it, as it has secrets.
 * @throws CallError
 */
export async function exportSnapshot(file: string, snapshot: unknown): Promise<void> {
  try {
    // It may be another file than at the start.
    await assertNothingElse(file);
    await writePrivate(file, Buffer.from(`${JSON.stringify(snapshot)}\n`), { closes: true });
  } catch (error) {
    throw exportError(file, error);
  }
}

/** What to say of a snapshot that was not written. */
export function lostSnapshot(file: string, why: string): string {
  return `the snapshot was not written, and ${file} is as it was: ${why}`;
}

/** Says that the server begins without what `--import` names, as at a first run. */
export function firstRunWords(file: string): TerminalLine {
  return written`${PRODUCT}: ${file} is not there yet. The server begins empty, and --export-on-exit makes the file.`;
}

function jsonOf(file: string, text: string): unknown {
  try {
    return parseJson(text, WRAPPED_JSON_DEPTH);
  } catch (error) {
    if (error instanceof JsonTooDeepError) throw new CallError(`--import: ${file}: ${error.message}`);
    const { line, character } = new Lines(text).positionAt(readJson(text).stop?.offset ?? 0);
    throw new CallError(
      `--import: ${file}:${line + 1}:${character + 1} is not well-formed JSON; give a file that --export-on-exit wrote`,
    );
  }
}

function isSnapshot(value: unknown): boolean {
  return isRecord(value) && value.version === 2 && Array.isArray(value.entries) && Array.isArray(value.logs);
}

/** @throws CallError when the file has something else in it than a snapshot */
async function assertNothingElse(file: string): Promise<void> {
  let head: string;
  try {
    const { handle, stats } = await openUserFile(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      // A file in one step would not ask for that.
      if ((stats.mode & 0o222) === 0)
        throw new CallError(
          `--export-on-exit names ${file}, which is read-only; make it writable, or name another file`,
        );
      head = withoutBom(buffer.toString('utf8', 0, bytesRead)).replace(/\s+/g, '');
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof UserFileError && error.fault.kind === 'missing') return;
    throw error;
  }
  if (head === '' || HEAD.test(head)) return;
  throw new CallError(
    `--export-on-exit names ${file}, which is no snapshot of a server and is left as it is; name a new file, or one that --export-on-exit wrote`,
  );
}

function exportError(file: string, error: unknown): unknown {
  if (error instanceof CallError) return error;
  const subject = `--export-on-exit names ${file}, which`;
  if (error instanceof UserFileError) return new CallError(error.about(subject));
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  return new CallError(`${subject} ${REMEDIES[code] ?? `cannot be written: ${message}; name another file`}`);
}

const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: 'may not be written; give yourself the permission on it and on its folder, or name another file',
  EPERM: 'may not be written; give yourself the permission on it and on its folder, or name another file',
  EROFS: 'is on a disk that can only be read; name a file on another disk',
  ENOSPC: 'does not fit on its disk, which is full; make room there, or name a file on another disk',
  EDQUOT: 'is more than your share of its disk; make room there, or name a file on another disk',
  ENOENT: 'is in a folder that is not there; make the folder, or name a file in another one',
  ENOTDIR: 'is in what is no folder; name a file in a folder',
  ELOOP: 'is a link that leads in a circle; name another file',
  ENAMETOOLONG: 'has too long a name; name another file',
};

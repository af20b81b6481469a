import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';

// With a leading dot and an extension, neither a scan nor 4D takes the file for a session file.
const PATTERN = /^\.session-workbench-[0-9a-f]{16}\.(lock|break|tmp)$/;

export type OwnKind = 'lock' | 'break' | 'tmp';

/** Whether a file is a lock or a temporary file of this product. */
export function ownKindOf(name: string): OwnKind | undefined {
  return PATTERN.exec(name)?.[1] as OwnKind | undefined;
}

/**
 * The path of the lock of a session file, or of the file that guards its removal. It is the same for all spellings of a
 * name that ignore case.
 */
export function lockPathOf(file: string, kind: 'lock' | 'break'): string {
  const name = path.basename(file).normalize('NFC').toLowerCase();
  return ownPath(path.dirname(file), createHash('sha256').update(name).digest('hex').slice(0, 16), kind);
}

/** The path of the temporary file of the lock holder with this token. */
export function temporaryPathOf(directory: string, token: string): string {
  return ownPath(directory, token, 'tmp');
}

/** A random token of sixteen hexadecimal digits. */
export function newFileToken(): string {
  return randomBytes(8).toString('hex');
}

function ownPath(directory: string, id: string, kind: OwnKind): string {
  return path.join(directory, `.session-workbench-${id}.${kind}`);
}

import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { StateFiles } from '../kernel/recovery/stateLog';

/**
 * Opens two empty files for the recovery state of a server. They exist as long as this process has them open, even if
 * the process of the server ends. They hold secrets, so nobody else may open them. They have no name in the file
 * system, so nothing is left however this process ends.
 * @throws the error of the file system
 */
export function openStateFiles(): StateFiles {
  const first = openNameless();
  try {
    return [first, openNameless()];
  } catch (error) {
    fs.closeSync(first);
    throw error;
  }
}

/** Closes the files. Their content is deleted when no process has them open. */
export function closeStateFiles(files: StateFiles): void {
  for (const file of files) fs.closeSync(file);
}

function openNameless(): number {
  const name = path.join(os.tmpdir(), `session-workbench-${randomUUID()}`);
  const file = fs.openSync(name, 'wx+', 0o600);
  try {
    fs.unlinkSync(name);
    return file;
  } catch (error) {
    fs.closeSync(file);
    fs.rmSync(name, { force: true });
    throw error;
  }
}

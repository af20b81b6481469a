import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { StateFiles } from '../kernel/afterlife/stateLog';

/**
 * Opens two empty files for the state of a server, which outlive its process as long as this one has them open. There are
 * secrets in them: nobody else may open them, and as they have no name any more, nothing of them stays however this process
 * ends.
 * @throws the file system's error
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

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const NOBODY = 65534;

/** A new folder for each test, which everybody may read; it is removed after the test. */
export function temporaryFolder(): () => string {
  let folder = '';
  beforeEach(() => {
    folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-')));
    fs.chmodSync(folder, 0o755);
  });
  afterEach(() => {
    // What a test has locked could not be removed by anybody but root.
    for (const locked of lockedPaths.splice(0)) fs.chmodSync(locked, 0o700);
    fs.rmSync(folder, { recursive: true, force: true });
  });
  return () => folder;
}

const lockedPaths: string[] = [];

/** Takes all rights on a file or folder away until the test is over. */
export function lock(file: string): void {
  fs.chmodSync(file, 0o000);
  lockedPaths.push(file);
}

/** Runs something as a user who may not read everything: root may. Holds for all threads. */
export async function unprivileged<T>(run: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return run();
  process.setegid?.(NOBODY);
  process.seteuid?.(NOBODY);
  try {
    return await run();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}

/** Writes files and the folders above them; a value that is neither text nor bytes is written as JSON. */
export function writeTree(folder: string, files: Record<string, unknown>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  }
}

/** Tests of what Windows has not: permissions, pipes, links that anybody may make. */
export function onPosix(title: string, run: Mocha.AsyncFunc | Mocha.Func): Mocha.Test {
  // Not kept in a constant: the `it` of Mocha tells which file is being loaded.
  return (process.platform === 'win32' ? it.skip : it)(title, run);
}

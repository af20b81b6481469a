import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { defaultBackupRoot } from '../../disk/backup';
import { makeFolders } from '../../disk/makeFolders';
import type { StateFiles } from '../kernel/recovery/stateLog';
import { readOpen, validFile } from '../kernel/recovery/validFile';

/** So many are kept. They hold secrets. */
const MOST_KEPT = 3;
const NAME = /^state-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z\.jsonl$/;

/**
 * Copies recovery state that cannot be taken up to a file with a name, which only this user can read. Older ones are removed.
 * @param backups absolute path of the folder for backups; by default that of the user. It has a folder for these files
 * @returns the absolute path of the file; undefined if there is no valid state
 * @throws the error of the file system
 */
export async function copyAside(
  files: StateFiles,
  backups: string | undefined,
  now: Date,
): Promise<string | undefined> {
  const folder = path.join(backups ?? defaultBackupRoot(), 'crashed-server');
  const valid = await validFile(files);
  if (valid === undefined) return undefined;
  makeFolders(folder, 0o700);
  const name = `state-${now.toISOString().replaceAll(':', '-')}.jsonl`;
  const file = path.join(folder, name);
  await pipeline(readOpen(valid), fs.createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }));
  const old = (await fs.promises.readdir(folder)).filter((each) => NAME.test(each)).sort();
  for (const each of old.slice(0, -MOST_KEPT)) await fs.promises.rm(path.join(folder, each), { force: true });
  return file;
}

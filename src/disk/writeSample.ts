import fs from 'node:fs';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { SAMPLE_EPOCH, type SampleOptions, sampleFiles } from '../core/sample/sample';
import { isMobileAppsName } from './findFolders';

/** The sample cannot be made there; the message says why and what to do. */
export class SampleFolderError extends Error {}

// Files written before others get a turn: a few milliseconds of work.
const SLICE = 64;

/** Where a sample that is asked for in `directory` goes: `MobileApps` in it, or itself when it is called that. Absolute. */
export function sampleFolder(directory: string): string {
  const absolute = path.resolve(directory);
  return isMobileAppsName(path.basename(absolute)) ? absolute : path.join(absolute, 'MobileApps');
}

/**
 * Writes a sample MobileApps folder; the same options make the same tree, times of change included. Rejects with
 * `SampleFolderError` when the folder is there and not empty, and with the file system's error when it cannot be written;
 * what was written until then stays. `onWritten` hears the number of files so far.
 */
export async function writeSample(
  folder: string,
  options: SampleOptions,
  onWritten: (files: number) => void = () => {},
): Promise<void> {
  claim(folder);
  const applications = new Set<string>();
  let written = 0;
  for (const { application, name, bytes, modified } of sampleFiles(options)) {
    const directory = path.join(folder, application);
    if (application !== '' && !applications.has(application)) {
      fs.mkdirSync(directory);
      applications.add(application);
    }
    writeFile(path.join(directory, name), bytes, modified);
    if (++written % SLICE === 0) {
      onWritten(written);
      await turn();
    }
  }
  // Last, and inside out: every new file changes the time of its folder.
  const time = SAMPLE_EPOCH / 1000;
  for (const application of applications) fs.utimesSync(path.join(folder, application), time, time);
  fs.utimesSync(folder, time, time);
  onWritten(written);
}

/** Makes the folder, or makes sure that it is empty. */
function claim(folder: string): void {
  let there: string[];
  try {
    fs.mkdirSync(folder, { recursive: true });
    there = fs.readdirSync(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST' && code !== 'ENOTDIR') throw error;
    throw new SampleFolderError(`${folder} cannot be made, a file is in the way (${message}); name another folder`);
  }
  if (there.length > 0)
    throw new SampleFolderError(`${folder} is not empty; name another folder, or remove this one first`);
}

function writeFile(file: string, bytes: Uint8Array, modified: number): void {
  const descriptor = fs.openSync(file, 'wx');
  try {
    fs.writeFileSync(descriptor, bytes);
    fs.futimesSync(descriptor, modified / 1000, modified / 1000);
  } finally {
    fs.closeSync(descriptor);
  }
}

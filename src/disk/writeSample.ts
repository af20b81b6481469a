import fs from 'node:fs';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { phraseText } from '../core/compliance/phrase';
import { folderFaultPhrase } from '../core/files/fileFault';
import { SAMPLE_EPOCH, type SampleOptions, sampleFiles } from '../core/sample/sampleFiles';
import { faultOnTheWay } from './fileKind';
import { makeFolders } from './makeFolders';
import { isMobileAppsName } from './mobileAppsName';

/** The sample cannot be made there. The message says why and what to do. */
export class SampleFolderError extends Error {}

/** Session files have tokens in them, so that only this user may look into their folders. */
const FOLDER = { mode: 0o700 };

// How many files are written before other work gets a turn: a few milliseconds.
const SLICE = 64;

/**
 * The absolute path of a sample that is requested in `directory`: a folder `MobileApps` in it, or the directory itself
 * when it has that name.
 */
export function sampleFolder(directory: string): string {
  const absolute = path.resolve(directory);
  return isMobileAppsName(path.basename(absolute)) ? absolute : path.join(absolute, 'MobileApps');
}

/**
 * Writes a sample MobileApps folder. The same options make the same files, including their times. If it fails, what it
 * has made is removed, so that it can be tried again.
 * @param onWritten called with the number of files so far
 * @throws SampleFolderError when the folder exists and is not empty; the file system's error when it cannot be written
 */
export async function writeSample(
  folder: string,
  options: SampleOptions,
  onWritten: (files: number) => void = () => {},
): Promise<void> {
  const wasThere = fs.existsSync(folder);
  claim(folder);
  const made = new Set<string>();
  try {
    await writeFiles(folder, options, made, onWritten);
  } catch (error) {
    removeMade(folder, made, wasThere);
    throw error;
  }
}

/** @param made gets the names of what is made directly in the folder */
async function writeFiles(
  folder: string,
  options: SampleOptions,
  made: Set<string>,
  onWritten: (files: number) => void,
): Promise<void> {
  const applications = new Set<string>();
  let written = 0;
  for (const { application, name, bytes, modified } of sampleFiles(options)) {
    const directory = path.join(folder, application);
    if (application === '') made.add(name);
    else if (!applications.has(application)) {
      fs.mkdirSync(directory, FOLDER);
      made.add(application);
      applications.add(application);
    }
    writeFile(path.join(directory, name), bytes, modified);
    if (++written % SLICE === 0) {
      onWritten(written);
      await turn();
    }
  }
  // This comes last and goes from the innermost folder outwards, because every new file changes the time of its folder.
  const time = SAMPLE_EPOCH / 1000;
  for (const application of applications) fs.utimesSync(path.join(folder, application), time, time);
  fs.utimesSync(folder, time, time);
  onWritten(written);
}

/** Failures in here are not told: why the sample could not be made says more. */
function removeMade(folder: string, made: ReadonlySet<string>, wasThere: boolean): void {
  try {
    for (const name of made) fs.rmSync(path.join(folder, name), { recursive: true, force: true });
    if (!wasThere) fs.rmdirSync(folder);
  } catch {
    // The next try says that the folder is not empty.
  }
}

/** Makes the folder, or checks that it is empty. */
function claim(folder: string): void {
  let there: string[];
  try {
    makeFolders(folder, FOLDER.mode);
    there = fs.readdirSync(folder);
  } catch (error) {
    const onTheWay = faultOnTheWay(folder);
    if (!onTheWay) throw error;
    const why = phraseText(folderFaultPhrase(onTheWay.at, onTheWay.fault));
    throw new SampleFolderError(`${folder} cannot be made: ${why}`);
  }
  if (there.length > 0)
    throw new SampleFolderError(`${folder} is not empty; name another folder, or remove this one first`);
}

function writeFile(file: string, bytes: Uint8Array, modified: number): void {
  const descriptor = fs.openSync(file, 'wx', 0o600);
  try {
    fs.writeFileSync(descriptor, bytes);
    fs.futimesSync(descriptor, modified / 1000, modified / 1000);
  } finally {
    fs.closeSync(descriptor);
  }
}

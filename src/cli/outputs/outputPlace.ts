import fs from 'node:fs';
import path from 'node:path';
import type { FileLimit } from '../../core/files/fileFault';
import { judgeName, looksLikeSession } from '../../core/session/location';
import { isMobileAppsName } from '../../disk/mobileAppsName';
import { diskFiles } from '../../disk/userFile';
import { CallError } from '../callError';

/** Where an output goes. */
export interface OutputPlace {
  /** As it was given, for messages. */
  readonly given: string;
  /** Absolute, with links followed: what is written and what is there are the same file. */
  readonly file: string;
  /** What is there already. */
  readonly stats: fs.Stats | undefined;
  /** What this process was given open, if it is that: stderr, or another such as the pipe of a shell's `>(…)`. */
  readonly open?: 'stderr' | 'other';
}

/** No report is larger, and nothing else is read. */
const MOST_READ: FileLimit = { bytes: 4 * 1024 * 1024, name: 'MOST_READ' };

/**
 * Finds out where outputs go, before anything else is done.
 * @param files as they were given
 * @param isStdoutUsed whether something is written to stdout besides
 * @throws CallError when one of them would be written over what is not a report, or two over each other
 */
export function outputPlaces(cwd: string, files: readonly string[], isStdoutUsed: boolean): OutputPlace[] {
  const places = files.map((given) => placeOf(cwd, given));
  for (const [at, place] of places.entries()) {
    const other = places.slice(0, at).find((each) => isSame(each, place));
    if (other) throw new CallError(`${other.given} and ${place.given} are one file; name a file for each format`);
    if (isStdoutUsed && isStdout(place)) {
      throw new CallError(`${place.given} is the file that stdout goes to; name another file, or leave stdout out`);
    }
    refuseKept(place);
  }
  return places;
}

/** Something that this process was given open. It is written as it is: a file with this name is none. */
const DESCRIPTOR = /^(?:\/dev\/(stderr|fd\/2)|\/dev\/fd\/\d+|\/proc\/self\/fd\/\d+)$/;

function placeOf(cwd: string, given: string): OutputPlace {
  const whole = path.resolve(cwd, given);
  const descriptor = process.platform === 'win32' ? null : DESCRIPTOR.exec(whole);
  if (descriptor) return { given, file: whole, stats: undefined, open: descriptor[1] ? 'stderr' : 'other' };
  const file = followed(whole, given);
  const stats = statsOf(file);
  if (stats?.isDirectory() || /[\\/]$/.test(given))
    throw new CallError(`${given} is a folder; name a file to write to`);
  return { given, file, stats };
}

/** The path without links, also where the file and the folders above it are not there yet. */
function followed(file: string, given: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    // The file system's error is told when the file is written.
    if (isLinkAt(file)) {
      throw new CallError(`${given} is a link that leads nowhere; mend the link, or name another file`);
    }
    const above = path.dirname(file);
    return above === file ? file : path.join(followed(above, given), path.basename(file));
  }
}

function isLinkAt(file: string): boolean {
  try {
    return fs.lstatSync(file).isSymbolicLink();
  } catch {
    return false;
  }
}

function statsOf(file: string): fs.Stats | undefined {
  try {
    return fs.statSync(file);
  } catch {
    return undefined;
  }
}

/** Also where only some file systems take both names for one. */
function isSame(a: OutputPlace, b: OutputPlace): boolean {
  const isOneFile = a.stats?.isFile() === true && a.stats.ino === b.stats?.ino && a.stats.dev === b.stats?.dev;
  return isOneFile || folded(a.file) === folded(b.file);
}

function folded(file: string): string {
  return file.normalize('NFC').toLowerCase();
}

function isStdout({ stats }: OutputPlace): boolean {
  if (!stats?.isFile()) return false;
  try {
    const { dev, ino } = fs.fstatSync(1);
    return dev === stats.dev && ino === stats.ino;
  } catch {
    // It is closed.
    return false;
  }
}

/** Reports are never written over what somebody else keeps, whatever is in it. */
function refuseKept({ given, file, stats }: OutputPlace): void {
  const what = keptAt(file, stats);
  if (what !== undefined)
    throw new CallError(`${given} is ${what}, which no report is written over; name another file`);
}

function keptAt(file: string, stats: fs.Stats | undefined): string | undefined {
  const name = folded(path.basename(file));
  if (name === 'session-workbench.json') return 'the configuration of the project';
  if (name.endsWith('.scenario.json')) return 'a scenario file';
  const isInApplication = isMobileAppsName(path.basename(path.dirname(path.dirname(file))));
  if (isInApplication && judgeName(path.basename(file)) !== 'other') return 'the place of a session file';
  if (!stats?.isFile()) return undefined;
  const text = textOf(file);
  if (text === undefined) return undefined;
  if (looksLikeSession(text)) return 'a session file';
  return isScenario(text) ? 'a scenario file' : undefined;
}

/** What a scenario has: docs/scenarios.md. */
function isScenario(text: string): boolean {
  if (!/^\ufeff?\s*\{/.test(text)) return false;
  return (
    /"[^"]*scenario\.schema\.json"/.test(text) || (/"steps"\s*:/.test(text) && /"(?:actors|server)"\s*:/.test(text))
  );
}

function textOf(file: string): string | undefined {
  try {
    return diskFiles.readSync(file, { limit: MOST_READ }).bytes.toString();
  } catch {
    // What cannot be read is not known. Writing it may fail as well.
    return undefined;
  }
}

import fs from 'node:fs';
import path from 'node:path';
import type { OtherFile } from '../core/index/sessionEntry';
import { strayFinding } from '../core/repair/straySession';
import { ApplicationPlace } from '../core/session/applicationPlace';
import type { IgnoredFiles } from './configuration/ignoredFiles';
import { orListingError } from './listingError';
import { ownKindOf } from './ownFile';
import type { SessionFileReader } from './sessionFile';

export interface FolderListing {
  applications: string[];
  /** How large each of them is as a folder, in bytes. Not every file system tells. */
  sizes: number[];
  others: OtherFile[];
}

export interface ApplicationListing {
  /** Session files. */
  names: string[];
  others: OtherFile[];
}

/** How many folders below an application folder, and how many files in each of them, are looked through for sessions. */
const DEEPEST = 3;
const MOST_IN_DEPTH = 1_000;

/**
 * The direct contents of a MobileApps folder.
 * @throws ListingError
 */
export function listFolder(folder: string, reader: SessionFileReader, ignored?: IgnoredFiles): FolderListing {
  const listing: FolderListing = { applications: [], sizes: [], others: [] };
  const isSeen = ({ name }: OtherFile) => !ignored?.has(path.join(folder, name));
  for (const entry of entriesOf(folder)) {
    if (ownKindOf(entry.name) || ignored?.has(path.join(folder, entry.name))) continue;
    const kind = kindOf(entry, folder);
    const isHidden = entry.name.startsWith('.');
    if (kind === 'directory' && !isHidden && isApplication(folder, entry.name, reader)) {
      listing.applications.push(entry.name);
      listing.sizes.push(fs.lstatSync(path.join(folder, entry.name), { throwIfNoEntry: false })?.size ?? 0);
      continue;
    }
    listing.others.push(otherFile(folder, '', entry.name, kind, reader));
    if (kind === 'directory' && !isHidden)
      listing.others.push(...[...tooDeep(folder, '', entry.name, reader)].filter(isSeen));
  }
  return sorted(listing);
}

/**
 * The direct contents of an application folder, and the sessions that are in folders below it, where none belongs.
 * @throws ListingError
 */
export function listApplication(
  folder: string,
  application: string,
  reader: SessionFileReader,
  ignored?: IgnoredFiles,
): ApplicationListing {
  const directory = path.join(folder, application);
  const place = new ApplicationPlace(application);
  const listing: ApplicationListing = { names: [], others: [] };
  const isSeen = ({ name }: OtherFile) => !ignored?.has(path.join(directory, name));
  for (const entry of entriesOf(directory)) {
    if (ownKindOf(entry.name) || ignored?.has(path.join(directory, entry.name))) continue;
    const kind = kindOf(entry, directory);
    if (kind === 'file' && counts(folder, place, entry.name, reader)) {
      listing.names.push(entry.name);
    } else {
      listing.others.push(otherFile(folder, application, entry.name, kind, reader));
      if (kind === 'directory')
        listing.others.push(...[...tooDeep(folder, application, entry.name, reader)].filter(isSeen));
    }
  }
  return sorted(listing);
}

/**
 * Whether a folder in a MobileApps folder is that of an application. One that is named as copies are is, when a session in it says
 * so. One whose name is that of an application as well is not, when a session in it says so.
 */
function isApplication(folder: string, application: string, reader: SessionFileReader): boolean {
  const place = new ApplicationPlace(application);
  if (!place.isDoubtful) return true;
  let isCopy = place.isForCopies;
  for (const entry of entriesIn(path.join(folder, application))) {
    if (ownKindOf(entry.name) || kindOf(entry, path.join(folder, application)) !== 'file') continue;
    if (counts(folder, place, entry.name, reader)) return true;
    isCopy ||= otherFile(folder, application, entry.name, 'file', reader).finding?.code === 'hint/leftover';
  }
  return !isCopy;
}

function counts(folder: string, place: ApplicationPlace, name: string, reader: SessionFileReader): boolean {
  const verdict = place.judge(name);
  if (verdict !== 'dependsOnText') return verdict === 'session';
  const reading = reader.read(path.join(folder, place.application, name), true);
  return reading.kind === 'text'
    ? place.counts(name, reading.text)
    : reading.kind !== 'notRegular' && place.countsUnread(name);
}

/** The sessions in a folder where none belongs. Links are not followed. */
function* tooDeep(
  folder: string,
  application: string,
  below: string,
  reader: SessionFileReader,
  depth = 1,
): Generator<OtherFile> {
  const directory = path.join(folder, application, below);
  for (const entry of entriesIn(directory)) {
    if (ownKindOf(entry.name)) continue;
    const kind = kindOf(entry, directory);
    const name = `${below}/${entry.name}`;
    if (kind === 'directory' && depth < DEEPEST) yield* tooDeep(folder, application, name, reader, depth + 1);
    const other = otherFile(folder, application, name, kind, reader);
    if (other.finding) yield other;
  }
}

/** @param name relative to the application folder, with `/`; to the MobileApps folder when there is none */
function otherFile(
  folder: string,
  application: string,
  name: string,
  kind: OtherFile['kind'],
  reader: SessionFileReader,
): OtherFile {
  if (kind !== 'file') return { name, kind };
  const place = application === '' ? name : `${application}/${name}`;
  const reading = reader.read(path.join(folder, ...place.split('/')));
  const finding = reading.kind === 'text' ? strayFinding(place, reading.text, reading.illFormedAt) : undefined;
  return finding ? { name, kind, finding } : { name, kind };
}

function entriesOf(folder: string): fs.Dirent[] {
  return orListingError(folder, () => fs.readdirSync(folder, { withFileTypes: true }));
}

/** What is in a folder in which nothing need count. One that cannot be listed is shown as the folder that it is. */
function entriesIn(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true }).slice(0, MOST_IN_DEPTH);
  } catch {
    return [];
  }
}

function kindOf(entry: fs.Dirent, directory: string): OtherFile['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isFIFO() || entry.isSocket() || entry.isBlockDevice() || entry.isCharacterDevice()) return 'special';
  // Some network file systems do not report the type of an entry in a listing.
  const stats = fs.lstatSync(path.join(directory, entry.name), { throwIfNoEntry: false });
  if (stats?.isFile()) return 'file';
  if (stats?.isDirectory()) return 'directory';
  return stats?.isSymbolicLink() ? 'link' : 'special';
}

function sorted<T extends { others: OtherFile[] }>(listing: T): T {
  listing.others.sort((a, b) => (a.name < b.name ? -1 : 1));
  return listing;
}

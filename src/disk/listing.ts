import fs from 'node:fs';
import path from 'node:path';
import type { OtherFile } from '../core/index/sessionEntry';
import { strayFinding } from '../core/repair/straySession';
import { beginsAsObject, judgeName } from '../core/session/location';
import { orListingError } from './listingError';
import { ownKindOf } from './ownFile';
import type { SessionFileReader } from './sessionFile';

export interface FolderListing {
  applications: string[];
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
export function listFolder(folder: string, reader: SessionFileReader): FolderListing {
  const listing: FolderListing = { applications: [], others: [] };
  for (const entry of entriesOf(folder)) {
    if (ownKindOf(entry.name)) continue;
    const kind = kindOf(entry, folder);
    if (kind === 'directory' && !entry.name.startsWith('.')) listing.applications.push(entry.name);
    else listing.others.push(otherFile(folder, '', entry.name, kind, reader));
  }
  return sorted(listing);
}

/**
 * The direct contents of an application folder, and the sessions that are in folders below it, where none belongs.
 * @throws ListingError
 */
export function listApplication(folder: string, application: string, reader: SessionFileReader): ApplicationListing {
  const directory = path.join(folder, application);
  const listing: ApplicationListing = { names: [], others: [] };
  for (const entry of entriesOf(directory)) {
    if (ownKindOf(entry.name)) continue;
    const kind = kindOf(entry, directory);
    const verdict = kind === 'file' ? judgeName(entry.name) : 'other';
    if (verdict === 'session' || (verdict === 'dependsOnText' && textBegins(directory, entry.name, reader))) {
      listing.names.push(entry.name);
    } else {
      listing.others.push(otherFile(folder, application, entry.name, kind, reader));
      if (kind === 'directory') listing.others.push(...tooDeep(folder, application, entry.name, reader));
    }
  }
  return sorted(listing);
}

/** The sessions in a folder below an application folder. Links are not followed. */
function* tooDeep(
  folder: string,
  application: string,
  below: string,
  reader: SessionFileReader,
  depth = 1,
): Generator<OtherFile> {
  const directory = path.join(folder, application, below);
  let entries: fs.Dirent[];
  try {
    entries = fs.readdirSync(directory, { withFileTypes: true });
  } catch {
    // What cannot be listed is shown as the folder that it is. Nothing in it counts.
    return;
  }
  for (const entry of entries.slice(0, MOST_IN_DEPTH)) {
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
  const finding = reading.kind === 'text' ? strayFinding(place, reading.text) : undefined;
  return finding ? { name, kind, finding } : { name, kind };
}

function entriesOf(folder: string): fs.Dirent[] {
  return orListingError(folder, () => fs.readdirSync(folder, { withFileTypes: true }));
}

function textBegins(directory: string, name: string, reader: SessionFileReader): boolean {
  const reading = reader.read(path.join(directory, name));
  return reading.kind === 'text' && beginsAsObject(reading.text);
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

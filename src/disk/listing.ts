import fs from 'node:fs';
import path from 'node:path';
import type { OtherFile } from '../core/index/sessionEntry';
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

/**
 * The direct contents of a MobileApps folder.
 * @throws ListingError
 */
export function listFolder(folder: string): FolderListing {
  const listing: FolderListing = { applications: [], others: [] };
  for (const entry of entriesOf(folder)) {
    const kind = kindOf(entry, folder);
    if (kind === 'directory' && !entry.name.startsWith('.')) listing.applications.push(entry.name);
    else listing.others.push({ name: entry.name, kind });
  }
  return sorted(listing);
}

/**
 * The direct contents of an application folder.
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
      listing.others.push({ name: entry.name, kind });
    }
  }
  return sorted(listing);
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

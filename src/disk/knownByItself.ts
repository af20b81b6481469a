import fs from 'node:fs';
import path from 'node:path';
import { ApplicationPlace, type ContentPlace, contentPlace } from '../core/session/applicationPlace';
import { judgeName, looksLikeSession } from '../core/session/location';
import { isMobileAppsName } from './mobileAppsName';
import type { SessionFileReader } from './sessionFile';

/** What kind of folder was opened. Its name does not matter. */
export type FolderKind = 'mobileApps' | 'application' | 'other';

// Enough to decide. A folder of another kind may contain 100,000.
const MAX_FOLDERS = 500;
const MAX_FILES = 20;

/**
 * The names decide, then what the sessions say of their place. So an application folder is one also where a session lies
 * too deep in it, and a MobileApps folder is one also where a session lies directly in it.
 * @throws whatever `readdir` throws for the folder itself
 */
export function kindOfFolder(folder: string, reader: SessionFileReader): FolderKind {
  const name = path.basename(folder);
  if (isMobileAppsName(name)) return 'mobileApps';
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  if (isMobileAppsName(path.basename(path.dirname(folder)))) return 'application';
  const own = placesIn(folder, entries, reader, MAX_FILES);
  if (own.some(({ application }) => application === name)) return 'application';
  const below = firstBelow(folder, entries, reader);
  if (below) return below.application === name ? 'application' : 'mobileApps';
  return own.length > 0 ? 'application' : 'other';
}

/** Where the first session in the sub-folders belongs. The other sub-folders may hold 100,000 files each, and are not listed. */
function firstBelow(
  folder: string,
  entries: readonly fs.Dirent[],
  reader: SessionFileReader,
): ContentPlace | undefined {
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).slice(0, MAX_FOLDERS);
  for (const { name } of folders) {
    const inside = path.join(folder, name);
    const [place] = placesIn(inside, entriesOf(inside), reader, 1);
    if (place) return place;
  }
  return undefined;
}

/** Where the sessions that lie directly in a folder belong. Other files have names like theirs, too, and are left out. */
function placesIn(
  folder: string,
  entries: readonly fs.Dirent[],
  reader: SessionFileReader,
  most: number,
): ContentPlace[] {
  const files = entries.filter((entry) => entry.isFile() && judgeName(entry.name) === 'session').slice(0, MAX_FILES);
  const places: ContentPlace[] = [];
  for (const { name } of files) {
    const file = path.join(folder, name);
    const reading = reader.read(file);
    // Whoever opens a folder for copies by itself wants to see what is in it.
    if (reading.kind === 'text' && isLikeSession(file, reading.text)) places.push(contentPlace(reading.text));
    if (places.length === most) break;
  }
  return places;
}

/** Whether a file is a session file, judged by its name, its folder's name and its text. The folder may be anywhere. */
export function isSession(file: string, text: string): boolean {
  const name = path.basename(file);
  const application = path.dirname(file);
  if (!new ApplicationPlace(path.basename(application)).counts(name, text)) return false;
  return isLikeSession(file, text);
}

function isLikeSession(file: string, text: string): boolean {
  const name = path.basename(file);
  const application = path.dirname(file);
  if (judgeName(name) === 'session' && isMobileAppsName(path.basename(path.dirname(application)))) return true;
  if (looksLikeSession(text)) return true;
  // File and folder have names as 4D makes them. Then even a damaged text counts as a session.
  return /^[0-9a-f]{40}$/i.test(name) && /^\w[\w-]*\.[\w.-]+$/.test(path.basename(application)) && isSpoilt(text);
}

/** A damaged session that was cut off, emptied or misspelt still begins like this. */
function isSpoilt(text: string): boolean {
  return /^\uFEFF?\s*(\{|$)/.test(text);
}

function entriesOf(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    // A folder that cannot be read or does not exist proves nothing.
    return [];
  }
}

import fs from 'node:fs';
import path from 'node:path';
import { judgeName, looksLikeSession } from '../core/session/location';
import { isMobileAppsName } from './findFolders';
import type { SessionFileReader } from './sessionFile';

/** What a folder is that was opened by itself, whatever its name. */
export type FolderKind = 'mobileApps' | 'application' | 'other';

// As many as are enough to tell; a folder of something else may have 100,000.
const MAX_FOLDERS = 500;
const MAX_FILES = 20;

/** Throws what `readdir` throws for the folder itself. */
export function kindOfFolder(folder: string, reader: SessionFileReader): FolderKind {
  if (isMobileAppsName(path.basename(folder))) return 'mobileApps';
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  if (isMobileAppsName(path.basename(path.dirname(folder))) || holdsSessions(folder, entries, reader)) {
    return 'application';
  }
  const folders = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).slice(0, MAX_FOLDERS);
  const isMobileApps = folders.some(({ name }) => {
    const application = path.join(folder, name);
    return holdsSessions(application, entriesOf(application), reader);
  });
  return isMobileApps ? 'mobileApps' : 'other';
}

/** One session tells: others have names of this kind, too. */
function holdsSessions(folder: string, entries: readonly fs.Dirent[], reader: SessionFileReader): boolean {
  const files = entries.filter((entry) => entry.isFile() && judgeName(entry.name) === 'session').slice(0, MAX_FILES);
  return files.some(({ name }) => {
    const reading = reader.read(path.join(folder, name));
    return reading.kind === 'text' && isSession(path.join(folder, name), reading.text);
  });
}

/** Whether a file is a session file by its name, its folder's and its text, in whatever folder that is. */
export function isSession(file: string, text: string): boolean {
  const name = path.basename(file);
  if (judgeName(name) === 'other') return false;
  const application = path.dirname(file);
  if (judgeName(name) === 'session' && isMobileAppsName(path.basename(path.dirname(application)))) return true;
  if (looksLikeSession(text)) return true;
  // A name as 4D makes it, in a folder as 4D makes it: what is in there may be spoilt as much as it likes.
  return /^[0-9a-f]{40}$/i.test(name) && /^\w[\w-]*\.[\w.-]+$/.test(path.basename(application)) && isSpoilt(text);
}

/** What is left of a session that was cut, emptied or misspelt begins so. */
function isSpoilt(text: string): boolean {
  return /^\uFEFF?\s*(\{|$)/.test(text);
}

function entriesOf(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    // One that may not be read, or is gone, is a sign of nothing.
    return [];
  }
}

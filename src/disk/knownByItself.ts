import fs from 'node:fs';
import path from 'node:path';
import { ApplicationPlace } from '../core/session/applicationPlace';
import { judgeName, looksLikeSession } from '../core/session/location';
import { isMobileAppsName } from './findFolders';
import type { SessionFileReader } from './sessionFile';

/** What kind of folder was opened. Its name does not matter. */
export type FolderKind = 'mobileApps' | 'application' | 'other';

// Enough to decide. A folder of another kind may contain 100,000.
const MAX_FOLDERS = 500;
const MAX_FILES = 20;

/** @throws whatever `readdir` throws for the folder itself */
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

/** One session file is enough, because other files have such names, too. */
function holdsSessions(folder: string, entries: readonly fs.Dirent[], reader: SessionFileReader): boolean {
  const files = entries.filter((entry) => entry.isFile() && judgeName(entry.name) === 'session').slice(0, MAX_FILES);
  return files.some(({ name }) => {
    const reading = reader.read(path.join(folder, name));
    // Whoever opens a folder for copies by itself wants to see what is in it.
    return reading.kind === 'text' && isLikeSession(path.join(folder, name), reading.text);
  });
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

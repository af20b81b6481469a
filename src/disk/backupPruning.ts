import type { Dirent } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { judgeName } from '../core/session/location';
import { Backup, type SavedBackup, STRAYS } from './backup';
import { type BackupKeeping, DEFAULT_KEEPING } from './keptBackups';
import { ownKindOf } from './ownFile';
import type { SessionWriteError } from './sessionWriteError';
import { writeError } from './writeErrors';

export interface Pruned {
  /** Absolute paths of the backups that were removed. */
  readonly removed: readonly string[];
  readonly failed: readonly SessionWriteError[];
}

const DAY_MS = 86_400_000;
/** Another process may still write a backup without a list of its files. */
const UNDER_WAY_MS = DAY_MS;
const NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z-[a-z]+(?:-\d+)?$/;
const OWN_FILES = /^(?:(?:backup|change|undone|restored-[0-9a-f]{8})\.json|modes\.jsonl)$/;

/**
 * Removes the backups of a MobileApps folder that are too old, or too many of one purpose: many small edits do not
 * push out what was there before a reset. The newest is never removed, and neither is a folder in which anything is that
 * no backup has.
 * @param root the folder for backups
 * It never rejects: what cannot be removed stays, and is tried again after the next backup.
 */
export async function pruneBackups(
  folder: string,
  root: string,
  { count, days }: BackupKeeping = DEFAULT_KEEPING,
  now: number = Date.now(),
): Promise<Pruned> {
  const removed: string[] = [];
  const failed: SessionWriteError[] = [];
  let saved: readonly SavedBackup[] = [];
  try {
    saved = await Backup.list(folder, root, (why) => failed.push(why));
  } catch (error) {
    failed.push(writeError(root, error));
  }
  const ofPurpose = new Map<string, number>();
  for (const backup of saved) {
    const rank = (ofPurpose.get(backup.purpose) ?? 0) + 1;
    ofPurpose.set(backup.purpose, rank);
    const age = now - backup.time;
    const isSurplus = backup !== saved[0] && (rank > count || age > days * DAY_MS);
    if (!isSurplus || (!backup.isFinished && age < UNDER_WAY_MS)) continue;
    try {
      if (await removeOwn(backup)) removed.push(backup.path);
    } catch (error) {
      failed.push(writeError(backup.path, error));
    }
  }
  return { removed, failed };
}

/** False when something in it is not ours. */
async function removeOwn({ path: place }: SavedBackup): Promise<boolean> {
  if (!NAME.test(path.basename(place)) || !(await fs.lstat(place)).isDirectory()) return false;
  if (!(await hasOnlyOwn(place))) return false;
  await fs.rm(place, { recursive: true });
  return true;
}

async function hasOnlyOwn(place: string): Promise<boolean> {
  for (const entry of await fs.readdir(place, { withFileTypes: true })) {
    const isFiles = ['files', STRAYS].includes(entry.name) && entry.isDirectory();
    const isOwn = entry.isFile() && (OWN_FILES.test(entry.name) || ownKindOf(entry.name) !== undefined);
    if (!isFiles && !isOwn) return false;
  }
  for (const entry of await entriesIn(path.join(place, STRAYS))) {
    if (!entry.isFile() || !(/^[0-9a-f]{64}$/.test(entry.name) || ownKindOf(entry.name) !== undefined)) return false;
  }
  const files = path.join(place, 'files');
  for (const application of await entriesIn(files)) {
    if (!application.isDirectory()) return false;
    for (const entry of await fs.readdir(path.join(files, application.name), { withFileTypes: true })) {
      const isCopy = judgeName(entry.name) !== 'other' || ownKindOf(entry.name) !== undefined;
      if (!entry.isFile() || !isCopy) return false;
    }
  }
  return true;
}

/** Empty when there is no such folder. */
async function entriesIn(folder: string): Promise<Dirent[]> {
  try {
    return await fs.readdir(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

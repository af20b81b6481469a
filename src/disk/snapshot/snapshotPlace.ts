import { createHash } from 'node:crypto';
import path from 'node:path';

const ENDING = '.snapshot';

/** Absolute path of the snapshot of a MobileApps folder, in the folder for snapshots. */
export function snapshotFile(root: string, folder: string): string {
  return path.join(root, `${createHash('sha256').update(folder).digest('hex').slice(0, 32)}${ENDING}`);
}

export function isSnapshotName(name: string): boolean {
  return /^[0-9a-f]{32}\.snapshot$/.test(name);
}

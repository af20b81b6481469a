import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import type { IndexSnapshotOptions } from '../../disk/snapshot/indexSnapshot';
import type { Host } from '../host/createHost';
import { nodeTimers } from '../host/timers';

const SNAPSHOT_KEY = 'snapshotKey';
const KEY_BYTES = 32;

export type SnapshotHost = Pick<Host, 'log' | 'snapshotRoot' | 'userMemento' | 'version'>;

/** What VS Code keeps of MobileApps folders for the next window. */
export class FolderSnapshots {
  /** How each folder is kept. */
  readonly options: IndexSnapshotOptions;

  constructor(private readonly host: SnapshotHost) {
    const { log, snapshotRoot: root, userMemento, version } = host;
    this.options = { root, version, key: keyIn(userMemento), timers: nodeTimers, note: (message) => log.info(message) };
  }

  /** Removes what is kept of folders that are gone. */
  async prune(): Promise<void> {
    const { log, snapshotRoot } = this.host;
    // There are none before the first large folder.
    if (!fs.existsSync(snapshotRoot)) return;
    try {
      const { pruneSnapshots } = await import('../../disk/snapshot/snapshotPruning.js');
      await pruneSnapshots(snapshotRoot, Date.now());
    } catch (error) {
      log.warn(`Old snapshots could not be removed: ${error instanceof Error ? error.message : error}`);
    }
  }
}

/** It is made when it is first needed. Two windows may make two: then a snapshot of one of them is not used. */
function keyIn(memento: Host['userMemento']): Uint8Array {
  const kept = Buffer.from(memento.get(SNAPSHOT_KEY, ''), 'base64');
  if (kept.length === KEY_BYTES) return kept;
  const made = randomBytes(KEY_BYTES);
  void memento.update(SNAPSHOT_KEY, made.toString('base64'));
  return made;
}

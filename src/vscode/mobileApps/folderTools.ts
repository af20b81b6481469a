import { Arrivals, type ArrivalsOptions } from '../../disk/arrivals';
import type { CheckPool } from '../../disk/checkPool';
import { FolderMonitor } from '../../disk/folderMonitor';
import { nodeTimers } from '../host/timers';
import { FolderSnapshots, type SnapshotHost } from './folderSnapshots';
import { WantedFolderSearch, withOpenFiles } from './wantedFolders';

/** What searches and watches folders. It is loaded with the first search, as the start of the window is not to wait for it. */
export interface FolderTools {
  readonly Monitor: typeof FolderMonitor;
  readonly Search: typeof WantedFolderSearch;
  readonly withOpen: typeof withOpenFiles;
  readonly arrivals: Arrivals;
  readonly snapshots: FolderSnapshots;
}

export function loadedTools(pool: CheckPool, host: SnapshotHost, options: ArrivalsOptions): FolderTools {
  const arrivals = new Arrivals(pool, nodeTimers, options);
  const snapshots = new FolderSnapshots(host);
  return { Monitor: FolderMonitor, Search: WantedFolderSearch, withOpen: withOpenFiles, arrivals, snapshots };
}

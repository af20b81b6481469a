import type { SessionIndex } from '../../core/index/sessionIndex';
import { Arrivals } from '../../disk/arrivals';
import type { CheckPool } from '../../disk/checkPool';
import { FolderMonitor } from '../../disk/folderMonitor';
import { TeamConfigurations } from '../configuration/teamConfigurations';
import { normalPath } from '../host/pathSetting';
import { nodeTimers } from '../host/timers';
import { searchedRoots } from '../host/workspaceFiles';
import { FolderSnapshots, type SnapshotHost } from './folderSnapshots';
import type { MobileAppsFolders } from './mobileAppsFolders';
import { schemaFromSettings } from './schemaSetting';
import { WantedFolderSearch, withOpenFiles } from './wantedFolders';

/** What searches and watches folders. It is loaded with the first search, as the start of the window is not to wait for it. */
export interface FolderTools {
  readonly Monitor: typeof FolderMonitor;
  readonly Search: typeof WantedFolderSearch;
  readonly withOpen: typeof withOpenFiles;
  readonly arrivals: Arrivals;
  readonly snapshots: FolderSnapshots;
  readonly configurations: TeamConfigurations;
}

/** Who shows the folders that are searched and watched. */
export type FolderOwner = Pick<
  MobileAppsFolders,
  'configurationsChanged' | 'discover' | 'isWholeShown' | 'lookAgain' | 'rescan' | 'warn'
>;

export function loadedTools(pool: CheckPool, index: SessionIndex, host: SnapshotHost, owner: FolderOwner): FolderTools {
  const arrivals = new Arrivals(pool, nodeTimers, {
    roots: searchedRoots,
    isKnown: (place) => owner.isWholeShown(normalPath(place)),
    onFolder: () => void owner.discover(),
    onFlood: () => owner.lookAgain(),
    warn: (message) => owner.warn(message),
  });
  const configurations = new TeamConfigurations({
    pool,
    index,
    isSchemaSet: () => schemaFromSettings(host.log) !== undefined,
    onChange: () => owner.configurationsChanged(),
    onSchema: (isOf) => {
      for (const folder of index.folders()) if (isOf(folder)) owner.rescan(folder);
    },
  });
  const snapshots = new FolderSnapshots(host);
  return {
    Monitor: FolderMonitor,
    Search: WantedFolderSearch,
    withOpen: withOpenFiles,
    arrivals,
    snapshots,
    configurations,
  };
}

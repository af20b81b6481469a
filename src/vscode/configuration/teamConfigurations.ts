import path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import { CONFIGURATION_NAME } from '../../core/configuration/configuration';
import type { SessionIndex } from '../../core/index/sessionIndex';
import type { CheckPool } from '../../disk/checkPool';
import { findConfiguration } from '../../disk/configuration/findConfiguration';
import type { ConfigurationChange, FollowedConfiguration } from '../../disk/configuration/followedConfigurations';
import { Later } from '../host/later';
import { normalPath } from '../host/pathSetting';
import { searchedRoots } from '../host/workspaceFiles';
import type { OpenConfigurations } from './openConfigurations';

/** What following configurations needs of what shows MobileApps folders. */
export interface ConfigurationsNeeds {
  readonly pool: CheckPool;
  readonly index: SessionIndex;
  /** Whether a setting names the schema, which then comes before those of configurations. */
  readonly isSchemaSet: () => boolean;
  /** Called when `look` may find something else. */
  readonly onChange: () => void;
  /** Called with the MobileApps folders whose schema was changed. */
  readonly onSchema: (isOf: (folder: string) => boolean) => void;
}

const NOTHING: ConfigurationChange = { anew: [], isOther: false };

/**
 * The files `session-workbench.json` that the window follows. What is on disk counts. What reads them is loaded when there is one:
 * most workspaces have none.
 */
export class TeamConfigurations implements vscode.Disposable {
  private readonly disposables: DisposableStore;
  private readonly open: Later<OpenConfigurations>;

  constructor(needs: ConfigurationsNeeds) {
    const { onChange } = needs;
    const watcher = vscode.workspace.createFileSystemWatcher(`**/${CONFIGURATION_NAME}`);
    const disposables = new DisposableStore(
      watcher,
      watcher.onDidCreate(onChange),
      watcher.onDidChange(onChange),
      watcher.onDidDelete(onChange),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        // VS Code may not watch where the file is.
        if (path.basename(uri.fsPath) === CONFIGURATION_NAME) onChange();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(onChange),
    );
    this.disposables = disposables;
    this.open = new Later(async () => {
      const { OpenConfigurations } = await import('./openConfigurations.js');
      return disposables.add(new OpenConfigurations(needs));
    });
  }

  /** Looks for configurations again. @param folders MobileApps folders */
  async look(folders: readonly string[]): Promise<ConfigurationChange> {
    const roots = searchedRoots().map(({ folder }) => normalPath(folder));
    const isAny = () => [...roots, ...folders].some((each) => findConfiguration(each) !== undefined);
    if (!this.open.now && !isAny()) return NOTHING;
    return (await this.open.get()).look(folders, roots);
  }

  /** Whether no check looks at a file or folder. @param place absolute */
  ignores(place: string): boolean {
    return this.open.now?.followed.ignores(place) ?? false;
  }

  /** What holds for a folder. @param place absolute; unless given, the workspace */
  followedFor(place: string | undefined = searchedRoots()[0]?.folder): FollowedConfiguration | undefined {
    return place === undefined ? undefined : this.open.now?.followed.followedFor(place);
  }

  dispose(): Promise<void> {
    return this.disposables.dispose();
  }
}

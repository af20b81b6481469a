import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import { nearestRules } from '../../disk/configuration/folderRules';
import { type ConfigurationChange, FollowedConfigurations } from '../../disk/configuration/followedConfigurations';
import { isAtOrIn } from '../../disk/isAtOrIn';
import { FileWatch } from '../host/fileWatch';
import { configurationFixes } from './configurationFixes';
import { ConfigurationProblems } from './configurationProblems';
import type { ConfigurationsNeeds } from './teamConfigurations';

/** Follows the configurations that are there: in checks, in Problems, and with fixes. */
export class OpenConfigurations implements vscode.Disposable {
  readonly followed: FollowedConfigurations;
  private readonly problems: ConfigurationProblems;
  private readonly disposables: DisposableStore;
  private readonly watches = new Map<string, FileWatch>();

  constructor(private readonly needs: ConfigurationsNeeds) {
    const mayReadOthers = () => vscode.workspace.isTrusted;
    this.followed = new FollowedConfigurations(needs.pool, needs.index, mayReadOthers);
    this.problems = new ConfigurationProblems(needs.pool, this.followed, needs.isSchemaSet);
    // Of a folder that is deleted, VS Code does not tell what was in it.
    const deleted = vscode.workspace.createFileSystemWatcher('**/*', true, true, false);
    this.disposables = new DisposableStore(
      this.problems,
      configurationFixes(),
      deleted,
      deleted.onDidDelete(({ fsPath }) => {
        if (this.followed.files.some(({ file }) => isAtOrIn(fsPath, file))) needs.onChange();
        for (const { schemaFile } of this.followed.schemas) {
          if (schemaFile !== undefined && schemaFile !== fsPath && isAtOrIn(fsPath, schemaFile))
            this.readAnew(schemaFile);
        }
      }),
    );
  }

  look(folders: readonly string[], roots: readonly string[]): ConfigurationChange {
    const change = this.followed.look(folders, roots);
    this.watch();
    this.problems.show();
    return change;
  }

  async dispose(): Promise<void> {
    for (const watch of this.watches.values()) watch.dispose();
    await this.disposables.dispose();
  }

  /** Checks by a schema that has changed. */
  private readAnew(schemaFile: string): void {
    this.needs.pool.reloadSchema();
    this.problems.show();
    this.needs.onSchema((folder) => nearestRules(this.followed.schemas, folder)?.schemaFile === schemaFile);
  }

  /** Follows the files that the configurations name, and those that are not in the workspace. */
  private watch(): void {
    const { onChange } = this.needs;
    const wanted = new Map<string, () => void>();
    for (const { file } of this.followed.files) {
      if (!vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file))) wanted.set(file, onChange);
    }
    for (const { schemaFile } of this.followed.schemas) {
      if (schemaFile !== undefined) wanted.set(schemaFile, () => this.readAnew(schemaFile));
    }
    for (const [file, watch] of [...this.watches]) {
      if (wanted.has(file)) continue;
      watch.dispose();
      this.watches.delete(file);
    }
    for (const [file, changed] of wanted) {
      if (this.watches.has(file)) continue;
      const watch = new FileWatch(changed);
      watch.follow(file);
      this.watches.set(file, watch);
    }
  }
}

import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import type { SessionIndex } from '../../core/index/sessionIndex';
import { ServedFolders } from '../../server/client/servedFolders';
import { onWindowFocus } from '../host/windowFocus';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import type { DevServerController, ForeignServer } from './devServerController';
import { servableFolders } from './servableFolders';

/** So many folders of a window are looked at. Nobody has a server for each of more. */
const MOST_FOLDERS = 20;

/** What it looks at. */
export interface ElsewhereParts {
  readonly server: Pick<DevServerController, 'status' | 'remark' | 'onDidChangeStatus' | 'tellRemark'>;
  readonly folders: Pick<MobileAppsFolders, 'onDidDiscover' | 'expected'>;
  readonly index: SessionIndex;
  readonly view: Pick<vscode.TreeView<unknown>, 'onDidChangeVisibility'>;
}

/**
 * Sees that another window or command serves a folder of this one, so that nobody takes the server for stopped. It looks
 * when the files that tell of servers change, and when the user comes here: a server that was killed leaves its file.
 */
export class ServerElsewhere implements vscode.Disposable {
  private readonly subscriptions: DisposableStore;
  private turn = 0;
  private status: string;

  constructor(
    private readonly parts: ElsewhereParts,
    private readonly served: Pick<ServedFolders, 'find' | 'root'> = new ServedFolders(),
  ) {
    const { server, folders, view } = parts;
    this.status = server.status;
    const look = () => void this.look();
    const files = new vscode.RelativePattern(vscode.Uri.file(served.root), '*.json');
    const watcher = vscode.workspace.createFileSystemWatcher(files);
    this.subscriptions = new DisposableStore(
      watcher,
      watcher.onDidCreate(look),
      watcher.onDidChange(look),
      watcher.onDidDelete(look),
      folders.onDidDiscover(look),
      onWindowFocus(look),
      view.onDidChangeVisibility(({ visible }) => visible && look()),
      server.onDidChangeStatus((status) => {
        if (status === this.status) return;
        this.status = status;
        look();
      }),
    );
    look();
  }

  /** Looks now. Of several looks, the last one counts. */
  async look(): Promise<void> {
    const { server } = this.parts;
    const turn = ++this.turn;
    const found = server.status === 'stopped' ? await this.found() : undefined;
    if (turn === this.turn && !isDeepStrictEqual(found, server.remark.elsewhere))
      server.tellRemark({ elsewhere: found });
  }

  dispose(): Promise<void> {
    this.turn++;
    return this.subscriptions.dispose();
  }

  private async found(): Promise<ForeignServer | undefined> {
    const { folders, index } = this.parts;
    for (const folder of servableFolders(folders, index).slice(0, MOST_FOLDERS)) {
      const told = await this.served.find(folder);
      if (told) return { folder, url: told.url, runner: { pid: told.pid, by: told.by } };
    }
    return undefined;
  }
}

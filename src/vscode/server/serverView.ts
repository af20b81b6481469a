import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import type { ContextKeySetter } from '../host/contextKeys';
import type { DevServerController } from './devServer';
import type { JournalShown } from './journalShown';
import { SERVER_KEYS, SERVER_VIEW } from './serverContract';
import type { ServerNode } from './serverNode';
import type { ServerTree } from './serverTree';

/** The frame around the tree: context keys, the row that is followed, and which rows are open. */
export class ServerView implements vscode.Disposable {
  readonly view: vscode.TreeView<ServerNode>;
  private readonly disposables: DisposableStore;

  constructor(
    private readonly server: DevServerController,
    private readonly journal: JournalShown,
    private readonly tree: ServerTree,
    private readonly context: ContextKeySetter,
  ) {
    this.view = vscode.window.createTreeView(SERVER_VIEW.id, { treeDataProvider: tree, showCollapseAll: true });
    this.disposables = new DisposableStore(
      this.view,
      server.onDidChangeStatus(() => this.update()),
      journal.onDidChange(() => this.update()),
      tree.onDidRedraw(() => this.followNewest()),
      this.view.onDidExpandElement(({ element }) => tree.rowToggled(element, true)),
      this.view.onDidCollapseElement(({ element }) => tree.rowToggled(element, false)),
    );
    this.update();
  }

  dispose(): Promise<void> {
    return this.disposables.dispose();
  }

  private update(): void {
    this.context.set(SERVER_KEYS.status, this.server.status);
    this.context.set(SERVER_KEYS.isJournalFollowed, this.journal.follow);
    this.context.set(SERVER_KEYS.isJournalFiltered, this.journal.filter !== '');
  }

  /** Moves neither focus nor selection: whoever reads another row goes on reading it. */
  private followNewest(): void {
    // Revealing a row of a hidden view would open it.
    if (!this.journal.follow || !this.view.visible) return;
    const newest = this.tree.newestEntry();
    if (!newest) return;
    // Gone again before it was shown: the next one is shown instead.
    this.view.reveal(newest, { select: false, focus: false }).then(undefined, () => {});
  }
}

import type * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import { execute } from '../host/commandRegistry';
import type { ContextKeySetter } from '../host/contextKeys';
import { l10n } from '../host/l10n';
import type { LateView } from '../host/lateView';
import { TooLate } from '../host/tooLate';
import type { DevServerController } from './devServerController';
import type { JournalShown } from './journalShown';
import { SERVER_KEYS, SERVER_VIEW } from './serverContract';
import type { ServerNode } from './serverNode';
import { SERVER_STATE_KEYS } from './serverStateContract';
import type { ServerTree } from './serverTree';

/** Shows the tree in its view, sets the context keys, and reveals the newest journal entry in follow mode. */
export class ServerTreeView implements vscode.Disposable {
  readonly view: vscode.TreeView<ServerNode>;
  private readonly disposables: DisposableStore;

  constructor(
    private readonly server: DevServerController,
    private readonly journal: JournalShown,
    private readonly tree: ServerTree,
    private readonly context: ContextKeySetter,
    /** The view. It ends by itself. */
    late: LateView<ServerNode>,
  ) {
    this.view = late.view;
    late.show(tree);
    this.disposables = new DisposableStore(
      server.onDidChangeStatus(() => this.update()),
      journal.onDidChange(() => this.update()),
      tree.onDidRedraw(() => this.followNewest()),
    );
    this.update();
  }

  dispose(): Promise<void> {
    return this.disposables.dispose();
  }

  /** Shows a row and selects it. The view opens first: VS Code may wait forever for the rows of one never shown. */
  async reveal(row: ServerNode): Promise<void> {
    await execute(SERVER_VIEW.focus);
    if (!(await this.tree.hasSoon(row))) throw new TooLate(l10n.t('This row is gone.'));
    await this.tree.reveal(this.view, row, { select: true, focus: true, expand: true });
  }

  private update(): void {
    this.context.set(SERVER_KEYS.status, this.server.status);
    this.context.set(SERVER_STATE_KEYS.isElsewhere, this.server.remark.elsewhere !== undefined);
    this.context.set(SERVER_KEYS.isJournalFollowed, this.journal.follow);
    this.context.set(SERVER_KEYS.isJournalWithOwn, this.journal.ownActions);
    this.context.set(SERVER_KEYS.isJournalFiltered, this.journal.filter !== '');
  }

  /**
   * Reveals the newest entry without moving the focus or the selection, so that the user can go on reading another row.
   */
  private followNewest(): void {
    // Revealing a row in a hidden view would open the view.
    if (!this.journal.follow || !this.view.visible) return;
    const newest = this.tree.newestEntry();
    if (!newest) return;
    // The row may be gone already. Then the next one is revealed.
    this.view.reveal(newest, { select: false, focus: false }).then(undefined, () => {});
  }
}

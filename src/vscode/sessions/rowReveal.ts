import type * as vscode from 'vscode';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { l10n } from '../host/l10n';
import type { PushNode } from '../push/pushNode';
import type { SessionTree } from './sessionTree';
import type { TreeNode } from './treeNode';
import type { ViewSettings } from './viewSettings';

/** Reveals a row in the view, even if it is collapsed or hidden by the filter. */
export class RowReveal {
  constructor(
    private readonly view: vscode.TreeView<TreeNode>,
    private readonly tree: SessionTree,
    private readonly settings: ViewSettings,
    private readonly index: SessionIndex,
  ) {}

  async show(key: SessionKey, focus: boolean): Promise<void> {
    if (!this.index.entry(key)) throw new Error(l10n.t('{0} is not in the view Mobile Sessions.', key.name));
    if (!this.tree.shows(key)) await this.unfilter();
    await this.tree.reveal(this.view, { kind: 'session', key }, { select: true, focus });
  }

  async showPush(row: PushNode): Promise<void> {
    if (this.settings.arrangement.filter !== '') await this.unfilter();
    await this.tree.reveal(this.view, row, { select: true, focus: true, expand: true });
  }

  /** Removes the filter. Resolves when the rows are redrawn. */
  private async unfilter(): Promise<void> {
    const drawn = new Promise<void>((resolve) => {
      const subscription = this.tree.onDidChangeTreeData(() => {
        subscription.dispose();
        resolve();
      });
    });
    this.settings.setFilter('');
    await drawn;
  }
}

import type * as vscode from 'vscode';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { l10n } from '../host/l10n';
import type { SessionTree } from './sessionTree';
import type { SessionNode, TreeNode } from './treeNode';
import type { ViewSettings } from './viewSettings';

/** Shows the row of a session in the view, whatever is folded or filtered. */
export class SessionRows {
  constructor(
    private readonly view: vscode.TreeView<TreeNode>,
    private readonly tree: SessionTree,
    private readonly settings: ViewSettings,
    private readonly index: SessionIndex,
  ) {}

  async show(key: SessionKey, focus: boolean): Promise<void> {
    if (!this.index.entry(key)) throw new Error(l10n.t('{0} is not in the view Mobile Sessions.', key.name));
    if (!this.tree.shows(key)) {
      const drawn = this.nextDrawing();
      this.settings.setFilter('');
      await drawn;
    }
    const node: SessionNode = { kind: 'session', key };
    await this.view.reveal(node, { select: true, focus });
  }

  private nextDrawing(): Promise<void> {
    return new Promise((resolve) => {
      const subscription = this.tree.onDidChangeTreeData(() => {
        subscription.dispose();
        resolve();
      });
    });
  }
}

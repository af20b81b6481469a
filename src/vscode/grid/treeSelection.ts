import type * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import type { SessionGrid } from '../../core/grid/sessionGrid';
import { nodeTimers } from '../host/timers';
import type { SessionTree } from '../sessions/sessionTree';
import type { TreeNode } from '../sessions/treeNode';

/** The tree follows after this long, so that it does not run behind a key that is held. */
const FOLLOW_MS = 120;

/**
 * Keeps the selection of a grid and that of the tree the same. VS Code lets an extension select one row of a tree and
 * not several: of several in the grid, the tree has the one that was selected last.
 */
export class TreeSelection implements vscode.Disposable {
  /** What the tree was told to select. That it says so is no news. */
  private told: string | undefined;
  private wanted: string | undefined;
  private readonly later = new Coalesced(nodeTimers, FOLLOW_MS, () => void this.reveal());
  private readonly disposables: DisposableStore;

  constructor(
    private readonly view: Pick<vscode.TreeView<TreeNode>, 'visible' | 'reveal' | 'onDidChangeSelection'>,
    private readonly tree: Pick<SessionTree, 'shows'>,
    private readonly grid: SessionGrid,
  ) {
    this.disposables = new DisposableStore(
      this.later,
      view.onDidChangeSelection(({ selection }) => this.hear(selection)),
    );
  }

  /** Selects in the tree what was selected in the grid. A view that is hidden, or a filter that hides the row, stays. */
  follow(name: string): void {
    this.wanted = name;
    this.later.call();
  }

  dispose(): Promise<void> {
    return this.disposables.dispose();
  }

  private async reveal(): Promise<void> {
    const { wanted } = this;
    if (wanted === undefined || !this.view.visible || !this.grid.isSelected(wanted)) return;
    const key = this.grid.keyOf(wanted);
    if (!this.tree.shows(key)) return;
    this.told = wanted;
    // A row that goes away meanwhile cannot be shown, and need not be.
    await this.view.reveal({ kind: 'session', key }, { select: true, focus: false }).then(undefined, () => {});
  }

  private hear(selection: readonly TreeNode[]): void {
    const { folder, application } = this.grid.place;
    const names = selection.flatMap((node) =>
      node.kind === 'session' && node.key.folder === folder && node.key.application === application
        ? [node.key.name]
        : [],
    );
    const isEcho = names.length === 1 && names[0] === this.told;
    this.told = undefined;
    if (!isEcho) this.grid.follow(names);
  }
}

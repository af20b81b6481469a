import type * as vscode from 'vscode';
import { Coalesced, type Timers } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import type { SessionGrid } from '../../core/grid/sessionGrid';
import type { SessionTree } from '../sessions/sessionTree';
import type { TreeNode } from '../sessions/treeNode';

/** The tree follows after this long, so that it does not run behind a key that is held. */
const FOLLOW_MS = 120;

/** What a grid needs of the view. */
export type SelectionView = Pick<
  vscode.TreeView<TreeNode>,
  'visible' | 'selection' | 'reveal' | 'onDidChangeSelection'
>;

/**
 * Keeps the selection of a grid and that of the tree the same. VS Code lets an extension select one row of a tree and
 * not several: of several in the grid, the tree has the one that was selected last.
 *
 * The tree may answer late: to show a row it first draws those above it. So it is asked for one row at a time, and a row
 * that it was asked for and has not answered with is never taken for a choice of the user.
 */
export class TreeSelection implements vscode.Disposable {
  /** The session that the tree is to have selected. */
  private wanted: string | undefined;
  /** What the tree was asked to select and has not said yet. */
  private readonly asked = new Set<string>();
  /** The one of these that it is still looking for. */
  private sought: string | undefined;
  /** What the tree said last, as one text. */
  private said: string;
  private readonly later: Coalesced;
  private readonly disposables: DisposableStore;

  constructor(
    private readonly view: SelectionView,
    private readonly tree: Pick<SessionTree, 'shows' | 'reveal'>,
    private readonly grid: SessionGrid,
    timers: Timers,
  ) {
    this.said = together(this.namesOf(view.selection));
    this.later = new Coalesced(timers, FOLLOW_MS, () => void this.ask());
    this.disposables = new DisposableStore(
      this.later,
      view.onDidChangeSelection(({ selection }) => this.hear(this.namesOf(selection))),
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

  private async ask(): Promise<void> {
    const { wanted } = this;
    // What is wanted by then is asked for when the tree has found the row.
    if (this.sought !== undefined) return;
    if (wanted === undefined || !this.view.visible || !this.grid.isSelected(wanted)) return;
    const key = this.grid.keyOf(wanted);
    if (!this.tree.shows(key)) return;
    this.asked.add(wanted);
    this.sought = wanted;
    try {
      await this.tree.reveal(this.view, { kind: 'session', key }, { select: true, focus: false });
      // It says nothing when it had that row already.
      if (this.said === together([wanted])) this.asked.delete(wanted);
    } catch {
      // A row that goes away meanwhile cannot be shown, and need not be.
      this.asked.delete(wanted);
    } finally {
      this.sought = undefined;
    }
    if (this.wanted !== wanted) this.later.call();
  }

  private hear(names: readonly string[]): void {
    const before = this.said;
    this.said = together(names);
    const [name] = names;
    if (name === undefined || this.said === before) return;
    if (names.length === 1 && (this.asked.delete(name) || name === this.sought)) {
      // Something else was selected meanwhile, and the tree is to have that again.
      if (name !== this.wanted) this.later.call();
      return;
    }
    this.wanted = names.at(-1);
    this.grid.follow(names);
  }

  /** The sessions of the grid among some rows of the tree. */
  private namesOf(nodes: readonly TreeNode[]): string[] {
    const { folder, application } = this.grid.place;
    return nodes.flatMap((node) =>
      node.kind === 'session' && node.key.folder === folder && node.key.application === application
        ? [node.key.name]
        : [],
    );
  }
}

function together(names: readonly string[]): string {
  return names.join('\0');
}

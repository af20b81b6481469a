import * as vscode from 'vscode';
import type { View } from '../contract/rows';
import type { CommandRegistry } from './commandRegistry';
import { openTreeView } from './declared';
import { goneRow } from './treeRow';

/** What the tree of a late view is. */
export interface LateViewOptions {
  /** Calls `show`. */
  readonly load: () => Promise<unknown>;
  /** Tells why it could not be loaded. */
  readonly commands: CommandRegistry;
  readonly canSelectMany?: boolean;
}

/** A tree that may want to know which rows the user expands and collapses. */
export type ShownTree<N> = vscode.TreeDataProvider<N> & { rowToggled?(row: N, isOpen: boolean): void };

/** A view that VS Code knows at once, and whose tree is loaded when VS Code first asks for its rows. */
export class LateView<N> implements vscode.TreeDataProvider<N>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<N | N[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  readonly view: vscode.TreeView<N>;
  private tree: ShownTree<N> | undefined;
  private following: vscode.Disposable | undefined;

  constructor(
    private readonly declared: View,
    private readonly options: LateViewOptions,
  ) {
    const { canSelectMany = false } = options;
    this.view = openTreeView(declared, this, { canSelectMany });
  }

  /** Shows a tree from now on. */
  show(tree: ShownTree<N>): void {
    this.tree = tree;
    this.following = tree.onDidChangeTreeData?.((rows) => this.changed.fire(rows ?? undefined));
    // They end with the view.
    this.view.onDidExpandElement(({ element }) => tree.rowToggled?.(element, true));
    this.view.onDidCollapseElement(({ element }) => tree.rowToggled?.(element, false));
  }

  getChildren(row?: N): vscode.ProviderResult<N[]> {
    return this.tree ? this.tree.getChildren(row) : this.firstRows();
  }

  getTreeItem(row: N): vscode.TreeItem | Thenable<vscode.TreeItem> {
    return this.tree?.getTreeItem(row) ?? goneRow();
  }

  getParent(row: N): vscode.ProviderResult<N> {
    return this.tree?.getParent?.(row);
  }

  resolveTreeItem(
    item: vscode.TreeItem,
    row: N,
    token: vscode.CancellationToken,
  ): vscode.ProviderResult<vscode.TreeItem> {
    return this.tree?.resolveTreeItem?.(item, row, token) ?? item;
  }

  dispose(): void {
    this.following?.dispose();
    this.view.dispose();
    this.changed.dispose();
  }

  private async firstRows(): Promise<N[]> {
    await this.options.commands.attempt(this.declared.id, this.options.load);
    return (await this.tree?.getChildren()) ?? [];
  }
}

import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import { sessionId, type TreeNode } from './treeNode';

/** The part of the view that is needed here: which rows are selected. */
export type SelectedRows = Pick<vscode.TreeView<TreeNode>, 'selection' | 'visible' | 'onDidChangeSelection'>;

const { Keyboard, Mouse } = vscode.TextEditorSelectionChangeKind;

/**
 * Tracks whether the user was last in the tree or in an editor. A command from the palette is about that place, and VS
 * Code does not report it. A click on a row also opens its file, which still counts as the tree.
 */
export class Attention implements vscode.Disposable {
  private onRows = false;
  private readonly subscriptions: DisposableStore;

  constructor(
    private readonly view: SelectedRows,
    private readonly documents: SessionDocuments,
  ) {
    this.subscriptions = new DisposableStore(
      view.onDidChangeSelection(({ selection }) => {
        this.onRows = selection.length > 0;
      }),
      vscode.window.onDidChangeTextEditorSelection(({ kind }) => {
        if (kind === Keyboard || kind === Mouse) this.onRows = false;
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor && !this.isSelected(editor.document)) this.onRows = false;
      }),
    );
  }

  /** The selected rows, if the user was last in the tree and it is visible; otherwise undefined. */
  get rows(): readonly TreeNode[] | undefined {
    return this.onRows && this.view.visible ? this.view.selection : undefined;
  }

  dispose(): Promise<void> {
    return this.subscriptions.dispose();
  }

  private isSelected(document: vscode.TextDocument): boolean {
    const key = this.documents.keyOf(document);
    const id = key && sessionId(key);
    return this.view.selection.some((row) => row.kind === 'session' && sessionId(row.key) === id);
  }
}

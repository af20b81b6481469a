import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import { sessionId, type TreeNode } from './treeNode';

/** What is asked of the view: which rows are selected. */
export type SelectedRows = Pick<vscode.TreeView<TreeNode>, 'selection' | 'visible' | 'onDidChangeSelection'>;

const { Keyboard, Mouse } = vscode.TextEditorSelectionChangeKind;

/**
 * Whether the user was last at the rows of the view or in an editor. A command of the palette is about that, and VS Code
 * does not tell it. A click on a row also opens its file, which is still the row.
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

  /** The rows that the user was at last; undefined when that was an editor, or when they are out of sight. */
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

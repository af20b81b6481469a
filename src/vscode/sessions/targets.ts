import * as vscode from 'vscode';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import type { SessionDocuments } from './sessionDocuments';
import type { TreeNode } from './treeNode';

/** What a key of the view gives: VS Code gives none of the rows, and the editor stays the active one beside the tree. */
export interface FromSelection {
  readonly from: 'selection';
}

/** What VS Code gives a command of a tree's context menu: the row, and all selected rows if it is one of several. */
export type TreeArguments = [node?: TreeNode | FromSelection | undefined, selected?: readonly TreeNode[] | undefined];

/** Which sessions a command is about, wherever it was called: from rows, from the editor, from palette or keyboard. */
export class SessionTargets {
  constructor(
    private readonly index: SessionIndex,
    private readonly documents: SessionDocuments,
    private readonly view: vscode.TreeView<TreeNode>,
    private readonly sessionsOf: (node: TreeNode) => readonly SessionKey[],
  ) {}

  /** The rows a command was called on; undefined when it was not called from the view. */
  rows([node, selected]: TreeArguments): readonly TreeNode[] | undefined {
    if (node && 'from' in node) return this.view.selection;
    if (selected && selected.length > 0) return selected;
    return node && [node];
  }

  /**
   * The sessions of the rows given, of all beneath a row that is no session; without rows, the one in the active editor
   * when that is where the user is, else those selected in the view. When there are none, the user is told what to do.
   */
  all(args: TreeArguments): readonly SessionKey[] {
    const rows = this.rows(args);
    const keys = rows ? this.beneath(rows) : (this.inEditor() ?? this.beneath(this.view.selection));
    if (keys.length === 0) {
      const what = vscode.l10n.t(
        'Select a session in the view Mobile Sessions, or open a session file, and try again.',
      );
      void vscode.window.showInformationMessage(what);
    }
    return keys;
  }

  /** Like `all`, for a command that can only be about one: the first. */
  one(args: TreeArguments): SessionKey | undefined {
    return this.all(args)[0];
  }

  private inEditor(): SessionKey[] | undefined {
    const document = vscode.window.activeTextEditor?.document;
    const key = document && this.documents.keyOf(document);
    return key && this.index.entry(key) ? [key] : undefined;
  }

  private beneath(rows: readonly TreeNode[]): readonly SessionKey[] {
    const keys = new Map<string, SessionKey>();
    for (const key of rows.flatMap((row) => this.sessionsOf(row))) keys.set(JSON.stringify(key), key);
    return [...keys.values()];
  }
}

import * as vscode from 'vscode';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { l10n } from '../host/l10n';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import type { Attention, SelectedRows } from './attention';
import { chooseAmong } from './sessionPicker';
import { nodeId, type TreeNode } from './treeNode';

/** What a key of the view gives: VS Code gives none of the rows, and the editor stays the active one beside the tree. */
export interface FromSelection {
  readonly from: 'selection';
}

/**
 * What VS Code gives a command: in a tree's context menu the row, and all selected rows if it is one of several; in an
 * editor's context menu the file; from the palette nothing.
 */
export type TreeArguments = [
  node?: TreeNode | FromSelection | vscode.Uri | undefined,
  selected?: readonly TreeNode[] | undefined,
];

/** Which sessions a command is about, wherever it was called: from rows, from the editor, from palette or keyboard. */
export class SessionTargets {
  constructor(
    private readonly index: SessionIndex,
    private readonly documents: SessionDocuments,
    private readonly view: SelectedRows,
    private readonly attention: Attention,
    /** The sessions that a row stands for. */
    readonly sessionsOf: (node: TreeNode) => readonly SessionKey[],
  ) {}

  /**
   * The rows a command was called on: the one that was clicked, with the selected when it is one of them. Undefined when it
   * was not called from the view.
   */
  rows([node, selected]: TreeArguments): readonly TreeNode[] | undefined {
    if (isKey(node)) return this.view.selection;
    if (!isRow(node)) return undefined;
    const id = nodeId(node);
    return selected?.some((row) => nodeId(row) === id) ? selected : [node];
  }

  /** Like `rows`; from the palette, those where the user was last. */
  rowsMeant(args: TreeArguments): readonly TreeNode[] | undefined {
    const [node] = args;
    return this.rows(args) ?? (node === undefined ? this.attention.rows : undefined);
  }

  /** The session in the editor that the menu is of, or in the active one. */
  inEditor([node]: TreeArguments): readonly SessionKey[] | undefined {
    if (!(node instanceof vscode.Uri)) return this.inDocument(vscode.window.activeTextEditor?.document);
    return this.inDocument(vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === node.toString()));
  }

  /** The one row a command is about: that which was clicked, or the only one that is selected, if that is where the user is. */
  row([node]: TreeArguments): TreeNode | undefined {
    if (isRow(node)) return node;
    const rows = isKey(node) ? this.view.selection : this.attention.rows;
    return rows?.length === 1 ? rows[0] : undefined;
  }

  /**
   * The sessions of the rows given, of all beneath a row that is no session; in the menu of an editor, the session in it.
   * From the palette, those of the selected rows or the one in the active editor, as the user was last at the one or the
   * other. When there are none, the user is told what to do.
   */
  all(args: TreeArguments): readonly SessionKey[] {
    const keys = this.given(args) ?? this.fromPalette();
    if (keys.length === 0) {
      const what = l10n.t('Select a session in the view Mobile Sessions, or open a session file, and try again.');
      void vscode.window.showInformationMessage(what);
    }
    return keys;
  }

  /**
   * For a command that can only be about one: the row that was clicked, whatever else is selected. Where nothing says which
   * of several is meant, the user does.
   */
  async one([node, selected]: TreeArguments): Promise<SessionKey | undefined> {
    const keys = this.all(isRow(node) ? [node] : [node, selected]);
    return keys.length > 1 ? chooseAmong(this.index, keys) : keys[0];
  }

  private given(args: TreeArguments): readonly SessionKey[] | undefined {
    if (args[0] instanceof vscode.Uri) return this.inEditor(args);
    const rows = this.rows(args);
    return rows && this.beneath(rows);
  }

  private fromPalette(): readonly SessionKey[] {
    const keys = this.beneath(this.attention.rows ?? []);
    if (keys.length > 0) return keys;
    return this.inEditor([]) ?? this.beneath(this.view.selection);
  }

  private inDocument(document: vscode.TextDocument | undefined): SessionKey[] | undefined {
    const key = document && this.documents.keyOf(document);
    return key && this.index.entry(key) ? [key] : undefined;
  }

  private beneath(rows: readonly TreeNode[]): readonly SessionKey[] {
    const keys = new Map<string, SessionKey>();
    for (const key of rows.flatMap((row) => this.sessionsOf(row))) keys.set(JSON.stringify(key), key);
    return [...keys.values()];
  }
}

function isKey(node: TreeArguments[0]): node is FromSelection {
  return node !== undefined && 'from' in node;
}

function isRow(node: TreeArguments[0]): node is TreeNode {
  return node !== undefined && 'kind' in node;
}

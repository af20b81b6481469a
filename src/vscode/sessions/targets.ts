import * as vscode from 'vscode';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { l10n } from '../host/l10n';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import type { Attention, SelectedRows } from './attention';
import { nodeId, type TreeNode } from './treeNode';

/**
 * The argument of a key binding of the view. VS Code passes no rows to it, and the active editor stays active next to
 * the tree.
 */
export interface FromSelection {
  readonly from: 'selection';
}

/**
 * The arguments that VS Code passes to a command: in the context menu of a tree the row and, if it is one of several,
 * all selected rows; in the context menu of an editor the file; from the palette nothing.
 */
export type TreeArguments = [
  node?: TreeNode | FromSelection | vscode.Uri | undefined,
  selected?: readonly TreeNode[] | undefined,
];

/**
 * Finds out which sessions a command is about, whether it was called on rows, in an editor, from the palette or by a
 * key.
 */
export class SessionTargets {
  constructor(
    private readonly index: SessionIndex,
    private readonly documents: SessionDocuments,
    private readonly view: SelectedRows,
    private readonly attention: Attention,
    /** Returns the sessions of a row. */
    readonly sessionsOf: (node: TreeNode) => readonly SessionKey[],
  ) {}

  /**
   * The rows that a command was called on: the clicked one, or all selected rows if it is one of them. Undefined if it
   * was not called on the view.
   */
  rows([node, selected]: TreeArguments): readonly TreeNode[] | undefined {
    if (isKey(node)) return this.view.selection;
    if (!isRow(node)) return undefined;
    const id = nodeId(node);
    return selected?.some((row) => nodeId(row) === id) ? selected : [node];
  }

  /** Like `rows`. From the palette, it returns the selected rows if the user was last in the tree. */
  rowsMeant(args: TreeArguments): readonly TreeNode[] | undefined {
    const [node] = args;
    return this.rows(args) ?? (node === undefined ? this.attention.rows : undefined);
  }

  /** The session in the editor whose menu was used, or in the active editor. */
  inEditor([node]: TreeArguments): readonly SessionKey[] | undefined {
    if (!(node instanceof vscode.Uri)) return this.inDocument(vscode.window.activeTextEditor?.document);
    return this.inDocument(vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === node.toString()));
  }

  /**
   * The single row that a command is about: the clicked one, or the only selected one if the user was last in the tree.
   */
  row([node]: TreeArguments): TreeNode | undefined {
    if (isRow(node)) return node;
    const rows = isKey(node) ? this.view.selection : this.attention.rows;
    return rows?.length === 1 ? rows[0] : undefined;
  }

  /**
   * The sessions of the given rows, including all sessions below them, or the session of the editor whose menu was
   * used. From the palette: those of the selected rows or of the active editor, depending on where the user was last.
   * If there are none, the user is told what to do.
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
   * For a command about exactly one session: the clicked row, whatever else is selected. If several are possible, the
   * user picks one.
   */
  async one([node, selected]: TreeArguments): Promise<SessionKey | undefined> {
    const keys = this.all(isRow(node) ? [node] : [node, selected]);
    if (keys.length < 2) return keys[0];
    return (await import('./sessionPicker.js')).chooseAmong(this.index, keys);
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

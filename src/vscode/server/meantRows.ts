import * as vscode from 'vscode';
import { pick } from '../host/pick';
import { TooLate } from '../host/tooLate';
import type { ServerNode } from './serverNode';

/**
 * A command that is about the given row, or about all selected rows if it is one of them; otherwise about the selected
 * ones, otherwise about what the user picks.
 */
export type OnRows = [node?: ServerNode | undefined, selected?: readonly ServerNode[] | undefined];

/** What a command can be about, and how it is found. */
export interface Choice<T> {
  readonly all: readonly T[];
  /** The id of the row of each. */
  readonly idOf: (each: T) => string;
  /** The id of a row, if it is one of the kind that the command is about. */
  readonly idOfRow: (row: ServerNode) => string | undefined;
  /** Told if a row was given, and nothing is there that it or the rows beside it stand for. */
  readonly gone: string;
  /** Told if there are none. */
  readonly none: string;
  readonly title: string;
  readonly itemOf: (each: T) => vscode.QuickPickItem;
}

/**
 * What the given rows stand for, otherwise the only one, otherwise the picked one. Empty if the user does not want to
 * choose, or has been told that there is none.
 */
export async function meantRows<T>(
  selection: () => readonly ServerNode[],
  rows: OnRows,
  { all, idOf, idOfRow, gone, none, title, itemOf }: Choice<T>,
): Promise<readonly T[]> {
  const meant = new Set(idsMeant(rows, selection, idOfRow));
  const named = all.filter((each) => meant.has(idOf(each)));
  if (named.length > 0) return named;
  // A given row means exactly this one.
  if (rows[0] && idOfRow(rows[0]) !== undefined) throw new TooLate(gone);
  if (all.length === 0) void vscode.window.showInformationMessage(none);
  if (all.length <= 1) return all;
  const items = all.map((each) => ({ ...itemOf(each), each }));
  const chosen = await pick(items, { title, matchOnDescription: true, matchOnDetail: true });
  return chosen ? [chosen.each] : [];
}

/** The given row, or all selected rows if it is one of them. Without a given row those that are selected in the view. */
function idsMeant(
  [node, selected = []]: OnRows,
  selection: () => readonly ServerNode[],
  idOfRow: Choice<unknown>['idOfRow'],
): readonly string[] {
  if (!node) return selection().flatMap((each) => idOfRow(each) ?? []);
  const id = idOfRow(node);
  if (id === undefined) return [];
  const beside = selected.flatMap((each) => idOfRow(each) ?? []);
  return beside.includes(id) ? beside : [id];
}

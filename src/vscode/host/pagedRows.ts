import * as vscode from 'vscode';
import { PAGE_SIZE, pageCount, pageRange } from '../../core/index/listPages';
import type { ContextValue } from '../contract/rows';
import { numberText, treeRow } from './treeRow';

/** One row for each of a list, or one for each page where the list is too long to build at once. */
export function pagedRows<T, N>(list: readonly T[], rowOf: (each: T) => N, pageRowOf: (page: number) => N): N[] {
  return pageRows(list, pageRowOf) ?? list.map(rowOf);
}

/** One row for each page of a list. Undefined when the list is short, which has no pages. */
export function pageRows<N>({ length }: { readonly length: number }, pageRowOf: (page: number) => N): N[] | undefined {
  const count = pageCount(length);
  return count === 0 ? undefined : Array.from({ length: count }, (_, page) => pageRowOf(page));
}

/** What is on one page of a list. */
export function pageOf<T>(list: readonly T[], page: number): readonly T[] {
  return list.slice(...pageRange(page));
}

/** The page that has the first of a list that fits; undefined where the list is not in pages. */
export function pageWith<T>(list: readonly T[], fits: (each: T) => boolean): number | undefined {
  return list.length <= PAGE_SIZE ? undefined : Math.floor(Math.max(list.findIndex(fits), 0) / PAGE_SIZE);
}

/**
 * The row of a page: the numbers of its first and last, and what these are called.
 * @param onPage what is on the page. Only the first and the last are asked for
 */
export function pageRow<T>(
  page: number,
  onPage: { readonly length: number; at(index: number): T | undefined },
  nameOf: (each: T) => string,
  tokens: ContextValue,
): vscode.TreeItem {
  const from = page * PAGE_SIZE + 1;
  const label = `${numberText(from)}–${numberText(from + onPage.length - 1)}`;
  const ends = [onPage.at(0), onPage.at(-1)].flatMap((each) => (each === undefined ? [] : [nameOf(each)]));
  const names = [...new Set(ends)].join(' … ');
  return treeRow(label, names, vscode.TreeItemCollapsibleState.Collapsed, { icon: 'list-unordered', tokens });
}

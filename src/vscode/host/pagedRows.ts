import * as vscode from 'vscode';
import { PAGE_SIZE, pages } from '../../core/index/arrange';
import type { ContextValue } from '../contract/rows';
import { numberText, treeRow } from './treeRow';

/** One row for each of a list, or one for each page where the list is too long to build at once. */
export function pagedRows<T, N>(list: readonly T[], rowOf: (each: T) => N, pageRowOf: (page: number) => N): N[] {
  return list.length <= PAGE_SIZE ? list.map(rowOf) : pages(list).map((_, page) => pageRowOf(page));
}

/** What is on one page of a list. */
export function pageOf<T>(list: readonly T[], page: number): readonly T[] {
  return list.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
}

/** The page that has the first of a list that fits; undefined where the list is not in pages. */
export function pageWith<T>(list: readonly T[], fits: (each: T) => boolean): number | undefined {
  return list.length <= PAGE_SIZE ? undefined : Math.floor(Math.max(list.findIndex(fits), 0) / PAGE_SIZE);
}

/** The row of a page: the numbers of its first and last, and what these are called. */
export function pageRow<T>(
  page: number,
  onPage: readonly T[],
  nameOf: (each: T) => string,
  tokens: ContextValue,
): vscode.TreeItem {
  const from = page * PAGE_SIZE + 1;
  const label = `${numberText(from)}–${numberText(from + onPage.length - 1)}`;
  const ends = [...onPage.slice(0, 1), ...onPage.slice(-1)].map(nameOf);
  const names = [...new Set(ends)].join(' … ');
  return treeRow(label, names, vscode.TreeItemCollapsibleState.Collapsed, { icon: 'list-unordered', tokens });
}

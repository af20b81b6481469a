import type * as vscode from 'vscode';
import type { ContextValue } from '../contract/rows';

/** Says of a row what its menus go by. */
export function setContextValue(item: vscode.TreeItem, value: ContextValue): void {
  item.contextValue = value;
}

import type * as vscode from 'vscode';
import type { ContextValue } from '../contract/rows';

/** Sets the tokens by which menus find a row. */
export function setContextValue(item: vscode.TreeItem, value: ContextValue): void {
  item.contextValue = value;
}

import * as vscode from 'vscode';
import { l10n } from './l10n';

/** A row that a screen reader reads as it is shown. */
export function treeRow(label: string, description: string, state: vscode.TreeItemCollapsibleState): vscode.TreeItem {
  const item = new vscode.TreeItem(label, state);
  item.description = description;
  item.accessibilityInformation = { label: [label, description].filter(Boolean).join(', ') };
  return item;
}

/** A row that no longer exists when VS Code draws it. VS Code asks for the list again right away. */
export function goneRow(): vscode.TreeItem {
  return treeRow(l10n.t('gone'), '', vscode.TreeItemCollapsibleState.None);
}

export function numberText(value: number): string {
  return new Intl.NumberFormat(vscode.env.language).format(value);
}

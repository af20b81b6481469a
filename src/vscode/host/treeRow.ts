import * as vscode from 'vscode';
import type { ContextValue } from '../contract/rows';
import { l10n } from './l10n';
import { setContextValue } from './rowTokens';

/** What a row may have besides its text. */
export interface RowLook {
  /** An icon, or the name of one. */
  readonly icon?: string | vscode.ThemeIcon;
  /** The tokens by which menus find the row. */
  readonly tokens?: ContextValue;
  readonly tooltip?: string | undefined;
  /** What a screen reader reads, unless that is the text of the row. */
  readonly spoken?: string;
  /** What a click does. */
  readonly command?: vscode.Command | undefined;
}

/** A row with all that it shows and says. */
export function treeRow(
  label: string,
  description: string,
  state: vscode.TreeItemCollapsibleState,
  { icon, tokens, tooltip, spoken, command }: RowLook = {},
): vscode.TreeItem {
  const item = new vscode.TreeItem(label, state);
  item.description = description;
  item.accessibilityInformation = { label: spoken ?? [label, description].filter(Boolean).join(', ') };
  if (icon !== undefined) item.iconPath = typeof icon === 'string' ? new vscode.ThemeIcon(icon) : icon;
  if (tokens !== undefined) setContextValue(item, tokens);
  item.tooltip = tooltip;
  if (command) item.command = command;
  return item;
}

/** A row that no longer exists when VS Code draws it. VS Code asks for the list again right away. */
export function goneRow(): vscode.TreeItem {
  return treeRow(l10n.t('gone'), '', vscode.TreeItemCollapsibleState.None);
}

export function numberText(value: number): string {
  return new Intl.NumberFormat(vscode.env.language).format(value);
}

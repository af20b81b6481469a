import * as vscode from 'vscode';

/**
 * Colours of icons, by what they say. In each theme of VS Code they stand out from the background by at least 3 to 1;
 * `testing.iconPassed` and `disabledForeground` do not in the light ones.
 */
export const ICON_COLOURS = {
  good: new vscode.ThemeColor('charts.green'),
  warning: new vscode.ThemeColor('list.warningForeground'),
  bad: new vscode.ThemeColor('list.errorForeground'),
  /** Over, off or not to be had. */
  over: new vscode.ThemeColor('testing.iconUnset'),
} as const;

import * as vscode from 'vscode';
import { COLOURS } from './colourContract';

/** Colours of icons, by what they say. */
export const ICON_COLOURS = {
  good: new vscode.ThemeColor(COLOURS.goodIcon),
  warning: new vscode.ThemeColor(COLOURS.warningIcon),
  bad: new vscode.ThemeColor(COLOURS.badIcon),
  /** Over, off or not to be had. */
  over: new vscode.ThemeColor(COLOURS.offIcon),
} as const;

/** Colours of the texts of rows. VS Code draws descriptions fainter than it is told to, so these stand out more than those of icons. */
export const TEXT_COLOURS = {
  warning: new vscode.ThemeColor(COLOURS.warningText),
  bad: new vscode.ThemeColor(COLOURS.badText),
} as const;

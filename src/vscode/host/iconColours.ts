import * as vscode from 'vscode';
import { BAD_ICON, GOOD_ICON, OFF_ICON, WARNING_ICON } from './iconColourContract';

/** Colours of icons, by what they say. */
export const ICON_COLOURS = {
  good: new vscode.ThemeColor(GOOD_ICON),
  warning: new vscode.ThemeColor(WARNING_ICON),
  bad: new vscode.ThemeColor(BAD_ICON),
  /** Over, off or not to be had. */
  over: new vscode.ThemeColor(OFF_ICON),
} as const;

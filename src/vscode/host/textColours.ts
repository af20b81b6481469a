import * as vscode from 'vscode';
import { BAD_TEXT, WARNING_TEXT } from './textColourContract';

/** Colours of the texts of rows. VS Code draws descriptions fainter than it is told to, so these stand out more than those of icons. */
export const TEXT_COLOURS = {
  warning: new vscode.ThemeColor(WARNING_TEXT),
  bad: new vscode.ThemeColor(BAD_TEXT),
} as const;

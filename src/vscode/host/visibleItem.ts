import type * as vscode from 'vscode';
import { visibleLines, visibleText } from '../../core/base/visibleText';

/** Makes the texts of a row harmless: nothing from a file can reorder, break or hide what is shown. */
export function visibleItem(item: vscode.TreeItem): vscode.TreeItem {
  if (typeof item.label === 'string') item.label = visibleText(item.label);
  if (typeof item.description === 'string') item.description = visibleText(item.description);
  if (typeof item.tooltip === 'string') item.tooltip = visibleLines(item.tooltip);
  const spoken = item.accessibilityInformation;
  if (spoken) item.accessibilityInformation = { ...spoken, label: visibleText(spoken.label) };
  return item;
}

import * as vscode from 'vscode';
import type { CheckPool } from '../../disk/checkPool';
import { readSetting } from './settings';
import { VSCODE_SETTINGS } from './vscodeContract';

/** What the user hides from the Explorer under a folder is not looked at. */
export function excludedIn(root: vscode.Uri): string[] {
  const excluded = readSetting(VSCODE_SETTINGS.filesExclude, root);
  return Object.keys(excluded).filter((glob) => excluded[glob] === true);
}

/**
 * The files of the workspace whose path ends so, whatever ignore files and `search.exclude` say: VS Code's own search can
 * be told to obey them.
 */
export async function findWorkspaceFiles(pool: CheckPool, ending: string): Promise<vscode.Uri[]> {
  const roots = (vscode.workspace.workspaceFolders ?? [])
    .map(({ uri }) => uri)
    .filter(({ scheme }) => scheme === 'file');
  const found = await Promise.all(
    roots.map((root) => pool.call('findFiles', { root: root.fsPath, ending, exclude: excludedIn(root) })),
  );
  return found.flat().map((file) => vscode.Uri.file(file));
}

import * as vscode from 'vscode';
import type { CheckPool } from '../../disk/checkPool';
import { readSetting } from './settings';
import { VSCODE_SETTINGS } from './vscodeContract';

/** What the user hides from the Explorer under a folder is not looked at. */
export function excludedIn(root: vscode.Uri): string[] {
  const excluded = readSetting(VSCODE_SETTINGS.filesExclude, root);
  return Object.keys(excluded).filter((glob) => excluded[glob] === true);
}

/** The folders of the workspace that are on this machine, with what of them is not looked at. */
export function searchedRoots(): { folder: string; exclude: string[] }[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .map(({ uri }) => uri)
    .filter(({ scheme }) => scheme === 'file')
    .map((uri) => ({ folder: uri.fsPath, exclude: excludedIn(uri) }));
}

/**
 * The files of the workspace whose path ends so, whatever ignore files and `search.exclude` say: VS Code's own search can
 * be told to obey them.
 */
export async function findWorkspaceFiles(pool: CheckPool, ending: string): Promise<vscode.Uri[]> {
  const found = await Promise.all(
    searchedRoots().map(({ folder, exclude }) => pool.call('findFiles', { root: folder, ending, exclude })),
  );
  return found.flat().map((file) => vscode.Uri.file(file));
}

import * as vscode from 'vscode';
import type { CheckPool } from '../../disk/checkPool';
import { readSetting } from './settings';
import { VSCODE_SETTINGS } from './vscodeContract';

/** The glob patterns of files that the user hides in the Explorer. They are not searched. */
export function excludedIn(root: vscode.Uri): string[] {
  const excluded = readSetting(VSCODE_SETTINGS.filesExclude, root);
  return Object.keys(excluded).filter((glob) => excluded[glob] === true);
}

/** The workspace folders on this machine, with what is not searched in them. */
export function searchedRoots(): { folder: string; exclude: string[] }[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .map(({ uri }) => uri)
    .filter(({ scheme }) => scheme === 'file')
    .map((uri) => ({ folder: uri.fsPath, exclude: excludedIn(uri) }));
}

/**
 * The files of the workspace whose path ends like this. Ignore files and `search.exclude` have no influence, unlike in
 * VS Code's own search.
 */
export async function findWorkspaceFiles(pool: CheckPool, ending: string): Promise<vscode.Uri[]> {
  const found = await Promise.all(
    searchedRoots().map(({ folder, exclude }) => pool.call('findFiles', { root: folder, ending, exclude })),
  );
  return found.flat().map((file) => vscode.Uri.file(file));
}

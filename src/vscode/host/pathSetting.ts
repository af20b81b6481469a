import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { l10n } from './l10n';

/**
 * The absolute path that a setting names. It may be relative or absolute, and may use `~`, `${workspaceFolder}` and
 * `${workspaceFolder:name}`.
 */
export function resolvePath(
  text: string,
  root: vscode.WorkspaceFolder | undefined,
): { path: string } | { reason: string } {
  let reason: string | undefined;
  let expanded = text.trim().replace(/\$\{workspaceFolder(?::([^}]*))?\}/g, (whole, name: string | undefined) => {
    const folder = name === undefined ? root : vscode.workspace.workspaceFolders?.find((each) => each.name === name);
    if (!folder) {
      reason =
        name === undefined ? l10n.t('no folder is open') : l10n.t('the workspace has no folder named "{0}"', name);
    }
    return folder?.uri.fsPath ?? whole;
  });
  if (reason !== undefined) return { reason };
  if (expanded === '') return { reason: l10n.t('it is empty') };
  if (expanded === '~' || /^~[\\/]/.test(expanded)) expanded = path.join(os.homedir(), expanded.slice(1));
  if (!path.isAbsolute(expanded)) {
    if (!root) return { reason: l10n.t('it is relative and no folder is open') };
    expanded = path.join(root.uri.fsPath, expanded);
  }
  return { path: normalPath(expanded) };
}

/** The spelling that VS Code uses for a path: a lower-case drive letter and no trailing separator. */
export function normalPath(text: string): string {
  return vscode.Uri.file(path.resolve(text)).fsPath;
}

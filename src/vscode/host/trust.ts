import * as vscode from 'vscode';
import { l10n } from './l10n';

/**
 * Throws in an untrusted workspace. The manifest disables such commands there, but they can also be called in other
 * ways.
 */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new Error(
    l10n.t('This workspace is not trusted, so nothing is changed. Trust it with “Manage Workspace Trust” first.'),
  );
}

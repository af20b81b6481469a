import * as vscode from 'vscode';
import { boundCommand } from '../host/commandRegistry';
import { DIAGNOSTIC_SOURCE } from '../host/findingDiagnostic';
import { l10n } from '../host/l10n';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import { SESSION_COMMANDS } from '../sessions/sessionsContract';

/** Offers an action on each problem of ours that shows its row in the view. */
export function registerShowInTreeAction(documents: SessionDocuments): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions(document, _range, { diagnostics }) {
      const ours = diagnostics.filter(({ source }) => source === DIAGNOSTIC_SOURCE);
      if (ours.length === 0 || !documents.keyOf(document)) return [];
      const title = l10n.t('Show in Mobile Sessions');
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      action.command = boundCommand(SESSION_COMMANDS.sessionShowInTree, title, document.uri);
      action.diagnostics = ours;
      return [action];
    },
  };
  const providedCodeActionKinds = [vscode.CodeActionKind.QuickFix];
  return vscode.languages.registerCodeActionsProvider({ scheme: 'file' }, provider, { providedCodeActionKinds });
}

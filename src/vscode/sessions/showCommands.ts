import * as vscode from 'vscode';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { type CommandRegistry, execute } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { editorRange } from '../host/ranges';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import { type SessionDocuments, uriOf } from '../mobileApps/sessionDocuments';
import { openDocument } from '../mobileApps/sessionWriter';
import type { RowReveal } from './rowReveal';
import { SESSION_COMMANDS } from './sessionsContract';
import type { SessionTargets, TreeArguments } from './targets';

/**
 * Registers the commands that lead from a problem to its row and back: *Show Session in Mobile Sessions* and *Show Problem of Session*.
 */
export function registerShowCommands(
  commands: CommandRegistry,
  index: SessionIndex,
  documents: SessionDocuments,
  targets: SessionTargets,
  rows: RowReveal,
): void {
  commands.register(SESSION_COMMANDS.sessionShowInTree, async (uri?: vscode.Uri) => {
    const document = uri instanceof vscode.Uri ? openDocument(uri) : vscode.window.activeTextEditor?.document;
    const key = document && documents.keyOf(document);
    if (key) return rows.show(key, true);
    void vscode.window.showInformationMessage(l10n.t('Open a session file first.'));
  });
  commands.register(SESSION_COMMANDS.sessionShowProblem, async (...args: TreeArguments) => {
    const key = await targets.one(args);
    if (key) await showProblem(index, key);
  });
}

async function showProblem(index: SessionIndex, key: SessionKey): Promise<void> {
  const entry = index.entry(key);
  const [first] = entry?.findings ?? [];
  if (!first && !entry?.unreadable) {
    void vscode.window.showInformationMessage(l10n.t('Nothing is wrong with this session.'));
    return;
  }
  await vscode.window.showTextDocument(uriOf(key), first ? { selection: editorRange(first.range) } : {});
  await execute(VSCODE_COMMANDS.showProblems);
}

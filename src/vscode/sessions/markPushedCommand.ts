import * as vscode from 'vscode';
import type { SessionKey } from '../../core/index/sessionIndex';
import type { KeptChange } from '../changes/keptChange';
import type { SessionChanges } from '../changes/sessionChanges';
import type { CommandRegistry } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { isOne } from '../host/plural';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import { SESSION_COMMANDS } from './sessionsContract';
import type { SessionTargets, TreeArguments } from './targets';
import type { TreeNode } from './treeNode';

/** Registers *Mark Sessions as Pushed*, for users who push in another way. It asks nothing and can be undone. */
export function registerMarkPushedCommand(
  commands: CommandRegistry,
  targets: SessionTargets,
  pending: NotYetPushed,
  changes: SessionChanges,
): void {
  commands.register(SESSION_COMMANDS.sessionMarkPushed, async (...args: TreeArguments) => {
    const rows = targets.rowsMeant(args);
    // From the palette, without any session, it means all of them. The view shows their number.
    const keys = rows
      ? rows.flatMap((row) => markedAt(row, targets, pending))
      : (targets.inEditor(args) ?? pending.keys()).filter((key) => pending.of(key));
    const distinct = [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
    const change = distinct.length > 0 ? changes.addMarks(distinct, pending.markPushed(distinct)) : undefined;
    await tell(distinct.length, changes, change);
  });
}

/** The marked sessions of a row, including hidden and deleted ones. */
function markedAt(row: TreeNode, targets: SessionTargets, pending: NotYetPushed): readonly SessionKey[] {
  if (row.kind === 'folder') return pending.keys(row.folder);
  if (row.kind === 'application') return pending.keys(row.folder, row.application);
  return targets.sessionsOf(row).filter((key) => pending.of(key));
}

async function tell(count: number, changes: SessionChanges, change: KeptChange | undefined): Promise<void> {
  if (!change) {
    void vscode.window.showInformationMessage(l10n.t('Nothing here waits for a push.'));
    return;
  }
  const back = l10n.t('Undo');
  const message = isOne(count)
    ? l10n.t('{0} session is marked as pushed.', count)
    : l10n.t('{0} sessions are marked as pushed.', count);
  if ((await vscode.window.showInformationMessage(message, back)) === back) await changes.undo(() => change);
}

import * as vscode from 'vscode';
import { firstAtFault } from '../../core/index/firstAtFault';
import type { SessionIndex } from '../../core/index/sessionIndex';
import type { CommandRegistry } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import type { Later } from '../host/later';
import { openSession } from '../mobileApps/openSession';
import type { RowReveal } from '../sessions/rowReveal';
import { FINDING_COMMANDS } from './findingContract';

/** What shows the first finding needs. */
export interface ShowFirstNeeds {
  readonly index: SessionIndex;
  readonly sessions: Later<{ readonly rows: RowReveal }>;
}

/** Registers what handles the command that shows the first session at fault. */
export function registerShowFirst(commands: CommandRegistry, needs: ShowFirstNeeds): void {
  commands.register(FINDING_COMMANDS.findingShowFirst, async () => {
    if (await showFirst(needs)) return;
    void vscode.window.showInformationMessage(l10n.t('No session is at fault.'));
  });
}

/** Shows the first session at fault as soon as there is one. */
export function showFirstAtStart(needs: ShowFirstNeeds): vscode.Disposable {
  const look = async () => {
    if (!firstAtFault(needs.index)) return;
    subscription.dispose();
    await showFirst(needs);
  };
  const subscription = needs.index.onDidChange(() => void look());
  void look();
  return subscription;
}

/** Its row in the view, and its file with the finding selected. False if no session is at fault. */
async function showFirst({ index, sessions }: ShowFirstNeeds): Promise<boolean> {
  const key = firstAtFault(index);
  if (!key) return false;
  const { rows } = await sessions.get();
  await rows.show(key, false);
  await openSession(index, key);
  return true;
}

import * as vscode from 'vscode';
import { firstAtFault } from '../../core/index/firstAtFault';
import type { SessionIndex } from '../../core/index/sessionIndex';
import type { CommandRegistry } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import type { Later } from '../host/later';
import { editorRange } from '../host/ranges';
import { uriOf } from '../mobileApps/sessionDocuments';
import type { RowReveal } from '../sessions/rowReveal';
import { FINDING_COMMANDS } from './findingContract';

/** `npm start` sets it to 1: the window opens with what the tour is about. */
const AT_START = 'SESSION_WORKBENCH_SHOW_FIRST_FINDING';

/** What shows the first finding needs. */
export interface ShowFirstNeeds {
  readonly index: SessionIndex;
  readonly sessions: Later<{ readonly rows: RowReveal }>;
}

/** Registers the command that shows the first session at fault, and calls it once where the environment asks for it. */
export function registerShowFirst(commands: CommandRegistry, needs: ShowFirstNeeds): vscode.Disposable {
  commands.register(FINDING_COMMANDS.findingShowFirst, async () => {
    if (await showFirst(needs)) return;
    void vscode.window.showInformationMessage(l10n.t('No session is at fault.'));
  });
  const isAsked = process.env[AT_START] === '1' && vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0);
  return isAsked ? onceThere(needs) : vscode.Disposable.from();
}

/** Its row in the view, and its file with the finding selected. False if no session is at fault. */
async function showFirst({ index, sessions }: ShowFirstNeeds): Promise<boolean> {
  const key = firstAtFault(index);
  if (!key) return false;
  const { rows } = await sessions.get();
  await rows.show(key, false);
  const [finding] = index.entry(key)?.findings ?? [];
  await vscode.window.showTextDocument(uriOf(key), finding ? { selection: editorRange(finding.range) } : {});
  return true;
}

function onceThere(needs: ShowFirstNeeds): vscode.Disposable {
  const subscription = needs.index.onDidChange(() => {
    if (!firstAtFault(needs.index)) return;
    subscription.dispose();
    void showFirst(needs);
  });
  return subscription;
}

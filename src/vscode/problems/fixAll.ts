import * as vscode from 'vscode';
import type { FindingCode } from '../../core/compliance/finding';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import type { KeptChange } from '../changes/keptChange';
import type { SessionChanges } from '../changes/sessionChanges';
import { type CommandRegistry, execute } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { untilCancelled, withLateProgress } from '../host/lateProgress';
import { requireTrust } from '../host/trust';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import type { SessionTargets, TreeArguments } from '../sessions/targets';
import type { TreeNode } from '../sessions/treeNode';
import { FINDING_COMMANDS, type FixAllArguments } from './findingContract';
import type { FixPreview } from './fixPreview';
import { failuresOf, goText, leftCount, nothingText, outcomeText, questionText } from './fixTexts';
import type { FixOutcome, FolderPlan, SessionFixes } from './sessionFixes';

/**
 * *Fix All Findings*. A single session is fixed at once. For several, the user first sees what would be done. One message then
 * tells what was done and what is left, and offers to undo it.
 */
export class FixAll {
  constructor(
    private readonly index: SessionIndex,
    private readonly fixes: SessionFixes,
    private readonly preview: FixPreview,
    private readonly changes: SessionChanges,
  ) {}

  register(commands: CommandRegistry, targets: SessionTargets): void {
    commands.register(FINDING_COMMANDS.findingFixAll, async (...[node, selected, only, shown]: FixAllArguments) => {
      requireTrust();
      const keys = this.keysOf(targets, [node, selected]);
      const told = keys.length > 0 ? await this.run(keys, only, shown === true) : undefined;
      // Saving can run this command and waits for it. It does not have to wait for the answer to the message.
      if (told) commands.goOn(FINDING_COMMANDS.findingFixAll, told);
    });
    commands.register(FINDING_COMMANDS.findingApplyFixes, () => this.preview.accept());
  }

  /** The sessions that the command is about, and the misplaced ones of the folders that it was called on. */
  private keysOf(targets: SessionTargets, args: TreeArguments): readonly SessionKey[] {
    const rows = targets.rowsMeant(args) ?? [];
    const strays = rows.flatMap((row) => this.misplacedIn(row));
    const isWithout = strays.length > 0 && rows.every((row) => targets.sessionsOf(row).length === 0);
    return isWithout ? strays : [...targets.all(args), ...strays];
  }

  private misplacedIn(row: TreeNode): SessionKey[] {
    const place = row.kind === 'other' ? row.parent : row;
    if (place.kind !== 'folder' && place.kind !== 'application' && place.kind !== 'others') return [];
    // A row of other files directly in a MobileApps folder has no application.
    const application = place.kind === 'folder' ? undefined : (place.application ?? '');
    return this.index
      .strays(place.folder, application)
      .filter(
        ({ key, finding }) => finding.code === 'hint/misplaced' && (row.kind !== 'other' || key.name === row.name),
      )
      .map(({ key }) => key);
  }

  /** Returns what shows the message afterwards. */
  private async run(
    keys: readonly SessionKey[],
    only: readonly FindingCode[] | undefined,
    shown: boolean,
  ): Promise<(() => Promise<unknown>) | undefined> {
    const atFault = keys.filter(
      (key) => (this.index.entry(key)?.findings.length ?? 0) > 0 || this.index.strayFinding(key) !== undefined,
    );
    const looking = l10n.t('Looking for what can be fixed');
    const plans = await untilCancelled(looking, atFault.length, (progress) => this.fixes.plan(atFault, only, progress));
    if (!plans) return undefined;
    const all = plans.flatMap(({ fixes }) => fixes);
    const changing = all.filter(({ repairs }) => repairs.length > 0).length;
    if (changing === 0) return () => tell(nothingText(all), leftCount(plans, all) > 0);
    if (shown || keys.length > 1) {
      if (!(await this.confirmed(plans, changing, shown))) return undefined;
    }
    const fixing = l10n.t('Fixing');
    const outcome = await withLateProgress(fixing, changing, (progress) => this.fixes.apply(plans, progress));
    const kept = this.changes.add('fix', outcome.results);
    return () => this.tellOutcome(plans, outcome, kept);
  }

  private async confirmed(plans: readonly FolderPlan[], changing: number, shown: boolean): Promise<boolean> {
    const go = goText(changing);
    if (!shown) {
      const { message, detail } = questionText(plans);
      const show = l10n.t('Show Changes');
      const answer = await vscode.window.showInformationMessage(message, { modal: true, detail }, go, show);
      if (answer !== show) return answer === go;
    }
    return this.preview.ask(plans, go);
  }

  private async tellOutcome(
    plans: readonly FolderPlan[],
    outcome: FixOutcome,
    kept: KeptChange | undefined,
  ): Promise<void> {
    const files = outcome.results.flatMap((result) => result.files);
    const undo = l10n.t('Undo');
    const buttons = kept ? [undo] : [];
    const failed = failuresOf(outcome).length > 0;
    const answer = await tell(outcomeText(plans, outcome), failed || leftCount(plans, files) > 0, failed, buttons);
    if (answer === undo) await this.changes.undo(() => kept);
  }
}

/** Shows one message, with a button for the Problems panel if there are still errors. */
async function tell(
  text: string,
  atFault: boolean,
  failed = false,
  buttons: string[] = [],
): Promise<string | undefined> {
  const problems = l10n.t('Show in Problems');
  const show = failed ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const answer = await show(text, ...buttons, ...(atFault ? [problems] : []));
  if (answer === problems) await execute(VSCODE_COMMANDS.focusProblems);
  return answer;
}

import * as vscode from 'vscode';
import type { CommandRegistry } from '../host/commands';
import type { ContextKeySetter } from '../host/contextKeys';
import { l10n } from '../host/l10n';
import { withLateProgress } from '../host/lateProgress';
import { requireTrust } from '../host/trust';
import { FINDING_COMMANDS, FINDING_KEYS } from './findingContract';
import { undoneText } from './fixTexts';
import type { FixOutcome, SessionFixes } from './sessionFixes';

/** As many fixes can be taken back by the command, the last one first. */
const MOST_KEPT = 10;

/** Takes back fixes of this window: the one whose message has the button, or the last one by *Undo Last Fix*. */
export class FixUndo {
  private readonly kept: FixOutcome[] = [];
  private readonly takenBack = new WeakSet<FixOutcome>();
  /** One after the other: an earlier fix is what a later one began with. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly fixes: SessionFixes,
    private readonly contextKeys: ContextKeySetter,
  ) {
    this.tell();
  }

  register(commands: CommandRegistry): void {
    commands.register(FINDING_COMMANDS.findingUndoFix, () => this.undo(() => this.kept.at(-1)));
  }

  /** A fix was made. */
  add(outcome: FixOutcome): void {
    this.kept.push(outcome);
    if (this.kept.length > MOST_KEPT) this.kept.shift();
    this.tell();
  }

  /** @param which asked when those before are taken back */
  undo(which: () => FixOutcome | undefined): Promise<void> {
    requireTrust();
    const undone = this.last.then(() => this.takeBack(which()));
    this.last = undone.catch(() => undefined);
    return undone.then((told) => told());
  }

  /** Answers what is to be told then: nobody waits for its message. */
  private async takeBack(outcome: FixOutcome | undefined): Promise<() => void> {
    if (!outcome) return () => show(l10n.t('There is no fix of this window that could be taken back.'));
    if (this.takenBack.has(outcome)) return () => show(l10n.t('This fix is taken back already.'));
    const files = outcome.results.reduce((sum, { written }) => sum + written.length, 0);
    const restorations = await withLateProgress(l10n.t('Taking back'), files, () => this.fixes.undo(outcome));
    this.takenBack.add(outcome);
    const at = this.kept.indexOf(outcome);
    if (at >= 0) this.kept.splice(at, 1);
    this.tell();
    const isWhole = restorations.every(({ kept, failed }) => kept.length + failed.length === 0);
    return () => show(undoneText(restorations), isWhole);
  }

  private tell(): void {
    this.contextKeys.set(FINDING_KEYS.hasFixToUndo, this.kept.length > 0);
  }
}

function show(text: string, isWhole = true): void {
  void (isWhole ? vscode.window.showInformationMessage : vscode.window.showWarningMessage)(text);
}

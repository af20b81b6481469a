import { Mutex } from 'async-mutex';
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
const KEPT = 'fixesToUndo';

/** A fix that can be taken back. */
export interface KeptFix {
  /** Absolute paths of its backups: what is known of it after the window was loaded anew. */
  readonly backups: readonly string[];
  /** Number of files that were written. */
  readonly files: number;
  /** All that is known in the window that made it. */
  readonly outcome?: FixOutcome;
}

/** Takes back fixes of this workspace: the one whose message has the button, or the last one by *Undo Last Fix*. */
export class FixUndo implements vscode.Disposable {
  private readonly kept: KeptFix[];
  private readonly takenBack = new WeakSet<KeptFix>();
  /** One after the other: an earlier fix is what a later one began with. */
  private readonly turns = new Mutex();
  private remembered: Thenable<unknown> = Promise.resolve();

  constructor(
    private readonly fixes: SessionFixes,
    private readonly contextKeys: ContextKeySetter,
    private readonly memory: vscode.Memento,
  ) {
    this.kept = [...memory.get<readonly KeptFix[]>(KEPT, [])];
    this.tell();
  }

  register(commands: CommandRegistry): void {
    commands.register(FINDING_COMMANDS.findingUndoFix, () => this.undo(() => this.kept.at(-1)));
  }

  /** A fix was made. */
  add(outcome: FixOutcome): KeptFix {
    const backups = outcome.results.flatMap(({ backup }) => (backup ? [backup.path] : []));
    const fix = { backups, files: outcome.results.reduce((sum, { written }) => sum + written.length, 0), outcome };
    this.kept.push(fix);
    if (this.kept.length > MOST_KEPT) this.kept.shift();
    this.changed();
    return fix;
  }

  /** @param which asked when those before are taken back */
  undo(which: () => KeptFix | undefined): Promise<void> {
    requireTrust();
    return this.turns.runExclusive(() => this.takeBack(which())).then((told) => told());
  }

  /** Resolves when nothing is being taken back any more. */
  async dispose(): Promise<void> {
    await this.turns.waitForUnlock();
    await this.remembered;
  }

  /** Answers what is to be told then: nobody waits for its message. */
  private async takeBack(fix: KeptFix | undefined): Promise<() => void> {
    if (!fix) return () => show(l10n.t('There is no fix of this workspace that could be taken back.'));
    if (this.takenBack.has(fix)) return () => show(l10n.t('This fix is taken back already.'));
    const { outcome, backups, files } = fix;
    const restorations = await withLateProgress(l10n.t('Taking back'), files, () =>
      outcome ? this.fixes.undo(outcome) : this.fixes.undoRecorded(backups),
    ).finally(() => this.forget(fix));
    this.takenBack.add(fix);
    const isWhole = restorations.every(({ kept, failed }) => kept.length + failed.length === 0);
    return () => show(undoneText(restorations), isWhole);
  }

  /** One that cannot be taken back is in the way of those before it. */
  private forget(fix: KeptFix): void {
    const at = this.kept.indexOf(fix);
    if (at >= 0) this.kept.splice(at, 1);
    this.changed();
  }

  private changed(): void {
    this.tell();
    const known = this.kept.filter(({ backups }) => backups.length > 0);
    this.remembered = this.memory.update(
      KEPT,
      known.map(({ backups, files }): KeptFix => ({ backups, files })),
    );
  }

  private tell(): void {
    this.contextKeys.set(FINDING_KEYS.hasFixToUndo, this.kept.length > 0);
  }
}

function show(text: string, isWhole = true): void {
  void (isWhole ? vscode.window.showInformationMessage : vscode.window.showWarningMessage)(text);
}

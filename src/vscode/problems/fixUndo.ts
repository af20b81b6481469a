import { Mutex } from 'async-mutex';
import * as vscode from 'vscode';
import type { CommandRegistry } from '../host/commandRegistry';
import type { ContextKeySetter } from '../host/contextKeys';
import { l10n } from '../host/l10n';
import { withLateProgress } from '../host/lateProgress';
import { requireTrust } from '../host/trust';
import { FINDING_COMMANDS, FINDING_KEYS } from './findingContract';
import { undoneText } from './fixTexts';
import { FIXES_MEMORY, keptFixes } from './keptFixes';
import type { FixOutcome, SessionFixes } from './sessionFixes';

/** The command can undo this many fixes, the latest first. */
const MOST_KEPT = 10;

/** A fix that can be undone. */
export interface KeptFix {
  /** Absolute paths of its backups. After a reload of the window, nothing else is known of it. */
  readonly backups: readonly string[];
  /** Number of files that were written. */
  readonly files: number;
  /** Full details, known only in the window that made the fix. */
  readonly outcome?: FixOutcome;
}

/** Undoes fixes of this workspace: the one whose message has the button, or the latest by *Undo Last Fix*. */
export class FixUndo implements vscode.Disposable {
  private readonly kept: KeptFix[];
  private readonly takenBack = new WeakSet<KeptFix>();
  /** Undoing happens one fix at a time, because each fix started from the result of the one before. */
  private readonly turns = new Mutex();
  private remembered: Thenable<unknown> = Promise.resolve();

  constructor(
    private readonly fixes: SessionFixes,
    private readonly contextKeys: ContextKeySetter,
    private readonly memory: vscode.Memento,
  ) {
    this.kept = [...keptFixes(memory)];
    this.tell();
  }

  register(commands: CommandRegistry): void {
    commands.register(FINDING_COMMANDS.findingUndoFix, () => this.undo(() => this.kept.at(-1)));
  }

  /** Remembers a fix. */
  add(outcome: FixOutcome): KeptFix {
    const backups = outcome.results.flatMap(({ backup }) => (backup ? [backup.path] : []));
    const fix = { backups, files: outcome.results.reduce((sum, { written }) => sum + written.length, 0), outcome };
    this.kept.push(fix);
    if (this.kept.length > MOST_KEPT) this.kept.shift();
    this.changed();
    return fix;
  }

  /** @param which called when earlier calls are done */
  undo(which: () => KeptFix | undefined): Promise<void> {
    requireTrust();
    return this.turns.runExclusive(() => this.takeBack(which())).then((told) => told());
  }

  /** Resolves when no fix is being undone any more. */
  async dispose(): Promise<void> {
    await this.turns.waitForUnlock();
    await this.remembered;
  }

  /** Returns what shows the message afterwards, because nothing waits for that message. */
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

  /** A fix that cannot be undone would block the earlier ones. */
  private forget(fix: KeptFix): void {
    const at = this.kept.indexOf(fix);
    if (at >= 0) this.kept.splice(at, 1);
    this.changed();
  }

  private changed(): void {
    this.tell();
    const known = this.kept.filter(({ backups }) => backups.length > 0);
    this.remembered = this.memory.update(
      FIXES_MEMORY,
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

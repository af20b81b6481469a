import * as vscode from 'vscode';
import type { COMMANDS } from '../contract';
import { errorText } from './errorText';
import { l10n } from './l10n';

export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

/** Registers commands with one way to fail: the log has the details, the user a sentence and a button to them. */
export class CommandRegistry {
  constructor(
    private readonly subscriptions: vscode.Disposable[],
    private readonly log: vscode.LogOutputChannel,
  ) {}

  register<A extends unknown[]>(id: CommandId, run: (...args: A) => unknown): void {
    const guarded = (...args: A): Promise<void> => this.guard(id, async () => run(...args));
    this.subscriptions.push(vscode.commands.registerCommand(id, guarded));
  }

  /** What goes on when a command is done, such as the answer to its message: it fails in the same way, and nobody waits. */
  goOn(id: CommandId, run: () => Promise<unknown>): void {
    void this.guard(id, run);
  }

  private async guard(id: CommandId, run: () => Promise<unknown>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.log.error(`${id}:`, error instanceof Error ? error : String(error));
      await this.tell(error);
    }
  }

  private async tell(error: unknown): Promise<void> {
    const show = l10n.t('Show Log');
    if ((await vscode.window.showErrorMessage(errorText(error), show)) === show) this.log.show();
  }
}

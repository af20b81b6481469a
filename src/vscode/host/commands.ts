import * as vscode from 'vscode';
import type { COMMANDS } from '../contract';
import { errorText } from './errorText';

export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

/** Registers commands with one way to fail: the log has the details, the user a sentence and a button to them. */
export class CommandRegistry {
  constructor(
    private readonly subscriptions: vscode.Disposable[],
    private readonly log: vscode.LogOutputChannel,
  ) {}

  register<A extends unknown[]>(id: CommandId, run: (...args: A) => unknown): void {
    const guarded = async (...args: A): Promise<void> => {
      try {
        await run(...args);
      } catch (error) {
        this.log.error(`${id}:`, error instanceof Error ? error : String(error));
        await this.tell(error);
      }
    };
    this.subscriptions.push(vscode.commands.registerCommand(id, guarded));
  }

  private async tell(error: unknown): Promise<void> {
    const show = vscode.l10n.t('Show Log');
    if ((await vscode.window.showErrorMessage(errorText(error), show)) === show) this.log.show();
  }
}

import * as vscode from 'vscode';
import type { DisposableStore } from '../../core/base/disposableStore';
import { urlEncoded } from '../../core/base/urlText';
import type { Command, Executable } from '../contract/command';
import { errorText } from './errorText';
import { l10n } from './l10n';
import { TooLate } from './tooLate';

declare module 'vscode' {
  /** Only `boundCommand` makes one. For a row, a code lens or a code action the compiler takes nothing else. */
  interface Command {
    /** Only a type, with no value at run time. */
    readonly madeBy: 'boundCommand';
  }
}

/**
 * Registers commands. All of them fail in the same way: the log gets the details, and the user gets a sentence with a
 * button that opens the log. A command that came too late tells only that.
 */
export class CommandRegistry {
  constructor(
    private readonly disposables: DisposableStore,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  register<A extends readonly unknown[]>(command: Command<A>, run: NoInfer<(...args: A) => unknown>): void {
    const guarded = (...args: A): Promise<void> => this.guard(command, async () => run(...args));
    this.disposables.add(vscode.commands.registerCommand(command.id, guarded));
  }

  /**
   * Runs what continues after a command has returned, such as waiting for the answer to its message. It fails in the
   * same way as a command. Nothing waits for it.
   */
  goOn<A extends readonly unknown[]>(command: Command<A>, run: () => Promise<unknown>): void {
    void this.guard(command, run);
  }

  private async guard({ id }: { readonly id: string }, run: () => Promise<unknown>): Promise<void> {
    try {
      await run();
    } catch (error) {
      if (error instanceof TooLate) {
        void vscode.window.showInformationMessage(errorText(error));
        return;
      }
      this.log.error(`${id}:`, error instanceof Error ? error : String(error));
      await this.tell(error);
    }
  }

  private async tell(error: unknown): Promise<void> {
    const show = l10n.t('Show Log');
    if ((await vscode.window.showErrorMessage(errorText(error), show)) === show) this.log.show();
  }
}

/** Runs a command of the extension or of VS Code. */
export function execute<A extends readonly unknown[]>(command: Executable<A>, ...args: NoInfer<A>): Thenable<unknown> {
  return vscode.commands.executeCommand(command.id, ...args);
}

/** A command with its arguments, for a row, a code lens or a code action. */
export function boundCommand<A extends readonly unknown[]>(
  command: Executable<A>,
  title: string,
  ...args: NoInfer<A>
): vscode.Command {
  return { command: command.id, title, arguments: [...args] } as unknown as vscode.Command;
}

/** The same as a URI, for a link. */
export function commandLink<A extends readonly unknown[]>(command: Executable<A>, ...args: NoInfer<A>): vscode.Uri {
  const query = urlEncoded(JSON.stringify(args));
  return vscode.Uri.from({ scheme: 'command', path: command.id, query });
}

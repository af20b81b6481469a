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
  /** What handles the commands that are registered before the code that handles them is loaded, by id. */
  private readonly late = new Map<string, ((...args: never) => unknown) | undefined>();

  constructor(
    private readonly disposables: DisposableStore,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  register<A extends readonly unknown[]>(command: Command<A>, run: NoInfer<(...args: A) => unknown>): void {
    if (this.late.has(command.id)) this.late.set(command.id, run);
    else this.add(command.id, async (args: A) => run(...args));
  }

  /**
   * Registers commands whose code is loaded when the first of them is called. Each call waits for that, and all of them
   * run in the order in which they came.
   * @param commands those of a contract, by their names in it
   * @param load registers what handles them, with `register`
   */
  registerLate(commands: Readonly<Record<string, { readonly id: string }>>, load: () => Promise<unknown>): void {
    for (const { id } of Object.values(commands)) {
      this.late.set(id, undefined);
      this.add(id, async (args: never) => {
        await load();
        // What was loaded has put it there.
        const run = this.late.get(id) as (...args: never) => unknown;
        return run(...args);
      });
    }
  }

  /**
   * Runs what continues after a command has returned, such as waiting for the answer to its message. It fails in the
   * same way as a command. Nothing waits for it.
   */
  goOn<A extends readonly unknown[]>(command: Command<A>, run: () => Promise<unknown>): void {
    void this.attempt(command.id, run);
  }

  /**
   * Runs what no command is called for, such as loading the rows of a view. It fails in the same way as a command.
   * @param id what the log names
   */
  async attempt(id: string, run: () => Promise<unknown>): Promise<void> {
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

  private add<A extends readonly unknown[]>(id: string, run: (args: A) => Promise<unknown>): void {
    const guarded = (...args: A): Promise<void> => this.attempt(id, () => run(args));
    this.disposables.add(vscode.commands.registerCommand(id, guarded));
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

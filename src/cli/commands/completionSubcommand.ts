import { Argument, Command } from 'commander';
import { SHELL_NAMES, type ShellName } from '../completion/shellNames';
import { ExitCode } from '../exitCode';
import type { Terminal } from '../terminal';

/** `completion bash|zsh|fish` */
export function completionCommand(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('completion')
    .description('Prints a script that lets a shell complete commands, options, their values and files.')
    .addArgument(new Argument('<shell>', 'the shell that reads it').choices(SHELL_NAMES))
    .addHelpText('after', '\nExit status: 0 it was printed, 2 it could not be.')
    .action(async (shell: ShellName, _options: object, command: Command) => {
      const { completionAction } = await import('../completion/completionAction.js');
      completionAction(terminal, shell, command.parent ?? command);
      exit(ExitCode.fine);
    });
}

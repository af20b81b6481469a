import { Command, CommanderError } from 'commander';
import { inOneLine } from '../core/base/fullStop';
import { line, linesOf } from '../core/terminal/terminalLine';
import { CallError } from './callError';
import { complain } from './complain';
import { ExitCode } from './exitCode';
import { PRODUCT, productVersion } from './product';
import { isSystemError } from './systemError';
import type { Terminal } from './terminal';

/** Runs the command in the arguments. Every failure becomes one line on stderr. Never rejects. */
export async function runProgram(
  terminal: Terminal,
  args: readonly string[],
  commands: readonly Command[],
): Promise<ExitCode | undefined> {
  try {
    if (args.length === 0) throw new CallError(`no command is given; ${seeHelp()}`);
    await program(terminal, commands).parseAsync(args, { from: 'user' });
    return undefined;
  } catch (error) {
    // This is how commander ends after --help and --version.
    if (error instanceof CommanderError && error.exitCode === 0) return ExitCode.fine;
    for (const words of messagesOf(error)) complain(terminal, words);
    return ExitCode.cannot;
  }
}

function program(terminal: Terminal, commands: readonly Command[]): Command {
  const program = new Command(PRODUCT)
    .description(
      'Checks, repairs, explains and makes the session files of 4D mobile apps. Emulates 4D Server, the web server of 4D, the Mendix runtime and a token server for mobile apps.',
    )
    .helpCommand(false)
    .option('-V, --version', 'print the version')
    .addHelpText(
      'after',
      '\nExit status: 0 nothing wrong, 1 a fault was found, 2 the call or the environment is at fault.',
    )
    .configureOutput({
      writeOut: (text) => terminal.out(linesOf(text.replace(/\n$/, ''))),
      writeErr: () => {},
      outputError: () => {},
    })
    .exitOverride(refuse());
  program.on('option:version', () => {
    terminal.out(line`${productVersion()}`);
    throw new CommanderError(0, 'commander.version', '');
  });
  for (const command of commands) {
    command.copyInheritedSettings(program).exitOverride(refuse(command.name()));
    program.addCommand(command);
  }
  return program;
}

/** Converts the messages of commander to the style of this product. */
function refuse(command?: string): (error: CommanderError) => never {
  return (error) => {
    if (error.exitCode === 0) throw error;
    // Commander shows the whole help when the command is missing.
    if (error.code === 'commander.help') throw new CallError(`no command is given; ${seeHelp(command)}`);
    const words = inOneLine(error.message.replace(/^error: /, ''));
    throw new CallError(`${words}; ${seeHelp(command)}`);
  };
}

function seeHelp(command?: string): string {
  return `see ${[PRODUCT, command, '--help'].filter(Boolean).join(' ')}`;
}

/** What to say of an error: one message a line. */
export function messagesOf(error: unknown): string[] {
  if (error instanceof CallError) return [error.message, ...error.others];
  if (isSystemError(error)) return [error.message];
  // A bug in this product. A report of it needs the stack.
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `unexpected error, please report it: ${words}`.split('\n');
}

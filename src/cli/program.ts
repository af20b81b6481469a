import { Command, CommanderError, Option } from 'commander';
import { inOneLine } from '../core/base/fullStop';
import { line } from '../core/terminal/terminalLine';
import { CallError } from './callError';
import { complain } from './complain';
import { ExitCode } from './exitCode';
import { helpCommand } from './help/helpCommand';
import { helpLayout, styledHelp, wrapLines } from './help/helpLayout';
import { helpWidth } from './help/wrapText';
import { PRODUCT, productVersion } from './product';
import { refuseAddresses } from './refusedAddresses';
import { isSystemError, systemErrorText } from './systemError';
import { COLOUR_CHOICES, type ColourChoice, type Terminal } from './terminal';

/** Runs the command in the arguments. Every failure becomes one line on stderr. Never rejects. */
export async function runProgram(
  terminal: Terminal,
  args: readonly string[],
  commands: readonly Command[],
): Promise<ExitCode | undefined> {
  const program = commandProgram(terminal, commands);
  try {
    if (args.length === 0) program.help();
    await program.parseAsync(args, { from: 'user' });
    return undefined;
  } catch (error) {
    // This is how commander ends after a help or a version.
    if (error instanceof CommanderError && error.exitCode === 0) return ExitCode.fine;
    for (const words of messagesOf(error)) complain(terminal, words);
    return ExitCode.cannot;
  }
}

/** The whole program. Tests, completion and the document of it ask it for its commands. */
export function commandProgram(terminal: Terminal, commands: readonly Command[]): Command {
  const width = helpWidth(terminal.env, terminal.columns);
  const program: Command = new Command(PRODUCT)
    .usage('COMMAND [OPTION…]')
    .description(
      'Finds and mends what is wrong in the session files of 4D mobile apps, and is the server that apps and tests talk to: 4D Server, the web server of 4D, the Mendix runtime, or a token server.',
    )
    .helpCommand(false)
    .helpOption('-h, --help', 'explain the program, or the command before it')
    .option('-v, --version', 'print the version')
    .addOption(new Option('-V').hideHelp())
    .addOption(colourOption())
    .addHelpText(
      'after',
      '\nExit status: 0 nothing wrong, 1 a fault was found, 2 the call or the environment is at fault.',
    )
    .configureHelp(helpLayout(width))
    .configureOutput({
      writeOut: (text) => terminal.out(styledHelp(wrapLines(text.replace(/\n$/, ''), width))),
      writeErr: () => {},
      outputError: () => {},
    })
    .exitOverride(refuse());
  const tellVersion = () => {
    terminal.out(line`${productVersion()}`);
    throw new CommanderError(0, 'commander.version', '');
  };
  program.on('option:version', tellVersion).on('option:V', tellVersion);
  program.on('option:color', (choice: ColourChoice) => terminal.showColours(choice));
  for (const command of [...commands, helpCommand(() => program)]) {
    command.copyInheritedSettings(program).exitOverride(refuse(command.name()));
    command.hook('preAction', refuseAddresses);
    program.addCommand(command);
  }
  return program;
}

function colourOption(): Option {
  return new Option('--color <when>', 'show colours: on a terminal, always or never (default: auto)').choices(
    COLOUR_CHOICES,
  );
}

/** Converts the messages of commander to the style of this product. */
function refuse(command?: string): (error: CommanderError) => never {
  return (error) => {
    if (error.exitCode === 0) throw error;
    // Options alone, without a command.
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
  if (isSystemError(error)) return [systemErrorText(error)];
  // A bug in this product. A report of it needs the stack.
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `unexpected error, please report it: ${words}`.split('\n');
}

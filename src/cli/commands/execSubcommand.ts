import { Command } from 'commander';
import type { ExecCall } from '../exec/execAction';
import type { ExitCode } from '../exitCode';
import type { Terminal } from '../terminal';
import { addServerOptions } from './serverOptions';

/** `exec [options of serve] [--verbose] -- COMMAND…` */
export function execCommand(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  const command = new Command('exec')
    .description(
      'Runs a command, such as your tests, beside a dev session server of its own, and ends the server with it.',
    )
    .usage('[options] -- command...')
    // Commander would say of an option of the command that it knows none such. It is told that -- is missing.
    .allowUnknownOption()
    .argument('[command...]', 'what to run, behind --; input and output are its own');
  return addServerOptions(command, 'MobileApps folder; a temporary one unless given, which is removed at the end')
    .option('--verbose', 'show a line for each answer on stderr', false)
    .option('--quiet', 'show no line for each answer, as without --verbose', false)
    .addHelpText(
      'after',
      '\nThe command finds the server by SESSION_WORKBENCH_URL, and the control API by SESSION_WORKBENCH_CONTROL_URL and SESSION_WORKBENCH_CONTROL_TOKEN. SESSION_WORKBENCH_PLATFORM_URL is the mailbox.\n\nUnless the options name a system, the server emulates 4D for mobile apps, and token sessions.',
    )
    .addHelpText(
      'after',
      '\nExit status: that of the command; 128 and the number of the signal that ended it; 126 it may not be run, 127 it is not found; 2 the server could not run.',
    )
    .action(async (operands: string[], call: ExecCall, { parent }: Command & { parent: { rawArgs: string[] } }) => {
      const { commandIn, execAction } = await import('../exec/execAction.js');
      const status = await execAction(terminal, commandIn(parent.rawArgs, operands), call);
      // It is the status of another program.
      exit(status as ExitCode);
    });
}

import { Command, Option } from 'commander';
import type { CheckArguments } from '../checkAction';
import { configOption } from '../checkConfiguration';
import type { ExitCode } from '../exitCode';
import { FORMATS } from '../formats/format';
import { schemaOption } from '../schemaOption';
import type { Terminal } from '../terminal';

/** `check [PATH…] [--format …]` */
export function checkCommand(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('check')
    .description('Checks every session file in the MobileApps folders at or under each path.')
    .argument('[path...]', 'folders to look in', ['.'])
    .addOption(new Option('--format <format>', 'what stdout is made for').choices(FORMATS).default('pretty'))
    .addOption(schemaOption())
    .addOption(configOption())
    .addHelpText('after', '\nExit status: 0 no file is at fault, 1 a file is, 2 something could not be checked.')
    .action(async (paths: string[], options: Omit<CheckArguments, 'paths'>) => {
      const { checkAction } = await import('../checkAction.js');
      exit(await checkAction(terminal, { paths, ...options }));
    });
}

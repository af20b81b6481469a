import { Command } from 'commander';
import type { CheckArguments } from '../checkAction';
import { configOption } from '../checkConfiguration';
import type { ExitCode } from '../exitCode';
import { failOnOption } from '../failOnOption';
import { FORMATS } from '../formats/format';
import { formatOption, outputOption } from '../outputs/outputOrder';
import { schemaOption } from '../schemaOption';
import type { Terminal } from '../terminal';

/** `check [PATH…] [--format NAME[=FILE]…] [--output FILE] [--schema FILE] [--fail-on SEVERITY] [--quiet]` */
export function checkCommand(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('check')
    .description(
      'Checks session files: all in the MobileApps folders at or under each path, those of an application folder, or single ones.',
    )
    .argument('[path...]', 'folders to look in, application folders, session files; - for one on stdin', ['.'])
    .addOption(formatOption(FORMATS, 'pretty'))
    .addOption(outputOption())
    .addOption(schemaOption())
    .addOption(configOption())
    .option('--stdin-path <file>', 'where the text of - would stand, so that its folder and name are checked too')
    .addOption(failOnOption())
    .option('--quiet', 'say nothing of what does not count for the exit status, and show no progress', false)
    .addHelpText(
      'after',
      '\nExit status: 0 no file is at fault, 1 a file is, 2 something could not be checked or written.',
    )
    .action(async (paths: string[], options: Omit<CheckArguments, 'paths'>) => {
      const { checkAction } = await import('../checkAction.js');
      exit(await checkAction(terminal, { paths, ...options }));
    });
}

import { Command, Option } from 'commander';
import type { CheckReport } from '../checkReport';
import { runCheck } from '../checkRun';
import { complain } from '../complain';
import { ExitCode } from '../exitCode';
import { FORMATS, type FormatName, formatNamed } from '../formats/format';
import { schemaFileIn, schemaOption } from '../schemaOption';
import type { Terminal } from '../terminal';
import { unreadableLines } from '../unreadableLines';

/** `check [PATH…] [--format …]` */
export function checkCommand(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('check')
    .description('Checks every session file in the MobileApps folders at or under each path.')
    .argument('[path...]', 'folders to look in', ['.'])
    .addOption(new Option('--format <format>', 'what stdout is made for').choices(FORMATS).default('pretty'))
    .addOption(schemaOption())
    .addHelpText('after', '\nExit status: 0 no file is at fault, 1 a file is, 2 something could not be checked.')
    .action(async (paths: string[], { format, schema }: { format: FormatName; schema?: string }) => {
      const report = await runCheck(terminal, paths, schemaFileIn(terminal.cwd, schema));
      const render = await formatNamed(format);
      terminal.out(render(report, terminal));
      for (const words of unreadableLines(report.unreadable)) complain(terminal, words);
      exit(verdict(report));
    });
}

function verdict({ unreadable, summary }: CheckReport): ExitCode {
  if (unreadable.length > 0) return ExitCode.cannot;
  return summary.invalid > 0 ? ExitCode.atFault : ExitCode.fine;
}

import { Command, Option } from 'commander';
import type { TerminalLine } from '../../core/terminal/terminalLine';
import { complain } from '../complain';
import { ExitCode } from '../exitCode';
import { RUN_FORMATS, type RunFormatName, runFormatNamed } from '../run/runFormat';
import { countOf, type RunReport } from '../run/runReport';
import { runScenarios } from '../run/runScenarios';
import { scenarioFiles } from '../run/scenarioFiles';
import type { Terminal } from '../terminal';
import { unreadableLines } from '../unreadableLines';

/** `run FILE… [--format …]` */
export function runCommand(terminal: Terminal, exit: (code: ExitCode) => void): Command {
  return new Command('run')
    .description('Runs scenarios, each against a dev session server of its own.')
    .argument('<file...>', 'scenario files, or folders that have some')
    .addOption(new Option('--format <format>', 'what stdout is made for').choices(RUN_FORMATS).default('pretty'))
    .addHelpText('after', '\nExit status: 0 all passed, 1 one failed or is at fault, 2 something could not be run.')
    .action(async (paths: string[], { format }: { format: RunFormatName }) => {
      const { files, unreadable } = scenarioFiles(terminal.cwd, paths);
      const { scenario, end } = await runFormatNamed(format);
      const ending = new AbortController();
      const interrupt = () => ending.abort();
      // The handler stays installed, so that a second Ctrl+C cannot end this process before the server has stopped.
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
      const tell = (lines: readonly TerminalLine[] = []) => terminal.out(lines);
      const report = await runScenarios(terminal, files, (each) => tell(scenario?.(each, terminal)), ending.signal);
      tell(end(report, terminal));
      for (const { verdict, error, name } of report.scenarios) {
        if (verdict === 'error') complain(terminal, `${name}: ${error}`);
      }
      for (const words of unreadableLines(unreadable, 'run')) complain(terminal, words);
      if (ending.signal.aborted) complain(terminal, 'ended before all scenarios had run');
      exit(ending.signal.aborted || unreadable.length > 0 ? ExitCode.cannot : verdictOf(report));
    });
}

function verdictOf(report: RunReport): ExitCode {
  if (countOf(report, 'error') > 0) return ExitCode.cannot;
  return countOf(report, 'failed') > 0 ? ExitCode.atFault : ExitCode.fine;
}

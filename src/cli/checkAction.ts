import { type ConfigurationOptions, checkConfiguration } from './checkConfiguration';
import type { CheckReport } from './checkReport';
import { runCheck } from './checkRun';
import { complain } from './complain';
import { ExitCode } from './exitCode';
import { type FormatName, formatNamed } from './formats/format';
import type { Terminal } from './terminal';
import { unreadableLines } from './unreadableLines';

/** Arguments and options of `check`. */
export interface CheckArguments extends ConfigurationOptions {
  readonly paths: readonly string[];
  readonly format: FormatName;
}

/**
 * What `check` does.
 * @throws CallError as `runCheck`
 */
export async function checkAction(
  terminal: Terminal,
  { paths, format, ...options }: CheckArguments,
): Promise<ExitCode> {
  const report = await runCheck(terminal, paths, await checkConfiguration(terminal, options));
  const render = await formatNamed(format);
  terminal.out(render(report, terminal));
  for (const words of unreadableLines(report.unreadable)) complain(terminal, words);
  return verdict(report);
}

function verdict({ unreadable, summary }: CheckReport): ExitCode {
  if (unreadable.length > 0) return ExitCode.cannot;
  return summary.invalid > 0 ? ExitCode.atFault : ExitCode.fine;
}

import type { CheckReport } from './checkReport';
import { runCheck } from './checkRun';
import { complain } from './complain';
import { ExitCode } from './exitCode';
import { type FormatName, formatNamed } from './formats/format';
import { schemaFileIn } from './schemaFile';
import type { Terminal } from './terminal';
import { unreadableLines } from './unreadableLines';

/** Arguments and options of `check`. */
export interface CheckArguments {
  readonly paths: readonly string[];
  readonly format: FormatName;
  readonly schema?: string;
}

/**
 * What `check` does.
 * @throws CallError as `runCheck`
 */
export async function checkAction(terminal: Terminal, { paths, format, schema }: CheckArguments): Promise<ExitCode> {
  const report = await runCheck(terminal, paths, schemaFileIn(terminal.cwd, schema));
  const render = await formatNamed(format);
  terminal.out(render(report, terminal));
  for (const words of unreadableLines(report.unreadable)) complain(terminal, words);
  return verdict(report);
}

function verdict({ unreadable, summary }: CheckReport): ExitCode {
  if (unreadable.length > 0) return ExitCode.cannot;
  return summary.invalid > 0 ? ExitCode.atFault : ExitCode.fine;
}

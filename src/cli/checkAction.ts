import { countsFor, type FailOn } from '../core/compliance/failOn';
import { linesWithoutTokens } from '../core/terminal/terminalLine';
import { type ConfigurationOptions, checkConfiguration } from './checkConfiguration';
import { type CheckReport, findingsOf } from './checkReport';
import { runCheck } from './checkRun';
import { complain } from './complain';
import { ExitCode } from './exitCode';
import { type FormatContext, type FormatName, formatNamed } from './formats/format';
import { type OutputOptions, outputOrders } from './outputs/outputOrder';
import type { Terminal } from './terminal';
import { unreadableLines } from './unreadableLines';

/** Arguments and options of `check`. */
export interface CheckArguments extends ConfigurationOptions, OutputOptions<FormatName> {
  readonly paths: readonly string[];
  /** Where the text that comes on stdin would stand. */
  readonly stdinPath?: string;
  readonly failOn: FailOn;
  readonly quiet: boolean;
}

/**
 * What `check` does.
 * @throws CallError as `runCheck`, `outputOrders` and `outputPlaces`
 */
export async function checkAction(
  terminal: Terminal,
  { paths, stdinPath, failOn, quiet, format, output, ...options }: CheckArguments,
): Promise<ExitCode> {
  const { cwd, env, columns } = terminal;
  const orders = outputOrders({ ...(format && { format }), ...(output !== undefined && { output }) }, 'pretty');
  const toStdout = orders.find(({ file }) => file === undefined);
  const toFiles = orders.flatMap(({ format: name, file }) => (file === undefined ? [] : [{ format: name, file }]));
  const places =
    toFiles.length === 0
      ? []
      : (await import('./outputs/outputPlace.js')).outputPlaces(
          cwd,
          toFiles.map(({ file }) => file),
          toStdout !== undefined,
        );
  const configuration = await checkConfiguration(terminal, options);
  const report = await runCheck(terminal, paths, { ...configuration, stdinPath, isQuiet: quiet });
  const context: FormatContext = { cwd, env, columns, isQuiet: quiet, failOn };
  if (toStdout) terminal.out(linesWithoutTokens((await formatNamed(toStdout.format))(report, context)));
  let isWritten = true;
  for (const [at, order] of toFiles.entries()) {
    const place = places[at];
    if (!place) continue;
    const { writeOutput } = await import('./outputs/outputFile.js');
    const render = await formatNamed(order.format);
    // Nobody knows how wide the window is in which the file will be read.
    const lines = linesWithoutTokens(render(report, { ...context, columns: undefined }));
    isWritten = (await writeOutput(terminal, place, lines)) && isWritten;
  }
  if (orders.some((order) => order.format === 'github')) {
    const { addStepSummary } = await import('./formats/stepSummary.js');
    addStepSummary(terminal, report);
  }
  for (const words of unreadableLines(report.unreadable)) complain(terminal, words);
  return isWritten ? verdict(report, failOn) : ExitCode.cannot;
}

function verdict(report: CheckReport, failOn: FailOn): ExitCode {
  if (report.unreadable.length > 0) return ExitCode.cannot;
  for (const { finding } of findingsOf(report)) if (countsFor(failOn, finding.severity)) return ExitCode.atFault;
  return ExitCode.fine;
}

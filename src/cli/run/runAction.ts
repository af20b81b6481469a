import os from 'node:os';
import path from 'node:path';
import type { TerminalLine } from '../../core/terminal/terminalLine';
import { isPipe, type ScenarioSearch, ScenarioSearchError, scenarioFiles } from '../../disk/scenarios/scenarioFiles';
import { MOST_JOBS } from '../../scenario/batch/mostJobs';
import { countOf, type RunReport } from '../../scenario/batch/runReport';
import { runScenarios } from '../../scenario/batch/runScenarios';
import { CallError } from '../callError';
import { complain } from '../complain';
import { ExitCode } from '../exitCode';
import { onEndingSignal } from '../onEndingSignal';
import { ProgressLine } from '../progressLine';
import type { Terminal } from '../terminal';
import { unreadableLines } from '../unreadableLines';
import { type RunFlags, rulesOfRun } from './rulesOfRun';
import { type RunFormatName, runFormatNamed } from './runFormat';
import { runHost } from './runHost';

/** Arguments and options of `run`. */
export interface RunArguments extends RunFlags {
  readonly paths: readonly string[];
  readonly format: RunFormatName;
  /** How many scenarios run at the same time; by default one for each processor. */
  readonly jobs?: number;
}

/**
 * What `run` does.
 * @throws CallError as `rulesOfRun`, and when the paths name no scenario
 */
export async function runAction(
  terminal: Terminal,
  { paths, format, jobs, ...flags }: RunArguments,
): Promise<ExitCode> {
  const given = paths.map((each) => path.resolve(terminal.cwd, each));
  const rulesFor = rulesOfRun(terminal, flags, given);
  const { files, unreadable } = searched(terminal.cwd, paths);
  const { scenario, end } = await runFormatNamed(format);
  const ending = new AbortController();
  onEndingSignal(() => ending.abort());
  const tell = (lines: readonly TerminalLine[] = []) => terminal.out(lines);
  const progress = new ProgressLine(terminal, 'Running');
  const report = await runScenarios(
    runHost(terminal),
    { files, rulesFor, jobs: jobs ?? Math.min(os.availableParallelism(), MOST_JOBS) },
    {
      onScenario: (each) => tell(scenario?.(each, terminal)),
      onCount: (done) => progress.report(done),
    },
    ending.signal,
  ).finally(() => progress.end());
  tell(end(report, terminal));
  for (const { verdict, error, name } of report.scenarios) {
    if (verdict === 'error') complain(terminal, `${name}: ${error}`);
  }
  for (const words of unreadableLines(unreadable, 'run')) complain(terminal, words);
  if (ending.signal.aborted) {
    complain(terminal, 'ended before all scenarios had run');
    for (const pipe of files.filter(isPipe)) {
      complain(terminal, `${pipe} is a pipe (FIFO), which is read until its writer closes it`);
    }
  }
  return ending.signal.aborted || unreadable.length > 0 ? ExitCode.cannot : verdictOf(report);
}

function searched(cwd: string, paths: readonly string[]): ScenarioSearch {
  try {
    return scenarioFiles(cwd, paths);
  } catch (error) {
    if (!(error instanceof ScenarioSearchError)) throw error;
    throw new CallError(error.message);
  }
}

function verdictOf(report: RunReport): ExitCode {
  if (countOf(report, 'error') > 0) return ExitCode.cannot;
  return countOf(report, 'failed') > 0 ? ExitCode.atFault : ExitCode.fine;
}

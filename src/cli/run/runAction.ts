import os from 'node:os';
import path from 'node:path';
import type { RunPlace } from '../../core/scenario/runEvents';
import { stepLink } from '../../core/scenario/stepLink';
import { isPipe, misnamedWords, type ScenarioSearch, scenarioFiles } from '../../disk/scenarios/scenarioFiles';
import { scenarioRoot } from '../../disk/scenarios/scenarioRoot';
import { ScenarioSearchError } from '../../disk/scenarios/scenarioSearchError';
import { MOST_JOBS } from '../../scenario/batch/mostJobs';
import { countOf, type RunReport } from '../../scenario/batch/runReport';
import { runScenarios } from '../../scenario/batch/runScenarios';
import { CallError } from '../callError';
import { complain } from '../complain';
import { ExitCode } from '../exitCode';
import { onEndingSignal } from '../onEndingSignal';
import type { OutputOrder } from '../outputs/outputOrder';
import { ProgressLine } from '../progressLine';
import type { Terminal } from '../terminal';
import { unreadableLines } from '../unreadableLines';
import { givenServer } from './givenServer';
import { type RunFlags, rulesOfRun } from './rulesOfRun';
import type { RunFormatName } from './runFormat';
import { runHost } from './runHost';
import { RunOutputs } from './runOutputs';
import { noneNamed, wantedNames } from './wantedNames';

/** Arguments and options of `run`. */
export interface RunArguments extends RunFlags {
  readonly paths: readonly string[];
  readonly format?: readonly OutputOrder<RunFormatName>[];
  /** Folder for the page that shows everything. */
  readonly report?: string;
  /** How many scenarios run at the same time; by default one for each processor. */
  readonly jobs?: number;
  /** A text that names of scenarios have, or a regular expression between slashes. */
  readonly grep?: string;
  /** A server that runs already. Without it, each scenario has its own. */
  readonly baseUrl?: string;
  readonly bail?: boolean;
}

/**
 * What `run` does.
 * @throws CallError as `rulesOfRun`, and when the paths name no scenario
 */
export async function runAction(
  terminal: Terminal,
  { paths, format, report: folder, jobs, grep, bail, baseUrl, ...flags }: RunArguments,
): Promise<ExitCode> {
  const server = baseUrl === undefined ? undefined : await givenServer(baseUrl, terminal.env);
  const wants = grep === undefined ? undefined : wantedNames(grep);
  const { files, unreadable, misnamed, places } = searched(terminal.cwd, paths);
  const rulesFor = rulesOfRun(terminal, flags, places);
  const outputs = await RunOutputs.of(terminal.cwd, format, folder);
  const context = { terminal, at: new Date().toISOString(), unreadable, linkTo: linkTo(places) };
  const ending = new AbortController();
  onEndingSignal(() => ending.abort());
  const progress = new ProgressLine(terminal, 'Running');
  const report = await runScenarios(
    runHost(terminal),
    {
      files,
      rulesFor,
      jobs: jobs ?? (server ? 1 : Math.min(os.availableParallelism(), MOST_JOBS)),
      keepsMessages: outputs.needsMessages,
      ...(server && { server }),
      ...(wants && { wants }),
      ...(bail && { bail }),
    },
    {
      onScenario: (each) => outputs.scenario(each, context),
      onCount: (done) => progress.report(done),
    },
    ending.signal,
  ).finally(() => progress.end());
  if (report.scenarios.length === 0 && grep !== undefined) throw new CallError(noneNamed(grep, report.leftOut));
  const isWritten = await outputs.end(report, context);
  for (const { verdict, error, name } of report.scenarios) {
    if (verdict === 'error') complain(terminal, `${name}: ${error}`);
  }
  for (const file of misnamed) complain(terminal, misnamedWords(file));
  for (const words of unreadableLines(unreadable, 'run')) complain(terminal, words);
  if (ending.signal.aborted) {
    complain(terminal, 'ended before all scenarios had run');
    for (const pipe of files.filter(isPipe)) {
      complain(terminal, `${pipe} is a pipe (FIFO), which is read until its writer closes it`);
    }
  }
  return ending.signal.aborted || unreadable.length > 0 || !isWritten ? ExitCode.cannot : verdictOf(report);
}

function searched(cwd: string, paths: readonly string[]): ScenarioSearch {
  try {
    return scenarioFiles(cwd, paths);
  } catch (error) {
    if (!(error instanceof ScenarioSearchError)) throw error;
    throw new CallError(error.message);
  }
}

/** Links that open a place in the project that a scenario belongs to, on any machine. */
function linkTo(places: readonly string[]): (place: RunPlace) => string {
  const known = new Map<string, string>();
  return ({ file, range: { start: position } }) => {
    const inProject = known.get(file) ?? path.relative(scenarioRoot(file, places), file).split(path.sep).join('/');
    known.set(file, inProject);
    return stepLink({ file: inProject, position });
  };
}

function verdictOf(report: RunReport): ExitCode {
  if (countOf(report, 'error') > 0) return ExitCode.cannot;
  return countOf(report, 'failed') > 0 ? ExitCode.atFault : ExitCode.fine;
}

import type { RunVerdict, StepVerdict } from '../core/scenario/runEvents';
import { type ApiCallOptions, commandReport } from './commandReport';
import { textsOf } from './givenTexts';

/** Options of `run`, as the command line has them. */
export interface RunOptions extends ApiCallOptions {
  /** How many scenarios run at the same time. */
  readonly jobs?: number;
  /** Hosts that scenarios may call besides their own server and this machine. `*.name` is all beneath a name. */
  readonly allowHosts?: readonly string[];
  /** Variables of the environment that scenarios may read, with their values. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder that the paths of scenarios must stay in. */
  readonly root?: string;
  /** How long the requests of one step may wait altogether. */
  readonly timeoutSeconds?: number;
}

/** What `session-workbench run --format json` prints. */
export interface RanReport {
  readonly version: 1;
  readonly summary: {
    readonly scenarios: number;
    readonly passed: number;
    readonly failed: number;
    /** Those that could not be run. */
    readonly errors: number;
    readonly ms: number;
  };
  readonly scenarios: readonly RanScenario[];
}

export interface RanScenario {
  /** Absolute path. */
  readonly file: string;
  readonly name: string;
  readonly verdict: RunVerdict | 'error';
  readonly ms: number;
  /** Why it could not be run. */
  readonly error?: string;
  /** What is wrong with the file. */
  readonly findings: readonly { readonly code: string; readonly severity: string; readonly message: string }[];
  readonly steps: readonly RanStep[];
}

export interface RanStep {
  readonly title: string;
  readonly kind: string;
  readonly verdict: StepVerdict;
  readonly ms: number;
  /** The reason codes of its answers, as the journal has them. */
  readonly causes: readonly string[];
  readonly failures: readonly { readonly message: string; readonly expected?: string; readonly actual?: string }[];
}

/**
 * Runs scenarios, each against a dev session server of its own. To run a scenario is to run code of whoever wrote it.
 * @param files scenario files, or what else the command `run` takes
 * @returns the report, also of scenarios that failed
 * @throws SessionWorkbenchError when an argument is at fault
 * @throws IncompleteError when something could not be run
 */
export async function run(files: string | readonly string[], options: RunOptions = {}): Promise<RanReport> {
  const { jobs, allowHosts = [], env = {}, root, timeoutSeconds, ...common } = options;
  const given = textsOf('run', files);
  const args = [
    ['--format', 'json'],
    jobs === undefined ? [] : ['--jobs', String(jobs)],
    ...allowHosts.map((host) => ['--allow-host', host]),
    // By its name alone: every user of the machine can read the arguments of a process.
    ...Object.keys(env).map((name) => ['--env', name]),
    root === undefined ? [] : ['--root', root],
    timeoutSeconds === undefined ? [] : ['--timeout', String(timeoutSeconds)],
  ];
  return commandReport<RanReport>(['run', ...args.flat(), '--', ...given], { ...common, env });
}

import type { RunVerdict, StepVerdict } from '../core/scenario/runEvents';
import { MOST_JOBS } from '../scenario/batch/mostJobs';
import { MOST_BOUNDS } from '../scenario/mostBounds';
import {
  ABORT_SIGNAL,
  argumentsOf,
  FLAG,
  FOLDER,
  givenOptions,
  givenPaths,
  NAMES,
  type OptionRules,
  TEXT,
  TEXTS,
  VARIABLES,
  wholeUpTo,
} from './apiOptions';
import type { CheckedRange } from './checkPaths';
import { type ApiCallOptions, commandReport } from './commandReport';
import { SERVER_VARIABLES } from './connectServer';
import type { PathOrUrl } from './givenPath';

/** A server to run against: what `startServer` or `connectServer` gave. */
export interface BaseServer {
  readonly url: string;
  readonly controlUrl: string;
  readonly controlToken: string;
  readonly externalPlatformUrl?: string;
}

/** Options of `run`, as the command line has them. */
export interface RunOptions extends ApiCallOptions {
  /** How many scenarios run at the same time. Unless given, one for each processor. */
  readonly jobs?: number;
  /** Runs those whose name has this text, or matches this regular expression, which may be a text `/like this/`. */
  readonly grep?: string | RegExp;
  /** After the first that does not pass, starts no other and ends those that run. */
  readonly bail?: boolean;
  /**
   * Runs against this server, which keeps its state, one scenario after the other. What `startServer` or `connectServer` gave,
   * or the address of a server that this user or `session-workbench exec` has started.
   */
  readonly baseUrl?: string | BaseServer;
  /** A folder that gets a web page with everything that happened. */
  readonly report?: PathOrUrl;
  /** Hosts that scenarios may call besides their own server and this machine. `*.name` is all beneath a name. */
  readonly allowHosts?: readonly string[];
  /** Variables of the environment that scenarios may read, with their values. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder that the paths of scenarios must stay in. */
  readonly root?: PathOrUrl;
  /** How long the requests of one step may wait altogether. */
  readonly timeoutSeconds?: number;
  /** How much is read of the bodies of all answers of one step together, in bytes. */
  readonly answerLimit?: number;
  /** How much one run may write to the disk, in bytes. */
  readonly diskLimit?: number;
}

const OPTIONS: OptionRules<RunOptions> = {
  cwd: FOLDER,
  signal: ABORT_SIGNAL,
  jobs: { ...wholeUpTo(MOST_JOBS), flag: '--jobs' },
  grep: { ...NAMES, flag: '--grep' },
  bail: { ...FLAG, flag: '--bail' },
  baseUrl: {
    words: 'the address of a server, or what startServer or connectServer gave',
    allows: (value) => TEXT.allows(value) || isBaseServer(value),
    flag: '--base-url',
  },
  report: { ...FOLDER, flag: '--report' },
  allowHosts: { ...TEXTS, flag: '--allow-host' },
  env: { ...VARIABLES, flag: '--env' },
  root: { ...FOLDER, flag: '--root' },
  timeoutSeconds: { ...wholeUpTo(MOST_BOUNDS.seconds), flag: '--timeout' },
  answerLimit: { ...wholeUpTo(MOST_BOUNDS.answerBytes), flag: '--answer-limit' },
  diskLimit: { ...wholeUpTo(MOST_BOUNDS.diskBytes), flag: '--disk-limit' },
};

/** What `session-workbench run --format json` prints: `schemas/run-report.schema.json`. Secrets are covered. */
export interface RanReport {
  readonly version: 1;
  readonly summary: {
    readonly scenarios: number;
    readonly passed: number;
    /** Those with a failed step, or whose file is at fault. */
    readonly failed: number;
    /** Those that could not be run. */
    readonly errors: number;
    /** Those that were ended while they ran. */
    readonly cancelled?: number;
    /** Those whose turn did not come. */
    readonly notRun?: number;
    /** Those that `grep` left out. They are not in the report. */
    readonly leftOut?: number;
    /** Why not all ran to their end. */
    readonly stopped?: 'ended' | 'bail';
    readonly ms: number;
  };
  readonly scenarios: readonly RanScenario[];
}

export interface RanScenario {
  /** Absolute path. */
  readonly file: string;
  readonly name: string;
  readonly verdict: RunVerdict | 'error' | 'notRun';
  readonly ms: number;
  /** Why it could not be run. */
  readonly error?: string;
  /** Rows of the transition table of devices, by their ids. Absent without a device. */
  readonly transitions?: { readonly taken: readonly string[]; readonly missing: readonly string[] };
  /** What is wrong with the file, and hints. */
  readonly findings: readonly RanFinding[];
  readonly steps: readonly RanStep[];
}

export interface RanFinding {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  /** RFC 6901. */
  readonly pointer: string;
  readonly range: CheckedRange;
}

export interface RanStep {
  readonly title: string;
  readonly kind: string;
  /** Absolute path of the file that it is in. */
  readonly file: string;
  readonly range: CheckedRange;
  readonly verdict: StepVerdict;
  readonly ms: number;
  /** The reason codes of its answers, as the journal has them. */
  readonly causes: readonly string[];
  readonly failures: readonly RanFailure[];
  /** What was sent. Absent where nothing was. */
  readonly messages?: readonly RanMessage[];
}

export interface RanFailure {
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
  /** Absolute path. */
  readonly file: string;
  readonly range: CheckedRange;
}

/** A request that was sent, and its answer. */
export interface RanMessage {
  readonly from: string;
  readonly to: string;
  readonly title: string;
  /** Virtual time, ISO 8601. */
  readonly at: string;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: RanHeaders;
    readonly body?: string;
  };
  readonly cookiesBefore: readonly RanCookie[];
  /** Cookies that the browser did not send. */
  readonly heldBack?: readonly { readonly name: string; readonly why: string }[];
  readonly answer?: {
    readonly status: number;
    readonly statusText: string;
    readonly headers: RanHeaders;
    readonly body: string;
  };
  /** Why there was no answer. */
  readonly problem?: string;
  readonly cookiesAfter?: readonly RanCookie[];
  /** Why the server answered so. */
  readonly causes?: readonly { readonly rule: string; readonly kind: string; readonly message: string }[];
  readonly ms?: number;
}

/** A name may be there several times. */
export type RanHeaders = readonly (readonly [name: string, value: string])[];

export interface RanCookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite?: 'Strict' | 'Lax' | 'None';
  readonly expiresAt?: string;
}

/**
 * Runs scenarios, each against a dev session server of its own. To run a scenario is to run code of whoever wrote it.
 * @param files scenario files, or what else the command `run` takes, also as `file:` URLs
 * @returns the report, also of scenarios that failed
 * @throws SessionWorkbenchError when an argument is at fault
 * @throws IncompleteError when something could not be run
 */
export async function run(files: PathOrUrl | readonly PathOrUrl[], options: RunOptions = {}): Promise<RanReport> {
  const { baseUrl, ...given } = givenOptions<RunOptions>('run', options, OPTIONS);
  const server = typeof baseUrl === 'object' ? baseUrl : undefined;
  const url = server?.url ?? baseUrl;
  const args = [...argumentsOf<RunOptions>({ ...given, ...(url !== undefined && { baseUrl: url }) }, OPTIONS)];
  const env = { ...given.env, ...(server && variablesOf(server)) };
  const called = ['run', '--format=json', ...args, '--', ...givenPaths('run', files)];
  return (await commandReport<RanReport>(called, given, OPTIONS, env)).report;
}

/** How the command line gets to know a server. */
function variablesOf({ url, controlUrl, controlToken, externalPlatformUrl }: BaseServer): Record<string, string> {
  return {
    [SERVER_VARIABLES.controlUrl]: controlUrl,
    [SERVER_VARIABLES.controlToken]: controlToken,
    [SERVER_VARIABLES.externalPlatformUrl]: externalPlatformUrl ?? url,
  };
}

function isBaseServer(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { url, controlUrl, controlToken, externalPlatformUrl = url } = value as Partial<Record<string, unknown>>;
  return [url, controlUrl, controlToken, externalPlatformUrl].every((each) => TEXT.allows(each));
}

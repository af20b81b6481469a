import { FAIL_ON, type FailOn } from '../core/compliance/failOn';
import type { FindingCode, Severity } from '../core/compliance/finding';
import {
  ABORT_SIGNAL,
  argumentsOf,
  FILE,
  FOLDER,
  givenOptions,
  givenPaths,
  type OptionRules,
  oneOf,
} from './apiOptions';
import { type ApiCallOptions, commandReport } from './commandReport';
import type { PathOrUrl } from './givenPath';

/** Options of `check`, as the command line has them. */
export interface CheckOptions extends ApiCallOptions {
  /** Path of a JSON schema in place of the built-in one. */
  readonly schema?: PathOrUrl;
  /** What a team has decided. Unless given, the nearest `session-workbench.json` from `cwd` upwards. */
  readonly config?: PathOrUrl;
  /** The least grave finding with which the report is not `ok`. */
  readonly failOn?: FailOn;
}

const OPTIONS: OptionRules<CheckOptions> = {
  cwd: FOLDER,
  signal: ABORT_SIGNAL,
  schema: { ...FILE, flag: '--schema' },
  config: { ...FILE, flag: '--config' },
  failOn: { ...oneOf(FAIL_ON), flag: '--fail-on' },
};

/** What `session-workbench check --format json` prints. */
export interface CheckedReport {
  readonly version: 1;
  /** Absolute paths of the MobileApps folders. */
  readonly folders: readonly string[];
  readonly summary: {
    readonly files: number;
    /** Those without an error: `accepted` and `pending` together. */
    readonly sessions: number;
    readonly accepted: number;
    readonly pending: number;
    /** Files with an error. */
    readonly invalid: number;
    /** How many there are of each code. */
    readonly findings: { readonly [code in FindingCode]?: number };
    readonly ms: number;
  };
  readonly findings: readonly CheckedFinding[];
  /** What could not be read. Absent when there is nothing. */
  readonly unreadable?: readonly { readonly folder: string; readonly file: string; readonly reason: string }[];
}

/** A report that was asked to judge with `failOn`. */
export interface JudgedReport extends CheckedReport {
  /** Whether no finding is as grave as `failOn`. */
  readonly ok: boolean;
}

/** One fault in one file. */
export interface CheckedFinding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** Absolute path of the MobileApps folder. */
  readonly folder: string;
  /** Relative to `folder`, with `/`. */
  readonly file: string;
  readonly message: string;
  /** RFC 6901. */
  readonly pointer: string;
  readonly range: CheckedRange;
}

/** Zero-based lines and characters, in UTF-16 code units. */
export interface CheckedRange {
  readonly start: CheckedPosition;
  readonly end: CheckedPosition;
}

export interface CheckedPosition {
  readonly line: number;
  readonly character: number;
}

/**
 * Checks every session file at or under some paths.
 * @param paths folders, or what else the command `check` takes, also as `file:` URLs; unless given, the working directory
 * @throws SessionWorkbenchError when a path is at fault
 * @throws IncompleteError when something could not be read
 */
export function check(
  paths: PathOrUrl | readonly PathOrUrl[],
  options: CheckOptions & { readonly failOn: FailOn },
): Promise<JudgedReport>;
export function check(paths?: PathOrUrl | readonly PathOrUrl[], options?: CheckOptions): Promise<CheckedReport>;
export async function check(
  paths: PathOrUrl | readonly PathOrUrl[] = '.',
  options: CheckOptions = {},
): Promise<CheckedReport | JudgedReport> {
  const given = givenOptions<CheckOptions>('check', options, OPTIONS);
  const args = [...argumentsOf<CheckOptions>(given, OPTIONS), '--', ...givenPaths('check', paths)];
  const { report, isFine } = await commandReport<CheckedReport>(['check', '--format=json', ...args], given, OPTIONS);
  return given.failOn === undefined ? report : { ...report, ok: isFine };
}

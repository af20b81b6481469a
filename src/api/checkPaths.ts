import type { FindingCode, Severity } from '../core/compliance/finding';
import { type ApiCallOptions, commandReport } from './commandReport';
import { textsOf } from './givenTexts';

/** Options of `check`. */
export interface CheckOptions extends ApiCallOptions {
  /** Path of a JSON schema in place of the built-in one. */
  readonly schema?: string;
}

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
  /** Zero-based lines and characters, in UTF-16 code units. */
  readonly range: { readonly start: CheckedPosition; readonly end: CheckedPosition };
}

export interface CheckedPosition {
  readonly line: number;
  readonly character: number;
}

/**
 * Checks every session file at or under some paths.
 * @param paths folders, or what else the command `check` takes; unless given, the working directory
 * @throws SessionWorkbenchError when a path is at fault
 * @throws IncompleteError when something could not be read
 */
export async function check(
  paths: string | readonly string[] = '.',
  { schema, ...options }: CheckOptions = {},
): Promise<CheckedReport> {
  const given = textsOf('check', paths);
  const args = ['--format', 'json', ...(schema === undefined ? [] : ['--schema', schema])];
  return commandReport<CheckedReport>(['check', ...args, '--', ...given], options);
}

import type { HintCode } from '../compliance/finding';
import type { Range } from '../json/position';

/** The name of the file in which a team has its configuration. */
export const CONFIGURATION_NAME = 'session-workbench.json';

/** How much a hint counts. Errors always count. */
export const HINT_SEVERITIES = ['off', 'hint', 'warning'] as const;
export type HintSeverity = (typeof HINT_SEVERITIES)[number];

/** What the configuration says of hints. One that is not in it is a hint. */
export type HintSeverities = Readonly<Partial<Record<HintCode, HintSeverity>>>;

/** What the file says. What is at fault is not in it. */
export interface Configuration {
  readonly hints: HintSeverities;
  /** Globs, relative to the folder of the file. */
  readonly ignore: readonly string[];
  /** The path of a schema of session files, as it is written. */
  readonly schema?: string;
  /** Everything else. It is for the server, which checks it. */
  readonly server: Readonly<Record<string, unknown>>;
}

/** One thing that is wrong with the file. */
export interface ConfigurationFault {
  /** One sentence without its full stop. */
  readonly message: string;
  readonly range: Range;
  /** Whether the JSON schema of the file says it too. */
  readonly isOfSchema: boolean;
}

/** Faults in the order of the text. */
export function inTextOrder(faults: readonly ConfigurationFault[]): ConfigurationFault[] {
  return [...faults].sort(
    ({ range: { start: one } }, { range: { start: other } }) =>
      one.line - other.line || one.character - other.character,
  );
}

export interface ConfigurationReading {
  readonly configuration: Configuration;
  /** In the order of the text. */
  readonly faults: readonly ConfigurationFault[];
}

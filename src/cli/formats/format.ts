import type { FailOn } from '../../core/compliance/failOn';
import type { TerminalLine } from '../../core/terminal/terminalLine';
import type { CheckReport } from '../checkReport';
import type { Terminal } from '../terminal';

/** What a format needs to know besides the report. */
export interface FormatContext extends Pick<Terminal, 'cwd' | 'env' | 'columns'> {
  /** Say nothing of what does not count, and nothing at all when nothing counts. For formats that people read. */
  readonly isQuiet: boolean;
  readonly failOn: FailOn;
}

/** Formats a report. Its lines are made one after the other, because there may be a hundred thousand. */
export type Format = (report: CheckReport, context: FormatContext) => Iterable<TerminalLine>;

const LOADERS = {
  pretty: async () => (await import('./prettyFormat.js')).pretty,
  unix: async () => (await import('./unixFormat.js')).unix,
  json: async () => (await import('./jsonFormat.js')).json,
  sarif: async () => (await import('./sarifFormat.js')).sarif,
  junit: async () => (await import('./junitFormat.js')).junit,
  github: async () => (await import('./githubFormat.js')).github,
} satisfies Record<string, () => Promise<Format>>;

export type FormatName = keyof typeof LOADERS;

export const FORMATS = Object.keys(LOADERS) as FormatName[];

/** Loads only the format that is used, because some formats need libraries. */
export function formatNamed(name: FormatName): Promise<Format> {
  return LOADERS[name]();
}

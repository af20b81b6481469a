import type { CheckReport } from '../checkReport';
import type { Terminal } from '../terminal';

/** Writes a report for those who read it; the text ends with a line end, or is empty. */
export type Format = (report: CheckReport, terminal: Terminal) => string;

const LOADERS = {
  pretty: async () => (await import('./pretty.js')).pretty,
  json: async () => (await import('./json.js')).json,
  sarif: async () => (await import('./sarif.js')).sarif,
  junit: async () => (await import('./junit.js')).junit,
  github: async () => (await import('./github.js')).github,
} satisfies Record<string, () => Promise<Format>>;

export type FormatName = keyof typeof LOADERS;

export const FORMATS = Object.keys(LOADERS) as FormatName[];

/** Only the format that is asked for is loaded: some bring libraries. */
export function formatNamed(name: FormatName): Promise<Format> {
  return LOADERS[name]();
}

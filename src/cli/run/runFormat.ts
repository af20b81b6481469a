import type { TerminalLine } from '../../core/terminal/terminalLine';
import type { RunReport, ScenarioReport } from '../../scenario/batch/runReport';
import type { Terminal } from '../terminal';

/** Formats a run. */
export interface RunFormat {
  /** Called as soon as a scenario is done. */
  scenario?(report: ScenarioReport, terminal: Terminal): TerminalLine[];
  /** Called at the end. */
  end(report: RunReport, terminal: Terminal): TerminalLine[];
}

const LOADERS = {
  pretty: async () => (await import('./prettyRun.js')).prettyRun,
  json: async () => (await import('./jsonRun.js')).jsonRun,
  junit: async () => (await import('./junitRun.js')).junitRun,
} satisfies Record<string, () => Promise<RunFormat>>;

export type RunFormatName = keyof typeof LOADERS;

export const RUN_FORMATS = Object.keys(LOADERS) as RunFormatName[];

/** Loads only the format that is used. */
export function runFormatNamed(name: RunFormatName): Promise<RunFormat> {
  return LOADERS[name]();
}

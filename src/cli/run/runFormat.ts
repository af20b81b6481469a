import type { Terminal } from '../terminal';
import type { RunReport, ScenarioReport } from './runReport';

/** Writes a run for those who read it. */
export interface RunFormat {
  /** Written as soon as a scenario is done. */
  scenario?(report: ScenarioReport, terminal: Terminal): string;
  /** Written at the end. */
  end(report: RunReport, terminal: Terminal): string;
}

const LOADERS = {
  pretty: async () => (await import('./prettyRun.js')).prettyRun,
  json: async () => (await import('./jsonRun.js')).jsonRun,
  junit: async () => (await import('./junitRun.js')).junitRun,
} satisfies Record<string, () => Promise<RunFormat>>;

export type RunFormatName = keyof typeof LOADERS;

export const RUN_FORMATS = Object.keys(LOADERS) as RunFormatName[];

/** Only the format that is asked for is loaded. */
export function runFormatNamed(name: RunFormatName): Promise<RunFormat> {
  return LOADERS[name]();
}

import type { RunPlace } from '../../core/scenario/runEvents';
import type { TerminalLine } from '../../core/terminal/terminalLine';
import type { UnreadPlace } from '../../disk/scenarios/scenarioFiles';
import type { RunReport, ScenarioReport } from '../../scenario/batch/runReport';
import type { Terminal } from '../terminal';

/** What is known of a run besides its results. */
export interface RunContext {
  readonly terminal: Terminal;
  /** When it began, ISO 8601. */
  readonly at: string;
  /** What could not be looked at for scenarios. */
  readonly unreadable: readonly UnreadPlace[];
  /** An address that opens a place in VS Code. */
  readonly linkTo: (place: RunPlace) => string | undefined;
}

/** Formats a run. */
export interface RunFormat {
  /** Called as soon as a scenario is done. */
  scenario?(report: ScenarioReport, terminal: Terminal): TerminalLine[];
  /** Called at the end. */
  end(report: RunReport, context: RunContext): TerminalLine[];
  /** Called after it: what is told elsewhere, besides the lines. */
  beside?(report: RunReport, context: RunContext): void;
}

const LOADERS = {
  pretty: async () => (await import('./prettyRun.js')).prettyRun,
  json: async () => (await import('./jsonRun.js')).jsonRun,
  junit: async () => (await import('./junitRun.js')).junitRun,
  github: async () => (await import('./githubRun.js')).githubRun,
  html: async () => (await import('./htmlRun.js')).htmlRun,
} satisfies Record<string, () => Promise<RunFormat>>;

export type RunFormatName = keyof typeof LOADERS;

export const RUN_FORMATS = Object.keys(LOADERS) as RunFormatName[];

/** Loads only the format that is used. */
export function runFormatNamed(name: RunFormatName): Promise<RunFormat> {
  return LOADERS[name]();
}

/** Whether a format shows the messages of a run. */
export function showsMessages(name: RunFormatName): boolean {
  return name === 'json' || name === 'html';
}

import { rulesIn } from '../../core/scenario/rulesIn';
import type { RunVerdict, StepResult } from '../../core/scenario/runEvents';
import type { ScenarioFinding } from '../../core/scenario/scenarioFinding';

/** What came of one scenario file. */
export interface ScenarioReport {
  /** Absolute path. */
  readonly file: string;
  readonly name: string;
  /** `error` when it could not be run: the environment is at fault, or a server that does not start. */
  readonly verdict: RunVerdict | 'error';
  /** Why the file could not be run, or hints about it. */
  readonly findings: readonly ScenarioFinding[];
  readonly steps: readonly StepResult[];
  /** With `error`, one sentence. */
  readonly error?: string;
  /** What the server said meanwhile; only of a scenario that did not pass. */
  readonly log: readonly string[];
  readonly ms: number;
}

export interface RunReport {
  readonly scenarios: readonly ScenarioReport[];
  readonly ms: number;
}

export function countOf({ scenarios }: RunReport, verdict: ScenarioReport['verdict']): number {
  return scenarios.filter((each) => each.verdict === verdict).length;
}

/** What the last answer of a step was given for. */
export function causesOf({ journal }: StepResult): string[] {
  return rulesIn(journal);
}

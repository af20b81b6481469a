import type { CoveredRun } from '../../core/scenario/coveredRun';
import { rulesIn } from '../../core/scenario/rulesIn';
import type { RunVerdict, StepResult } from '../../core/scenario/runEvents';
import type { ScenarioFinding } from '../../core/scenario/scenarioFinding';

/** The result of one scenario file. */
export interface ScenarioReport {
  /** Absolute path. */
  readonly file: string;
  readonly name: string;
  /**
   * `error` when it could not be run: the environment is wrong, or the server does not start. `notRun` when the run was over
   * before its turn: it was ended, or another scenario failed and nothing more was to be run.
   */
  readonly verdict: RunVerdict | 'error' | 'notRun';
  /** Why the file could not be run, or hints about it. */
  readonly findings: readonly ScenarioFinding[];
  readonly steps: readonly StepResult[];
  /** Rows of the transition table of devices, by their ids. Absent if the scenario has no device. */
  readonly transitions?: { readonly taken: readonly string[]; readonly missing: readonly string[] };
  /** One sentence. Present when the verdict is `error`. */
  readonly error?: string;
  /** All that happened, with its messages. Only where it was wanted, and the scenario began. */
  readonly run?: CoveredRun;
  /** Output of the server. Only for a scenario that did not pass. */
  readonly log: readonly string[];
  readonly ms: number;
}

export interface RunReport {
  readonly scenarios: readonly ScenarioReport[];
  /** How many scenarios have another name than was wanted. */
  readonly leftOut: number;
  /** Why some did not run to their end: somebody ended the run, or one failed and nothing more was to be run. */
  readonly stopped?: 'ended' | 'bail';
  readonly ms: number;
}

export function countOf({ scenarios }: RunReport, verdict: ScenarioReport['verdict']): number {
  return scenarios.filter((each) => each.verdict === verdict).length;
}

/** The reason codes of the step's answers. */
export function causesOf({ journal }: StepResult): string[] {
  return rulesIn(journal);
}

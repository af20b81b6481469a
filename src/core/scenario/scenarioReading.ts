import type { Scenario } from './scenario';
import type { ScenarioFinding } from './scenarioFinding';

/** What reading a scenario file has given. */
export interface ScenarioReading {
  /** Undefined when there is an error. */
  readonly scenario?: Scenario;
  /** What the file is called in itself. Undefined where it cannot be read, or gives no name. */
  readonly name?: string;
  /** Findings of this file only, in the order of the text. Of very many, only the first ones. */
  readonly findings: readonly ScenarioFinding[];
}

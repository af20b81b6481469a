import { endsBefore } from '../core/flows/endsBefore';
import { type HandMadeFrame, type HandMadeStep, handMadeScenario, type RequestOrigin } from '../core/flows/handMade';
import type { Run } from '../core/scenario/run';
import type { RunEvent } from '../core/scenario/runEvents';
import { shapesOf } from '../core/scenario/runSecrets';
import type { Scenario } from '../core/scenario/scenario';
import type { ScenarioSource } from '../core/scenario/scenarioSource';
import { chosenSecrets, SLICES } from '../core/systems';
import type { ScenarioRunner } from './runner';

/** What was done in the flow simulator. */
export interface PlayedFlow {
  readonly runner: ScenarioRunner;
  readonly run: Run;
  readonly events: readonly RunEvent[];
  /** What changed requests were made from, by the index of the step that was performed. */
  readonly origins: ReadonlyMap<number, RequestOrigin>;
}

/**
 * Makes a scenario of what was done.
 * @param server options of the server, with paths that are valid where the scenario is saved
 */
export function savedFlow(
  { runner, run, events, origins }: PlayedFlow,
  name: string,
  server: Scenario['server'],
  laterTitle?: HandMadeFrame['laterTitle'],
): ScenarioSource {
  const { actors, variables, description } = runner.scenario;
  // Both lists have the same order: steps that were performed, and events about them.
  const { performed } = runner;
  const allEnds = endsBefore(events, SLICES);
  const steps = run.done.flatMap((entry, at): HandMadeStep[] => {
    const source = performed[at];
    const [origin, ends] = [origins.get(at), allEnds.get(entry.key) ?? []];
    return source ? [{ source, entry, ends, ...(origin && { origin }) }] : [];
  });
  const frame: HandMadeFrame = {
    name,
    description,
    server,
    actors,
    variables,
    ...(laterTitle && { laterTitle }),
    ...chosenSecrets(runner.serverOptions),
    secretShapes: shapesOf(SLICES),
  };
  return handMadeScenario(frame, steps, runner.valueTexts, run.url ?? '');
}

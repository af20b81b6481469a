import type { ScenarioSource } from '../scenario/scenarioSource';

/**
 * A scenario with the steps of another behind its own. Its actors, its variables and the options of its server stay as they are; those that
 * it lacks come with the steps.
 */
export function grownScenario(scenario: ScenarioSource, more: ScenarioSource): ScenarioSource {
  const variables = { ...more.variables, ...scenario.variables };
  return {
    ...scenario,
    actors: { ...more.actors, ...scenario.actors },
    ...(Object.keys(variables).length > 0 && { variables }),
    steps: [...scenario.steps, ...more.steps],
  };
}

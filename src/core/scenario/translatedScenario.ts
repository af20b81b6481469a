import { renamedActors } from './renamedActors';
import type { Scenario, Step } from './scenario';

/** Texts of scenarios in another language, by the texts as the files have them. */
export type ScenarioTexts = Readonly<Record<string, string>>;

/**
 * The same scenario with its names, descriptions and titles in another language. What is sent and what is expected stays
 * as it is. What has no translation stays, too.
 */
export function translatedScenario(scenario: Scenario, texts: ScenarioTexts): Scenario {
  const said = (text: string) => (Object.hasOwn(texts, text) ? (texts[text] as string) : text);
  const { name, description, actors, steps } = scenario;
  return {
    ...scenario,
    name: said(name),
    description: said(description),
    actors: Object.fromEntries(Object.entries(actors).map(([actor, source]) => [said(actor), source])),
    steps: steps.map((step) => translatedStep(step, said)),
  };
}

function translatedStep(step: Step, said: (text: string) => string): Step {
  const source = renamedActors(step.source, said);
  const { title, note } = source;
  return {
    ...step,
    source: {
      ...source,
      ...(title !== undefined && { title: said(title) }),
      ...(note !== undefined && { note: said(note) }),
    },
  };
}

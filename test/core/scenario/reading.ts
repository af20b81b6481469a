import { readScenario } from '../../../src/core/scenario/readScenario';
import type { ScenarioReading } from '../../../src/core/scenario/scenarioReading';
import type { StepSource } from '../../../src/core/scenario/scenarioSource';
import { scenarioSchema } from '../../../src/scenario/loadScenario';

/** Other files, by their name, for includes. */
export type Files = Readonly<Record<string, string>>;

export function read(text: string, files: Files = {}): ScenarioReading {
  return readScenario(text, {
    file: 'main.scenario.json',
    schema: scenarioSchema,
    include: (path) => (files[path] === undefined ? undefined : { file: path, text: files[path] }),
  });
}

export const ACTORS = { App: { role: 'app' }, Server: { role: 'server' } };

/** A scenario with these steps, a step a line, the first in line 5 (zero-based 4). */
export function withSteps(steps: readonly StepSource[] | readonly object[], more: object = {}): string {
  const lines = Object.entries({ name: 'A scenario', actors: ACTORS, ...more }).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  while (lines.length < 3) lines.push(`"description": ""`);
  return `{\n${lines.join(',\n')},\n"steps": [\n${steps.map((step) => JSON.stringify(step)).join(',\n')}\n]}`;
}

/** Line (one-based), code and message of each finding. */
export function found({ findings }: ScenarioReading): string[] {
  return findings.map(({ code, message, range }) => `${range.start.line + 1} ${code} ${message}`);
}

/** The text that a finding underlines. */
export function marked(text: string, { findings }: ScenarioReading, at = 0): string | undefined {
  const range = findings[at]?.range;
  if (!range) return undefined;
  const lines = text.split('\n');
  return lines[range.start.line]?.slice(range.start.character, range.end.character);
}

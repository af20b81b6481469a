import type { ShownStep } from './runEvents';
import type { Scenario } from './scenario';
import type { Role } from './scenarioSource';
import { shownStep } from './shownStep';

/** A run before anything has happened, as plain JSON. */
export interface RunOutline {
  readonly name: string;
  readonly description: string;
  /** Absolute path of the scenario file. */
  readonly file: string;
  readonly actors: readonly { readonly name: string; readonly role: Role }[];
  readonly steps: readonly ShownStep[];
}

export function outlineOf({ name, description, file, actors, steps }: Scenario): RunOutline {
  return {
    name,
    description,
    file,
    actors: Object.entries(actors).map(([each, { role }]) => ({ name: each, role })),
    steps: steps.map(shownStep),
  };
}

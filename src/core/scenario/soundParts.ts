import { pointerOf } from '../json/pointer';
import { isRecord } from '../session/sessionFields';
import type { ScenarioSource, StepSource } from './scenarioSource';

/** What of a scenario can be looked at although its schema refuses it somewhere. */
export interface SoundParts extends Pick<ScenarioSource, 'actors' | 'server'> {
  /** Steps with their places. */
  readonly steps: readonly (readonly [pointer: string, step: StepSource])[];
}

/**
 * Leaves out the parts of a scenario that its schema refuses.
 * @param refused JSON Pointers of what is refused
 */
export function soundParts(scenario: unknown, refused: readonly string[]): SoundParts {
  const { actors, server, steps } = isRecord(scenario) ? scenario : {};
  const refusedAt = new Set(refused);
  const unsound = new Set(refused.flatMap(withParents));
  const isSound = (pointer: string) => !unsound.has(pointer);
  /** Members of an object. One with an error in it is left out, or only the error, where no member needs another. */
  const soundMembers = (value: unknown, pointer: string, loose: readonly string[]): Record<string, unknown> => {
    const found: [name: string, value: unknown][] = [];
    for (const [name, each] of Object.entries(isRecord(value) ? value : {})) {
      const at = pointer + pointerOf([name]);
      if (isSound(at)) found.push([name, each]);
      else if (!refusedAt.has(at) && isRecord(each) && (loose.includes(name) || loose.includes('*'))) {
        found.push([name, soundMembers(each, at, ['*'])]);
      }
    }
    return Object.fromEntries(found);
  };
  const soundSteps = (Array.isArray(steps) ? steps : []).map((step: unknown, at): [string, StepSource] => {
    const pointer = pointerOf(['steps', at]);
    return [pointer, soundMembers(step, pointer, ['expect'])];
  });
  return {
    actors: soundMembers(actors, '/actors', ['*']) as ScenarioSource['actors'],
    server: soundMembers(server, '/server', ['*']) as NonNullable<ScenarioSource['server']>,
    steps: soundSteps,
  };
}

/** A JSON Pointer and those of all that it is in. */
function withParents(pointer: string): string[] {
  const parts = pointer.split('/');
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}

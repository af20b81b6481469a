import type { Json } from '../json/json';
import { pointerParts } from '../json/pointer';
import type { StepSource } from './scenarioSource';
import { actorsIn } from './stepActors';

/** A step in which the actors have other names. */
export function renamedActors(step: StepSource, nameOf: (actor: string) => string): StepSource {
  const renamed = actorsIn(step).reduce(
    (whole, [pointer, name]) => withText(whole, pointerParts(pointer), nameOf(name)),
    step as unknown as Json,
  );
  return renamed as unknown as StepSource;
}

/** The same value with another text at a place that is there. */
function withText(value: Json | undefined, [key, ...rest]: readonly string[], text: string): Json {
  if (key === undefined) return text;
  if (Array.isArray(value)) return value.with(Number(key), withText(value[Number(key)], rest, text));
  const members = value as { readonly [name: string]: Json };
  return { ...members, [key]: withText(members[key], rest, text) };
}

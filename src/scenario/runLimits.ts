import type { Json } from '../core/json/json';
import type { Scenario } from '../core/scenario/scenario';
import { codeTimes } from './compiledScenarioSchema';

/** Real milliseconds. It is less than a run waits for an answer, so that the answer can say what took too long. */
const CODE_MS = 25_000;

/**
 * Gives the developer's code more time than a server does by default, so that the result of a run does not depend on
 * how busy the machine is. A limit in the scenario stays. The schema says which options are such limits.
 */
export function withMoreTime(options: Scenario['server']): Scenario['server'] {
  return codeTimes.reduce<Scenario['server']>((changed, { option: [, ...rest] }) => withLimit(changed, rest), options);
}

/** Adds a limit where the object that it is a member of is given. */
function withLimit<T extends Json>(value: T, [key, ...rest]: readonly string[]): T;
function withLimit(value: Json, [key, ...rest]: readonly string[]): Json {
  if (key === undefined || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const given = (value as { readonly [name: string]: Json })[key];
  if (rest.length === 0) return { [key]: CODE_MS, ...value };
  return given === undefined ? value : { ...value, [key]: withLimit(given, rest) };
}

import { REDACTED } from '../protocol/redacted';
import type { Scenario } from './scenario';

/** Shorter texts are words, and stand where they are no secret. */
const SHORTEST = 4;

/** The names of variables whose values nobody else is to see. */
export function secretVariables({ variables }: Scenario): string[] {
  return Object.entries(variables)
    .filter(([, source]) => typeof source === 'object' && (source.secret ?? source.env !== undefined))
    .map(([name]) => name);
}

/** Puts `•••` in the place of each secret, also where it is written as part of a URL. */
export function covered(text: string, secrets: Iterable<string>): string {
  const all = [...secrets].filter((secret) => secret.length >= SHORTEST).sort((a, b) => b.length - a.length);
  return all.reduce(
    (rest, secret) => rest.replaceAll(secret, REDACTED).replaceAll(encodeURIComponent(secret), REDACTED),
    text,
  );
}

/** The same in every text of a JSON value, keys too. */
export function coveredJson<T>(value: T, secrets: readonly string[]): T {
  if (typeof value === 'string') return covered(value, secrets) as T;
  if (Array.isArray(value)) return value.map((each) => coveredJson(each, secrets)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [covered(key, secrets), coveredJson(each, secrets)]),
  ) as T;
}

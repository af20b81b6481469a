import { urlEncoded } from '../base/urlText';
import { REDACTED } from '../protocol/redacted';
import type { Scenario } from './scenario';

/** Shorter values are ordinary words that also occur where they are no secret. */
const SHORTEST = 4;

/** The names of secret variables. */
export function secretVariables({ variables }: Scenario): string[] {
  return Object.entries(variables)
    .filter(([, source]) => typeof source === 'object' && (source.secret ?? source.env !== undefined))
    .map(([name]) => name);
}

/** Replaces each secret with `•••`, also where it is URL-encoded. */
export function covered(text: string, secrets: Iterable<string>): string {
  const all = [...secrets].filter((secret) => secret.length >= SHORTEST).sort((a, b) => b.length - a.length);
  return all.reduce((rest, secret) => rest.replaceAll(secret, REDACTED).replaceAll(urlEncoded(secret), REDACTED), text);
}

/** The same for every text in a JSON value, including keys. */
export function coveredJson<T>(value: T, secrets: readonly string[]): T {
  if (typeof value === 'string') return covered(value, secrets) as T;
  if (Array.isArray(value)) return value.map((each) => coveredJson(each, secrets)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [covered(key, secrets), coveredJson(each, secrets)]),
  ) as T;
}

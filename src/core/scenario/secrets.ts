import type { Scenario } from './scenario';
import { SecretTexts } from './secretTexts';

/** The names of secret variables. */
export function secretVariables({ variables }: Scenario): string[] {
  return Object.entries(variables)
    .filter(([, source]) => typeof source === 'object' && (source.secret ?? source.env !== undefined))
    .map(([name]) => name);
}

/** Replaces each secret with `•••`, in whatever spelling it stands there: URL-encoded, in a form or in JSON. */
export function covered(text: string, secrets: Iterable<string>): string {
  return new SecretTexts(secrets).covered(text);
}

/** The same for every text in a JSON value, including keys. */
export function coveredJson<T>(value: T, secrets: Iterable<string>): T {
  return new SecretTexts(secrets).coveredJson(value);
}

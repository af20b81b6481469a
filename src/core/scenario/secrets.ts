import { REDACTED } from '../protocol/redacted';
import { SHORTEST_SECRET } from '../redaction/shortestSecret';
import type { Scenario } from './scenario';
import { readingsOf, type TextRange } from './textReadings';

/** The names of secret variables. */
export function secretVariables({ variables }: Scenario): string[] {
  return Object.entries(variables)
    .filter(([, source]) => typeof source === 'object' && (source.secret ?? source.env !== undefined))
    .map(([name]) => name);
}

/** Replaces each secret with `•••`, in whatever spelling it stands there: URL-encoded, in a form or in JSON. */
export function covered(text: string, secrets: Iterable<string>): string {
  const readings = readingsOf(text);
  const ranges = [...secrets]
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    // A half of a surrogate pair is sent as U+FFFD.
    .flatMap((secret) => (secret.isWellFormed() ? [secret] : [secret, secret.toWellFormed()]))
    .flatMap((secret) => readings.flatMap((each) => each.rangesOf(secret)));
  let [all, from] = ['', 0];
  for (const [start, end] of united(ranges)) {
    all += text.slice(from, start) + REDACTED;
    from = end;
  }
  return all + text.slice(from);
}

/** Ranges in their order, without those that lie over others. */
function united(ranges: readonly TextRange[]): TextRange[] {
  const apart: TextRange[] = [];
  for (const range of [...ranges].sort(([one], [other]) => one - other)) {
    const last = apart.at(-1);
    if (last && range[0] < last[1]) apart[apart.length - 1] = [last[0], Math.max(last[1], range[1])];
    else apart.push(range);
  }
  return apart;
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

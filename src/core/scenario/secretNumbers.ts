import type { Json } from '../json/json';
import { REDACTED } from '../protocol/redacted';
import type { NamedSecrets } from '../redaction/namedSecrets';
import { redactBody } from '../redaction/redactMessage';
import { parsedJson } from './facts';

/** Makes a text of each number that is a secret, such as a PIN, because only in a text there can be a variable. */
export function numbersAsTexts(json: Json, names: NamedSecrets): Json {
  const redacted = redactBody(JSON.stringify(json), 'application/json', Number.POSITIVE_INFINITY, names);
  return asTexts(json, parsedJson(redacted));
}

/** Whether a number in a JSON value is a secret. */
export function hasSecretNumber(json: Json, names: NamedSecrets): boolean {
  return JSON.stringify(numbersAsTexts(json, names)) !== JSON.stringify(json);
}

function asTexts(json: Json, redacted: unknown): Json {
  if (typeof json === 'number') return redacted === REDACTED ? String(json) : json;
  if (typeof json !== 'object' || json === null || typeof redacted !== 'object' || redacted === null) return json;
  const members = redacted as { readonly [key: string]: unknown };
  if (Array.isArray(json)) return json.map((each: Json, at) => asTexts(each, members[at]));
  return Object.fromEntries(Object.entries(json).map(([key, each]) => [key, asTexts(each as Json, members[key])]));
}

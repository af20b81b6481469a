import type { Json } from '../json/json';
import { isSecretParameter, isSecretValue, plainName } from '../protocol/secretNames';
import { parsedJson } from '../scenario/facts';
import type { Named } from '../scenario/unfill';

/** Members that hold what a request says to the server, where the options of the server choose names. */
const BODIES = new Set(['json', 'form', 'text']);

/**
 * The secrets in a step that was made by hand, with their names. Cookies are left out, because they have values of their
 * own in each run.
 * @param names further names of secrets in bodies, which the options of the server have chosen
 */
export function typedSecrets(source: unknown, names: readonly string[]): Named[] {
  const chosen = new Set(names.map(plainName));
  return inMembers(source, (key) => (BODIES.has(key) ? { names: chosen, isForm: key === 'form' } : NOWHERE)).filter(
    // A text with a variable holds no secret any more.
    ([, text]) => text !== '' && !text.includes('{{'),
  );
}

interface Place {
  readonly names: ReadonlySet<string>;
  readonly isForm: boolean;
}

const NOWHERE: Place = { names: new Set(), isForm: false };

function inMembers(value: unknown, placeOf: (key: string) => Place): Named[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]: [string, unknown]): Named[] => {
    const place = placeOf(key);
    if (place !== NOWHERE || typeof each !== 'object') return inBody(key, each, place);
    return inMembers(each, placeOf);
  });
}

function inBody(name: string, value: unknown, place: Place): Named[] {
  if (typeof value === 'string') return inText(name, value, place);
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value) as [string, unknown][];
  return entries.flatMap(([key, each]) => inBody(Array.isArray(value) ? name : key, each, place));
}

function inText(name: string, text: string, place: Place): Named[] {
  const plain = plainName(name);
  if (plain === 'cookie') return [];
  if (plain === 'authorization' || plain === 'proxyauthorization') return [['token', text.replace(/^\S+\s+/, '')]];
  const isSecret = place.isForm ? isSecretParameter(name) : isSecretValue(name, text);
  if (isSecret || place.names.has(plain)) return [[name, text]];
  const json = /^\s*[[{]/.test(text) ? parsedJson(text) : undefined;
  if (json !== undefined) return inBody(name, json satisfies Json, place);
  return inPairs(/^[^\s?#]*\?([^#]*)/.exec(text)?.[1] ?? (name === 'text' ? text : ''), place);
}

/** In a query or a form. A value is found as it stands there, and as it is meant. */
function inPairs(text: string, { names }: Place): Named[] {
  return text.split('&').flatMap((pair): Named[] => {
    const at = pair.indexOf('=');
    const key = at < 0 ? '' : decoded(pair.slice(0, at));
    if (key === '' || !(isSecretParameter(key) || names.has(plainName(key)))) return [];
    const value = decoded(pair.slice(at + 1));
    return [[key, value]];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

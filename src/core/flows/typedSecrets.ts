import { formDecoded } from '../base/urlText';
import type { Json } from '../json/json';
import { isSecretName, isSecretParameter, isSecretValue, plainName } from '../protocol/secretNames';
import { parsedJson } from '../scenario/facts';
import { textsIn } from '../scenario/textsIn';
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
    ([, text]) => text !== '',
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
  if (!Array.isArray(value) && isSecretBody(name, place)) return entries.flatMap(([, each]) => allTexts(name, each));
  return entries.flatMap(([key, each]) => inBody(Array.isArray(value) ? name : key, each, place));
}

/** Whether everything below a member of a body is secret, whatever its form. */
function isSecretBody(name: string, { names, isForm }: Place): boolean {
  return names.has(plainName(name)) || (isForm ? isSecretParameter(name) : isSecretName(name));
}

function allTexts(name: string, value: unknown): Named[] {
  return [...textsIn(value)].flatMap(({ text, inKey }): Named[] => (inKey ? [] : [[name, text]]));
}

function inText(name: string, text: string, place: Place): Named[] {
  const plain = plainName(name);
  if (plain === 'cookie') return [];
  if (plain === 'authorization' || plain === 'proxyauthorization') return [['token', text.replace(/^\S+\s+/, '')]];
  const isSecret = place.isForm ? isSecretParameter(name) : isSecretValue(name, text);
  if (isSecret || place.names.has(plain)) return [[name, text]];
  const json = /^\s*[[{]/.test(text) ? parsedJson(text) : undefined;
  if (json !== undefined) return inBody(name, json satisfies Json, place);
  if (name === 'text') return inPairs(text, place);
  return inUrl(text, place);
}

/** In the userinfo, the query and the fragment of a URL, or of a path. */
function inUrl(text: string, place: Place): Named[] {
  const [, authority = ''] = /^[a-z][\w+.-]*:\/\/([^\s/?#]*)/i.exec(text) ?? [];
  const userInfo = authority.slice(0, Math.max(authority.lastIndexOf('@'), 0));
  const password = userInfo.includes(':') ? userInfo.slice(userInfo.indexOf(':') + 1) : '';
  const [, query = '', fragment = ''] = /^[^\s?#]*(?:\?([^#]*))?(?:#(.*))?$/s.exec(text) ?? [];
  return [
    ...(password === '' ? [] : [['password', formDecoded(password.replaceAll('+', '%2B'))] as const]),
    ...inPairs(query, place),
    // A fragment may be a path with a query of its own.
    ...inPairs(fragment.slice(fragment.indexOf('?') + 1), place),
  ];
}

/** In a query or a form. A value is found as it is meant. Where it stands, it may be spelled in another way. */
function inPairs(text: string, { names }: Place): Named[] {
  return text.split('&').flatMap((pair): Named[] => {
    const at = pair.indexOf('=');
    const key = at < 0 ? '' : formDecoded(pair.slice(0, at));
    if (key === '' || !(isSecretParameter(key) || names.has(plainName(key)))) return [];
    return [[key, formDecoded(pair.slice(at + 1))]];
  });
}

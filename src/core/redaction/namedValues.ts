import { formDecoded, urlDecoded } from '../base/urlText';
import { changedJsonText } from '../json/changedJsonText';
import { parseJson } from '../json/parseJson';
import { comparedValues } from './redactExpression';
import { mayBeCredential } from './schemeCredentials';
import { isSecretMember } from './secretMember';
import { urlPasswords } from './urlPasswords';
import { isValueBeside } from './valueBeside';

/** How deep texts are in texts: JSON in a parameter of a URL that is a parameter. */
const DEEPEST = 5;
/** Longer texts are not looked at: a file is no place for a secret with a name. */
const LONGEST = 64 * 1024;
/** Shorter numbers stand in any data. */
const SHORTEST_NUMBER = 4;
/** An amount, such as that of “token=12 coins”. */
const AMOUNT = /^\d{1,3}$/;
/** The place of a value that stands apart from its expression. */
const PLACEHOLDER = /^:\d{1,2}$/;
/** The parameters of 4D that have no name of their own: filters, and the values of their placeholders. */
const OF_4D = /^\$/;
const VALUES_APART = /^\$params$/i;

/** `name=value`, also as expressions write it. A name starts where its run of characters starts, so that each is read once. */
const PAIR =
  /(?<![\w$.%[\]-])([\w$.%[\]-]{1,64})\s?(?:={1,3}|!={1,2})\s?("(?:[^"\\\r\n]|\\.)*"?|'(?:[^'\\\r\n]|\\.)*'?|[^\s&"'<>;#=][^\s&"'<>;#]*)/g;
const BASE64_JSON = /^e(?:y[AIJ]|w[o0k])[\w+/-]{12,}={0,2}$/;
const CREDENTIALS = /\b(Bearer|DPoP|Basic)\s+([\w.~+/-]{4,}=*)/gi;
/** What a text has that is nothing else than credentials, as a header has them. */
const ONLY_CREDENTIALS = /^\s*(?:Bearer|DPoP)\s+\S+\s*$/i;
const ELEMENT = /<(?:[\w.-]{1,64}:)?([\w.-]{1,64})(?:\s[^<>]*)?>\s*(?:<!\[CDATA\[)?([^<>\]]+)/g;
/** The parts of a form: the name of one, its other headers, and its value up to the next boundary. */
const PART = /\bname="([^"\r\n]{1,200})"[^\r\n]*\r?\n(?:[^\r\n]+\r?\n){0,6}\r?\n([\s\S]*?)(?=\r?\n--|$)/g;

/**
 * The values that a text names as secrets: members of JSON, parameters of a URL or a form, parts of a form, elements of XML,
 * comparisons, credentials; also those in texts inside of it, and escaped ones. What only may be secret is left out, because the
 * values are looked for in data: see `isSecretMember`.
 * @param type the content type, which tells forms
 * @returns as they are meant, without quotes and escapes
 */
export function namedValuesIn(text: string, type = ''): string[] {
  if (text.length > LONGEST) return [];
  return /\bx-www-form-urlencoded\b/i.test(type) ? inQuery(text, 0) : inText(text, 0);
}

/** The same for the query of a URL, without its `?`. */
export function namedValuesOfQuery(query: string): string[] {
  return query.length > LONGEST ? [] : inQuery(query, 0);
}

/** Whether what follows `Bearer` or `Basic` is no word of a sentence, as in “Basic training”. */
export function areCredentials(scheme: string, value: string): boolean {
  if (/^basic$/i.test(scheme)) return meantInBase64(value).includes(':');
  return mayBeCredential(value);
}

function inQuery(query: string, depth: number): string[] {
  const pairs = query.split('&').map((pair): [name: string, value: string] => {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    return [formDecoded(name), formDecoded(value)];
  });
  const apart = new Set<number>();
  const found = pairs.flatMap(([name, value]) => {
    if (isSecretMember(name, value)) return [value];
    if (!OF_4D.test(name) || VALUES_APART.test(name)) return inText(value, depth + 1);
    const compared = comparedValues(value, { isName: isSecretMember });
    for (const place of compared.apart) apart.add(place);
    return [...compared.written.flatMap(unquoted), ...inText(value, depth + 1)];
  });
  const lists = pairs.filter(([name]) => VALUES_APART.test(name)).map(([, value]) => listIn(value));
  return [...found, ...lists.flatMap((list) => [...apart].flatMap((place) => [list[place - 1] ?? []].flat()))];
}

/** The texts and numbers of a list as 4D's `$params` has them, which may be in quotes. */
function listIn(text: string): string[][] {
  try {
    const list = parseJson(text.trim().replace(/^'(.*)'$/s, '$1'));
    return Array.isArray(list) ? list.map((each) => [each].flat(3).map(String)) : [];
  } catch {
    return [];
  }
}

function inText(text: string, depth: number): string[] {
  if (depth > DEEPEST) return [];
  if (/^\uFEFF?\s*[[{"]/.test(text)) return inJson(text, depth);
  if (BASE64_JSON.test(text)) return inJson(meantInBase64(text), depth);
  if (/^\s*--/.test(text)) return inParts(text, depth);
  const found = /^\s*</.test(text) ? inElements(text, depth) : [];
  for (const [, name = '', written = ''] of text.matchAll(PAIR)) {
    const value = urlDecoded(written);
    if (AMOUNT.test(value) || PLACEHOLDER.test(value)) continue;
    if (isSecretMember(urlDecoded(name), value)) found.push(...unquoted(written), ...unquoted(formDecoded(written)));
    else if (/[={[]/.test(value)) found.push(...inText(unquoted(value)[0] ?? '', depth + 1));
  }
  for (const { start, end } of urlPasswords(text)) found.push(urlDecoded(text.slice(start, end)));
  for (const [all, scheme = '', value = ''] of text.matchAll(CREDENTIALS)) {
    const isWhole = all.length === text.trim().length && ONLY_CREDENTIALS.test(text);
    if ((isWhole || value.length >= 8) && areCredentials(scheme, value)) found.push(value);
  }
  const decoded = formDecoded(text);
  return decoded === text ? found : [...found, ...inText(decoded, depth + 1)];
}

function inJson(json: string, depth: number): string[] {
  const found: string[] = [];
  const note = (value: string, name: string | undefined) => {
    if (name !== undefined && isSecretMember(name, value)) found.push(value);
    else if (value.length > SHORTEST_NUMBER) found.push(...inText(value, depth + 1));
    return value;
  };
  changedJsonText(json, {
    key: (name) => name,
    text: note,
    number: (written, name) => (written.length < SHORTEST_NUMBER ? written : note(written, name)),
    inside: (name, outer) => (outer !== undefined && isValueBeside(name) && isSecretMember(outer) ? outer : name),
  });
  return found;
}

function inParts(text: string, depth: number): string[] {
  return [...text.matchAll(PART)].flatMap(([, name = '', value = '']) =>
    isSecretMember(name, value) ? [value] : inText(value, depth + 1),
  );
}

function inElements(text: string, depth: number): string[] {
  return [...text.matchAll(ELEMENT)].flatMap(([, name = '', text]) => {
    const value = (text ?? '').trim();
    return isSecretMember(name, value) ? [value] : /[={[%]/.test(value) ? inText(value, depth + 1) : [];
  });
}

/** A value without its quotes, as it is written and as it is meant. */
function unquoted(written: string): string[] {
  const inner = /^(["'])([\s\S]*?)\1?$/.exec(written)?.[2];
  return inner === undefined ? [written] : [inner, inner.replace(/\\([\s\S])/g, '$1')];
}

/** Empty for what is no base64. */
function meantInBase64(text: string): string {
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, ''));
  } catch {
    return '';
  }
}

import { formDecoded } from '../base/urlText';
import type { Json } from '../json/json';
import { pointerParts } from '../json/pointer';
import { REDACTED } from '../protocol/redacted';
import { isTimeByShape } from '../protocol/secretNames';
import { coveredParts } from '../redaction/coveredParts';
import { looseSecrets } from '../redaction/looseSecrets';
import { NamedSecrets } from '../redaction/namedSecrets';
import { redactJson } from '../redaction/redactJson';
import { redactLooseText } from '../redaction/redactText';
import { parsedJson } from './facts';
import { testsOf } from './matcher';
import { NO_VALUES } from './noValues';
import { secretsBelow, secretsInHeaders, secretsInText, secretsInUrl } from './runSecrets';
import type { ExpectSource, MatcherSource } from './scenarioSource';
import { textsIn } from './textsIn';

/** What in a pattern stands for other characters than itself, but for a sign that is escaped. */
const CLASSES = /\[(?:[^\]\\]|\\.)*(?:\]|$)|\\[a-zA-Z](?:\{[^{}]*\})?|\{\d[^{}]*\}|\(\?<?[:=!]/g;
/** What is left of a pattern between the parts that it has several ways for. */
const SIGNS = /(?:[^\\^$.*+?()[\]{}|]|\\.)+/g;
/** The value of a cookie that is set, or the beginning of it. */
const COOKIE = /^[^=;]*=([^;]*)/;
/** Fewer characters of a pattern are part of any text. */
const SHORTEST_LITERAL = 6;

/**
 * What an expectation has where the answer would have a secret: a cookie, a token, a password. No message has it, since the answer
 * was another one, so that it is known by its place only.
 * @param expect with its variables filled in
 * @param names further names of secrets, which the options of the server have chosen
 */
export function expectedSecrets(expect: ExpectSource, names: readonly string[] = []): string[] {
  const found = new Set<string>();
  const named = new NamedSecrets({ names });
  const add = (texts: readonly string[]) => {
    for (const text of texts) if (text.trim() !== '' && !NO_VALUES.has(text)) found.add(text);
  };
  const addLoose = (text: string) => {
    add(secretsInText(text, names));
    add(looseSecrets(text).map(({ start, end }) => text.slice(start, end)));
    const shown = redactLooseText(text, named);
    if (shown !== text) add(coveredParts(text, shown).flatMap((part) => [part, formDecoded(part)]));
  };
  const addJson = (value: Json) => {
    add(secretsBelow(value, names));
    add(secretsInText(JSON.stringify(value), names));
    add([...numbersBelow(value, named)]);
    add([...coveredBelow(value, redactedJson(value, named))]);
    for (const { text } of textsIn(value)) addLoose(text);
  };
  const addAt = (pointer: string, matcher: MatcherSource) => {
    const parts = pointerParts(pointer);
    const last = parts.findLast((part) => !/^\d+$/.test(part)) ?? '';
    if (parts.some((part) => named.isName(part))) add(textsOf(matcher).filter((text) => !isTimeByShape(last, text)));
    else add(textsOf(matcher).filter((text) => named.isSecret(last, text)));
    for (const value of valuesOf(matcher)) addJson(value);
  };
  const { headers = {}, body = {}, cookies = {}, mail, ...others } = expect;
  for (const [name, matcher] of Object.entries(headers)) {
    for (const text of textsOf(matcher)) {
      // A cookie here is what opens something, even if it is a word. Without a name it is an attribute, such as HttpOnly.
      if (name.toLowerCase() !== 'set-cookie') add(secretsInHeaders([[name, text]]));
      else add([text.match(COOKIE)?.[1]?.trim() ?? '']);
      add(secretsInUrl(text));
    }
  }
  for (const { value } of Object.values(cookies)) if (value !== undefined) add(textsOf(value));
  const { equals, contains = [], lacks = [], matches, json = {} } = body;
  if (equals !== undefined) addJson(equals);
  // A text that is one variable becomes its value, which may be a number.
  for (const text of [contains, lacks].flat()) addLoose(String(text));
  for (const text of literalsOf(matches ?? '')) addLoose(text);
  for (const [pointer, matcher] of Object.entries(json)) addAt(pointer, matcher);
  for (const [name, matcher] of Object.entries(mail ?? {}) as [string, MatcherSource][]) {
    if (name === 'code') add(textsOf(matcher));
    for (const text of textsOf(matcher)) addLoose(text);
  }
  // A path, a cause, and whatever systems expect.
  for (const { text, inKey } of textsIn(others)) if (!inKey) addLoose(text);
  for (const [pointer, matcher] of pointersIn(others)) addAt(pointer, matcher);
  return [...found];
}

/** Matchers by JSON Pointer, in whatever member they are: of a file, or of an emulated system. */
function* pointersIn(value: unknown): Generator<[pointer: string, matcher: MatcherSource]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    if (key === '' || key.startsWith('/')) yield [key, each as MatcherSource];
    else yield* pointersIn(each);
  }
}

/** Numbers below members whose name stands for a secret. */
function* numbersBelow(value: Json, named: NamedSecrets, isSecret = false, name = ''): Generator<string> {
  if (typeof value === 'number' && isSecret && !isTimeByShape(name, String(value))) yield String(value);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    const own = Array.isArray(value) ? name : key;
    yield* numbersBelow(each as Json, named, isSecret || named.isName(own), own);
  }
}

function redactedJson(value: Json, named: NamedSecrets): Json {
  const redacted = redactJson(JSON.stringify(value), named);
  return (redacted === undefined ? undefined : parsedJson(redacted)) ?? value;
}

/** The texts and numbers that are covered as a whole: under a name, beside one, in a list behind one, or in a column. */
function* coveredBelow(value: Json, shown: Json | undefined): Generator<string> {
  if (typeof value !== 'object' || value === null) {
    if (shown === REDACTED && value !== null && typeof value !== 'boolean') yield String(value);
    return;
  }
  const others = typeof shown === 'object' && shown !== null ? Object.values(shown) : [];
  for (const [at, each] of Object.values(value).entries()) yield* coveredBelow(each as Json, others[at] as Json);
}

/** The values that a matcher compares with, and the texts that a match of its pattern has. */
export function valuesOf(matcher: MatcherSource): Json[] {
  const tests = testsOf(matcher);
  if (!tests) return [matcher as Json];
  const { equals, not, contains, matches } = tests;
  const values = [equals, not, contains].filter((each) => each !== undefined);
  return typeof matches === 'string' ? [...values, ...literalsOf(matches)] : values;
}

/** All texts and numbers that a matcher compares with. */
function textsOf(matcher: MatcherSource): string[] {
  return valuesOf(matcher).flatMap((value) => [...leavesOf(value)]);
}

function* leavesOf(value: Json): Generator<string> {
  if (typeof value === 'string' || typeof value === 'number') yield String(value);
  else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) yield* leavesOf(each as Json);
}

/** The texts that a match of a pattern has. Words are left out: they are what is asked of a secret, and no secret. */
function literalsOf(pattern: string): string[] {
  const parts = pattern.replace(CLASSES, '*').match(SIGNS) ?? [];
  return parts
    .map((part) => part.replace(/\\(.)/g, '$1'))
    .filter((text) => text.length >= SHORTEST_LITERAL && /\d/.test(text));
}

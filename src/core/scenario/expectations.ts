import { grouped } from '../base/grouped';
import type { Json } from '../json/json';
import { pointerOf, pointerParts } from '../json/pointer';
import type { StepBudget } from '../pattern/runPattern';
import { unmetOfDevice } from './deviceExpectation';
import { valuesOf } from './expectedSecrets';
import { type Facts, parsedJson, pointedValue } from './facts';
import { differenceOf, hasText, shown, withinLimits } from './matcher';
import { rulesIn } from './rulesIn';
import type { SetCookie } from './runEvents';
import type { CookieExpectSource, ExpectSource, MatcherSource } from './scenarioSource';
import type { SystemExpectation, SystemExpectations, SystemExpectSources } from './systemExpectation';
import { type Check, compare, flag, type Unmet } from './unmet';
import { type ExpectedList, ofList } from './unmetList';

const CONTAINED: ExpectedList = {
  pointer: '/body/contains',
  words: (texts) => `something that contains ${texts.map(shown).join(' and ')}`,
  trouble: (count) => `${count} texts are missing`,
};
const LACKED: ExpectedList = {
  pointer: '/body/lacks',
  words: (texts) => `something without ${texts.map(shown).join(' or ')}`,
  trouble: (count) => `${count} texts are there that should not be`,
};
const CAUSES: ExpectedList = {
  pointer: '/cause/has',
  words: (rules) => rules.join(' and '),
  trouble: (count) => `${count} rules are missing`,
};
const NO_CAUSES: ExpectedList = {
  pointer: '/cause/lacks',
  words: (rules) => rules.map((rule) => `not ${rule}`).join(' and '),
  trouble: (count) => `${count} rules are there that should not be`,
};

/**
 * Holds an expectation, its variables filled in, against what happened. What may take long is left to be judged one by
 * one, so that whoever does it can stop or do other work in between.
 * @param ofSystems what the emulated systems add to the language
 */
export function* checksIn(expect: ExpectSource, facts: Facts, ofSystems: SystemExpectations): Generator<Check> {
  yield* status(expect, facts);
  yield* headers(expect, facts);
  yield* body(expect, facts);
  yield* cookies(expect, facts);
  yield* systems(expect, facts, ofSystems);
  yield* file(expect, facts);
  if (expect.device) yield* unmetOfDevice(expect.device, facts);
  yield* mail(expect, facts);
  yield* cause(expect, facts);
}

function* systems(expect: ExpectSource, facts: Facts, ofSystems: SystemExpectations): Generator<Check> {
  for (const [member, unmetOf] of Object.entries(ofSystems)) {
    const wanted = expect[member as keyof SystemExpectSources];
    if (wanted !== undefined) yield* (unmetOf as SystemExpectation)(wanted, facts);
  }
}

function* status({ status: wanted }: ExpectSource, { answer }: Facts): Generator<Unmet> {
  if (wanted === undefined) return;
  const actual = answer?.status ?? 0;
  const all = typeof wanted === 'number' ? [wanted] : wanted;
  if (all.includes(actual)) return;
  const words = (each: number) => (each === 0 ? 'no answer' : String(each));
  yield { pointer: '/status', subject: 'status', expected: all.map(words).join(' or '), actual: words(actual) };
}

function* headers({ headers: wanted = {} }: ExpectSource, { answer }: Facts): Generator<Check> {
  const sent = grouped(answer?.headers ?? [], ([name]) => name.toLowerCase());
  for (const [name, matcher] of Object.entries(wanted)) {
    const actual = sent
      .get(name.toLowerCase())
      ?.map(([, value]) => value)
      .join(', ');
    yield* compare(matcher, actual, pointerOf(['headers', name]), `header ${name}`);
  }
}

function* body({ body: wanted }: ExpectSource, { answer, bodyJson }: Facts): Generator<Check> {
  if (!wanted) return;
  const text = answer?.body;
  const { equals, contains, lacks, matches } = wanted;
  // Nothing is parsed for a body of which nothing is asked as JSON.
  const json = wanted.json || (equals !== undefined && typeof equals !== 'string') ? bodyJson() : undefined;
  if (equals !== undefined) {
    const actual = typeof equals === 'string' ? text : (json ?? text);
    const judge = (budget: StepBudget) => {
      const differs = () => differenceOf(equals, actual, budget);
      return withinLimits(() => shown(equals), actual, differs);
    };
    yield { pointer: '/body/equals', subject: 'body', judge };
  }
  for (const [at, each] of places(contains, CONTAINED.pointer)) {
    for (const check of compare({ contains: each }, text, at, 'body')) yield ofList(check, CONTAINED, each);
  }
  for (const [at, each] of places(lacks, LACKED.pointer)) {
    const words = () => LACKED.words([each]);
    const judge = (budget: StepBudget) => {
      const differs = () =>
        text !== undefined && hasText(text, each, budget) ? { expected: words(), actual: shown(text) } : undefined;
      return withinLimits(words, text, differs);
    };
    yield ofList({ pointer: at, subject: 'body', judge }, LACKED, each);
  }
  if (matches !== undefined) yield* compare({ matches }, text, '/body/matches', 'body');
  for (const [pointer, matcher] of Object.entries(wanted.json ?? {})) {
    const actual = json === undefined ? undefined : pointedValue(json, pointerParts(pointer));
    yield* compare(matcher, actual, pointerOf(['body', 'json', pointer]), `body ${pointer}`);
  }
}

function* cookies({ cookies: wanted }: ExpectSource, facts: Facts): Generator<Check> {
  if (!wanted) return;
  const known: Cookies = {
    set: new Map(facts.answer?.setCookies.map((each) => [each.name, each])),
    sent: sentNames(facts),
    kept: new Set(facts.kept.map(({ name }) => name)),
  };
  for (const [name, each] of Object.entries(wanted)) {
    for (const check of cookie(name, each, known)) {
      yield { ...check, pointer: pointerOf(['cookies', name]) + check.pointer, subject: `cookie ${name}` };
    }
  }
}

/** The cookies of an exchange by name, looked up for each that is expected. */
interface Cookies {
  /** Of those with one name the last, which counts. */
  readonly set: ReadonlyMap<string, SetCookie>;
  readonly sent: ReadonlySet<string>;
  readonly kept: ReadonlySet<string>;
}

function sentNames({ request }: Facts): Set<string> {
  const header = request?.headers.find(([each]) => each.toLowerCase() === 'cookie')?.[1] ?? '';
  return new Set(header.split(';').map((pair) => pair.split('=', 1)[0]?.trim() ?? ''));
}

function* cookie(name: string, wanted: CookieExpectSource, known: Cookies): Generator<Check> {
  const set = known.set.get(name);
  const { set: mustBeSet, sent, kept, value, ...attributes } = wanted;
  yield* flag('/set', '', mustBeSet, set !== undefined, ['set by the answer', 'not set']);
  yield* flag('/sent', '', sent, known.sent.has(name), ['sent by the request', 'not sent']);
  yield* flag('/kept', '', kept, known.kept.has(name), ['kept by the actor', 'not kept']);
  if (value !== undefined) yield* compare(value, set?.value, '/value', '');
  for (const [attribute, matcher] of Object.entries(attributes)) {
    const actual = set?.[attribute as keyof typeof attributes];
    yield* compare(matcher, actual, `/${attribute}`, '');
  }
}

function* file({ file: wanted }: ExpectSource, facts: Facts): Generator<Check> {
  if (!wanted) return;
  const { path, exists, json = {} } = wanted;
  const text = facts.file(path);
  yield* flag('/file/exists', `file ${path}`, exists, text !== undefined, ['there', 'not there']);
  const value = text === undefined ? undefined : parsedJson(text);
  for (const [pointer, matcher] of Object.entries(json)) {
    const actual = value === undefined ? undefined : pointedValue(value, pointerParts(pointer));
    yield* compare(matcher, actual, pointerOf(['file', 'json', pointer]), `file ${path} ${pointer}`);
  }
}

/**
 * An expectation that has in the places of a file's values what the file had there: what is secret in it is known by its place, as
 * it is in what was expected.
 * @param read the file as it was judged
 */
export function fileAsFound(
  { file: wanted }: ExpectSource,
  read: (path: string) => string | undefined,
): ExpectSource | undefined {
  if (!wanted) return undefined;
  const { path, json = {} } = wanted;
  const value = parsedJson(read(path) ?? '');
  const found = Object.keys(json).flatMap((pointer): [string, MatcherSource][] => {
    const actual = value === undefined ? undefined : pointedValue(value, pointerParts(pointer));
    return actual === undefined ? [] : [[pointer, { equals: actual }]];
  });
  const whole = { found: value ?? null, wanted: withWanted(value ?? {}, json) } as Json;
  return { file: { path, json: { ...Object.fromEntries(found), '': { equals: whole } } } };
}

/** The value of a file with what is expected in its places. What stands beside it may say that it is secret. */
function withWanted(value: unknown, json: Readonly<Record<string, MatcherSource>>): unknown {
  const copy: unknown = parsedJson(JSON.stringify(value));
  for (const [pointer, matcher] of Object.entries(json)) {
    const parts = pointerParts(pointer);
    const last = parts.pop();
    const [wanted] = valuesOf(matcher);
    if (last === undefined || wanted === undefined) continue;
    let around = copy;
    for (const part of parts) around = (around as Record<string, unknown> | undefined)?.[part];
    if (typeof around !== 'object' || around === null || !(Object.hasOwn(around, last) || !Array.isArray(around)))
      continue;
    Object.defineProperty(around, last, { value: wanted, enumerable: true, configurable: true, writable: true });
  }
  return copy;
}

function* mail({ mail: wanted }: ExpectSource, { mails, state }: Facts): Generator<Check> {
  if (!wanted) return;
  const { sent, ...members } = wanted;
  yield* flag('/mail/sent', 'mail', sent, mails.length > 0, ['a mail', 'no mail']);
  const youngest = state.outbox.at(-1);
  for (const [name, matcher] of Object.entries(members)) {
    yield* compare(matcher, youngest?.[name as keyof typeof members], `/mail/${name}`, `mail: ${name}`);
  }
}

function* cause({ cause: wanted }: ExpectSource, { journal }: Facts): Generator<Check> {
  if (wanted === undefined) return;
  const rules = rulesIn(journal);
  const known = new Set(rules);
  const actual = rules.length > 0 ? rules.join(' → ') : 'nothing in the journal';
  const { has, lacks, last } = typeof wanted === 'string' ? { has: wanted, lacks: undefined, last: undefined } : wanted;
  const subject = 'cause';
  for (const [pointer, rule] of places(has, typeof wanted === 'string' ? '/cause' : CAUSES.pointer)) {
    const judge = () => (known.has(rule) ? undefined : { expected: rule, actual });
    yield ofList({ pointer, subject, judge }, CAUSES, rule);
  }
  for (const [pointer, rule] of places(lacks, NO_CAUSES.pointer)) {
    const judge = () => (known.has(rule) ? { expected: NO_CAUSES.words([rule]), actual } : undefined);
    yield ofList({ pointer, subject, judge }, NO_CAUSES, rule);
  }
  if (last !== undefined && rules.at(-1) !== last) {
    yield { pointer: '/cause/last', subject: 'last cause', expected: last, actual };
  }
}

function places(texts: string | readonly string[] | undefined, pointer: string): [pointer: string, text: string][] {
  if (texts === undefined) return [];
  return typeof texts === 'string' ? [[pointer, texts]] : texts.map((text, at) => [`${pointer}/${at}`, text]);
}

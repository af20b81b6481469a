import { TextSearch } from '../base/textSearch';
import { type Phrase, phrase } from '../compliance/phrase';
import { pointerOf } from '../json/pointer';
import { PatternLimit } from '../pattern/patternLimit';
import { tooLargePhrase } from '../pattern/tooLarge';
import { durationFaultPhrase } from '../server/duration';
import { isRecord } from '../session/sessionFields';
import { testsOf } from './matcher';
import type { PatternWork } from './patternWork';
import type { ScenarioCode } from './scenarioFinding';
import { tooManyParts } from './scenarioLimits';
import type { ExpectSource, MatcherSource, StepSource } from './scenarioSource';
import { placesIn } from './template';

export interface StepFinding {
  readonly code: ScenarioCode;
  readonly phrase: Phrase;
  /** Relative to the step. */
  readonly pointer: string;
}

/** Finds what cannot work or can never be true, whatever the server answers. */
export function checkStep(step: StepSource, work: PatternWork): StepFinding[] {
  return [...duration(step), ...bodies(step), ...faultMembers(step), ...patterns(step, work), ...never(step, work)];
}

function* duration({ clock }: StepSource): Generator<StepFinding> {
  if (!clock || !('advance' in clock) || placesIn(clock.advance).length > 0) return;
  const words = durationFaultPhrase(clock.advance);
  if (words) yield { code: 'scenario/step', phrase: words, pointer: '/clock/advance' };
}

function* bodies({ request }: StepSource): Generator<StepFinding> {
  const [first, second] = (['json', 'form', 'text'] as const).filter((kind) => request?.[kind] !== undefined);
  if (!second) return;
  const words = phrase('A request has one body: either "{0}" or "{1}".', String(first), second);
  yield { code: 'scenario/step', phrase: words, pointer: `/request/${second}` };
}

function* faultMembers({ fault }: StepSource): Generator<StepFinding> {
  if (!fault) return;
  const adds = 'add' in fault;
  if (adds !== 'remove' in fault) return;
  yield {
    code: 'scenario/step',
    phrase: phrase('A fault is either added or removed: "add" or "remove".'),
    pointer: '/fault',
  };
}

function* patterns({ take, expect }: StepSource, work: PatternWork): Generator<StepFinding> {
  const found: [pointer: string, pattern: string | undefined][] = [];
  for (const [name, source] of Object.entries(take ?? {})) {
    if (typeof source === 'string') continue;
    found.push([pointerOf(['take', name, 'match']), source.match]);
    const sources = Object.keys(source).filter((key) => key !== 'match');
    if (sources.length === 1) continue;
    const words = phrase('A variable comes from one place: json, header, cookie, body, url, mail or state.');
    yield { code: 'scenario/step', phrase: words, pointer: pointerOf(['take', name]) };
  }
  found.push(['/expect/body/matches', expect?.body?.matches]);
  for (const [pointer, matcher] of matchersIn(expect ?? {})) {
    const pattern = testsOf(matcher)?.matches;
    if (typeof pattern === 'string') found.push([`${pointer}/matches`, pattern]);
  }
  for (const [pointer, pattern] of found) {
    const words = pattern === undefined ? undefined : patternPhrase(pattern, work);
    if (words) yield { code: 'scenario/pattern', phrase: words, pointer };
  }
}

function* never({ expect }: StepSource, work: PatternWork): Generator<StepFinding> {
  if (!expect) return;
  const say = (words: Phrase, pointer: string): StepFinding => ({ code: 'scenario/never', phrase: words, pointer });
  for (const [name, { set, ...rest }] of Object.entries(expect.cookies ?? {})) {
    const { sent: _, kept: __, ...attributes } = rest;
    if (set !== false || Object.keys(attributes).length === 0) continue;
    yield say(phrase('A cookie that is not set has no attributes.'), pointerOf(['expect', 'cookies', name, 'set']));
  }
  const cause = typeof expect.cause === 'object' ? expect.cause : undefined;
  const lacks = new Set(list(cause?.lacks));
  for (const rule of [...list(cause?.has), ...list(cause?.last)]) {
    if (!lacks.has(rule)) continue;
    yield say(phrase('The rule "{0}" cannot be there and be absent.', rule), '/expect/cause/lacks');
  }
  for (const [member, wanted] of membersOf(expect)) {
    if (!isRecord(wanted)) continue;
    const { exists, of: _, path: __, evicted: ___, ...rest } = wanted;
    if (exists !== false || Object.keys(rest).length === 0) continue;
    yield say(phrase('What does not exist has nothing else.'), `/expect/${member}/exists`);
  }
  const isLost = expect.status === 0;
  if (isLost && (expect.headers || expect.body || Object.values(expect.cookies ?? {}).some(({ set }) => set))) {
    yield say(phrase('Without an answer there is nothing in it.'), '/expect/status');
  }
  yield* neverOfBody(expect, work, say);
  for (const [pointer, matcher] of matchersIn(expect)) {
    const unwanted = testsOf(matcher)?.not;
    if (unwanted === undefined || !testsOf(unwanted)) continue;
    const words = phrase('A matcher inside "not" compares nothing, so it always holds. Give "not" the value itself.');
    yield say(words, `${pointer}/not`);
  }
}

function* neverOfBody(
  { body }: ExpectSource,
  { budget }: PatternWork,
  say: (words: Phrase, pointer: string) => StepFinding,
): Generator<StepFinding> {
  const { equals, contains, lacks } = body ?? {};
  const isPlain = typeof equals === 'string' && placesIn(equals).length === 0;
  const unwanted = list(lacks).map((each) => new TextSearch(each));
  // Each costs something, however short it is. What is not looked at when it is over, the run itself finds.
  const isIn = (search: TextSearch, text: string) => --budget.left > 0 && search.isIn(text, budget);
  for (const text of list(contains)) {
    if (budget.left < 0) return;
    if (unwanted.some((each) => isIn(each, text))) {
      yield say(phrase('The body cannot have "{0}" and lack it.', text), '/expect/body/lacks');
    }
    if (isPlain && placesIn(text).length === 0 && !isIn(new TextSearch(text), equals) && budget.left > 0) {
      yield say(phrase('A body that equals the text does not contain "{0}".', text), '/expect/body/contains');
    }
  }
}

/** All matchers of an expectation. */
function* matchersIn(expect: ExpectSource): Generator<[pointer: string, matcher: MatcherSource]> {
  const { headers, body, cookies, device, file, mail } = expect;
  const { of: _, hidden: __, rows: ___, timers = {}, ...ofDevice } = device ?? {};
  const groups: [string, Readonly<Record<string, MatcherSource>> | undefined][] = [
    ['/expect/headers', headers],
    ['/expect/body/json', body?.json],
    ...matchersOfSystems(expect),
    ['/expect/file/json', file?.json],
    ['/expect/device', ofDevice],
    ...Object.entries(timers).map(([name, timer]): [string, Readonly<Record<string, MatcherSource>>] => [
      pointerOf(['expect', 'device', 'timers', name]),
      timer as Readonly<Record<string, MatcherSource>>,
    ]),
    ['/expect/mail', mail as Record<string, MatcherSource> | undefined],
  ];
  for (const [pointer, group] of groups) {
    for (const [key, matcher] of Object.entries(group ?? {})) yield [pointer + pointerOf([key]), matcher];
  }
  for (const [name, { value }] of Object.entries(cookies ?? {})) {
    if (value !== undefined) yield [pointerOf(['expect', 'cookies', name, 'value']), value];
  }
}

/** Members of the language itself. All others belong to the emulated systems. */
const OWN_MEMBERS = ['status', 'headers', 'body', 'cookies', 'device', 'file', 'mail', 'cause'];

/** Matchers by JSON Pointer of the emulated systems, for example for the storage of a web session. */
function* matchersOfSystems(expect: ExpectSource): Generator<[string, Readonly<Record<string, MatcherSource>>]> {
  for (const [member, wanted] of membersOf(expect)) {
    if (OWN_MEMBERS.includes(member) || !isRecord(wanted)) continue;
    for (const [name, group] of Object.entries(wanted)) {
      if (!isRecord(group) || !Object.keys(group).every((key) => key === '' || key.startsWith('/'))) continue;
      yield [pointerOf(['expect', member, name]), group as Readonly<Record<string, MatcherSource>>];
    }
  }
}

function membersOf(expect: ExpectSource): [string, unknown][] {
  return Object.entries(expect);
}

/** What is wrong with a pattern. A variable may stand for any text, so it is not checked. */
function patternPhrase(pattern: string, work: PatternWork): Phrase | undefined {
  if (work.isOver) return undefined;
  let plain = '';
  let at = 0;
  for (const { start, end } of placesIn(pattern)) {
    plain += `${pattern.slice(at, start)}x`;
    at = end;
  }
  try {
    return work.pattern(plain + pattern.slice(at)) ? undefined : tooManyParts();
  } catch (error) {
    if (error instanceof PatternLimit) return tooLargePhrase();
    if (!(error instanceof SyntaxError)) throw error;
    return phrase('This is no regular expression: {0}', pattern);
  }
}

function list(texts: string | readonly string[] | undefined): readonly string[] {
  return texts === undefined ? [] : typeof texts === 'string' ? [texts] : texts;
}

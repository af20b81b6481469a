import { type Phrase, phrase, shortened } from '../compliance/phrase';
import { pointerOf } from '../json/pointer';
import { PatternLimit } from '../pattern/patternLimit';
import { isRecord } from '../session/sessionFields';
import { deviceNamesAt } from './deviceNames';
import { shown, testsOf } from './matcher';
import type { PatternWork } from './patternWork';
import type { MatcherSource } from './scenarioSource';
import type { SystemDevice } from './systemDevice';
import { placesIn } from './template';

/** How many characters of a list of names a message has. */
export const LISTED_NAMES = 300;
/** How an expectation says what a value alone cannot. */
const ONE_OF_SEVERAL = '{"matches": "^(a|b)$"}';
const NONE = '{"absent": true}';

/** What can be at a place of what a device shows. */
interface Place {
  readonly path: readonly string[];
  readonly type: 'string' | 'number';
  readonly isAlwaysThere?: true;
}

const TIMER_PLACES = (['inactivity', 'background'] as const).flatMap((timer): Place[] => [
  { path: ['timers', timer, 'state'], type: 'string', isAlwaysThere: true },
  { path: ['timers', timer, 'leftMs'], type: 'number' },
]);
const PLACES: readonly Place[] = [
  { path: ['state'], type: 'string', isAlwaysThere: true },
  { path: ['screen'], type: 'string', isAlwaysThere: true },
  { path: ['reason'], type: 'string' },
  { path: ['access'], type: 'string', isAlwaysThere: true },
  { path: ['problem'], type: 'string' },
  { path: ['user'], type: 'string' },
  { path: ['session'], type: 'string' },
  { path: ['pinTriesLeft'], type: 'number' },
  ...TIMER_PLACES,
];

/** Something that no device can show, with its place in what is expected of the device. */
export interface NeverShown {
  readonly pointer: string;
  readonly phrase: Phrase;
}

/**
 * Finds matchers that no device can meet, or that each device meets because they compare with what cannot be.
 * @param expected what a step expects of a device. Its form may be wrong.
 */
export function* neverShown(expected: unknown, device: SystemDevice, work: PatternWork): Generator<NeverShown> {
  for (const place of PLACES) {
    const matcher = place.path.reduce((value, key) => (isRecord(value) ? value[key] : undefined), expected);
    if (matcher === undefined) continue;
    const names = Object.keys(deviceNamesAt(device, place.path) ?? {});
    for (const [path, found] of neverMet(matcher as MatcherSource, place, names, work)) {
      yield { pointer: pointerOf([...place.path, ...path]), phrase: found };
    }
  }
}

function* neverMet(
  matcher: MatcherSource,
  place: Place,
  names: readonly string[],
  work: PatternWork,
): Generator<[path: readonly string[], found: Phrase]> {
  const name = place.path.join('.');
  const tests = testsOf(matcher);
  if (!tests) {
    if (!isOfType(matcher, place)) yield [[], wrongType(name, matcher, place)];
    return;
  }
  const { equals, not, contains, matches, absent } = tests;
  if (equals !== undefined && !isOfType(equals, place)) yield [['equals'], wrongType(name, equals, place)];
  // A matcher in there is found wherever it is.
  if (not !== undefined && !testsOf(not) && !isOfType(not, place)) yield [['not'], wrongType(name, not, place)];
  const listed = shortened(names.join(', '), LISTED_NAMES);
  if (contains !== undefined && place.type === 'number') {
    yield [['contains'], wrongType(name, { contains }, place)];
  } else if (contains !== undefined && !isAny(names, contains, (each) => each.includes(String(contains)))) {
    yield [['contains'], phrase('"{0}" of a device never contains {1}. It can be: {2}', name, shown(contains), listed)];
  }
  if (matches !== undefined && !isAny(names, String(matches), mayMatch(String(matches), work))) {
    yield [['matches'], phrase('"{0}" of a device never matches {1}. It can be: {2}', name, shown(matches), listed)];
  }
  if (absent === true && place.isAlwaysThere) yield [['absent'], phrase('"{0}" of a device is always there.', name)];
  if (absent !== undefined && typeof absent !== 'boolean') yield [['absent'], wrongType(name, { absent }, place)];
}

/** Whether a test holds for one of the names, or may do so: there are none, or a variable is in it. */
function isAny(names: readonly string[], wanted: unknown, test: (name: string) => boolean): boolean {
  return names.length === 0 || isOpen(wanted) || names.some(test);
}

/** A text that is one variable becomes a value of any type. */
function isOfType(value: unknown, { type }: Place): boolean {
  return typeof value === type || isOpen(value);
}

function isOpen(value: unknown): boolean {
  return typeof value === 'string' && placesIn(value).length > 0;
}

/** True also for what is no pattern, or is one that cannot be judged. That is told wherever a pattern is. */
function mayMatch(source: string, work: PatternWork): (text: string) => boolean {
  const tried = <T>(act: () => T): T | undefined => {
    try {
      return act();
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof PatternLimit) return undefined;
      throw error;
    }
  };
  const pattern = placesIn(source).length > 0 ? undefined : tried(() => work.pattern(source));
  return (text) => tried(() => pattern?.test(text, work.budget)) ?? true;
}

function wrongType(name: string, value: MatcherSource, { type }: Place): Phrase {
  const text = shown(value as Parameters<typeof shown>[0]);
  return type === 'number'
    ? phrase('"{0}" of a device is a number, never {1}. None is {2}.', name, text, NONE)
    : phrase(
        '"{0}" of a device is one text, never {1}. One of several is {2}, and none is {3}.',
        name,
        text,
        ONE_OF_SEVERAL,
        NONE,
      );
}

import { ownText } from '../base/ownText';
import { TextSearch } from '../base/textSearch';
import { shortened } from '../compliance/phrase';
import type { Json } from '../json/json';
import { BoundedPattern, fullBudget } from '../pattern/boundedPattern';
import { PatternLimit } from '../pattern/patternLimit';
import type { StepBudget } from '../pattern/runPattern';
import { ComparisonLimit } from './comparisonLimit';
import { JsonEquality } from './jsonEquality';
import type { MatcherSource } from './scenarioSource';

const TESTS = ['equals', 'not', 'contains', 'matches', 'absent'] as const;
type Test = Partial<Record<(typeof TESTS)[number], Json>>;

const LONGEST_SHOWN = 2000;
/** Of a value in a diff, which is read where it differs only. */
const LONGEST_COMPARED = 20_000;
/** How many characters of JSON are written for one step, where a pattern is held against a value. */
const WRITTEN_A_STEP = 64;

/** The expected and the actual value, in words. */
export interface Mismatch {
  readonly expected: string;
  readonly actual: string;
  /** Both values on as many lines as they have parts, for a diff. Only where the whole values are compared. */
  readonly compared?: { readonly expected: string; readonly actual: string };
  /** Whether it took too many steps, so that nobody knows whether there is a difference. */
  readonly isUnjudged?: true;
}

/** The tests, when an object consists of tests only. Otherwise it is a value to compare with, and this is undefined. */
export function testsOf(matcher: MatcherSource): Test | undefined {
  if (typeof matcher !== 'object' || matcher === null || Array.isArray(matcher)) return undefined;
  const keys = Object.keys(matcher);
  return keys.length > 0 && keys.every((key) => (TESTS as readonly string[]).includes(key))
    ? (matcher as Test)
    : undefined;
}

/**
 * How a value differs from what is expected. Undefined when it does not.
 * @param actual undefined when there is no value
 * @param budget the steps that its pattern and its comparisons may take
 */
export function mismatch(
  matcher: MatcherSource,
  actual: Json | undefined,
  budget: StepBudget = fullBudget(),
): Mismatch | undefined {
  const tests = testsOf(matcher);
  if (!tests) {
    const differs = () => differenceOf(matcher as Json, actual, budget);
    return withinLimits(() => shown(matcher as Json), actual, differs);
  }
  for (const test of TESTS) {
    const wanted = tests[test];
    if (wanted === undefined) continue;
    const words = () => wordsFor(test, wanted);
    const differs = () => {
      if (test === 'equals') return differenceOf(wanted, actual, budget);
      return passes(test, wanted, actual, budget) ? undefined : said(words(), actual);
    };
    const difference = withinLimits(words, actual, differs);
    if (difference) return difference;
  }
  return undefined;
}

/**
 * How a value differs from the one that it is to equal. Undefined when it does not.
 * @throws ComparisonLimit when the budget is used up
 */
export function differenceOf(wanted: Json, actual: Json | undefined, budget: StepBudget): Mismatch | undefined {
  if (isEqual(wanted, actual, budget)) return undefined;
  return { ...said(shown(wanted), actual), compared: { expected: onLines(wanted), actual: onLines(actual) } };
}

/** What a comparison finds, or that it took too many steps. */
export function withinLimits(
  expected: () => string,
  actual: Json | undefined,
  compare: () => Mismatch | undefined,
): Mismatch | undefined {
  try {
    return compare();
  } catch (error) {
    if (!(error instanceof PatternLimit || error instanceof ComparisonLimit)) throw error;
    return { expected: expected(), actual: `${shown(actual)}. ${error.message}`, isUnjudged: true };
  }
}

/**
 * Deep equality of JSON values. The order of members is ignored.
 * @throws ComparisonLimit when the budget is used up
 */
export function isEqual(a: Json | undefined, b: Json | undefined, budget?: StepBudget): boolean {
  return new JsonEquality(budget).equal(a, b);
}

/**
 * Whether a text is in another.
 * @throws ComparisonLimit when the budget is used up
 */
export function hasText(text: string, wanted: string, budget: StepBudget): boolean {
  const isThere = new TextSearch(wanted).isIn(text, budget);
  if (budget.left < 0) throw new ComparisonLimit();
  return isThere;
}

/** A value as text for a person. It does not keep the value in memory, which may be a whole body. */
export function shown(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  // One character more than is shown tells that there is more.
  const text = JSON.stringify(typeof value === 'string' ? value.slice(0, LONGEST_SHOWN + 1) : value);
  return shortened(ownText(text.slice(0, LONGEST_SHOWN + 1)), LONGEST_SHOWN);
}

/** A value on as many lines as it has parts. */
function onLines(value: Json | undefined): string {
  if (value === undefined) return shown(value);
  const text = JSON.stringify(typeof value === 'string' ? value.slice(0, LONGEST_COMPARED) : value, undefined, 2);
  // The lines of a text are its parts. Its quotes stay, as a secret that is a whole value is found by them.
  const lines = typeof value === 'string' ? text.replace(/\\(.)/g, (all, sign) => (sign === 'n' ? '\n' : all)) : text;
  return shortened(ownText(lines), LONGEST_COMPARED);
}

function passes(test: keyof Test, wanted: Json, actual: Json | undefined, budget: StepBudget): boolean {
  switch (test) {
    case 'equals':
      return isEqual(wanted, actual, budget);
    case 'not':
      return !isEqual(wanted, actual, budget);
    case 'contains':
      return Array.isArray(actual)
        ? hasItem(actual, wanted, budget)
        : typeof actual === 'string' && hasText(actual, String(wanted), budget);
    case 'matches':
      return actual !== undefined && new BoundedPattern(String(wanted), 'u').test(textOf(actual, budget), budget);
    case 'absent':
      return (actual === undefined) === wanted;
  }
}

function hasItem(items: readonly Json[], wanted: Json, budget: StepBudget): boolean {
  const equality = new JsonEquality(budget);
  return items.some((each) => equality.equal(wanted, each));
}

/** What a pattern is held against. */
function textOf(value: Json, budget: StepBudget): string {
  if (typeof value === 'string') return value;
  const text = JSON.stringify(value);
  budget.left -= text.length / WRITTEN_A_STEP;
  return text;
}

function wordsFor(test: keyof Test, wanted: Json): string {
  switch (test) {
    case 'equals':
      return shown(wanted);
    case 'not':
      return `anything but ${shown(wanted)}`;
    case 'contains':
      return `something that contains ${shown(wanted)}`;
    case 'matches':
      return `something that matches /${String(wanted)}/`;
    case 'absent':
      return wanted === true ? 'nothing' : 'anything';
  }
}

function said(expected: string, actual: Json | undefined): Mismatch {
  return { expected, actual: shown(actual) };
}

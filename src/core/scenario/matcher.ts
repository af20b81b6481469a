import { ownText } from '../base/ownText';
import { shortened } from '../compliance/phrase';
import type { Json } from '../json/json';
import { BoundedPattern, fullBudget } from '../pattern/boundedPattern';
import { PatternLimit } from '../pattern/patternLimit';
import type { StepBudget } from '../pattern/runPattern';
import type { MatcherSource } from './scenarioSource';

const TESTS = ['equals', 'not', 'contains', 'matches', 'absent'] as const;
type Test = Partial<Record<(typeof TESTS)[number], Json>>;

const LONGEST_SHOWN = 2000;

/** The expected and the actual value, in words. */
export interface Mismatch {
  readonly expected: string;
  readonly actual: string;
  /** Whether a pattern took too many steps, so that nobody knows whether there is a difference. */
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
 * @param budget the steps that its pattern may take
 */
export function mismatch(
  matcher: MatcherSource,
  actual: Json | undefined,
  budget: StepBudget = fullBudget(),
): Mismatch | undefined {
  const tests = testsOf(matcher);
  if (!tests) return isEqual(matcher as Json, actual) ? undefined : said(shown(matcher as Json), actual);
  for (const test of TESTS) {
    const wanted = tests[test];
    if (wanted === undefined) continue;
    try {
      if (!passes(test, wanted, actual, budget)) return said(wordsFor(test, wanted), actual);
    } catch (error) {
      if (!(error instanceof PatternLimit)) throw error;
      return { expected: wordsFor(test, wanted), actual: `${shown(actual)}. ${error.message}`, isUnjudged: true };
    }
  }
  return undefined;
}

/** Deep equality of JSON values. The order of members is ignored. */
export function isEqual(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [one, other] = [a, b] as Record<string, Json>[];
  const keys = Object.keys(one ?? {});
  return keys.length === Object.keys(other ?? {}).length && keys.every((key) => isEqual(one?.[key], other?.[key]));
}

/** A value as text for a person. It does not keep the value in memory, which may be a whole body. */
export function shown(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  // One character more than is shown tells that there is more.
  const text = JSON.stringify(typeof value === 'string' ? value.slice(0, LONGEST_SHOWN + 1) : value);
  return shortened(ownText(text.slice(0, LONGEST_SHOWN + 1)), LONGEST_SHOWN);
}

function passes(test: keyof Test, wanted: Json, actual: Json | undefined, budget: StepBudget): boolean {
  switch (test) {
    case 'equals':
      return isEqual(wanted, actual);
    case 'not':
      return !isEqual(wanted, actual);
    case 'contains':
      return Array.isArray(actual)
        ? actual.some((each: Json) => isEqual(wanted, each))
        : typeof actual === 'string' && actual.includes(String(wanted));
    case 'matches':
      return (
        actual !== undefined &&
        new BoundedPattern(String(wanted), 'u').test(
          typeof actual === 'string' ? actual : JSON.stringify(actual),
          budget,
        )
      );
    case 'absent':
      return (actual === undefined) === wanted;
  }
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

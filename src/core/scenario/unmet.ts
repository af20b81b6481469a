import type { Json } from '../json/json';
import type { StepBudget } from '../pattern/runPattern';
import { type Mismatch, mismatch } from './matcher';
import type { MatcherSource } from './scenarioSource';
import type { ExpectedList } from './unmetList';

/** An expectation that failed. */
export interface Unmet extends Mismatch {
  /** Relative to `expect`. */
  readonly pointer: string;
  /** What was compared: `status`, `body /token`, `cookie 4DSID_App`. */
  readonly subject: string;
  readonly listed?: ListedText;
  /** What is wrong, in words. Only where several texts of a list fail. */
  readonly trouble?: string;
}

/** The text of a list that is judged. */
export interface ListedText {
  readonly list: ExpectedList;
  readonly text: string;
}

/** Something that is still to be judged, which may take long. It is not judged until `judge` is called. */
export interface Judgement {
  /** Relative to `expect`. */
  readonly pointer: string;
  readonly subject: string;
  readonly listed?: ListedText;
  /** @param budget the steps that patterns and comparisons may still take */
  readonly judge: (budget: StepBudget) => Mismatch | undefined;
}

/**
 * What an expectation asks for: it failed already, or is still to be judged. One of which there may be very many is told
 * also where it holds, so that whoever judges them can stop after each.
 */
export type Check = Unmet | Judgement;

/** Undefined when it is as expected. */
export function judged(check: Check, budget: StepBudget): Unmet | undefined {
  if (!('judge' in check)) return check;
  const { judge, ...about } = check;
  const difference = judge(budget);
  return difference && { ...about, ...difference };
}

/** A matcher that is to be held against a value. */
export function* compare(
  matcher: MatcherSource,
  actual: Json | undefined,
  pointer: string,
  subject: string,
): Generator<Judgement> {
  yield { pointer, subject, judge: (budget) => mismatch(matcher, actual, budget) };
}

/**
 * What is to be true or false. Nothing when nothing is expected.
 * @param words for true and for false
 */
export function* flag(
  pointer: string,
  subject: string,
  wanted: boolean | undefined,
  actual: boolean,
  [yes, no]: [string, string],
): Generator<Judgement> {
  if (wanted === undefined) return;
  const told = { expected: wanted ? yes : no, actual: actual ? yes : no };
  yield { pointer, subject, judge: () => (wanted === actual ? undefined : told) };
}

export function unmet(pointer: string, subject: string, difference: Mismatch): Unmet {
  return { pointer, subject, ...difference };
}

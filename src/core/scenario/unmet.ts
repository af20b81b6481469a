import type { Json } from '../json/json';
import { type Mismatch, mismatch } from './matcher';
import type { MatcherSource } from './scenarioSource';

/** An expectation that failed. */
export interface Unmet extends Mismatch {
  /** Relative to `expect`. */
  readonly pointer: string;
  /** What was compared: `status`, `body /token`, `cookie 4DSID_App`. */
  readonly subject: string;
}

/** Yields nothing when the value is as expected. */
export function* compare(
  matcher: MatcherSource,
  actual: Json | undefined,
  pointer: string,
  subject: string,
): Generator<Unmet> {
  const difference = mismatch(matcher, actual);
  if (difference) yield unmet(pointer, subject, difference);
}

/**
 * Nothing when it is as expected, or when nothing is expected.
 * @param words for true and for false
 */
export function* flag(
  pointer: string,
  subject: string,
  wanted: boolean | undefined,
  actual: boolean,
  [yes, no]: [string, string],
): Generator<Unmet> {
  if (wanted === undefined || wanted === actual) return;
  yield { pointer, subject, expected: wanted ? yes : no, actual: actual ? yes : no };
}

export function unmet(pointer: string, subject: string, { expected, actual }: Mismatch): Unmet {
  return { pointer, subject, expected, actual };
}

import type { ShownStep, StepFailure } from './runEvents';
import type { Unmet } from './unmet';

/** Longer values are told below the first line, not in it. */
const LONGEST_IN_LINE = 60;

/** The first line of a failed expectation: `Status 200, expected 401`. */
export function unmetWords({ subject, expected, actual, trouble = 'not as expected' }: Unmet): string {
  const named = subject.charAt(0).toUpperCase() + subject.slice(1);
  if (expected.length > LONGEST_IN_LINE) return `${named}: ${trouble}`;
  if (actual.length > LONGEST_IN_LINE) return `${named}: expected ${expected}`;
  return `${named}${subject === 'status' ? '' : ':'} ${actual}, expected ${expected}`;
}

/** Whether the message has both values, so that nothing is left to tell of them. */
export function saysBoth({ message, expected = '', actual = '' }: StepFailure): boolean {
  return message.endsWith(` ${actual}, expected ${expected}`);
}

/** Whose message a step is: `App → Server`. Empty where it is nobody's. */
export function actorsWords({ from, to }: ShownStep): string {
  return [from, to === from ? undefined : to].filter((each) => each !== undefined).join(' → ');
}

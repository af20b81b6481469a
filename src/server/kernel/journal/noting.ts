import type { JournalCause } from '../../../core/protocol/journal';
import type { Trace } from './trace';

/**
 * Makes what puts a face's rules into the chain of causes; without a message of its own, with what the rule means.
 * @param meanings one sentence for each rule
 */
export function noting<R extends string>(
  meanings: Readonly<Record<R, string>>,
): (trace: Trace, rule: R, message?: string) => void {
  // Made once: thousands of entries in the journal have the same few.
  const causes = new Map(
    Object.entries<string>(meanings).map(([rule, message]): [string, JournalCause] => [
      rule,
      Object.freeze({ rule, message }),
    ]),
  );
  return (trace, rule, message) => {
    const cause = message === undefined ? causes.get(rule) : undefined;
    trace.cause(cause ?? { rule, message: message ?? meanings[rule] });
  };
}

import type { JournalCause } from '../../../core/protocol/journal';
import type { ReasonCode } from '../../../core/protocol/reasonCode';
import type { Trace } from './trace';

/** Adds a reason to the chain of a trace. Without a message, it uses the sentence of the reason code. */
export type Note<R extends string> = (trace: Trace, rule: R, message?: string) => void;

/** Creates the `note` function of one part of the server. It accepts only the reason codes that the part declares. */
export function noting<R extends string>(codes: Readonly<Record<R, ReasonCode>>): Note<R> {
  // Created once, because thousands of journal entries have the same few reasons.
  const causes = new Map(
    Object.entries<ReasonCode>(codes).map(([rule, { kind, sentence }]): [string, JournalCause] => [
      rule,
      Object.freeze({ rule, kind, message: sentence }),
    ]),
  );
  return (trace, rule, message) => {
    const cause = message === undefined ? causes.get(rule) : undefined;
    const { kind, sentence } = codes[rule];
    trace.cause(cause ?? { rule, kind, message: message ?? sentence });
  };
}

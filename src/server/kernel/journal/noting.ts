import type { JournalCause } from '../../../core/protocol/journal';
import type { ReasonCode } from '../../../core/protocol/reasonCode';
import type { Trace } from './trace';

/** Puts a reason into the chain of causes; without a message of its own, with the sentence of its code. */
export type Note<R extends string> = (trace: Trace, rule: R, message?: string) => void;

/** Makes the `note` of one part of the server, which gives the reasons that it declares and no other. */
export function noting<R extends string>(codes: Readonly<Record<R, ReasonCode>>): Note<R> {
  // Made once: thousands of entries in the journal have the same few.
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

import type { JournalRemedy } from '../../../core/protocol/journal';
import type { ReasonCode, ReasonCodes, RuleOfKind } from '../../../core/protocol/reasonCode';
import type { Reasons } from '../../../core/server/reasons';
import { noting } from '../journal/noting';
import type { Trace } from '../journal/trace';

/**
 * The short names of the refusals of one part of the server: `quota` for the reason code `web.quota` of the system `web`.
 * Reason codes of other kinds, and those of more than two words, have none.
 */
export type RefusalName<P extends string, R extends ReasonCodes> =
  RuleOfKind<R, 'refused'> extends infer N
    ? N extends `${P}.${infer Name}`
      ? Name extends `${string}.${string}`
        ? never
        : Name
      : never
    : never;

/** What a refusal can carry beside its sentence. */
export interface RefusalDetails {
  /** Headers of the answer. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The option that decided so. */
  readonly remedy?: JournalRemedy | undefined;
}

/**
 * A refusal: what went wrong, and what to do about it. The code that renders it chooses its form. `refusing` makes the
 * classes that can be thrown.
 */
export abstract class Refusal extends Error {
  /**
   * @param code stable name for clients, such as `token-missing`
   * @param message one sentence with a way out, without secrets
   */
  protected constructor(
    readonly statusCode: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>>,
    /** The option that decided so. */
    readonly remedy?: JournalRemedy,
  ) {
    super(message);
  }

  /** The body in the form that the server itself uses. */
  get body(): { readonly error: { readonly code: string; readonly message: string } } {
    const { code, message } = this;
    return { error: { code, message } };
  }

  /** Adds the reason of this refusal to a trace. */
  abstract noteIn(trace: Trace): void;
}

/** What `refusing` creates. */
export type RefusalClass<N extends string> = new (
  statusCode: number,
  name: N,
  message: string,
  details?: RefusalDetails,
) => Refusal;

/** Creates the class for the refusals of one part of the server. It accepts only the refusals that the part declares. */
export function refusing<P extends string, R extends ReasonCodes>(
  reasons: Reasons<P, R>,
): RefusalClass<RefusalName<P, R>> {
  const note = noting(reasons);
  return class extends Refusal {
    private readonly rule: keyof R & string;

    constructor(
      statusCode: number,
      name: RefusalName<P, R>,
      message: string,
      { headers = {}, remedy }: RefusalDetails = {},
    ) {
      const rule = `${reasons.part}.${name}`;
      const { errorCode = name }: ReasonCode = reasons.codes[rule] as ReasonCode;
      super(statusCode, errorCode, message, headers, remedy);
      this.rule = rule;
    }

    override noteIn(trace: Trace): void {
      note(trace, this.rule, this.message, this.remedy);
    }
  };
}

import type { ReasonCodes, RuleOfKind } from '../../../core/protocol/reasonCode';
import { noting } from '../journal/noting';
import type { Trace } from '../journal/trace';

/** The short names of refusals: `quota` for the reason code `server.quota`. Reason codes of other kinds have none. */
export type RefusalName<R extends ReasonCodes> =
  RuleOfKind<R, 'refused'> extends infer N ? (N extends `server.${infer Name}` ? Name : never) : never;

/**
 * A refusal: what went wrong, and what to do about it. The code that renders it chooses its form. `refusing` makes the
 * classes that can be thrown.
 */
export abstract class Refusal extends Error {
  /**
   * @param code stable name such as `token-missing`; its reason code is `server.token-missing`
   * @param message one sentence with a way out, without secrets
   */
  protected constructor(
    readonly statusCode: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>>,
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
export type RefusalClass<C extends string> = new (
  statusCode: number,
  code: C,
  message: string,
  headers?: Readonly<Record<string, string>>,
) => Refusal;

/** Creates the class for the refusals of one part of the server. It accepts only the refusals that the part declares. */
export function refusing<R extends ReasonCodes>(reasons: R): RefusalClass<RefusalName<R>> {
  const note = noting<string>(reasons);
  return class extends Refusal {
    constructor(
      statusCode: number,
      code: RefusalName<R>,
      message: string,
      headers: Readonly<Record<string, string>> = {},
    ) {
      super(statusCode, code, message, headers);
    }

    override noteIn(trace: Trace): void {
      note(trace, `server.${this.code}`, this.message);
    }
  };
}

import { type ReasonCode, type ReasonCodes, SERVER_WORDS } from '../protocol/reasonCode';

/** The names that the reason codes of one part of the server may have: the server itself, or the system `P`. */
type ReasonName<P extends string> = P extends 'server'
  ? `${(typeof SERVER_WORDS)[number]}.${string}`
  : `${P}.${string}` | `control.${P}.${string}`;

/**
 * What one part of the server declared. The name with `#` makes it a type that no copy has: neither a spread, nor another
 * object with the same members.
 */
abstract class Declaration<P extends string> {
  readonly #codes: ReasonCodes;

  protected constructor(
    /** `server`, or the name of the system. */
    readonly part: P,
    codes: ReasonCodes,
  ) {
    const own = part === 'server' ? SERVER_WORDS.map((word) => `${word}.`) : [`${part}.`, `control.${part}.`];
    const foreign = Object.keys(codes).find((name) => !own.some((start) => name.startsWith(start)));
    if (foreign !== undefined) {
      throw new Error(
        `The reason code “${foreign}” of “${part}” must have a name that begins with “${own.join('” or “')}”.`,
      );
    }
    this.#codes = Object.freeze(
      Object.fromEntries(Object.entries(codes).map(([name, code]) => [name, Object.freeze({ ...code })])),
    );
    Object.freeze(this);
  }

  get codes(): ReasonCodes {
    return this.#codes;
  }
}

/** With `in out`, TypeScript accepts no other list of codes in its place, not even one with fewer or any names. */
class DeclaredReasons<P extends string, in out R extends ReasonCodes> extends Declaration<P> {
  constructor(part: P, codes: R) {
    super(part, codes);
  }

  override get codes(): R {
    return super.codes as R;
  }
}

/** The reason codes of one part of the server, whatever they are. */
export type PartReasons<P extends string = string> = Declaration<P>;

/** The reason codes of one part of the server, with their names. Only `declareReasons` makes them. */
export type Reasons<P extends string, R extends ReasonCodes> = DeclaredReasons<P, R>;

/**
 * Declares all reason codes of one part of the server. They cannot be changed or copied afterwards: a server accepts
 * reasons only from the objects that its list of systems names.
 * @param part `server`, or the name of the system
 */
export function declareReasons<P extends string, const R extends Readonly<Record<string, ReasonCode>>>(
  part: P,
  codes: R & { readonly [N in keyof R]: N extends ReasonName<P> ? R[N] : never },
): Reasons<P, R> {
  return new DeclaredReasons<P, R>(part, codes);
}

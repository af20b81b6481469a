/**
 * What a reason code says about an answer.
 * `decided`: the answer follows from this rule.
 * `changed`: something was changed.
 * `refused`: the request was not carried out, or nothing was given out.
 * `noted`: useful to know, but no reason for the answer.
 */
export type ReasonKind = 'decided' | 'changed' | 'refused' | 'noted';

/** Only `core/server/reasonKinds.ts` has values of this type, so nothing else can declare a reason code. */
declare const DECLARED: unique symbol;

/** A reason for answers. The part of the server that gives it declares it once. */
export interface ReasonCode<K extends ReasonKind = ReasonKind> {
  readonly kind: K;
  /** One English sentence that explains it. An answer may have a more exact message. */
  readonly sentence: string;
  readonly [DECLARED]: true;
}

/** Reason codes by name, such as `web.otp.used`. The first word names the part of the server that gives the reason. */
export type ReasonCodes = Readonly<Record<string, ReasonCode>>;

/** The names of the reason codes of one kind. */
export type RuleOfKind<R extends ReasonCodes, K extends ReasonKind> = {
  [N in keyof R & string]: R[N] extends ReasonCode<K> ? N : never;
}[keyof R & string];

/**
 * What a reason code says about an answer.
 * `decided`: the answer follows from this rule.
 * `changed`: something was changed.
 * `refused`: the request was not carried out, or nothing was given out.
 * `noted`: useful to know, but no reason for the answer.
 */
export type ReasonKind = 'decided' | 'changed' | 'refused' | 'noted';

/** A reason for answers. The part of the server that gives it declares it once. */
export interface ReasonCode {
  readonly kind: ReasonKind;
  /** One English sentence that explains it. An answer may have a more exact message. */
  readonly sentence: string;
}

/** Reason codes by name, such as `web.otp.used`. The first word names the part of the server that gives the reason. */
export type ReasonCodes = Readonly<Record<string, ReasonCode>>;

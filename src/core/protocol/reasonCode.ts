/**
 * What a reason code says about an answer.
 * `decided`: the answer follows from this rule.
 * `changed`: something was changed.
 * `refused`: the request was not carried out, or nothing was given out.
 * `noted`: useful to know, but no reason for the answer.
 */
export type ReasonKind = 'decided' | 'changed' | 'refused' | 'noted';

/** A reason for answers. The part of the server that gives it declares it once, with `declareReasons`. */
export interface ReasonCode<K extends ReasonKind = ReasonKind> {
  readonly kind: K;
  /** One English sentence that explains it. An answer may have a more exact message. */
  readonly sentence: string;
  /** The `code` in the body of the error answer, if it is not the name without its first word. */
  readonly errorCode?: string;
  /**
   * Whether its message repeats what somebody else wrote: the error of a developer's code, the mail of a module. Then the
   * journal also covers what only looks like a passcode in it. A message of the product's own words stays whole.
   */
  readonly quotes?: true;
}

/**
 * Reason codes by name, such as `web.otp.used`. The first word is the name of the part of the server that gives the
 * reason. `control.` comes before it if only the control API gives the reason.
 */
export type ReasonCodes = Readonly<Record<string, ReasonCode>>;

/** The first words of the reason codes of the server itself. No system may have one of them as its name. */
export const SERVER_WORDS = ['server', 'control', 'fault'] as const;

/** The names of the reason codes of one kind. */
export type RuleOfKind<R extends ReasonCodes, K extends ReasonKind> = {
  [N in keyof R & string]: R[N] extends ReasonCode<K> ? N : never;
}[keyof R & string];

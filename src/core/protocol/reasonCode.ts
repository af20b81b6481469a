/**
 * What a reason code says of an answer:
 * `decided` – a rule that the answer follows from; `changed` – something is different now; `refused` – what was asked for
 * is not done, or not given; `noted` – worth knowing, and no reason for the answer.
 */
export type ReasonKind = 'decided' | 'changed' | 'refused' | 'noted';

/** A name for one reason of an answer, declared once by the part of the server that gives it. */
export interface ReasonCode {
  readonly kind: ReasonKind;
  /** One sentence in English: what it means. An answer may have a more exact one. */
  readonly sentence: string;
}

/** Reason codes by name: `web.otp.used`, where the first word is that of the part that gives it. */
export type ReasonCodes = Readonly<Record<string, ReasonCode>>;

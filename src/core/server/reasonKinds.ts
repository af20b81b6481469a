import type { ReasonCode } from '../protocol/reasonCode';

/** Declares a rule from which an answer follows. */
export const decided = (sentence: string): ReasonCode => ({ kind: 'decided', sentence });
/** Declares that something was changed. */
export const changed = (sentence: string): ReasonCode => ({ kind: 'changed', sentence });
/** Declares a refusal: the request was not carried out, or nothing was given out. */
export const refused = (sentence: string): ReasonCode => ({ kind: 'refused', sentence });
/** Declares a fact that is useful to know, but no reason for the answer. */
export const noted = (sentence: string): ReasonCode => ({ kind: 'noted', sentence });

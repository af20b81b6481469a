import type { ReasonCode } from '../protocol/reasonCode';

/** A rule that the answer follows from. */
export const decided = (sentence: string): ReasonCode => ({ kind: 'decided', sentence });
/** Something is different now. */
export const changed = (sentence: string): ReasonCode => ({ kind: 'changed', sentence });
/** What was asked for is not done, or not given. */
export const refused = (sentence: string): ReasonCode => ({ kind: 'refused', sentence });
/** Worth knowing, and no reason for the answer. */
export const noted = (sentence: string): ReasonCode => ({ kind: 'noted', sentence });

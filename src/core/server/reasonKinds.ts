import type { ReasonCode, ReasonKind } from '../protocol/reasonCode';

/** Declares a rule from which an answer follows. */
export const decided = (sentence: string) => declared('decided', sentence);
/** Declares that something was changed. */
export const changed = (sentence: string) => declared('changed', sentence);
/** Declares a refusal: the request was not carried out, or nothing was given out. */
export const refused = (sentence: string) => declared('refused', sentence);
/** Declares a fact that is useful to know, but no reason for the answer. */
export const noted = (sentence: string) => declared('noted', sentence);

function declared<K extends ReasonKind>(kind: K, sentence: string): ReasonCode<K> {
  return { kind, sentence } as ReasonCode<K>;
}

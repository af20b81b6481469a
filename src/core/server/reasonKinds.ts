import type { ReasonCode, ReasonKind } from '../protocol/reasonCode';

/** Describes a rule from which an answer follows. */
export const decided = (sentence: string): ReasonCode<'decided'> => ({ kind: 'decided', sentence });
/** Describes that something was changed. */
export const changed = (sentence: string): ReasonCode<'changed'> => ({ kind: 'changed', sentence });
/** Describes a fact that is useful to know, but no reason for the answer. */
export const noted = (sentence: string): ReasonCode<'noted'> => ({ kind: 'noted', sentence });

/**
 * Describes a refusal: the request was not carried out, or nothing was given out.
 * @param errorCode see `ReasonCode`
 */
export const refused = (sentence: string, errorCode?: string): ReasonCode<'refused'> => ({
  kind: 'refused',
  sentence,
  ...(errorCode !== undefined && { errorCode }),
});

/** Describes that a message of this reason repeats what a developer's code or another server said: see `ReasonCode`. */
export const quoting = <K extends ReasonKind>(reason: ReasonCode<K>): ReasonCode<K> => ({ ...reason, quotes: true });

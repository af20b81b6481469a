import type { Phrase } from '../compliance/phrase';

/** What the journal calls the things that requests change, by the kinds of its changes. */
export type ThingWords = { readonly [kind: string]: Phrase };

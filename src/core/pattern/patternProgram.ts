import type { CharSet } from './charSet';
import type { LetterFold } from './letterFold';

/** A lookaround. Its instructions follow it and end with `end`. */
export interface Look {
  readonly op: 'look';
  readonly isNegated: boolean;
  /** Place of what follows the lookaround. */
  next: number;
}

/** Two ways to go on. The second is taken when the first leads to no match. */
export interface Split {
  readonly op: 'split';
  first: number;
  second: number;
  /** First of its numbers in the program: it has one more than `marks`. */
  readonly index: number;
  /**
   * Slots of the loops around it that may read nothing. What can follow depends on how many of their iterations have
   * read nothing so far. A loop within another one is among them.
   */
  readonly marks: readonly number[];
}

export interface Jump {
  readonly op: 'jump';
  to: number;
}

/** One instruction of a compiled pattern. Those that read characters say in which direction. */
export type Instruction =
  | { readonly op: 'char'; readonly set: CharSet; readonly isBackward: boolean }
  | { readonly op: 'edge'; readonly kind: 'start' | 'end'; readonly isMultiline: boolean }
  | { readonly op: 'word'; readonly set: CharSet; readonly isNegated: boolean }
  /** A repetition of what a group matched. With `fold`, case is ignored. */
  | {
      readonly op: 'back';
      readonly groups: readonly number[];
      readonly fold: LetterFold | undefined;
      readonly isBackward: boolean;
    }
  /** Stores the position in a slot. */
  | { readonly op: 'save'; readonly slot: number }
  /** Forgets what groups matched in the iteration before. */
  | { readonly op: 'clear'; readonly slots: readonly number[] }
  /** Fails when nothing was read since the position in the slot. */
  | { readonly op: 'moved'; readonly slot: number }
  | { readonly op: 'end' }
  | Look
  | Split
  | Jump;

/** A pattern as instructions for `runPattern`. */
export interface PatternProgram {
  readonly instructions: readonly Instruction[];
  /** How many positions a run stores: two for each group, and one for each loop that may read nothing. */
  readonly slots: number;
  readonly groups: number;
  /** Numbers of its splits. */
  readonly splits: number;
  readonly isUnicode: boolean;
  /** Whether it refers back to a group, so that what follows a place depends on how it was reached. */
  readonly hasBackReferences: boolean;
}

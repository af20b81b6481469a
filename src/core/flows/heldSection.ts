import type { Json } from '../json/json';

/** A piece of a line. A text alone is plain. */
export type HeldPiece =
  | string
  | { readonly strong: string }
  /** With `short`, a long code is cut, and the whole is in its tooltip. */
  | { readonly code: string; readonly short?: boolean }
  /** A word in a frame. `look` is a class of the style sheet. */
  | { readonly mark: string; readonly look?: string }
  /** The remaining time until this moment, ISO 8601. */
  | { readonly until: string }
  | { readonly json: Json };

export type HeldLine = readonly HeldPiece[];

/** A label with one line, or with several. Without any piece, the page says that there is none. */
export type HeldPair = { readonly label: string } & (
  | { readonly line: HeldLine }
  | { readonly lines: readonly HeldLine[] }
);

/** One thing that the server holds. */
export interface HeldCard {
  /** Different from the keys of the other cards of its section. */
  readonly key: string;
  readonly head?: HeldLine;
  /** Lines below the head, less prominent. */
  readonly also?: readonly HeldLine[];
  readonly pairs?: readonly HeldPair[];
}

/** Things of one kind that the server holds. */
export interface HeldSection {
  readonly title: string;
  readonly cards: readonly HeldCard[];
  /** Without cards, a section is drawn as empty. `alone`: only when no other system has a section. */
  readonly whenEmpty?: 'hidden' | 'alone';
}

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

/** How a link of a chain is drawn. Its text says it, too. */
export type HeldLook = 'live' | 'used' | 'expired' | 'revoked' | 'alarm';

/** A thing of a chain that has nothing behind it. */
export interface HeldLeaf {
  /** Different from the keys of everything else in the chain. */
  readonly key: string;
  readonly look: HeldLook;
  readonly line: HeldLine;
  /** Lines below, less prominent. */
  readonly also?: readonly HeldLine[];
}

/** A thing that the next of its chain came from. */
export interface HeldLink extends HeldLeaf {
  /** What came with it. */
  readonly leaves?: readonly HeldLeaf[];
  /** What came of it beside the next of its chain, or in its place. */
  readonly branches?: readonly HeldChain[];
}

/** Things of which each came from the one before it, oldest first. */
export type HeldChain = readonly HeldLink[];

/** One thing that the server holds. */
export interface HeldCard {
  /** Different from the keys of the other cards of its section. */
  readonly key: string;
  readonly head?: HeldLine;
  /** Lines below the head, less prominent. */
  readonly also?: readonly HeldLine[];
  readonly pairs?: readonly HeldPair[];
  /** A chain with its title, and what is to be said of it. Of a long one, the page hides the oldest links until they are asked for. */
  readonly chain?: { readonly title: string; readonly note?: HeldLine; readonly links: HeldChain };
}

/** Things of one kind that the server holds. */
export interface HeldSection {
  readonly title: string;
  readonly cards: readonly HeldCard[];
  /** Without cards, a section is drawn as empty. `alone`: only when no other system has a section. */
  readonly whenEmpty?: 'hidden' | 'alone';
}

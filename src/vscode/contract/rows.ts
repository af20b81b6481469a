import { Command } from './command';

/** A view: its id, and the command with which VS Code shows it. */
export class View {
  /** Only a type. An object with any id is no view. */
  declare private readonly declared: true;

  readonly focus: Command;

  /** @param container the id of the view container that it is in */
  constructor(
    readonly id: string,
    readonly container: string,
  ) {
    this.focus = new Command(`${id}.focus`);
  }
}

/** A `contextValue` that `Rows` has built from declared tokens. */
export type ContextValue = string & { readonly madeBy: 'Rows' };

/** A token that a row may have, or several of which it has one at most. */
export type RowWord = string | readonly string[];

/** For each kind of row, which other tokens its `contextValue` may have. */
export type RowWords = Readonly<Record<string, readonly RowWord[]>>;

type Token<T> = T extends readonly (infer One)[] ? One : T;

type AnyWord<W extends RowWords> = (keyof W & string) | Token<W[keyof W][number]>;

/**
 * The rows of a view. The `contextValue` of a row is its kind, followed by other tokens, with spaces between them. A
 * menu of the manifest finds its rows by one of these tokens.
 */
export class Rows<const W extends RowWords> {
  /** @param unasked tokens that no menu of the manifest uses */
  constructor(
    readonly view: View,
    readonly words: W,
    readonly unasked: readonly AnyWord<W>[] = [],
  ) {}

  /** @param words other tokens; an empty or false one is left out */
  value<K extends keyof W & string>(
    kind: K,
    ...words: readonly (Token<W[K][number]> | '' | false | undefined)[]
  ): ContextValue {
    return [kind, ...words].filter(Boolean).join(' ') as ContextValue;
  }
}

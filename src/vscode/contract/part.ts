import type { CommandOptions } from './command';
import type { ContextKeyKind } from './contextKey';
import type { RowWords, View } from './rows';
import type { Setting } from './setting';

/** A kind of webview panel. */
export interface Panel {
  readonly id: string;
  /** Whether it comes back with the window: then the manifest wakes the extension for it. */
  readonly comesBack: boolean;
}

/** A walkthrough: its id, and which context key ticks which step. */
export interface Walkthrough {
  readonly id: string;
  readonly steps: Readonly<Record<string, { readonly id: string }>>;
}

/** A file in a workspace that VS Code's own JSON support checks by a schema that ships. */
export interface CheckedFile {
  /** The end of its path. */
  readonly file: string;
  /** In the package. */
  readonly schema: string;
}

type Named<T> = Readonly<Record<string, T>>;

/**
 * What one feature, or one emulated system, has in the manifest. A test holds all parts against it, in both directions: what
 * is declared is there, and what is there is declared.
 */
export interface ContractPart {
  readonly commands?: Named<{ readonly id: string; readonly options: CommandOptions }>;
  readonly contextKeys?: Named<{
    readonly id: string;
    readonly kind: ContextKeyKind;
    readonly asked: readonly string[];
    readonly unasked: readonly string[];
  }>;
  readonly settings?: Named<Setting<unknown>>;
  readonly views?: readonly View[];
  readonly rows?: readonly { readonly view: View; readonly words: RowWords; readonly unasked: readonly string[] }[];
  readonly languages?: readonly string[];
  readonly checkedFiles?: readonly CheckedFile[];
  readonly panels?: readonly Panel[];
  readonly walkthroughs?: readonly Walkthrough[];
  /** Test controllers, and those of their items that a menu asks for. */
  readonly testControllers?: readonly string[];
  readonly testItems?: readonly string[];
  /** Names that are in no manifest: VS Code shows them in its log alone. */
  readonly diagnostics?: readonly string[];
}

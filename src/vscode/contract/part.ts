import type { CommandOptions } from './command';
import type { ContextKeyKind } from './contextKey';
import type { RowWords, View } from './rows';
import type { Setting } from './setting';

/** A kind of webview panel. */
export class Panel {
  /** Only a type, with no value at run time. An object with any id is no panel. */
  declare private readonly declared: true;

  /** @param comesBack whether VS Code restores it with the window. Then the manifest has an activation event for it. */
  constructor(
    readonly id: string,
    readonly comesBack: boolean,
  ) {}
}

/** The kinds of ids that have no class of their own. A section is the common beginning of the keys of settings. */
export type IdKind =
  | 'colour'
  | 'diagnostics'
  | 'language'
  | 'mcpProvider'
  | 'modelTool'
  | 'problemMatcher'
  | 'section'
  | 'taskType'
  | 'testController'
  | 'testItem';

/** An id that a contract declares. Another text is none. */
export type DeclaredId<K extends IdKind> = string & { readonly declaredAs: K };

export function declaredId<K extends IdKind>(_kind: K, id: string): DeclaredId<K> {
  return id as DeclaredId<K>;
}

/** A walkthrough: its id, and which context key completes which step. */
export interface Walkthrough {
  readonly id: string;
  readonly steps: Readonly<Record<string, { readonly id: string }>>;
}

/** A file in a workspace that VS Code's own JSON support checks with a schema of this extension. */
export interface CheckedFile {
  /** The end of its path. */
  readonly file: string;
  /** Path in the package of the extension. */
  readonly schema: string;
}

/** A kind of task: what a user may write of one in `tasks.json`. */
export interface TaskKind {
  readonly type: string;
  /** A JSON schema of each member. */
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly required: readonly string[];
}

type Named<T> = Readonly<Record<string, T>>;

/**
 * What one feature or one emulated system shares with the manifest. A test compares all parts with package.json in both
 * directions: everything declared here is in the manifest, and everything in the manifest is declared here.
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
  /** What the keys of several settings begin with. No manifest names it. */
  readonly sections?: readonly string[];
  readonly views?: readonly Pick<View, 'id' | 'container' | 'focus'>[];
  readonly rows?: readonly { readonly view: View; readonly words: RowWords; readonly unasked: readonly string[] }[];
  readonly colours?: readonly string[];
  readonly languages?: readonly string[];
  /** Of documents of its own that a menu of the manifest asks for. */
  readonly schemes?: readonly string[];
  readonly checkedFiles?: readonly CheckedFile[];
  readonly taskKinds?: readonly TaskKind[];
  readonly problemMatchers?: readonly string[];
  readonly mcpProviders?: readonly string[];
  /** Tools of language models, by the names that they have in every conversation with an agent. */
  readonly modelTools?: Named<string>;
  readonly panels?: readonly Pick<Panel, 'id' | 'comesBack'>[];
  readonly walkthroughs?: readonly Walkthrough[];
  /** Ids of test controllers, and of test items that a menu of the manifest names. */
  readonly testControllers?: readonly string[];
  readonly testItems?: readonly string[];
  /** Names of diagnostic collections. They are in no manifest: VS Code shows them only in its log. */
  readonly diagnostics?: readonly string[];
}

import type { ContractPart } from '../../src/vscode/contract/part';

type ListsOf<K extends keyof ContractPart> = NonNullable<ContractPart[K]>;

/** All parts of the contract as one. */
export class Declared {
  readonly commands: ListsOf<'commands'>[string][];
  readonly contextKeys: ListsOf<'contextKeys'>[string][];
  readonly settings: ListsOf<'settings'>[string][];
  readonly views: ListsOf<'views'>[number][];
  readonly rows: ListsOf<'rows'>[number][];
  readonly languages: ListsOf<'languages'>[number][];
  readonly panels: ListsOf<'panels'>[number][];
  readonly walkthroughs: ListsOf<'walkthroughs'>[number][];
  readonly testControllers: ListsOf<'testControllers'>[number][];
  readonly testItems: ListsOf<'testItems'>[number][];

  constructor(private readonly parts: readonly ContractPart[]) {
    this.commands = this.named('commands');
    this.contextKeys = this.named('contextKeys');
    this.settings = this.named('settings');
    this.views = this.listed('views');
    this.rows = this.listed('rows');
    this.languages = this.listed('languages');
    this.panels = this.listed('panels');
    this.walkthroughs = this.listed('walkthroughs');
    this.testControllers = this.listed('testControllers');
    this.testItems = this.listed('testItems');
  }

  /** Tokens of the rows of a view. */
  tokens(view: string): Set<string> {
    const own = this.rows.filter((rows) => rows.view.id === view);
    return new Set(own.flatMap(({ words }) => [...Object.keys(words), ...Object.values(words).flat()]));
  }

  unaskedTokens(view: string): Set<string> {
    return new Set(this.rows.filter((rows) => rows.view.id === view).flatMap(({ unasked }) => unasked));
  }

  /** Those that are a kind of row and a word of a row, or the kind of two: a menu cannot tell these rows apart. */
  ambiguousTokens(view: string): string[] {
    const own = this.rows.filter((rows) => rows.view.id === view);
    const kinds = own.flatMap(({ words }) => Object.keys(words));
    const words = own.flatMap((rows) => Object.values(rows.words).flat());
    return kinds.filter((kind, at) => words.includes(kind) || kinds.indexOf(kind) !== at);
  }

  /** Whether a row of the view has this token and no other. */
  standsAlone(view: string, token: string): boolean {
    return this.rows.some((rows) => rows.view.id === view && rows.words[token]?.length === 0);
  }

  private named<K extends 'commands' | 'contextKeys' | 'settings'>(name: K): ListsOf<K>[string][] {
    return this.parts.flatMap((part) => Object.values(part[name] ?? {}) as ListsOf<K>[string][]);
  }

  private listed<K extends Exclude<keyof ContractPart, 'commands' | 'contextKeys' | 'settings'>>(
    name: K,
  ): ListsOf<K>[number][] {
    return this.parts.flatMap((part) => [...(part[name] ?? [])] as ListsOf<K>[number][]);
  }
}

import type { ContractPart } from '../../src/vscode/contract/part';
import type { RowWords } from '../../src/vscode/contract/rows';

type ListsOf<K extends keyof ContractPart> = NonNullable<ContractPart[K]>;

/** All parts of the contract as one. */
export class Declared {
  readonly commands: ListsOf<'commands'>[string][];
  readonly contextKeys: ListsOf<'contextKeys'>[string][];
  readonly settings: ListsOf<'settings'>[string][];
  readonly views: ListsOf<'views'>[number][];
  readonly rows: ListsOf<'rows'>[number][];
  readonly colours: ListsOf<'colours'>[number][];
  readonly languages: ListsOf<'languages'>[number][];
  readonly schemes: ListsOf<'schemes'>[number][];
  readonly checkedFiles: ListsOf<'checkedFiles'>[number][];
  readonly taskKinds: ListsOf<'taskKinds'>[number][];
  readonly problemMatchers: ListsOf<'problemMatchers'>[number][];
  readonly mcpProviders: ListsOf<'mcpProviders'>[number][];
  readonly modelTools: readonly (readonly [name: string, id: string])[];
  readonly panels: ListsOf<'panels'>[number][];
  readonly walkthroughs: ListsOf<'walkthroughs'>[number][];
  readonly testControllers: ListsOf<'testControllers'>[number][];
  readonly diagnostics: ListsOf<'diagnostics'>[number][];
  readonly testItems: ListsOf<'testItems'>[number][];

  private readonly asked: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(private readonly parts: readonly ContractPart[]) {
    this.commands = this.named('commands');
    this.contextKeys = this.named('contextKeys');
    this.settings = this.named('settings');
    this.views = this.listed('views');
    this.rows = this.listed('rows');
    this.colours = this.listed('colours');
    this.languages = this.listed('languages');
    this.schemes = this.listed('schemes');
    this.checkedFiles = this.listed('checkedFiles');
    this.taskKinds = this.listed('taskKinds');
    this.problemMatchers = this.listed('problemMatchers');
    this.mcpProviders = this.listed('mcpProviders');
    this.modelTools = this.parts.flatMap(({ modelTools = {} }) => Object.entries(modelTools));
    this.panels = this.listed('panels');
    this.walkthroughs = this.listed('walkthroughs');
    this.testControllers = this.listed('testControllers');
    this.diagnostics = this.listed('diagnostics');
    this.testItems = this.listed('testItems');
    this.asked = new Map(this.views.map(({ id }) => [id, new Set(this.tokensToAsk(id))]));
  }

  /** Everything that has an id but a setting: commands, context keys, views with their commands, panels, tests, colours. */
  ids(): string[] {
    const named = [...this.commands, ...this.contextKeys, ...this.views, ...this.views.map(({ focus }) => focus)];
    return [
      ...[...named, ...this.panels].map(({ id }) => id),
      ...this.testControllers,
      ...this.diagnostics,
      ...this.colours,
    ];
  }

  /** The tokens of the rows of a view that a menu is to ask for. */
  askedTokens(view: string): ReadonlySet<string> {
    return this.asked.get(view) ?? new Set();
  }

  /** Those that are a kind of row and a word of a row, or the kind of two: a menu cannot tell these rows apart. */
  ambiguousTokens(view: string): string[] {
    const own = this.rows.filter((rows) => rows.view.id === view);
    const kinds = own.flatMap(({ words }) => Object.keys(words));
    const words = own.flatMap((rows) => Object.values(rows.words).flat(2));
    return kinds.filter((kind, at) => words.includes(kind) || kinds.indexOf(kind) !== at);
  }

  /** Those that are said not to be asked for, and are not there. */
  strayTokens(): string[] {
    return this.rows.flatMap(({ words, unasked }) => unasked.filter((token) => !tokensIn(words).includes(token)));
  }

  /** Whether a row of the view has this token and no other. */
  standsAlone(view: string, token: string): boolean {
    return this.rows.some((rows) => rows.view.id === view && rows.words[token]?.length === 0);
  }

  private tokensToAsk(view: string): string[] {
    const own = this.rows.filter((rows) => rows.view.id === view);
    const unasked = own.flatMap((rows) => rows.unasked);
    return own.flatMap(({ words }) => tokensIn(words)).filter((token) => !unasked.includes(token));
  }

  private named<K extends 'commands' | 'contextKeys' | 'settings'>(name: K): ListsOf<K>[string][] {
    return this.parts.flatMap((part) => Object.values(part[name] ?? {}) as ListsOf<K>[string][]);
  }

  private listed<K extends Exclude<keyof ContractPart, 'commands' | 'contextKeys' | 'settings' | 'modelTools'>>(
    name: K,
  ): ListsOf<K>[number][] {
    return this.parts.flatMap((part) => [...(part[name] ?? [])] as ListsOf<K>[number][]);
  }
}

function tokensIn(words: RowWords): string[] {
  return [...Object.keys(words), ...Object.values(words).flat(2)];
}

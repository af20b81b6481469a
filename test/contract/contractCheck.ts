import { isDeepStrictEqual } from 'node:util';
import type { ContractPart } from '../../src/vscode/contract/part';
import type { Setting } from '../../src/vscode/contract/setting';
import { VSCODE_COMMANDS } from '../../src/vscode/host/vscodeContract';
import { SERVER_SECTION } from '../../src/vscode/server/serverContract';
import { ClauseCheck } from './clauseCheck';
import { Declared } from './declared';
import type { Manifest, Schema } from './manifestShape';
import { areOfTheirType, valueSchema, valueSchemas } from './schemaCompare';

/** The menus of VS Code that the manifest has something in. */
const MENUS = [
  'commandPalette',
  'editor/context',
  'editor/title',
  'editor/title/context',
  'testing/item/context',
  'view/item/context',
  'view/title',
];

const OPEN_WALKTHROUGH = 'workbench.action.openWalkthrough';
/** The commands of VS Code that texts link to, besides those that code executes. */
const LINKED = ['vscode.openFolder', OPEN_WALKTHROUGH];

/** What the manifest is held against, besides the contract. */
export interface Surroundings {
  /** The texts of the manifest: package.nls.json. */
  readonly texts: Readonly<Record<string, string>>;
  /** schemas/server.schema.json. */
  readonly options: Schema;
  /** The text of a file of the repository; undefined where there is none. */
  readonly read: (file: string) => string | undefined;
}

/** What of the manifest is not as the contract has it, and what of the contract is not in the manifest. */
export function contractProblems(manifest: Manifest, around: Surroundings, parts: readonly ContractPart[]): string[] {
  return new ContractCheck(manifest, around, new Declared(parts)).run();
}

class ContractCheck {
  private readonly problems: string[] = [];
  private readonly clauses: ClauseCheck;

  constructor(
    private readonly manifest: Manifest,
    private readonly around: Surroundings,
    private readonly declared: Declared,
  ) {
    this.clauses = new ClauseCheck(declared);
  }

  run(): string[] {
    this.checkCommands();
    this.checkMenus();
    this.checkViews();
    this.checkRest();
    this.checkWalkthroughs();
    this.checkTexts();
    this.checkSettings();
    this.checkAsked();
    return [...this.problems, ...this.clauses.problems];
  }

  private checkCommands(): void {
    const { commands } = this.manifest.contributes;
    const wanted = this.declared.commands.filter(({ options }) => !options.isInternal);
    this.same(
      'commands',
      commands.map(({ command }) => command),
      wanted.map(({ id }) => id),
    );
    for (const { enablement } of commands) this.clause('enablement', enablement);
  }

  private checkMenus(): void {
    const { menus, keybindings } = this.manifest.contributes;
    for (const [menu, items] of Object.entries(menus)) {
      if (!MENUS.includes(menu)) this.problems.push(`VS Code has no menu ${menu}, or the check does not know it.`);
      for (const { command, when } of items) {
        this.known(`menu ${menu}`, command);
        this.clause(`menu ${menu}`, when);
      }
    }
    for (const { command, when, args } of keybindings) {
      this.known('key', command);
      this.clause('key', when);
      const own = this.declared.commands.find(({ id }) => id === command);
      if (!isDeepStrictEqual(args, own?.options.keyArguments)) {
        this.problems.push(`A key gives ${command} ${JSON.stringify(args)}, which is not what is declared.`);
      }
    }
    const keyed = keybindings.map(({ command }) => command);
    for (const { id, options } of this.declared.commands) {
      if (options.keyArguments !== undefined && !keyed.includes(id)) this.problems.push(`${id} has no key.`);
    }
  }

  private checkViews(): void {
    const { views, viewsContainers, viewsWelcome } = this.manifest.contributes;
    const found = Object.entries(views).flatMap(([container, list]) => list.map(({ id }) => `${container} ${id}`));
    this.same(
      'views',
      found,
      this.declared.views.map(({ id, container }) => `${container} ${id}`),
    );
    const containers = Object.values(viewsContainers).flatMap((list) => list.map(({ id }) => id));
    this.same('view containers', containers, [...new Set(this.declared.views.map(({ container }) => container))]);
    if (!isDeepStrictEqual(Object.keys(viewsContainers), ['activitybar'])) this.problems.push('Other places of views.');
    for (const list of Object.values(views)) for (const { when } of list) this.clause('view', when);
    const ids = this.declared.views.map(({ id }) => id);
    for (const id of ids) {
      for (const token of this.declared.ambiguousTokens(id)) {
        this.problems.push(`${id}: ${token} is a kind of row, and says something of another: a menu takes both.`);
      }
    }
    for (const { view, when } of viewsWelcome) {
      if (!ids.includes(view)) this.problems.push(`A welcome is for the view ${view}, which is not declared.`);
      this.clause('welcome', when);
    }
  }

  private checkRest(): void {
    const { activationEvents, contributes, capabilities } = this.manifest;
    const { languages, grammars } = contributes;
    this.same(
      'languages',
      languages.map(({ id }) => id),
      this.declared.languages,
    );
    this.same(
      'languages of grammars',
      grammars.map(({ language }) => language),
      this.declared.languages,
    );
    for (const { path, scopeName } of grammars) {
      const grammar = JSON.parse(this.around.read(path) ?? '{}') as { readonly scopeName?: string };
      if (grammar.scopeName !== scopeName) this.problems.push(`${path} is not the grammar ${scopeName}.`);
    }
    this.same(
      'panels that come back',
      activationEvents.filter((event) => !event.startsWith('workspaceContains:')),
      this.declared.panels.filter(({ comesBack }) => comesBack).map(({ id }) => `onWebviewPanel:${id}`),
    );
    // Each of them names a file, an address or code.
    this.same(
      'settings that an untrusted workspace does not decide',
      capabilities.untrustedWorkspaces.restrictedConfigurations,
      this.declared.settings.map(({ key }) => key),
    );
  }

  private checkWalkthroughs(): void {
    const found = this.manifest.contributes.walkthroughs.flatMap(({ id, when, steps }) => {
      this.clause('walkthrough', when);
      return steps.map((step) => {
        this.clause('walkthrough', step.when);
        return [id, step.id, ...step.completionEvents].join(' ');
      });
    });
    const wanted = this.declared.walkthroughs.flatMap(({ id, steps }) =>
      Object.entries(steps).map(([step, key]) => [id, step, `onContext:${key.id}`].join(' ')),
    );
    this.same('steps of walkthroughs', found, wanted);
    for (const { steps } of this.declared.walkthroughs) {
      for (const { id } of Object.values(steps)) this.clauses.asked.add(id);
    }
  }

  /** Texts link commands, and name settings. */
  private checkTexts(): void {
    const own = [...this.declared.commands, ...this.declared.views.map(({ focus }) => focus)];
    const commands = [...own, ...Object.values(VSCODE_COMMANDS)].map(({ id }) => id);
    const named = [...own.map(({ id }) => id), ...this.declared.settings.map(({ key }) => key)];
    for (const [key, text] of Object.entries(this.around.texts)) {
      for (const [, command = '', given = ''] of text.matchAll(/\(command:([^)?]*)(?:\?([^)]*))?\)/g)) {
        if (![...commands, ...LINKED].includes(command)) this.problems.push(`${key} links ${command}.`);
        if (!this.mayBeGiven(command, given)) this.problems.push(`${key} gives ${command} ${given}.`);
      }
      for (const [name] of text.matchAll(/\bsessionWorkbench(?:\.\w+)+/g)) {
        if (!named.includes(name)) this.problems.push(`${key} names ${name}.`);
      }
    }
  }

  /** What a link gives a command: a walkthrough to open, or a setting to show; other commands are given nothing. */
  private mayBeGiven(command: string, given: string): boolean {
    const { publisher, name } = this.manifest;
    const settings = this.declared.settings.map(({ key }) => [key]);
    const walkthroughs = this.declared.walkthroughs.map(({ id }) => `${publisher}.${name}#${id}`);
    const may: Readonly<Record<string, readonly unknown[]>> = {
      [VSCODE_COMMANDS.openSettings.id]: settings,
      [OPEN_WALKTHROUGH]: walkthroughs,
    };
    const texts = may[command]?.map((each) => encodeURIComponent(JSON.stringify(each))) ?? [''];
    return texts.includes(given);
  }

  private checkSettings(): void {
    const { properties } = this.manifest.contributes.configuration;
    this.same(
      'settings',
      Object.keys(properties),
      this.declared.settings.map(({ key }) => key),
    );
    for (const setting of this.declared.settings) {
      const property = properties[setting.key];
      if (property) this.checkSetting(setting, property);
    }
  }

  private checkSetting(setting: Setting<unknown>, property: Schema): void {
    const { key, fallback, options } = setting;
    const { type, default: given, scope = 'window', examples: _, ...rest } = property;
    // The compiler knows which of them each type of TypeScript may have.
    this.same(`types of ${key}`, [type].flat() as string[], [setting.type as unknown].flat() as string[]);
    if (!isDeepStrictEqual(given, fallback)) this.problems.push(`${key} is ${JSON.stringify(given)} by default.`);
    if (scope !== (options.scope ?? 'window')) this.problems.push(`${key} has the scope ${String(scope)}.`);
    const wanted = this.optionOf(key) ?? valueSchema(options.schema ?? {});
    const difference = differenceOf(valueSchema(rest), wanted, key);
    if (difference !== undefined) this.problems.push(difference);
    if (!typesFit(rest)) this.problems.push(`${key} lists values that are not of their type.`);
  }

  /** What the server says of the option that a setting is; undefined where it has none. */
  private optionOf(key: string): Schema | undefined {
    if (!key.startsWith(`${SERVER_SECTION}.`)) return undefined;
    const { options } = this.around;
    const definitions = options.definitions as Readonly<Record<string, unknown>>;
    const option = (options.properties as Readonly<Record<string, unknown>>)[key.slice(SERVER_SECTION.length + 1)];
    if (option === undefined) return undefined;
    const { type: _, default: _default, examples: _examples, ...rest } = valueSchema(option, definitions) as Schema;
    const { policy, ...others } = (rest.properties ?? {}) as Readonly<Record<string, Schema>>;
    if (!policy) return rest;
    // The parts of the policy stand beside the switches.
    return { ...rest, properties: { ...others, ...valueSchemas(policy.properties as Schema, definitions) } };
  }

  /** What is declared to be asked for is, somewhere. */
  private checkAsked(): void {
    const { asked } = this.clauses;
    const wanted = [
      ...this.declared.contextKeys.flatMap(({ id, asked: values }) => [id, ...values.map((value) => `${id}=${value}`)]),
      ...[...new Set(this.declared.rows.map(({ view }) => view.id))].flatMap((view) => {
        const unasked = this.declared.unaskedTokens(view);
        return [...this.declared.tokens(view)]
          .filter((token) => !unasked.has(token))
          .map((token) => `${view}/${token}`);
      }),
      ...this.declared.testControllers.map((id) => `controllerId=${id}`),
      ...this.declared.testItems.map((id) => `testId=${id}`),
    ];
    for (const each of wanted) if (!asked.has(each)) this.problems.push(`No clause asks for ${each}.`);
  }

  private known(place: string, command: string): void {
    if (!this.declared.commands.some(({ id }) => id === command)) {
      this.problems.push(`${place}: the command ${command} is not declared.`);
    }
  }

  private clause(place: string, text: string | undefined): void {
    if (text !== undefined) this.clauses.check(place, text);
  }

  private same(what: string, found: readonly string[], wanted: readonly string[]): void {
    for (const each of found) if (!wanted.includes(each)) this.problems.push(`${what}: ${each} is not declared.`);
    for (const each of wanted)
      if (!found.includes(each)) this.problems.push(`${what}: ${each} is not in the manifest.`);
    if (new Set(found).size < found.length) this.problems.push(`${what}: one is there twice.`);
  }
}

/** The first place where two values differ. */
function differenceOf(found: unknown, wanted: unknown, place: string): string | undefined {
  if (isDeepStrictEqual(found, wanted)) return undefined;
  if (isObject(found) && isObject(wanted)) {
    for (const key of new Set([...Object.keys(found), ...Object.keys(wanted)])) {
      const difference = differenceOf(found[key], wanted[key], `${place}/${key}`);
      if (difference !== undefined) return difference;
    }
  }
  return `${place} is ${JSON.stringify(found)}, and ${JSON.stringify(wanted)} is declared.`;
}

function typesFit(schema: unknown): boolean {
  if (!isObject(schema)) return true;
  return areOfTheirType(schema) && Object.values(schema).every((each) => [each].flat().every(typesFit));
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

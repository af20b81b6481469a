import { isDeepStrictEqual } from 'node:util';

import type { ContractPart } from '../../src/vscode/contract/part';
import { manifestSettings } from '../support/manifestSettings';
import { ClauseCheck } from './clauseCheck';
import { Declared } from './declared';
import type { Manifest, Schema } from './manifestShape';
import { placesOf } from './menuCheck';
import { ModelToolCheck } from './modelToolCheck';
import { SettingCheck } from './settingCheck';
import { TextCheck } from './textCheck';
import { ClauseReader } from './whenClause';

/** What the manifest is held against, besides the contract. */
export interface Surroundings {
  /** The texts of the manifest: package.nls.json. */
  readonly texts: Readonly<Record<string, string>>;
  /** schemas/server.schema.json. */
  readonly options: Schema;
  /** Checks that need no contract. They are made once for many contracts: to make them takes a while. */
  readonly checks: readonly { problems(manifest: Manifest): readonly string[] }[];
  /** The text of a file of the repository; undefined where there is none. */
  readonly read: (file: string) => string | undefined;
}

/** Holds manifests against the contract, and the contract against them. */
export class ContractCheck {
  private readonly declared: Declared;
  private readonly settings: SettingCheck;
  private readonly texts: TextCheck;
  private readonly modelTools: ModelToolCheck;
  private readonly clauses = new ClauseReader();

  constructor(
    private readonly around: Surroundings,
    parts: readonly ContractPart[],
  ) {
    this.declared = new Declared(parts);
    this.settings = new SettingCheck(around.options);
    this.texts = new TextCheck(around.texts, this.declared);
    this.modelTools = new ModelToolCheck(this.declared);
  }

  /** What of the manifest is not as the contract has it, and what of the contract is not in the manifest. */
  problems(manifest: Manifest): readonly string[] {
    const alone = this.around.checks.flatMap((each) => each.problems(manifest));
    // The rest reads what must be there.
    if (alone.length > 0) return alone;
    const clauses = new ClauseCheck(this.declared, this.clauses);
    const problems = new ManifestCheck(manifest, this.around, this.declared, this.settings, clauses).run();
    return [...problems, ...this.modelTools.problems(manifest), ...this.texts.problems(manifest)];
  }

  /** Whether a name is an id, a part of a setting, or what the keys of several settings begin with. */
  isKnown(name: string, manifest: Manifest): boolean {
    const { settings } = this.declared;
    if (this.declared.ids().includes(name) || settings.some(({ key }) => key.startsWith(`${name}.`))) return true;
    const setting = settings.find(({ key }) => name === key || name.startsWith(`${key}.`));
    const parts = setting ? name.slice(setting.key.length + 1).split('.') : [];
    let schema: Schema | undefined = setting && manifestSettings(manifest)[setting.key];
    for (const part of parts.filter(Boolean))
      schema = (schema?.properties as Record<string, Schema> | undefined)?.[part];
    return schema !== undefined;
  }
}

class ManifestCheck {
  private readonly problems: string[] = [];

  constructor(
    private readonly manifest: Manifest,
    private readonly around: Surroundings,
    private readonly declared: Declared,
    private readonly settings: SettingCheck,
    private readonly clauses: ClauseCheck,
  ) {}

  run(): string[] {
    this.checkCommands();
    this.checkMenus();
    this.checkViews();
    this.checkRest();
    this.checkWalkthroughs();
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
      const places = placesOf(menus, menu);
      for (const { command, when } of items) {
        if (command !== undefined) this.known(`menu ${menu}`, command);
        for (const place of places) this.clause(`menu ${place}`, when);
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
    const { colors, languages, snippets, grammars, jsonValidation, configurationDefaults } = contributes;
    this.same(
      'colours',
      colors.map(({ id }) => id),
      this.declared.colours,
    );
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
    this.same(
      'snippets',
      snippets.map(({ language, path }) => `${language} ${path}`),
      this.declared.languages.map((language) => `${language} ./media/snippets/${language}.json`),
    );
    for (const key of Object.keys(configurationDefaults)) {
      if (this.declared.languages.some((language) => key === `[${language}]`)) continue;
      this.problems.push(`Settings are given for ${key}, which is no language of this extension.`);
    }
    for (const { path, scopeName } of grammars) {
      const grammar = JSON.parse(this.around.read(path) ?? '{}') as { readonly scopeName?: string };
      if (grammar.scopeName !== scopeName) this.problems.push(`${path} is not the grammar ${scopeName}.`);
    }
    this.same(
      'panels that come back',
      // The links of reports.
      activationEvents.filter((event) => !event.startsWith('workspaceContains:') && event !== 'onUri'),
      this.declared.panels.filter(({ comesBack }) => comesBack).map(({ id }) => `onWebviewPanel:${id}`),
    );
    this.same(
      'checked files',
      jsonValidation.map(({ fileMatch, url }) => `${fileMatch} ${url}`),
      this.declared.checkedFiles.map(({ file, schema }) => `${file} ${schema}`),
    );
    for (const { schema } of this.declared.checkedFiles) {
      if (this.around.read(schema) === undefined) this.problems.push(`There is no ${schema}.`);
    }
    this.same(
      'kinds of tasks',
      contributes.taskDefinitions.map(({ type, required, properties }) =>
        JSON.stringify({ type, properties: withoutDescriptions(properties), required }),
      ),
      this.declared.taskKinds.map((kind) => JSON.stringify(kind)),
    );
    this.same(
      'problem matchers',
      contributes.problemMatchers.map(({ name }) => name),
      this.declared.problemMatchers,
    );
    this.same(
      'MCP servers',
      contributes.mcpServerDefinitionProviders.map(({ id }) => id),
      this.declared.mcpProviders,
    );
    const { untrustedWorkspaces, virtualWorkspaces } = capabilities;
    // Each of them names a file, an address or code.
    this.same(
      'settings that an untrusted workspace does not decide',
      untrustedWorkspaces.restrictedConfigurations,
      this.declared.settings.map(({ key }) => key),
    );
    // They are read only where it is "limited". The files are on the disk.
    if (untrustedWorkspaces.supported !== 'limited')
      this.problems.push('An untrusted workspace has too much or nothing.');
    if (virtualWorkspaces.supported !== false) this.problems.push('There are no files in a virtual workspace.');
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
    if (!isDeepStrictEqual(found, wanted)) this.problems.push(`${found} are the steps, and ${wanted} are declared.`);
    const keys = this.declared.contextKeys.map(({ id }) => id);
    for (const { id } of this.declared.walkthroughs.flatMap(({ steps }) => Object.values(steps))) {
      if (!keys.includes(id)) this.problems.push(`A step waits for ${id}, which is not declared.`);
      this.clauses.asked.add(id);
    }
  }

  private checkSettings(): void {
    const properties = manifestSettings(this.manifest);
    this.same(
      'settings',
      Object.keys(properties),
      this.declared.settings.map(({ key }) => key),
    );
    for (const setting of this.declared.settings) {
      const property = properties[setting.key];
      if (property) this.problems.push(...this.settings.problems(setting, property));
    }
  }

  /** What is declared to be asked for is, somewhere. */
  private checkAsked(): void {
    for (const token of this.declared.strayTokens()) this.problems.push(`${token} is no token of a row.`);
    const { asked } = this.clauses;
    const wanted = [
      ...this.declared.contextKeys.flatMap(({ id, asked: values }) => [id, ...values.map((value) => `${id}=${value}`)]),
      ...this.declared.views.flatMap(({ id }) => [...this.declared.askedTokens(id)].map((token) => `${id}/${token}`)),
      ...this.declared.testControllers.map((id) => `controllerId=${id}`),
      ...this.declared.schemes.map((scheme) => `resourceScheme=${scheme}`),
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

/** What a person reads of a member says nothing of its values. */
function withoutDescriptions(properties: Readonly<Record<string, Schema>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, { markdownDescription: _, ...rest }]) => [name, rest]),
  );
}

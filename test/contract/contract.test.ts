import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Command } from '../../src/vscode/contract/command';
import { ContextKey } from '../../src/vscode/contract/contextKey';
import { type ContractPart, declaredId, Panel } from '../../src/vscode/contract/part';
import { Rows, View } from '../../src/vscode/contract/rows';
import { Setting } from '../../src/vscode/contract/setting';
import { SESSIONS_VIEW } from '../../src/vscode/mobileApps/mobileAppsContract';
import { filesIn } from '../support/filesIn';
import { CONTRACT_FILES, type ContractFile, partsIn, WHOLE_CONTRACT } from '../support/wholeContract';
import { ContractCheck, type Surroundings } from './contractCheck';
import type { Manifest } from './manifestShape';
import { MenuCheck } from './menuCheck';
import { type MutantKind, mutantsOf, OF_VALUES } from './mutants';
import { PackageCheck } from './packageCheck';
import { ShapeCheck } from './shapeCheck';
import { UNSEEN } from './unseen';

const root = path.resolve(__dirname, '../../..');
const texts = new Map<string, string | undefined>();
/** Each file once: every one of many thousand changes asks for all of them. */
const read = (file: string) => {
  const place = path.join(root, file);
  if (!texts.has(place)) texts.set(place, fs.existsSync(place) ? fs.readFileSync(place, 'utf8') : undefined);
  return texts.get(place);
};
const readJson = (file: string) => JSON.parse(read(file) ?? '');
const source = read('package.json') ?? '';
const manifest: Manifest = JSON.parse(source);
const around: Surroundings = {
  texts: readJson('package.nls.json'),
  options: readJson('schemas/server.schema.json'),
  checks: [new ShapeCheck(), new PackageCheck(read), new MenuCheck()],
  read,
};
const check = new ContractCheck(around, WHOLE_CONTRACT);
const sources = filesIn('src/vscode', /\.ts$/);

/** What the ids of submenus begin with. */
const SUBMENUS = 'sessionWorkbench.menu.';

/** What the files of the contract export, by name. */
const exported = CONTRACT_FILES.flatMap((each) => Object.entries(each.exported));

describe('the contract of manifest and code', () => {
  it('manifest and code keep the contract', () => assert.deepEqual(check.problems(manifest), []));

  /** Each is made in the text of the manifest, once: what is found there, and what it becomes. */
  const CHANGES: [what: string, from: string, to: string][] = [
    ['the name of a context key', ' !sessionWorkbench.recording"', ' !sessionWorkbench.recordings"'],
    ['a token in a pattern', 'viewItem =~ /\\\\bhasCookie\\\\b/', 'viewItem =~ /\\\\bhasCookies\\\\b/'],
    ['a token that rows of another view have', 'viewItem =~ /\\\\bopened\\\\b/', 'viewItem =~ /\\\\blan\\\\b/'],
    ['the id of the second language', '"id": "session-scenario"', '"id": "session-scenarios"'],
    ['the type of the webview panel', 'onWebviewPanel:sessionWorkbench.flow', 'onWebviewPanel:sessionWorkbench.flows'],
    ['a token that is a whole row', 'viewItem == push', 'viewItem == pushed'],
    ['a token that is never a whole row', 'viewItem == push', 'viewItem == session'],
    ['a value of a context key', 'sessionsView == noFolder', 'sessionsView == noFolders'],
    ['a value in a pattern', '/^(stopped|failed)$/', '/^(stopped|crashed)$/'],
    ['a value of which no clause asks', 'sessionsView == noFolder', 'sessionsView == starting'],
    ['a pattern that nobody can check', '/^(stopped|failed)$/', '/stopped|failed/'],
    ['the default of a setting', '"default": 5000', '"default": 500'],
    [
      'the type of a setting',
      '"type": "integer",\n            "minimum": 0,\n            "maximum": 65535',
      '"type": "number",\n            "minimum": 0,\n            "maximum": 65535',
    ],
    ['what a key gives its command', '"from": "selection"', '"from": "selected"'],
    ['the step of a walkthrough', 'onContext:sessionWorkbench.tour.faultSeen', 'onContext:sessionWorkbench.tour.seen'],
  ];
  for (const [what, from, to] of CHANGES) {
    it(`the contract is broken when ${what} is another`, () => {
      assert.ok(source.includes(from), from);
      assert.notDeepEqual(check.problems(JSON.parse(source.replace(from, () => to))), []);
    });
  }

  /** What VS Code or npm knows and this extension has not: where it would be, its name, and a value that they accept. */
  const UNKNOWN: [where: string, key: string, value: unknown][] = [
    ['', 'enabledApiProposals', ['chatParticipantAdditions']],
    ['', 'browser', './dist/extension.js'],
    ['', 'extensionKind', ['ui']],
    ['', 'extensionDependencies', ['vscode.json']],
    ['', 'extensionPack', ['vscode.json']],
    ['', 'api', 'none'],
    ['', 'type', 'module'],
    ['', 'dependencies', { ajv: '^8.0.0' }],
    ['', 'capabilities', { untrustedWorkspaces: { supported: true } }],
    ['engines', 'vscode', '^1.99.0'],
    ['engines', 'vscode', '*'],
    ['engines', 'node', '>=18.0.0'],
    ['', 'main', './dist/cli.js'],
    ['', 'main', './out/src/extension.js'],
    ['', 'activationEvents', ['*']],
    ['', 'activationEvents', ['onStartupFinished', 'onWebviewPanel:sessionWorkbench.flow']],
    ['', 'activationEvents', ['workspaceContains:**', 'onWebviewPanel:sessionWorkbench.flow']],
    ['contributes', 'configurationDefaults', { 'editor.formatOnSave': true }],
    ['contributes', 'snippets', [{ language: 'json', path: './media/session-language.json' }]],
    ['contributes', 'breakpoints', [{ language: 'json' }]],
    ['contributes', 'customEditors', [{ viewType: 'x', displayName: 'x', selector: [{ filenamePattern: '*' }] }]],
    ['contributes', 'colors', [{ id: 'x.y', description: 'x', defaults: { light: '#000', dark: '#fff' } }]],
    ['contributes', 'icons', { x: { description: 'x', default: 'zap' } }],
    ['contributes', 'taskDefinitions', [{ type: 'x' }]],
    ['contributes/taskDefinitions/0', 'when', 'shellExecutionSupported'],
    ['contributes', 'problemMatchers', [{ name: 'x', owner: 'x', pattern: '$tsc' }]],
    ['contributes/problemMatchers/0', 'applyTo', 'openDocuments'],
    ['contributes/problemMatchers/0/pattern', 'loop', true],
    ['contributes', 'languageModelTools', [{ name: 'x', displayName: 'x', modelDescription: 'x' }]],
    ['contributes', 'submenus', [{ id: 'x', label: '%category%' }]],
    ['contributes/submenus/0', 'icon', '$(copy)'],
    ['contributes/menus', `${SUBMENUS}none`, [{ command: 'sessionWorkbench.server.start' }]],
    ['contributes/menus', `${SUBMENUS}token`, []],
    ['contributes/menus', `${SUBMENUS}token`, [{ submenu: `${SUBMENUS}copySession` }]],
    ['contributes/menus', 'scm/title', [{ command: 'sessionWorkbench.server.start', when: 'isWorkspaceTrusted' }]],
    ['contributes/menus/view/title/0', 'submenu', 'x'],
    ['contributes/menus/view/title/0', 'submenu', `${SUBMENUS}token`],
    ['contributes/menus/view/title/0', 'alt', 'sessionWorkbench.server.stop'],
    ['contributes/viewsContainers', 'panel', [{ id: 'x', title: '%category%', icon: 'media/view.svg' }]],
    ['contributes/views/sessionWorkbench/0', 'type', 'webview'],
    ['contributes/views/sessionWorkbench/0', 'initialSize', 2],
    ['contributes/commands/0', 'shortTitle', '%category%'],
    ['contributes/keybindings/0', 'linux', 'ctrl+f'],
    ['contributes/languages/0', 'extensions', ['.json']],
    ['contributes/languages/0', 'firstLine', '^{'],
    ['contributes/languages/0', 'filenames', ['settings.json']],
    ['contributes/grammars/0', 'injectTo', ['source.json']],
    ['contributes/grammars/0', 'embeddedLanguages', { 'source.js': 'javascript' }],
    ['contributes/configuration/1', 'order', 1],
    ['contributes/configuration/1/properties/sessionWorkbench.server.port', 'deprecationMessage', 'x'],
    ['contributes/configuration/1/properties/sessionWorkbench.server.port', 'format', 'uri'],
    ['contributes/configuration/1/properties/sessionWorkbench.server.port', 'ignoreSync', true],
    ['contributes/configuration/1/properties/sessionWorkbench.server.port', 'policy', { name: 'x' }],
    ['contributes/configuration/1/properties/sessionWorkbench.server.https', 'scope', 'application'],
    ['contributes/walkthroughs/0', 'when', 'sessionWorkbench.nobody'],
    ['contributes/walkthroughs/1', 'when', 'sessionWorkbench.nobody'],
    ['contributes/walkthroughs/0', 'featuredFor', ['*.json']],
    ['contributes/walkthroughs/0/steps/0', 'doneEvents', ['onLink:x']],
  ];
  for (const [where, key, value] of UNKNOWN) {
    it(`the contract is broken by ${key} ${JSON.stringify(value)} in ${where || 'the manifest'}`, () => {
      const changed = structuredClone(manifest);
      const place = placeIn(changed, where);
      assert.notDeepEqual(place[key], value);
      place[key] = value;
      assert.notDeepEqual(check.problems(changed), []);
    });
  }

  it('the contract is broken when the descriptions of values are in another order than the values', () => {
    const where = 'sessionWorkbench.server.mobileOptions/properties/rules/items/properties/outcome';
    const path = `contributes/configuration/1/properties/${where}`;
    for (const key of ['enum', 'markdownEnumDescriptions']) {
      const changed = structuredClone(manifest);
      (placeIn(changed, path)[key] as string[]).reverse();
      assert.notDeepEqual(check.problems(changed), [], key);
    }
    const both = structuredClone(manifest);
    placeIn(both, path).enumItemLabels = ['accept', 'pending', 'refuse'];
    assert.notDeepEqual(check.problems(both), []);
  });

  it('a submenu that stands twice in a menu breaks the contract', () => {
    const changed = structuredClone(manifest);
    const items = placeIn(changed, 'contributes/menus')['view/item/context'] as Record<string, string>[];
    const submenu = items.find((item) => item.submenu !== undefined);
    assert.ok(submenu);
    items.push({ ...submenu, group: '9_end@9' });
    assert.notDeepEqual(check.problems(changed), []);
  });

  it('a text that links or names what is not there breaks the contract', () => {
    for (const words of ['[x](command:sessionWorkbench.folder.opens)', 'Set `sessionWorkbench.server.ports`.']) {
      const texts = { ...around.texts, 'setting.schema': words };
      assert.notDeepEqual(new ContractCheck({ ...around, texts }, WHOLE_CONTRACT).problems(manifest), [], words);
    }
  });

  it('documents, comments and messages name what there is', () => {
    const places = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'esbuild.js', 'docs', 'media', 'src'];
    const files = places.flatMap((place) =>
      fs.statSync(path.join(root, place)).isFile() ? [place] : filesIn(place, /\.(md|ts|js)$/),
    );
    const named = files.flatMap((file) =>
      [...(read(file) ?? '').matchAll(/\bsessionWorkbench(?:\.\w+)+/g)].map(([name]) => [file, name] as const),
    );
    assert.ok(named.length > 100, String(named.length));
    const wrong = named.filter(([, name]) => !check.isKnown(name, manifest)).map((each) => each.join(': '));
    assert.deepEqual(wrong, []);
  });

  it('the contract has the part of every feature', () => {
    // What VS Code itself has is in no part: the manifest does not declare it.
    const ours = CONTRACT_FILES.filter(({ file }) => path.basename(file) !== 'vscodeContract.ts');
    assert.ok(ours.length > 10, String(ours.length));
    const others = ours.filter((each) => partsIn(each).length !== 1).map(({ file }) => file);
    assert.deepEqual(others, []);
  });

  it('the contract has everything that its files export', () => {
    const strays = CONTRACT_FILES.flatMap((each) =>
      Object.entries(each.exported).flatMap(([name, value]) =>
        isInContract(each, value) ? [] : [`${each.file}: ${name}`],
      ),
    );
    assert.deepEqual(strays, []);
  });

  /** What a file could export beside its part. */
  const STRAYS: Readonly<Record<string, unknown>> = {
    'a command': new Command('sesionWorkbench.session.open'),
    'a group of commands': { one: new Command('sesionWorkbench.session.open') },
    'more rows': new Rows(SESSIONS_VIEW, { nowhere: ['nobody'] }, []),
    'a view': new View('sesionWorkbench.sessions', 'sessionWorkbench'),
    'a context key': ContextKey.flag('sesionWorkbench.recording'),
    'a setting': new Setting('sesionWorkbench.server.port', 'integer', 0),
    'a panel': new Panel('sesionWorkbench.flow', true),
    'a language': declaredId('language', 'sesion-scenario'),
    'a section that no setting has': declaredId('section', 'sesionWorkbench.server'),
    'a class that declares': Command,
    'a function that declares': (id: string) => new Command(id),
    'nothing at all': undefined,
  };
  for (const [what, stray] of Object.entries(STRAYS)) {
    it(`a file of the contract may not export ${what} that is not in its part`, () => {
      const file = CONTRACT_FILES.find((each) => path.basename(each.file) === 'sessionsContract.ts');
      assert.ok(file);
      assert.ok(!isInContract({ ...file, exported: { ...file.exported, stray } }, stray));
    });
  }

  it('the keys of settings begin with every section that the contract has', () => {
    const keys = WHOLE_CONTRACT.flatMap(({ settings = {} }) => Object.values(settings).map(({ key }) => key));
    const wrong = WHOLE_CONTRACT.flatMap(({ sections = [] }) => sections).filter(
      (section) => !keys.some((key) => key.startsWith(`${section}.`)),
    );
    assert.deepEqual(wrong, []);
  });

  it('code uses every command and every context key of the contract', () => {
    const code = sources
      .filter((file) => !file.endsWith('Contract.ts'))
      .map(read)
      .join('\n');
    const declared = exported.flatMap(([name, group]) =>
      // A view has its command from VS Code.
      Object.entries(group instanceof View ? {} : (group ?? {}))
        .filter(([, each]) => each instanceof Command || each instanceof ContextKey)
        .map(([key]) => ({ name, key })),
    );
    assert.ok(declared.length > 100, String(declared.length));
    // Those of the walkthrough are set by the name of their step.
    const unused = declared.filter(({ name, key }) => !code.includes(`${name}[`) && !hasWord(code, `${name}.${key}`));
    assert.deepEqual(unused, []);
  });

  describe('changes of the manifest alone', () => {
    const survivors: { kind: MutantKind; place: string }[] = [];
    let count = 0;

    before(() => {
      for (const mutant of mutantsOf(manifest, [''])) {
        count++;
        if (!isBroken(check, mutant.manifest)) survivors.push(mutant);
      }
    });

    it('every change of the manifest alone breaks the contract, but for what is listed with the reason', () => {
      assert.ok(count > 10_000, String(count));
      const unlisted = survivors.filter(
        ({ kind, place }) => !UNSEEN.some(({ kinds, places }) => kinds.includes(kind) && places.test(place)),
      );
      assert.deepEqual(
        unlisted.map(({ kind, place }) => `${kind}: ${place}`),
        [],
      );
    });

    it('no change of the manifest is listed that breaks the contract', () => {
      const needless = UNSEEN.flatMap(({ kinds, places }) =>
        kinds.some((kind) => survivors.some((each) => each.kind === kind && places.test(each.place))) ? [] : [places],
      );
      assert.deepEqual(needless, []);
    });
  });

  describe('changes of the code alone', () => {
    for (const [at, part] of WHOLE_CONTRACT.entries()) {
      for (const [name, declared] of Object.entries(part)) {
        for (const key of Object.keys(declared)) {
          if (isForCodeAlone(name, declared[key])) continue;
          it(`the contract is broken when part ${at + 1} lacks ${idOf(declared[key])} in its ${name}`, () => {
            assert.notDeepEqual(problemsWith(at, { [name]: without(declared, key) }), []);
          });
        }
      }
    }

    it('the contract is broken by another token, or another value of a context key', () => {
      const roots = WHOLE_CONTRACT.flatMap(({ rows = [], contextKeys = {} }, at) => [
        ...rows.flatMap((_, each) => [`${at}/rows/${each}/words`, `${at}/rows/${each}/unasked`]),
        ...Object.keys(contextKeys).map((key) => `${at}/contextKeys/${key}/asked`),
      ]);
      const survivors = [...mutantsOf(WHOLE_CONTRACT, roots, OF_VALUES)].filter(
        (mutant) => !isBroken(new ContractCheck(around, mutant.manifest), manifest),
      );
      const tokensOf = (parts: readonly ContractPart[]) =>
        parts.flatMap(({ rows = [] }) => rows.flatMap(({ words }) => Object.values(words).flat(2)));
      // A word that other rows have too is not missed: where this row has it, the compiler refuses it.
      const missed = survivors.filter(({ manifest: parts }) =>
        tokensOf(WHOLE_CONTRACT).some((token) => !tokensOf(parts).includes(token)),
      );
      assert.deepEqual(
        missed.map(({ place }) => place),
        [],
      );
    });

    it('the contract is broken by another key, type, default, scope or value of a setting', () => {
      const roots = WHOLE_CONTRACT.flatMap(({ settings = {} }, at) =>
        Object.keys(settings).map((key) => `${at}/settings/${key}`),
      );
      const survivors = [...mutantsOf(WHOLE_CONTRACT, roots, OF_VALUES)].filter(
        (mutant) => !isBroken(new ContractCheck(around, mutant.manifest), manifest),
      );
      // Beside a list of values the type goes without saying; "window" is the scope of those that say none.
      const missed = survivors.map(({ place }) => place).filter((place) => !/\/method\/type$|\/options$/.test(place));
      assert.deepEqual(missed, []);
    });

    const [command] = WHOLE_CONTRACT.flatMap(({ commands = {} }) => Object.values(commands));
    assert.ok(command);
    const MORE: ContractPart[] = [
      { commands: { one: { ...command, id: 'sessionWorkbench.one.more' } } },
      { contextKeys: { one: { id: 'sessionWorkbench.more', kind: 'flag', asked: [], unasked: [] } } },
      { languages: ['more'] },
      { schemes: ['more'] },
      { panels: [{ id: 'sessionWorkbench.more', comesBack: true }] },
      { testControllers: ['sessionWorkbench.more'] },
      { testItems: ['more'] },
      { checkedFiles: [{ file: 'more.json', schema: './package.json' }] },
      { taskKinds: [{ type: 'more', properties: {}, required: [] }] },
      { problemMatchers: ['more'] },
      { mcpProviders: ['more'] },
      { modelTools: { more: 'sessionWorkbench_more' } },
    ];
    for (const part of MORE) {
      it(`the contract is broken when there is one more among ${Object.keys(part)}`, () => {
        assert.notDeepEqual(new ContractCheck(around, [...WHOLE_CONTRACT, part]).problems(manifest), []);
      });
    }

    it('a command that is internal does not break the contract', () => {
      const commands = { one: { id: 'sessionWorkbench.one.more', options: { isInternal: true } } } as const;
      assert.deepEqual(new ContractCheck(around, [...WHOLE_CONTRACT, { commands }]).problems(manifest), []);
    });

    function problemsWith(at: number, change: Partial<Record<string, unknown>>): readonly string[] {
      const parts = WHOLE_CONTRACT.map((part, each) => (each === at ? ({ ...part, ...change } as ContractPart) : part));
      return new ContractCheck(around, parts).problems(manifest);
    }
  });
});

/** @param where names with a slash after each; the name of a menu is taken whole */
function placeIn(whole: Manifest, where: string): Record<string, unknown> {
  const keys = where.replace('view/title', 'view title').split('/').filter(Boolean);
  return keys.reduce(
    (value, key) => value[key.replace(' ', '/')] as Record<string, unknown>,
    whole as unknown as Record<string, unknown>,
  );
}

function hasWord(text: string, word: string): boolean {
  return new RegExp(`\\b${word.replace('.', '\\.')}\\b`).test(text);
}

/** What cannot even be read is broken. */
function isBroken(by: ContractCheck, whose: Manifest): boolean {
  try {
    return by.problems(whose).length > 0;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return true;
  }
}

/** Whether a value that a file exports is its part, is in its part, or is a group of what is. */
function isInContract(file: ContractFile, value: unknown): boolean {
  const parts = partsIn(file);
  const known = new Set<unknown>(
    path.basename(file.file) === 'vscodeContract.ts'
      ? // The manifest does not declare what VS Code itself has.
        Object.values(file.exported).flatMap((group) => Object.values(group ?? {}).filter(isOfVscode))
      : [...parts, ...parts.flatMap((part) => Object.values(part).flatMap((each) => Object.values(each)))],
  );
  if (known.has(value)) return true;
  const members = typeof value === 'object' && value !== null ? Object.values(value) : [];
  return (
    members.length > 0 && Object.getPrototypeOf(value) === Object.prototype && members.every((each) => known.has(each))
  );
}

function isOfVscode(declared: unknown): boolean {
  if (declared instanceof Command) return !declared.id.startsWith('sessionWorkbench');
  return declared instanceof Setting && !declared.key.startsWith('sessionWorkbench');
}

/** What a declaration is called. */
function idOf(declared: unknown): string {
  if (typeof declared === 'string') return declared;
  const { id, key, file, type, view } = declared as Readonly<Record<string, unknown>>;
  return String(id ?? key ?? file ?? type ?? `row of ${idOf(view)}`);
}

/** Whether no manifest names it. */
function isForCodeAlone(name: string, declared: unknown): boolean {
  if (name === 'commands') return (declared as Command<never>).options.isInternal === true;
  return name === 'diagnostics' || name === 'sections' || (name === 'panels' && !(declared as Panel).comesBack);
}

function without(declared: object, key: string): unknown {
  if (Array.isArray(declared)) return declared.toSpliced(Number(key), 1);
  return Object.fromEntries(Object.entries(declared).filter(([each]) => each !== key));
}

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');

interface LintRule {
  /** A file of the folder lint. */
  readonly rule: string;
  readonly what: string;
  /** A file that it is about. */
  readonly file: string;
  /** Files in which it refuses nothing. */
  readonly free: readonly string[];
  /** Each row is a line of source. */
  readonly refused: readonly string[];
  readonly allowed: readonly string[];
}

/* biome-ignore-start lint/suspicious/noTemplateCurlyInString: They are sources. */
const RULES: readonly LintRule[] = [
  {
    rule: 'files.grit',
    what: 'ways to read a file that wait for a pipe and have no limit',
    file: 'src/server/systems/web/probe.ts',
    free: ['src/disk/userFile.ts', 'src/vscode/host/workspaceFile.ts'],
    refused: [
      "await fs.readFile('x', 'utf8');",
      "fs.readFileSync('x');",
      "fs.createReadStream('x').pipe(reply);",
      'const { readFile } = fs;',
      "await fs['readFile']('x');",
      'await vscode.workspace.fs.readFile(uri);',
    ],
    allowed: ["await readUserFile('x', { limit });", "diskFiles.readSync('x', { limit });"],
  },
  {
    rule: 'contract.grit',
    what: 'ids that the compiler lets through, as the functions of VS Code take any text',
    file: 'src/vscode/sessions/probe.ts',
    free: ['src/vscode/host/probe.ts', 'src/vscode/sessions/probeContract.ts'],
    refused: [
      "vscode.commands.registerCommand('x', () => 1);",
      "commands.registerCommand('x', () => 1);",
      'registerCommand(SESSION_COMMANDS.sessionOpen.id, () => 1);',
      "vscode.commands.registerTextEditorCommand('x', () => 1);",
      'void vscode.commands.executeCommand(SESSION_COMMANDS.sessionOpen.id, 1);',
      "void executeCommand('setContext', 'x', 1);",
      "action.command = { command: SESSION_COMMANDS.sessionOpen.id, title: '', arguments: [1] };",
      "vscode.Uri.from({ scheme: 'command', path: 'x' });",
      "link('command:x');",
      "vscode.workspace.getConfiguration('x').get<number>('y');",
      'void getConfiguration().update(SERVER_SETTINGS.port.key, true);',
      "item.contextValue = 'session';",
      'item.contextValue = `session ${status}`;',
      "show({ label: 'x', contextValue: 'session' });",
      "vscode.window.createTreeView('sessionWorkbench.sessions', { treeDataProvider });",
      "event.affectsConfiguration('sessionWorkbench.server');",
      'keys.set(`sessionWorkbench.tour.${step}`, true);',
      "vscode.languages.registerHoverProvider('4d-mobile-session', this);",
      "vscode.languages.setTextDocumentLanguage(document, 'session-scenario');",
      // An id whose first word is misspelt.
      "vscode.languages.setTextDocumentLanguage(document, 'sesion-scenario');",
      "vscode.languages.registerHoverProvider('4d-mobile-sesion', this);",
      "languages.registerHoverProvider({ language: '4d-mobile-sesion' }, this);",
      "vscode.tests.createTestController('sesionWorkbench.scenarios', 'x');",
      "vscode.window.registerTreeDataProvider('sesionWorkbench.sessions', tree);",
      "vscode.window.createTreeView('sesionWorkbench.sessions', { treeDataProvider });",
      "vscode.window.registerWebviewPanelSerializer('flow', this);",
      "vscode.window.createWebviewPanel('flow', title, vscode.ViewColumn.Active);",
      "vscode.window.registerWebviewViewProvider('flow', this);",
      "vscode.window.registerCustomEditorProvider('flow', this);",
      "vscode.languages.createDiagnosticCollection('sesionWorkbench');",
      // One that is declared nowhere, by way of a name.
      'vscode.window.createTreeView(id, { treeDataProvider });',
      'vscode.tests.createTestController(ID, title);',
      // A function of VS Code under another name.
      'export const run = vscode.commands.executeCommand;',
      'const { executeCommand } = vscode.commands;',
      'const { executeCommand: execute } = vscode.commands;',
      "vscode.commands['executeCommand'](id);",
      'ids.map(vscode.commands.executeCommand);',
      'const add = vscode.commands.registerCommand;',
      'const settings = vscode.workspace.getConfiguration;',
      'const make = vscode.tests.createTestController;',
      // Other ways to set tokens.
      "class Row extends vscode.TreeItem { override contextValue = 'sesion'; }",
      "class Row extends vscode.TreeItem { override readonly contextValue: string = 'sesion'; }",
      "class Row extends vscode.TreeItem { contextValue = SESSION_ROWS.value('session'); }",
      "class Row extends vscode.TreeItem { override get contextValue() { return 'sesion'; } }",
      'class Row extends vscode.TreeItem { constructor(override readonly contextValue: string) { super(id); } }',
      "item.contextValue += ' opend';",
      "item.contextValue ??= 'sesion';",
      "item['contextValue'] = 'sesion';",
      'item.contextValue = tokens;',
      "item.contextValue = SESSION_ROWS.value('session');",
      "Object.assign(item, { contextValue: kind + ' opend' });",
      'Object.assign(item, { contextValue });',
      "Object.assign(item, { ['contextValue']: kind });",
      "Object.defineProperty(item, 'contextValue', { value: 'opend' });",
      "if (item.contextValue === 'session') show();",
      "if (item.contextValue?.includes('opend')) show();",
      'const { contextValue } = item;',
      // An id under the name of a constant, in a comparison, in a link.
      "const item = vscode.window.createStatusBarItem('x');",
      "if (document.languageId === '4d-mobile-sesion') show();",
      "switch (document.languageId) { case '4d-mobile-sesion': show(); }",
      'const { languageId } = document;',
      "event.affectsConfiguration('sesionWorkbench.server');",
      'vscode.languages.setTextDocumentLanguage(document, LANGUAGE);',
      'vscode.languages.registerHoverProvider(LANGUAGE, this);',
      'languages.registerCodeLensProvider(language, this);',
      'languages.registerHoverProvider([LANGUAGE], this);',
      'languages.registerHoverProvider({ language }, this);',
      'languages.registerHoverProvider({ language: LANGUAGE }, this);',
      'languages.registerHoverProvider({ notebookType: TYPE }, this);',
      'vscode.workspace.openTextDocument({ language: LANGUAGE, content });',
      'vscode.workspace.openTextDocument({ content, language });',
      "vscode.window.createOutputChannel('x', 'sesion-scenario');",
      "vscode.comments.createCommentController('sesionWorkbench.x', 'x');",
      "vscode.languages.setLanguageConfiguration('sesion-scenario', {});",
      "vscode.scm.createSourceControl('sesionWorkbench.x', 'x');",
      "vscode.workspace.registerNotebookSerializer('sesion-notebook', this);",
      "vscode.notebooks.createNotebookController('x', 'sesion-notebook', 'x');",
      "new vscode.MarkdownString('[Open](command:sesionWorkbench.session.open)');",
      'new vscode.MarkdownString(`[Open](command:${id})`);',
      'text.isTrusted = true;',
      'const text = { value, isTrusted: { enabledCommands: [OPEN] } };',
      'const options = { enableScripts: true, enableCommandUris: [OPEN] };',
    ],
    allowed: [
      'commands.register(SESSION_COMMANDS.sessionOpen, (node) => open(node));',
      'void execute(SESSION_COMMANDS.sessionOpen, node);',
      'item.command = boundCommand(SESSION_COMMANDS.sessionOpen, title, node);',
      "setContextValue(item, SESSION_ROWS.value('session'));",
      'openTreeView(SESSIONS_VIEW, tree);',
      "vscode.languages.registerHoverProvider({ scheme: 'file' }, this);",
      'vscode.languages.registerHoverProvider(documentsIn(SESSION_LANGUAGE), this);',
      'if (isInLanguage(document, SESSION_LANGUAGE)) show();',
      'if (isAffected(event, SERVER_SECTION)) show();',
      'if (vscode.workspace.isTrusted) show();',
      "show('The command: none.');",
      "vscode.workspace.openTextDocument({ language: 'json', content });",
    ],
  },
  {
    rule: 'declarations.grit',
    what: 'declarations outside of a contract, where no test finds them',
    file: 'src/vscode/sessions/probe.ts',
    free: ['src/vscode/contract/probe.ts', 'src/vscode/sessions/probeContract.ts'],
    refused: [
      "open(new View('sesionWorkbench.sessions', 'x'));",
      "void execute(new Command('sesionWorkbench.session.open'));",
      "open(new Panel('flow', true));",
      "testController(declaredId('testController', 'sesionWorkbench.scenarios'), title);",
      "void readSetting(new Setting('sesionWorkbench.server.port', 'integer', 0));",
      "keys.set(ContextKey.flag('sesionWorkbench.recording'), true);",
      'const rows = new Rows(SESSIONS_VIEW, { sesion: [] }, []);',
      "import { Command } from '../contract/command';",
      "import { Command as Cmd } from '../contract/command';",
      "import { type ContractPart, Panel as P } from '../contract/part';",
      "import * as contract from '../contract/command';",
      "import all = require('../contract/command');",
      "export { Rows as R } from '../contract/rows';",
      "export * from '../../contract/setting';",
      "const { Command: Cmd } = require('../contract/command');",
      "const { View: V } = await import('../contract/rows.js');",
    ],
    allowed: [
      'open(new ViewModel(SESSIONS_VIEW));',
      "import type { Command } from '../contract/command';",
      "import type { Rows, View } from '../../contract/rows';",
      'void execute(SESSION_COMMANDS.sessionOpen);',
      'keys.set(SESSION_KEYS.recording, true);',
      'keys.set(contextKey, SESSION_ROWS.value(row));',
    ],
  },
  {
    rule: 'html.grit',
    what: 'markup with something put in that nothing escapes',
    file: 'src/server/probe.ts',
    free: ['test/server/probe.ts'],
    refused: [
      'send(`<p>${text}</p>`);',
      'send(`${text}<br>`);',
      "send(`<ul>${all.map((each) => `${each}, `).join('')}</ul>`);",
      'send(`<li title="${text}">`);',
      'send(`<p>${html`<b>${text}</b>`}</p>`);',
    ],
    allowed: [
      'send(html`<p>${text}</p>`);',
      'send(markup`<p title="${text}">${html`<b>${text}</b>`}</p>`);',
      'send(`${a} < ${b}, ${c} > ${d}`);',
      "send('<p>None.</p>');",
    ],
  },
  {
    rule: 'imports.grit',
    what: 'imports whose path is only known when they run',
    file: 'src/core/probe.ts',
    free: [
      'src/server/systems/web/code/webCodeWorker.ts',
      'src/server/systems/mobile/hookWorker.ts',
      'test/core/probe.ts',
    ],
    refused: [
      'void import(name);',
      "void import('./' + name);",
      "void import('../vscode/' + name + '.js');",
      'void import(`./${name}`);',
      'void import(`./written.js`);',
      'void import(isWeb ? "./a.js" : "./b.js");',
      "void import(path.join('..', 'vscode', 'x'));",
      "void import(name, { with: { type: 'json' } });",
      'const one = require(name);',
      "const one = require('./' + name);",
      'const one = require(`./${name}`);',
      "const one = require(path.join('..', 'vscode', 'x'));",
      "const one = module.require('../vscode/x');",
      'const one = require.resolve(name);',
      'const load = require;',
      "const one = load(require)('../vscode/x');",
      'const load = createRequire(__filename);',
      'const load = module.createRequire(__filename);',
      "const load = module['createRequire'](__filename);",
      "import { createRequire } from 'node:module';",
      "import { createRequire as make } from 'node:module';",
      "const { createRequire: make } = process.getBuiltinModule('node:module');",
      "const one = process['getBuiltinModule']('node:fs');",
      "import Module from 'node:module';",
      "import { _load } from 'module';",
      "import * as Module from 'node:module';",
      "export { _load } from 'node:module';",
      "const { _load } = require('node:module');",
      "const Module = require('module');",
      'const one = process.mainModule?.children;',
      'vm.runInThisContext(text, { importModuleDynamically: load });',
      "const load = new Function('return import(name)');",
      "const load = Function('name', 'return import(name)');",
      "export type { One } from './one';",
      "export type { One as Two, Three } from '../systems/web/one';",
      "export type * from './one';",
      "export type * as ones from './one';",
      "export type One = import('./one').One;",
      "const ones: Map<string, import('../one').One> = new Map();",
      "const one = load() as typeof import('./one');",
      "declare module './one' { interface One { more: true } }",
      "declare module '../mobile/mobileSlice' { interface One { more: true } }",
    ],
    allowed: [
      "import { one } from './one';",
      "import type { One } from '../one';",
      "void import('./one.js');",
      'void import("./one.js");',
      "void import('./one.json', { with: { type: 'json' } });",
      "const one = require('./one');",
      'const { require: isWanted } = options;',
      "const place = require.resolve('./one');",
      'show(import.meta.url);',
      "show('createRequire is refused');",
      "const ajv = require('ajv') as typeof import('ajv');",
      "export { type One } from './one';",
      "export * from './one';",
      'export type { One };',
      "export type One = 'one' | 'two';",
      "declare module 'fastify' { interface FastifyRequest { more: true } }",
      "declare module '../../protocol/systemStates' { interface SystemStates { more: true } }",
    ],
  },
  {
    rule: 'patterns.grit',
    what: 'a pattern that nothing bounds',
    file: 'src/core/probe.ts',
    free: ['src/core/pattern/probe.ts', 'src/core/base/visibleText.ts', 'test/core/probe.ts'],
    refused: [
      'new RegExp(text);',
      "new RegExp(text, 'u').test(other);",
      'RegExp(text);',
      'new globalThis.RegExp(text);',
      "import picomatch from 'picomatch';",
      "require('picomatch');",
    ],
    allowed: ['/a+/.test(text);', 'new BoundedPattern(text);', "import { globMatcher } from './globMatcher';"],
  },
  {
    rule: 'output.grit',
    what: 'output that nothing makes safe for a terminal',
    file: 'src/core/probe.ts',
    free: [
      'src/cli/terminal.ts',
      'src/server/devServerProcess.ts',
      'src/disk/processOutput.ts',
      'src/vscode/host/probe.ts',
      'test/cli/probe.ts',
    ],
    refused: [
      "process.stdout.write('x');",
      "globalThis.process.stderr.write('x');",
      "process['stdout'].write('x');",
      "process?.stdout.write('x');",
      "process._rawDebug('x');",
      "child.stdout.write('x');",
      "this.parts.process.stderr.end('x');",
      'const { stdout } = process;',
      'const { stderr: errors } = globalThis.process;',
      "console.log('x');",
      'const log = console;',
      "globalThis.console.log('x');",
      "fs.writeSync(1, 'x');",
      "fs.writeFileSync(2, 'x');",
      'writeSync(1, bytes);',
      "import { Console } from 'node:console';",
      "import tty from 'tty';",
      "fs.writeFileSync('/dev/stderr', 'x');",
      "fs.createWriteStream('/proc/self/fd/1');",
      "spawn('x', [], { stdio: 'inherit' });",
      "spawn('x', [], { stdio: ['pipe', 'inherit', 2] });",
      "spawn('x', [], { stdio: ['pipe', 1, 2] });",
      "spawn('x', [], { stdio: [0, process.stdout, 'pipe'] });",
      "run.appendOutput('x');",
      "vscode.window.createTerminal('x');",
      'const { createTerminal } = vscode.window;',
    ],
    allowed: [
      'new Worker(file, { stdout: true, stderr: true });',
      "child.stdout.on('data', read);",
      "fork(x, [], { stdio: ['ignore', 'pipe', 'pipe', 'ipc', ...(files ?? [])] });",
      'fs.writeSync(file, bytes, 1);',
      'fs.writeSync(12, bytes);',
      'terminal.out(line`x`);',
      'const { stdout: ours } = child;',
    ],
  },
  {
    rule: 'json.grit',
    what: 'JSON of somebody else that is read without a limit of its depth',
    file: 'src/server/probe.ts',
    free: ['src/core/json/parseJson.ts', 'src/vscode/scenarios/recordedOptions.ts', 'test/server/probe.test.ts'],
    refused: [
      'const value = JSON.parse(text);',
      'const value = globalThis.JSON.parse(text);',
      'const value = JSON?.parse(text, revive);',
      'const values = texts.map(JSON.parse);',
      "const value = JSON['parse'](text);",
      'const { parse } = JSON;',
      'const json = globalThis.JSON;',
    ],
    allowed: [
      'const value = parseJson(text);',
      'JSON.stringify(value);',
      'Date.parse(text);',
      'const { parse } = yaml;',
    ],
  },
  {
    rule: 'urls.grit',
    what: 'URL.canParse, which is wrong in Node 20 now and then',
    file: 'src/server/probe.ts',
    free: ['test/server/probe.test.ts'],
    refused: [
      'const isUrl = URL.canParse(text);',
      'const isUrl = globalThis.URL?.canParse(text, base);',
      'const urls = texts.filter(URL.canParse);',
      "const isUrl = URL['canParse'](text);",
      'const { canParse } = URL;',
    ],
    allowed: [
      'const url = parsedUrl(() => new URL(text, base));',
      'URL.createObjectURL(blob);',
      'const Address = URL;',
    ],
  },
  {
    rule: 'signals.grit',
    what: 'a time limit that the garbage collector takes away',
    file: 'src/server/probe.ts',
    free: ['test/server/probe.test.ts'],
    refused: [
      'const signal = AbortSignal.any([other, AbortSignal.timeout(5)]);',
      'const limit = AbortSignal.timeout(5);',
      "const limit = AbortSignal['timeout'](5);",
      'const { timeout } = AbortSignal;',
    ],
    allowed: [
      'const both = AbortSignal.any([one, limit.signal]);',
      'const { timeout } = options;',
      'setTimeout(() => limit.abort(), options.timeout);',
    ],
  },
  {
    rule: 'limits.grit',
    what: 'a test with a limit of its own',
    file: 'test/server/probe.test.ts',
    // How many kills there are can be chosen.
    free: ['test/server/crash.test.ts', 'src/server/probe.ts'],
    refused: [
      'this.timeout(20_000);',
      "it('x', function () { this.timeout(1e3); });",
      "it('x', async () => {}).timeout(20_000);",
      "describe('x', () => {}).timeout(LIMIT_MS);",
    ],
    allowed: ['void AbortSignal.timeout(90_000);', 'this.setTimeout(1);', 'const { timeout } = options;'],
  },
  {
    rule: 'times.grit',
    what: 'a test that judges by time',
    file: 'test/server/probe.test.ts',
    // They show figures and judge nothing.
    free: ['test/bench/probe.ts', 'src/server/probe.ts', 'test/soak/eventLoopPauses.ts', 'test/soak/smallRequests.ts'],
    refused: [
      'const started = performance.now();',
      "const started = globalThis['performance'].now();",
      "import { performance } from 'node:perf_hooks';",
      "import { performance as clock } from 'node:perf_hooks';",
      "import { monitorEventLoopDelay } from 'node:perf_hooks';",
      'const before = process.cpuUsage();',
      'const { cpuUsage } = process;',
      'const before = process.threadCpuUsage();',
      'const before = process.hrtime.bigint();',
      'const { userCPUTime } = process.resourceUsage();',
      'const { utilization } = performance.eventLoopUtilization();',
      'assert.ok(Date.now() - started < 500);',
      'assert.ok(Date.now() - started <= LIMIT_MS, text);',
    ],
    allowed: [
      'const soon = new Date(Date.now() + 5_000);',
      'assert.ok(Date.parse(until) - Date.now() > 1000);',
      'assert.ok(Math.abs(Date.now() - newest.time) < 60_000);',
      "show('docs/facts/performance.md');",
    ],
  },
];
/* biome-ignore-end lint/suspicious/noTemplateCurlyInString: They are sources. */

interface Refusal {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

describe('the linter', () => {
  let overlay: string;
  let refusals: readonly Refusal[];

  before(() => {
    overlay = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-lint-')));
    for (const name of ['biome.json', 'lint'])
      fs.cpSync(path.join(root, name), path.join(overlay, name), { recursive: true });
    // Biome wants one that has something in it.
    fs.writeFileSync(path.join(overlay, '.gitignore'), 'node_modules\n');
    refusals = lint(
      RULES.flatMap((each) =>
        [each.file, ...each.free].map((file) => [probe(each, file), [...each.refused, ...each.allowed]] as const),
      ),
    );
  });
  after(() => fs.rmSync(overlay, { recursive: true, force: true }));

  for (const each of RULES) {
    const { rule, what, refused, allowed } = each;
    for (const [at, line] of refused.entries()) {
      it(`the linter refuses ${what}: ${line}`, () => assert.ok(linesRefused(each).includes(at + 1)));
    }

    for (const [at, line] of allowed.entries()) {
      it(`the linter lets through what is none of ${what}: ${line}`, () =>
        assert.ok(!linesRefused(each).includes(refused.length + at + 1)));
    }

    for (const file of each.free) {
      it(`the linter does not apply ${rule} to ${file}`, () => assert.deepEqual(linesRefused(each, file), []));
    }

    it(`the linter has a refused line for every message of ${rule}`, () => {
      const found = new Set(refusals.filter(({ file }) => file === probe(each)).map(({ message }) => message));
      assert.deepEqual(
        messagesOf(rule).filter((message) => !found.has(message)),
        [],
      );
    });
  }

  it('the linter has no rule without lines that it refuses, lines that it lets through and a place in biome.json', () => {
    const files = fs.readdirSync(path.join(root, 'lint')).filter((name) => name.endsWith('.grit'));
    const tried = RULES.filter(({ refused, allowed }) => refused.length > 0 && allowed.length > 0);
    assert.deepEqual(tried.map(({ rule }) => rule).sort(), files.sort());
    const { plugins } = JSON.parse(fs.readFileSync(path.join(root, 'biome.json'), 'utf8'));
    const used = (plugins as { readonly path: string }[]).map((plugin) => path.basename(plugin.path));
    assert.deepEqual(used.sort(), files.sort());
  });

  /** Functions of VS Code whose first text is no id that a manifest declares. */
  const TAKE_NO_ID: readonly RegExp[] = [
    /^show\w+Message$/,
    /^(asRelativePath|createTerminal|encode|openTextDocument|setStatusBarMessage|t)$/,
    // Ids of others: extensions, accounts.
    /^(getAccounts|getExtension|getSession)$/,
    // Schemes of addresses.
    /^register(FileSystemProvider|TextDocumentContentProvider)$/,
  ];

  it('the linter refuses every function of VS Code that takes the text of an id', () => {
    const types = fs.readFileSync(path.join(root, 'node_modules/@types/vscode/index.d.ts'), 'utf8');
    const functions = [...types.matchAll(/export function (\w+)(?:<[^>]*>)?\(\w+\??: string\b/g)].map(
      ([, name = '']) => name,
    );
    assert.ok(functions.length > 40, String(functions.length));
    const rule = fs.readFileSync(path.join(root, 'lint/contract.grit'), 'utf8');
    const missed = functions.filter(
      (name) => !rule.includes(`"${name}"`) && !TAKE_NO_ID.some((names) => names.test(name)),
    );
    assert.deepEqual(missed, []);
  });

  /** Where the lines of a rule are tried. A rule that is about files of one name has that name. */
  function probe({ rule, file: own }: LintRule, file = own): string {
    return path.basename(file).startsWith('probe') ? file.replace('probe', `probe-${path.parse(rule).name}-`) : file;
  }

  function linesRefused(rule: LintRule, file = rule.file): number[] {
    const messages = messagesOf(rule.rule);
    return refusals
      .filter((each) => each.file === probe(rule, file) && messages.includes(each.message))
      .map(({ line }) => line);
  }

  function messagesOf(rule: string): string[] {
    const text = fs.readFileSync(path.join(root, 'lint', rule), 'utf8');
    return [...text.matchAll(/message="([^"]+)"/g)].map(([, message = '']) => message);
  }

  function lint(probes: readonly (readonly [file: string, lines: readonly string[]])[]): Refusal[] {
    for (const [file, lines] of probes) {
      const place = path.join(overlay, file);
      fs.mkdirSync(path.dirname(place), { recursive: true });
      fs.writeFileSync(place, `${lines.join('\n')}\n`);
    }
    const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome');
    const files = probes.map(([file]) => file);
    const args = [biome, 'lint', '--reporter=github', '--max-diagnostics=none', ...files];
    const { stdout, stderr, error } = spawnSync(process.execPath, args, { cwd: overlay, encoding: 'utf8' });
    if (error) throw error;
    assert.doesNotMatch(stderr, /configuration|internalError/, stderr);
    return [...stdout.matchAll(/^::error title=plugin,file=([^,]+),line=(\d+),.*?::(.*)$/gm)].map(
      ([, file = '', line, message = '']) => ({
        file: path.relative(overlay, file).split(path.sep).join('/'),
        line: Number(line),
        message: message.trim(),
      }),
    );
  }
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');

/** Ways to use an id that the compiler lets through, as VS Code's functions take any text. */
const REFUSED = [
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
  // biome-ignore lint/suspicious/noTemplateCurlyInString: It is source.
  'item.contextValue = `session ${status}`;',
  "show({ label: 'x', contextValue: 'session' });",
  "vscode.window.createTreeView('sessionWorkbench.sessions', { treeDataProvider });",
  "event.affectsConfiguration('sessionWorkbench.server');",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: It is source.
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
  "item.command = { command: 'sesionWorkbench.session.open', title };",
  "statusBarItem.command = 'sesionWorkbench.session.open';",
  // One that is declared nowhere, by way of a name.
  'vscode.window.createTreeView(id, { treeDataProvider });',
  'vscode.tests.createTestController(ID, title);',
  "open(new View('sesionWorkbench.sessions', 'x'));",
  "void execute(new Command('sesionWorkbench.session.open'));",
  "open(new Panel('flow', true));",
  "testController(declaredId('testController', 'sesionWorkbench.scenarios'), title);",
  "void readSetting(new Setting('sesionWorkbench.server.port', 'integer', 0));",
  "keys.set(ContextKey.flag('sesionWorkbench.recording'), true);",
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
];
const ALLOWED = [
  'commands.register(SESSION_COMMANDS.sessionOpen, (node) => open(node));',
  'void execute(SESSION_COMMANDS.sessionOpen, node);',
  'item.command = boundCommand(SESSION_COMMANDS.sessionOpen, title, node);',
  'statusBarItem.command = SERVER_COMMANDS.serverShowActions.id;',
  "setContextValue(item, SESSION_ROWS.value('session'));",
  "show({ label: 'x', contextValue: SESSION_ROWS.value('session') });",
  'openProjectedTree(SESSIONS_VIEW, tree);',
  'setContextValue(item, face.contextValue);',
  "if (item.contextValue === 'session') show();",
  "vscode.languages.registerHoverProvider({ scheme: 'file' }, this);",
  'vscode.languages.registerHoverProvider(SESSION_LANGUAGE, this);',
  "vscode.workspace.openTextDocument({ language: 'json', content });",
];

/* biome-ignore-start lint/suspicious/noTemplateCurlyInString: They are sources. */
/** Markup with something put in that nothing escapes. */
const UNESCAPED = [
  'send(`<p>${text}</p>`);',
  'send(`${text}<br>`);',
  "send(`<ul>${all.map((each) => `${each}, `).join('')}</ul>`);",
  'send(`<li title="${text}">`);',
  'send(`<p>${html`<b>${text}</b>`}</p>`);',
];
const ESCAPED = [
  'send(html`<p>${text}</p>`);',
  'send(markup`<p title="${text}">${html`<b>${text}</b>`}</p>`);',
  'send(`${a} < ${b}, ${c} > ${d}`);',
  "send('<p>None.</p>');",
];
/* biome-ignore-end lint/suspicious/noTemplateCurlyInString: They are sources. */

describe('The linter', () => {
  let overlay: string;
  /** Lines of the probe that it refuses. */
  let refused: Set<number>;
  let unescaped: Set<number>;

  before(function () {
    this.timeout(60_000);
    overlay = fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-lint-'));
    for (const name of ['biome.json', 'lint'])
      fs.cpSync(path.join(root, name), path.join(overlay, name), { recursive: true });
    // Biome wants one that has something in it.
    fs.writeFileSync(path.join(overlay, '.gitignore'), 'node_modules\n');
    const text = `${[...REFUSED, ...ALLOWED].join('\n')}\n`;
    refused = linesRefused('src/vscode/sessions/probe.ts', text);
    unescaped = linesRefused('src/server/probe.ts', `${[...UNESCAPED, ...ESCAPED].join('\n')}\n`);
  });
  after(() => fs.rmSync(overlay, { recursive: true, force: true }));

  for (const [at, line] of REFUSED.entries()) {
    it(`the linter refuses ${line}`, () => assert.ok(refused.has(at + 1), [...refused].join()));
  }

  for (const [at, line] of ALLOWED.entries()) {
    it(`the linter lets through ${line}`, () => assert.ok(!refused.has(REFUSED.length + at + 1)));
  }

  for (const [at, line] of UNESCAPED.entries()) {
    it(`the linter refuses markup of texts that are not escaped: ${line}`, () =>
      assert.ok(unescaped.has(at + 1), [...unescaped].join()));
  }

  for (const [at, line] of ESCAPED.entries()) {
    it(`the linter lets through what escapes, or is no markup: ${line}`, () =>
      assert.ok(!unescaped.has(UNESCAPED.length + at + 1)));
  }

  it('the linter lets the room that knows the types use what VS Code has', function () {
    this.timeout(60_000);
    assert.deepEqual([...linesRefused('src/vscode/host/probe.ts', `${REFUSED[0]}\n`)], []);
  });

  function linesRefused(file: string, text: string): Set<number> {
    const place = path.join(overlay, file);
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.writeFileSync(place, text);
    const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome');
    const args = [biome, 'lint', '--reporter=github', '--max-diagnostics=none', file];
    const { stdout, stderr, error } = spawnSync(process.execPath, args, { cwd: overlay, encoding: 'utf8' });
    if (error) throw error;
    assert.doesNotMatch(stderr, /configuration|internalError/, stderr);
    const lines = [...stdout.matchAll(/^::error title=plugin,.*?\bline=(\d+)/gm)].map(([, line]) => Number(line));
    return new Set(lines);
  }
});

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { SCENARIO_LANGUAGE } from '../../src/vscode/scenarios/scenarioContract';
import { closeEditors, next, workspaceRoot } from './workspace';

describe('completion and hover for the device of an app in a scenario', () => {
  let folder: string;
  let count = 0;

  before(() => {
    folder = fs.mkdtempSync(path.join(workspaceRoot(), 'devices-'));
  });

  afterEach(closeEditors);
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** A scenario with `|` where the cursor is. */
  const scenario = ({ options = '', act = '"touch": true', step = '' }) => `{
  "name": "Device",
  "server": {"tokens": {}},
  "actors": {"phone": {"role": "app", "device": {${options}}}, "server": {"role": "server"}},
  "steps": [{${step || `"from": "phone", "device": {${act}}`}}]
}`;

  async function opened(text: string) {
    const uri = vscode.Uri.file(path.join(folder, `device-${count++}.scenario.json`));
    fs.writeFileSync(uri.fsPath, text.replace('|', ''));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    while (document.languageId !== SCENARIO_LANGUAGE) await next(vscode.workspace.onDidOpenTextDocument);
    return { uri, at: document.positionAt(text.indexOf('|')) };
  }

  const textOf = (text: string | vscode.MarkdownString | undefined) =>
    (typeof text === 'object' ? text.value : (text ?? '')).replaceAll('&nbsp;', ' ');

  /** The offered names, with what is said of each: nothing of a word that VS Code has found somewhere in the file. */
  async function offered(text: string): Promise<Map<string, string>> {
    const { uri, at } = await opened(text);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      uri,
      at,
    );
    // Snippets are offered everywhere by VS Code itself.
    const own = items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Snippet);
    return new Map(
      own.map(({ label, documentation }) => [typeof label === 'string' ? label : label.label, textOf(documentation)]),
    );
  }

  async function hover(text: string): Promise<string> {
    const { uri, at } = await opened(text);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, at);
    return hovers
      .flatMap(({ contents }) => contents)
      .map((each) => textOf(typeof each === 'string' ? each : each.value).replaceAll('&nbsp;', ' '))
      .join('\n');
  }

  const OPTIONS = ['preset', 'inactivity', 'background', 'lockOnStart', 'pinTries', 'biometrics', 'clock', 'offline'];
  const ACTS =
    'launch kill background foreground touch unlock wrongPin sleep wake reboot jumpClock login logout call deliver refresh forget'.split(
      ' ',
    );

  it('each option of a device is offered with what it does, and one that is there is not offered again', async () => {
    const all = await offered(scenario({ options: '"|"' }));
    for (const name of OPTIONS) assert.match(String(all.get(name)), /\w \w/, name);
    assert.ok(!(await offered(scenario({ options: '"preset": "fintech", "|"' }))).has('preset'));
  });

  it('the values of a device option are offered, and hovering the option says what it is', async () => {
    const values = await offered(scenario({ options: '"preset": |' }));
    assert.deepEqual([...values.keys()].sort(), ['"consumer"', '"corporate"', '"fintech"']);
    assert.match(await hover(scenario({ options: '"in|activity": "5 min"' })), /locks after so long without a touch/);
  });

  it('each act of a device is offered with what it does, and explained on hover', async () => {
    const all = await offered(scenario({ act: '"|"' }));
    assert.deepEqual([...all.keys()].sort(), ACTS.toSorted());
    for (const [name, text] of all) assert.match(text, /\w \w/, name);
    assert.match(await hover(scenario({ act: '"wrong|Pin": true' })), /Enters a wrong PIN/);
    assert.deepEqual([...(await offered(scenario({ act: '"unlock": |' }))).keys()].sort(), ['"biometric"', '"pin"']);
    const login = await offered(scenario({ act: '"login": {"|"}' }));
    assert.deepEqual([...login.keys()].sort(), ['password', 'username']);
  });

  /** What is offered, and said on hover, of one thing that is expected of a device. */
  const expecting = (expected: string) => scenario({ act: `"touch": true}, "expect": {"device": {${expected}}` });

  it('the names that a device can show are offered with what they mean, wherever they can stand', async () => {
    for (const [expected, name, about] of [
      ['"state": |', '"Locked"', /must unlock the app/],
      ['"state": {"not": "|"}', '"Locked"', /must unlock the app/],
      ['"screen": "|"', '"signIn"', /sign-in page/],
      ['"reason": |', '"idle_timeout"', /nobody refreshed/],
      ['"problem": "|"', '"appHidden"', /in the background/],
      ['"access": "|"', '"valid"', /believes/],
      ['"rows": {"has": "|"}', '"active.touch"', /Active → Active/],
      ['"rows": {"has": ["|"]}', '"active.touch"', /a touch/],
      ['"rows": {"equals": [|]}', '"active.touch"', /inactivity timer begins anew/],
      ['"of": "|"', '"phone"', /app/],
    ] as const) {
      assert.match((await offered(expecting(expected))).get(name) ?? 'not offered', about, expected);
    }
  });

  it('the actors and the routes of the systems of the file are offered', async () => {
    const from = await offered(scenario({ step: '"from": "|", "device": {"touch": true}' }));
    assert.ok(from.has('"phone"') && !from.has('"server"'));
    const route = '"title": "Down", "fault": {"add": {"kind": "reset", "scope": {"route": "|"}}}';
    assert.ok((await offered(scenario({ step: route }))).has('"POST /oauth/token"'));
  });

  it('hovering a member of what is expected says what it is, and hovering a name says what it means', async () => {
    assert.match(await hover(expecting('"re|ason": "away"')), /Why the app shows that/);
    assert.match(await hover(expecting('"reason": "aw|ay"')), /too long in the background/);
    assert.match(await hover(expecting('"problem": "app|Hidden"')), /Use "foreground" before/);
    assert.match(await hover(expecting('"rows": {"has": "active.to|uch"}')), /When: a touch/);
    assert.match(await hover(scenario({ options: '"clock": "lar|ger"' })), /the larger of two differences/);
  });

  it('what may be there only once is offered only once: an act, an event and a way to move the clock', async () => {
    for (const text of [
      scenario({ act: '"touch": true, "|"' }),
      scenario({ act: '"|", "touch": true' }),
      scenario({ step: '"event": {"endTokenSession": {"session": "jane"}, "|"}' }),
      scenario({ step: '"clock": {"advance": "5 min", "|"}' }),
    ]) {
      const described = [...(await offered(text))].filter(([, said]) => said !== '').map(([name]) => name);
      assert.deepEqual(described, [], text);
    }
  });

  it('the name of the only act is offered while it is typed, and its members when there is one', async () => {
    assert.ok((await offered(scenario({ act: '"to|": true' }))).has('touch'));
    assert.ok((await offered(scenario({ act: '"call": {"url": "/api/me", "|"}' }))).has('late'));
  });
});

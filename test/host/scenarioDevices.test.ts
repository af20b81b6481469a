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
    return new Map(
      items.map(({ label, documentation }) => [typeof label === 'string' ? label : label.label, textOf(documentation)]),
    );
  }

  async function hover(text: string): Promise<string> {
    const { uri, at } = await opened(text);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, at);
    return hovers
      .flatMap(({ contents }) => contents)
      .map((each) => (typeof each === 'string' ? each : each.value))
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

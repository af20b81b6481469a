import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { CONFIGURATION_NAME } from '../../src/core/configuration/configuration';
import { normalPath } from '../../src/vscode/host/pathSetting';
import { SERVER_COMMANDS } from '../../src/vscode/server/serverContract';
import { takenPort } from './servers';
import { closeEditors, codes, next, TestMobileApps, untilCodes } from './workspace';

const { Information, Warning } = vscode.DiagnosticSeverity;

describe('the configuration of a team in the editor', () => {
  const apps = new TestMobileApps('configured');
  const project = path.dirname(apps.folder);
  const place = path.join(project, CONFIGURATION_NAME);
  const uri = vscode.Uri.file(place);
  /** A session whose file has a BOM, which is a hint. */
  let session: vscode.Uri;

  const write = (value: unknown) =>
    fs.writeFileSync(place, typeof value === 'string' ? value : JSON.stringify(value, undefined, 2));
  const told = (of: vscode.Uri) => vscode.languages.getDiagnostics(of);

  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await next(vscode.languages.onDidChangeDiagnostics);
  }

  beforeEach(async () => {
    const text = fs.readFileSync(apps.write().fsPath, 'utf8');
    session = apps.write(`\ufeff${text}`);
    await untilCodes(session, ['hint/bom']);
    // What the test before has written may be followed for a moment.
    await until(() => told(session)[0]?.severity === Information);
  });
  afterEach(async () => {
    await closeEditors();
    fs.rmSync(place, { recursive: true, force: true });
    apps.remove();
    await untilCodes(session, []);
    await until(() => told(uri).length === 0);
  });

  it('the severity of hints is followed when a configuration comes, changes and goes', async () => {
    write({ hints: { 'hint/bom': 'warning' } });
    await until(() => told(session)[0]?.severity === Warning);
    write({ hints: { 'hint/bom': 'off' } });
    await untilCodes(session, []);
    fs.rmSync(place);
    await untilCodes(session, ['hint/bom']);
  });

  it('what is ignored has no findings, and has them again when nothing ignores it', async () => {
    for (const glob of ['MobileApps', path.basename(session.fsPath), `MobileApps/*/${path.basename(session.fsPath)}`]) {
      write({ ignore: [glob] });
      await untilCodes(session, []);
      write({ ignore: [] });
      await untilCodes(session, ['hint/bom']);
    }
  });

  it('the dev server starts with the options of a configuration, which a setting comes before', async () => {
    const { port, close } = await takenPort();
    await close();
    write({ hints: { 'hint/bom': 'warning' }, port, tokens: {}, web: {} });
    // It is followed as a whole.
    await until(() => told(session)[0]?.severity === Warning);
    const started = async () => {
      await vscode.commands.executeCommand(SERVER_COMMANDS.serverStart.id, {
        kind: 'folder',
        folder: normalPath(apps.folder),
      });
      const address = { kind: 'address', which: 'local', index: 0 };
      await vscode.commands.executeCommand(SERVER_COMMANDS.serverCopyAddress.id, address);
      const url = await vscode.env.clipboard.readText();
      return { port: Number(new URL(url).port), status: (await fetch(`${url}/api/me`)).status };
    };
    const settings = vscode.workspace.getConfiguration('sessionWorkbench.server');
    const set = (name: string, value: unknown) => settings.update(name, value, vscode.ConfigurationTarget.Workspace);
    try {
      const configured = await started();
      assert.deepEqual(configured, { port, status: 401 });
      await vscode.commands.executeCommand(SERVER_COMMANDS.serverStop.id);
      await set('tokens', 'off');
      const chosen = await started();
      assert.deepEqual(chosen, { port, status: 404 });
    } finally {
      await set('tokens', undefined);
      await vscode.commands.executeCommand(SERVER_COMMANDS.serverStop.id);
    }
  });

  it('the schema of a configuration holds for session files, follows its file, and is told at its place when it cannot', async () => {
    const schema = path.join(project, 'none.json');
    fs.writeFileSync(schema, '{"not":{}}');
    write({ schema: 'none.json' });
    await until(() => codes(session).includes('mobi/3'));
    fs.writeFileSync(schema, '{}');
    await untilCodes(session, ['hint/bom']);
    fs.writeFileSync(schema, 'no json');
    await until(() => told(uri).length === 1);
    const [problem] = told(uri);
    assert.match(problem?.message ?? '', /^“schema” names .*none\.json, which cannot be used: /);
    assert.equal(problem?.range.start.line, 1);
    fs.rmSync(schema);
  });

  for (const [what, text, line, words] of [
    ['a text that is no JSON', '{\n"hints":', 1, /ends where a value is expected/],
    ['an unknown member', '{\n"hint": {}\n}', 1, /must not have “hint”/],
    ['an unknown code', '{\n"hints": {\n"hint/bim": "off"}}', 2, /“hint\/bom” may be meant/],
    ['a wrong type', '{\n"ignore": "x"\n}', 1, /“ignore” must be a list/],
    ['a wrong option of the server', '{\n"bodyMb": "many"\n}', 1, /“bodyMb” must be/],
  ] as const) {
    it(`${what} in a configuration is in Problems at its place, and what held before holds`, async () => {
      write({ hints: { 'hint/bom': 'warning' } });
      await until(() => told(session)[0]?.severity === Warning);
      write(text);
      await until(() => told(uri).length === 1);
      const [problem] = told(uri);
      assert.match(problem?.message ?? '', words);
      assert.match(problem?.message ?? '', /^[^a-z].*\. (?:No server starts by|Nothing in) this file .*\.$/);
      assert.equal(problem?.range.start.line, line);
      assert.equal(problem?.severity, vscode.DiagnosticSeverity.Error);
      write({});
      await until(() => told(uri).length === 0 && told(session)[0]?.severity === Information);
    });
  }

  it('all faults of a configuration are in Problems at once, and the first says what is followed', async () => {
    write('{\n"mobileapps": "x",\n"ignore": 5,\n"port": 99999\n}');
    await until(() => told(uri).length === 3);
    const problems = told(uri).map(({ message, range }) => `${range.start.line} ${message}`);
    assert.match(
      problems[0] ?? '',
      /^1 The configuration must not have “mobileapps”; .* Nothing in this file is followed/,
    );
    assert.match(problems[1] ?? '', /^2 “ignore” must be a list/);
    assert.match(problems[2] ?? '', /^3 “port” must be a whole number from 0 to 65535\.$/);
  });

  for (const [text, mended] of [
    ['{"hint": {}}', '{"hints": {}}'],
    ['{"hints": {"hint/bim": "off"}}', '{"hints": {"hint/bom": "off"}}'],
    ['{"hints": {"hint/bom": "warnin"}}', '{"hints": {"hint/bom": "warning"}}'],
    ['{"web": {"bodyMB": 1}}', '{"web": {"bodyMb": 1}}'],
  ] as const) {
    it(`a fix makes ${mended} of ${text}`, async () => {
      write(text);
      const document = await vscode.workspace.openTextDocument(uri);
      // A document that is known already is read again a moment after its file has changed.
      while (document.getText() !== text) await next(vscode.workspace.onDidChangeTextDocument);
      await until(() => told(uri).length > 0);
      const whole = new vscode.Range(0, 0, 0, text.length);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        whole,
      );
      const [fix] = actions.filter(({ title }) => title.startsWith('Change to '));
      assert.ok(fix?.edit);
      await vscode.workspace.applyEdit(fix.edit);
      assert.equal(document.getText(), mended);
      await document.save();
      await until(() => told(uri).length === 0);
    });
  }
});

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { closeEditors, codes, next, TestMobileApps, untilCodes } from './workspace';

describe('the language of session files', () => {
  const apps = new TestMobileApps('language');
  let document: vscode.TextDocument;

  before(async () => {
    // A finding, so that one can wait until the folder is known.
    const marker = apps.write('{', SEED_APPLICATION, 'f'.repeat(40));
    document = await vscode.workspace.openTextDocument(apps.write());
    await vscode.window.showTextDocument(document);
    await untilCodes(marker, ['mobi/2']);
    while (document.languageId !== '4d-mobile-session') {
      await next(vscode.workspace.onDidOpenTextDocument);
      document = await vscode.workspace.openTextDocument(document.uri);
    }
  });

  after(async () => {
    await closeEditors();
    apps.remove();
  });

  const at = (text: string, plus = 1) => document.positionAt(document.getText().indexOf(text) + plus);

  it('a session file gets its language by itself', () => assert.equal(document.languageId, '4d-mobile-session'));

  it('a file of another name gets the language by what it says', async () => {
    const uri = apps.write(SEED_SESSION, SEED_APPLICATION, 'test_session');
    const opened = await vscode.workspace.openTextDocument(uri);
    while (opened.languageId !== '4d-mobile-session') await next(vscode.workspace.onDidOpenTextDocument);
  });

  it('the language gives way to one that the user chooses by hand, as long as the file is open', async () => {
    const broken = apps.write('{', SEED_APPLICATION, 'e'.repeat(40));
    for (const [uri, language] of [
      [apps.write(SEED_SESSION, SEED_APPLICATION, 'by_hand'), 'plaintext'],
      [apps.write(SEED_SESSION, SEED_APPLICATION, 'd'.repeat(40)), 'json'],
      [broken, 'plaintext'],
    ] as const) {
      const opened = await vscode.workspace.openTextDocument(uri);
      while (opened.languageId !== '4d-mobile-session') await next(vscode.workspace.onDidOpenTextDocument);
      await vscode.languages.setTextDocumentLanguage(opened, language);
      // A folder that comes has all languages looked at again.
      const other = new TestMobileApps(`language-${language}`);
      await untilCodes(other.write('{'), ['mobi/2']);
      other.remove();
      assert.equal(opened.languageId, language);
    }
    assert.deepEqual(codes(broken), ['mobi/2']);
  });

  describe('associations of the user', () => {
    const { Global, Workspace } = vscode.ConfigurationTarget;
    const files = () => vscode.workspace.getConfiguration('files');
    const associate = (level: vscode.ConfigurationTarget, associations: object) =>
      files().update('associations', associations, level);
    afterEach(async () => {
      for (const level of [Global, Workspace]) await files().update('associations', undefined, level);
    });

    for (const [pattern, language, name, level] of [
      ['**/MobileApps/**', 'json', 'a'.repeat(40), Workspace],
      ['**/mobileapps/**', 'plaintext', '1'.repeat(40), Global],
      ['**/MOBILEAPPS/*/Own_*', 'plaintext', 'own_session', Workspace],
      ['OTHER_*', 'plaintext', 'other_session', Global],
      ['{third,fourth}_[a-z]*', 'yaml', 'fourth_session', Global],
    ] as const) {
      it(`the language leaves ${name} to "${pattern}": "${language}" of the ${level === Global ? 'user' : 'workspace'}`, async () => {
        await associate(level, { [pattern]: language });
        const uri = apps.write('{"status":', SEED_APPLICATION, name);
        await untilCodes(uri, ['mobi/2']);
        const opened = await vscode.workspace.openTextDocument(uri);
        await vscode.window.showTextDocument(opened);
        const fixes = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          uri,
          vscode.languages.getDiagnostics(uri)[0]?.range,
        );
        assert.ok(fixes.some(({ title }) => title === 'Show in Mobile Sessions'));
        assert.equal(opened.languageId, language);
        assert.ok(codes(uri).includes('mobi/2'));
      });
    }
  });

  it('a file of the folder that is no session file does not get the language', async () => {
    const manifest = await vscode.workspace.openTextDocument(apps.write('{}', SEED_APPLICATION, 'manifest.json'));
    assert.equal(manifest.languageId, 'json');
  });

  it('a hover explains a property from the schema', async () => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at('"status"'),
    );
    const text = hovers.flatMap(({ contents }) =>
      contents.map((each) => (typeof each === 'string' ? each : each.value)),
    );
    assert.match(text.join('\n'), /waits until somebody accepts it/);
  });

  it('the values that the schema allows are completed', async () => {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      at('"accepted"'),
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('"pending"') && labels.includes('"accepted"'), labels.join());
  });

  it('a session file has an outline', async () => {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['application', 'team', 'language', 'email', 'device', 'send', 'session', 'status', 'token'],
    );
    assert.ok(symbols.find(({ name }) => name === 'device')?.children.some(({ name }) => name === 'simulator'));
  });

  it('the objects of a session file can be folded', async () => {
    const ranges = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert.ok(
      ranges.some(({ start }) => start === 1),
      JSON.stringify(ranges),
    );
  });

  it('a session file is formatted without changing what it says', async () => {
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[]>(
      'vscode.executeFormatDocumentProvider',
      document.uri,
      { tabSize: 2, insertSpaces: true },
    );
    assert.ok(edits.length > 0);
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, edits);
    await vscode.workspace.applyEdit(edit);
    assert.match(document.getText(), /^ {2}"application": \{$/m);
    assert.deepEqual(JSON.parse(document.getText()), JSON.parse(SEED_SESSION));
    assert.equal(document.uri.path.endsWith(SEED_NAME), true);
  });
});

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { closeEditors, next, TestMobileApps, untilCodes } from './workspace';

describe('the language of session files', () => {
  const apps = new TestMobileApps('language');
  let document: vscode.TextDocument;

  before(async () => {
    // A fault, so that one can wait until the folder is known.
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

  it('is given to a session file by itself', () => assert.equal(document.languageId, '4d-mobile-session'));

  it('is not given to other files of the folder', async () => {
    const manifest = await vscode.workspace.openTextDocument(apps.write('{}', SEED_APPLICATION, 'manifest.json'));
    assert.equal(manifest.languageId, 'json');
  });

  it('explains a property from the schema on hover', async () => {
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

  it('completes the values that the schema allows', async () => {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      at('"accepted"'),
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('"pending"') && labels.includes('"accepted"'), labels.join());
  });

  it('has an outline', async () => {
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

  it('folds objects', async () => {
    const ranges = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert.ok(
      ranges.some(({ start }) => start === 1),
      JSON.stringify(ranges),
    );
  });

  it('formats without changing what the file says', async () => {
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

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { closeEditors, codes, next, replace, TestMobileApps, untilCodes } from './workspace';

const MOST_TRIES = 100;
const MISSPELT = SEED_SESSION.replace('"status":"accepted"', '"status":"acepted"');

describe('problems of session files', () => {
  // A folder for each test: VS Code keeps a closed document for a while, with the text it had.
  let apps: TestMobileApps;
  let folders = 0;

  beforeEach(() => {
    apps = new TestMobileApps(`problems-${folders++}`);
  });

  afterEach(async () => {
    await closeEditors();
    apps.remove();
  });

  it('a finding in a file that nobody opened is a problem at the exact value, with a link to its explanation', async () => {
    const uri = apps.write(MISSPELT);
    await untilCodes(uri, ['mobi/3']);
    const [problem] = vscode.languages.getDiagnostics(uri);
    assert.ok(problem);
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(problem.source, 'Session Workbench');
    const line = MISSPELT.split('\n').findIndex((text) => text.includes('acepted'));
    assert.deepEqual(problem.range, new vscode.Range(line, 9, line, 18));
    assert.equal(typeof problem.code === 'object' && problem.code.target.scheme, 'command');
  });

  it('a problem is cleared when the file is mended on disk', async () => {
    const uri = apps.write(MISSPELT);
    await untilCodes(uri, ['mobi/3']);
    apps.write(SEED_SESSION);
    await untilCodes(uri, []);
  });

  it('a problem is cleared when the file is deleted', async () => {
    const uri = apps.write(MISSPELT);
    await untilCodes(uri, ['mobi/3']);
    fs.rmSync(uri.fsPath);
    await untilCodes(uri, []);
  });

  it('problems follow a file that is renamed, and say that its name is wrong now', async () => {
    const uri = apps.write();
    const renamed = vscode.Uri.file(path.join(path.dirname(uri.fsPath), '0'.repeat(40)));
    fs.renameSync(uri.fsPath, renamed.fsPath);
    await untilCodes(renamed, ['mobi/1']);
    assert.deepEqual(codes(uri), []);
    fs.renameSync(renamed.fsPath, uri.fsPath);
    await untilCodes(renamed, []);
  });

  it('problems follow an application folder that is moved away and back', async () => {
    const uri = apps.write(MISSPELT);
    await untilCodes(uri, ['mobi/3']);
    const away = path.join(path.dirname(apps.folder), 'away');
    fs.renameSync(path.join(apps.folder, SEED_APPLICATION), away);
    await untilCodes(uri, []);
    fs.renameSync(away, path.join(apps.folder, SEED_APPLICATION));
    await untilCodes(uri, ['mobi/3']);
  });

  it('problems follow a MobileApps folder that is moved away and back', async () => {
    const uri = apps.write(MISSPELT);
    await untilCodes(uri, ['mobi/3']);
    const away = `${apps.folder} away`;
    fs.renameSync(apps.folder, away);
    await untilCodes(uri, []);
    fs.renameSync(away, apps.folder);
    await untilCodes(uri, ['mobi/3']);
  });

  it('problems follow a project folder that is moved away and back', async () => {
    const uri = apps.write(MISSPELT);
    await untilCodes(uri, ['mobi/3']);
    const project = path.dirname(apps.folder);
    fs.renameSync(project, `${project} away`);
    await untilCodes(uri, []);
    fs.renameSync(`${project} away`, project);
    await untilCodes(uri, ['mobi/3']);
  });

  it('the problems are those of an unsaved buffer, and of the file again once it is saved', async () => {
    const uri = apps.write();
    await untilCodes(uri, []);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await replace(document, '"accepted"', '"acepted"');
    await untilCodes(uri, ['mobi/3']);
    assert.ok(document.isDirty);
    await replace(document, '"acepted"', '"pending"');
    await untilCodes(uri, []);
    await document.save();
    assert.match(fs.readFileSync(uri.fsPath, 'utf8'), /"pending"/);
    assert.deepEqual(codes(uri), []);
  });

  it('a finding that was mended is never shown again while the file is saved', async () => {
    const uri = apps.write(MISSPELT);
    await untilCodes(uri, ['mobi/3']);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await replace(document, '"acepted"', '"accepted"');
    await untilCodes(uri, []);
    const seen: string[][] = [];
    const subscription = vscode.languages.onDidChangeDiagnostics(() => seen.push(codes(uri)));
    await document.save();
    // A second finding elsewhere goes the same way behind it: when that is shown, the save has been dealt with.
    const other = apps.write('{', SEED_APPLICATION, 'a'.repeat(40));
    await untilCodes(other, ['mobi/2']);
    subscription.dispose();
    assert.deepEqual(
      seen.filter((each) => each.length > 0),
      [],
    );
  });

  it('the problems are those of the file again when an unsaved buffer is thrown away', async () => {
    const uri = apps.write(MISSPELT);
    await untilCodes(uri, ['mobi/3']);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await replace(document, '"acepted"', '"accepted"');
    await untilCodes(uri, []);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await untilCodes(uri, ['mobi/3']);
  });

  it('each finding of an open file is shown once', async () => {
    const uri = apps.write(MISSPELT.replace('"email":"",', ''));
    await untilCodes(uri, ['mobi/3', 'mobi/3']);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    // Completion makes the JSON service parse the text: whatever it has to say about it would be said by now.
    await vscode.commands.executeCommand('vscode.executeCompletionItemProvider', uri, new vscode.Position(1, 0));
    const said = vscode.languages.getDiagnostics(uri).map(({ range, message }) => `${range.start.line} ${message}`);
    assert.equal(new Set(said).size, 2);
    assert.equal(said.length, 2);
  });

  it('the link of a problem opens the explanation of the finding', async () => {
    await vscode.commands.executeCommand('sessionWorkbench.finding.explain', 'mobi/1');
    const { tabGroups } = vscode.window;
    const shown = () => tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.includes('findings.md')));
    while (!shown()) await next(tabGroups.onDidChangeTabs);
  });

  it('a misplaced session is a problem with a quick fix that moves it, and a leftover is one without', async () => {
    const stray = apps.write(SEED_SESSION, SEED_APPLICATION, `${SEED_NAME}.json`);
    const left = apps.write(SEED_SESSION, SEED_APPLICATION, `${SEED_NAME} copy`);
    await untilCodes(stray, ['hint/misplaced']);
    await untilCodes(left, ['hint/leftover']);
    await vscode.window.showTextDocument(stray);
    let lenses: vscode.CodeLens[] = [];
    for (let tries = 0; lenses.length === 0 && tries < MOST_TRIES; tries++) {
      lenses = await vscode.commands.executeCommand('vscode.executeCodeLensProvider', stray);
      await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    }
    assert.deepEqual(
      lenses.map(({ range, command }) => `${range.start.line}: ${command?.title.split(' · ')[0]}`),
      ['0: $(info)\u00a0hint/misplaced', '0: Fix: Move the file to where its content says…'],
    );
    const whole = `Move the file to where its content says: "${SEED_APPLICATION}/${SEED_NAME}"`;
    assert.equal(lenses[1]?.command?.tooltip, whole);
    const [problem] = vscode.languages.getDiagnostics(stray);
    assert.ok(problem);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      stray,
      problem.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const move = actions.find(({ title }) => title.startsWith('Move the file to where its content says'));
    assert.ok(move?.command, JSON.stringify(actions.map(({ title }) => title)));
    await vscode.commands.executeCommand(move.command.command, ...(move.command.arguments ?? []));
    await untilCodes(stray, []);
    const moved = path.join(apps.folder, SEED_APPLICATION, SEED_NAME);
    assert.equal(fs.readFileSync(moved, 'utf8'), SEED_SESSION);
    // It wrote the disk, so it is one of the changes of sessions.
    await vscode.commands.executeCommand('sessionWorkbench.changes.undo');
    await untilCodes(stray, ['hint/misplaced']);
    assert.deepEqual([fs.existsSync(moved), fs.readFileSync(stray.fsPath, 'utf8')], [false, SEED_SESSION]);
  });

  it('a file that is no session file has no problems', async () => {
    const manifest = apps.write('{', SEED_APPLICATION, 'manifest.json');
    const broken = apps.write('{', SEED_APPLICATION, SEED_NAME);
    await untilCodes(broken, ['mobi/2']);
    assert.deepEqual(
      codes(manifest).filter((code) => code.startsWith('mobi')),
      [],
    );
  });
});

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { encodeToken } from '../../src/core/session/connectionToken';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { closeEditors, codes, next, TestMobileApps, untilCodes } from './workspace';

describe('acting on sessions', () => {
  let apps: TestMobileApps;
  let folders = 0;

  beforeEach(() => {
    apps = new TestMobileApps(`editing-${folders++}`);
  });

  afterEach(async () => {
    await closeEditors();
    apps.remove();
  });

  /** Writes a session beside a broken one, and waits until both are known. */
  const known = async (text = SEED_SESSION): Promise<vscode.Uri> => {
    const uri = apps.write(text);
    await untilCodes(apps.write('{', 'marker', 'f'.repeat(40)), ['mobi/2']);
    return uri;
  };
  const node = (uri: vscode.Uri) => ({
    kind: 'session',
    key: {
      folder: apps.folder,
      application: path.basename(path.dirname(uri.fsPath)),
      name: path.basename(uri.fsPath),
    },
  });
  const run = (command: string, uri: vscode.Uri, ...more: unknown[]) =>
    vscode.commands.executeCommand(`sessionWorkbench.${command}`, node(uri), ...more);
  const read = (uri: vscode.Uri) => fs.readFileSync(uri.fsPath, 'utf8');
  const MISSPELT = SEED_SESSION.replace('"accepted"', '"acepted"');
  const PENDING = SEED_SESSION.replace('"status":"accepted"', '"status":"pending"');

  it('toggling the status changes it on disk and changes nothing else', async () => {
    const uri = await known(`\uFEFF${SEED_SESSION.replaceAll('\n', '\r\n')}`);
    await run('session.toggleStatus', uri);
    assert.equal(read(uri), `\uFEFF${PENDING.replaceAll('\n', '\r\n')}`);
    await run('session.accept', uri);
    assert.equal(read(uri), `\uFEFF${SEED_SESSION.replaceAll('\n', '\r\n')}`);
  });

  it('an open, unsaved file is edited in its editor, keeps what was typed, and the edit can be undone', async () => {
    const uri = await known();
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 1), '"typed":true,');
    await vscode.workspace.applyEdit(edit);
    const typed = document.getText();
    await run('session.setPending', uri);
    assert.equal(document.getText(), typed.replace('"accepted"', '"pending"'));
    assert.ok(document.isDirty);
    assert.equal(read(uri), SEED_SESSION);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), typed);
  });

  it('an open file that had nothing unsaved is saved after an edit', async () => {
    const uri = await known();
    await vscode.window.showTextDocument(uri);
    await run('session.setPending', uri);
    assert.equal(read(uri), PENDING);
  });

  it('a malformed file is left as it is by the commands for sessions', async () => {
    const uri = apps.write(SEED_SESSION.slice(0, 100));
    await untilCodes(uri, ['mobi/2']);
    // The refusal waits for an answer of the user: the command is not awaited.
    void run('session.accept', uri);
    await known(SEED_SESSION.slice(0, 100));
    assert.equal(read(uri), SEED_SESSION.slice(0, 100));
  });

  it('the copy commands copy id, token, header and a request', async () => {
    const uri = await known();
    const token = JSON.parse(SEED_SESSION).token as string;
    const copied = async (command: string) => {
      await run(`session.${command}`, uri);
      return vscode.env.clipboard.readText();
    };
    assert.equal(await copied('copyId'), SEED_NAME);
    assert.equal(await copied('copyPath'), uri.fsPath);
    assert.equal(await copied('copyToken'), token);
    assert.equal(await copied('copyAuthorization'), `Authorization: Bearer ${token}`);
    assert.match(await copied('copyCurl'), /^curl -H 'X-QMobile: 1' -H 'Authorization: Bearer eyJ[^']*' "\$SESSION_/);
  });

  it('the decoded token is opened as a file; saving it writes the token back', async () => {
    const uri = await known();
    await run('token.editDecoded', uri);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.scheme, 'session-workbench-token');
    const text = editor.document.getText();
    assert.deepEqual(JSON.parse(text), { appNameID: 'com.contactApp.Contact', id: SEED_NAME, teamID: 'UTT7VDX8W5' });
    const edit = new vscode.WorkspaceEdit();
    const at = text.indexOf('UTT7VDX8W5');
    const range = new vscode.Range(editor.document.positionAt(at), editor.document.positionAt(at + 10));
    edit.replace(editor.document.uri, range, 'OTHERTEAM1');
    await vscode.workspace.applyEdit(edit);
    assert.ok(await editor.document.save());
    const wanted = encodeToken({ appNameID: 'com.contactApp.Contact', id: SEED_NAME, teamID: 'OTHERTEAM1' });
    assert.equal(JSON.parse(read(uri)).token, wanted);
    await untilCodes(uri, ['mobi/4']);
    await run('token.regenerate', uri);
    await untilCodes(uri, []);
    assert.equal(read(uri), SEED_SESSION);
  });

  it('any selected text can be decoded', async () => {
    const token = JSON.parse(SEED_SESSION).token as string;
    const document = await vscode.workspace.openTextDocument({ content: `Authorization: Bearer ${token}` });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 0, 0, 1000);
    await vscode.commands.executeCommand('sessionWorkbench.token.decode');
    const decoded = vscode.window.visibleTextEditors.find((each) => each.document.languageId === 'json');
    assert.equal(JSON.parse(decoded?.document.getText() ?? '{}').id, SEED_NAME);
  });

  describe('lenses', () => {
    const MOST_TRIES = 100;
    /** The lenses of a session, once their titles are as wanted. They are drawn anew when more is known of the file. */
    const lensesOf = async (uri: vscode.Uri, wanted: RegExp): Promise<vscode.CodeLens[]> => {
      await vscode.window.showTextDocument(uri);
      await untilLanguage(uri);
      for (let tries = 1; ; tries++) {
        const all = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
        if (wanted.test(titlesOf(all).join('\n'))) return all;
        assert.ok(tries < MOST_TRIES, titlesOf(all).join('\n'));
        await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
      }
    };
    const titlesOf = (lenses: vscode.CodeLens[]) =>
      lenses.map(({ range, command }) => `${range.start.line}: ${command?.title}`);
    const click = ({ command }: vscode.CodeLens) =>
      vscode.commands.executeCommand(command?.command ?? '', ...(command?.arguments ?? []));
    const lineOf = (text: string, part: string) => text.split('\n').findIndex((line) => line.includes(part));

    it('a lens above the token says that it fits, where nothing else is wrong', async () => {
      const uri = await known();
      const [lens, ...others] = await lensesOf(uri, /Token fits/);
      assert.equal(lens?.command?.title, '$(pass) Token fits this session');
      assert.equal(lens.range.start.line, lineOf(SEED_SESSION, '"token"'));
      assert.deepEqual(others, []);
    });

    it('a lens above the first line says what is wrong, goes there, and repairs it', async () => {
      const uri = await known(MISSPELT);
      await untilCodes(uri, ['mobi/3']);
      const lenses = await lensesOf(uri, /Fix: /);
      assert.deepEqual(titlesOf(lenses), [
        '0: $(error)\u00a0mobi/3 · "status" must be one of "accepted", "pending"; it is "acepted"',
        '0: Fix: Change "status" to "accepted"',
      ]);
      const [finding, repair] = lenses;
      assert.ok(finding && repair);
      await click(finding);
      const editor = vscode.window.activeTextEditor;
      assert.equal(editor?.selection.start.line, lineOf(MISSPELT, 'acepted'));
      await click(repair);
      await untilCodes(uri, []);
      assert.equal(editor?.document.getText(), SEED_SESSION);
      assert.equal(read(uri), MISSPELT);
    });

    it('a lens says how many more there are, and one repairs them all', async () => {
      const uri = await known(MISSPELT.replace('"simulator":true', '"simulator":"true"'));
      const titles = titlesOf(await lensesOf(uri, /Fix All/));
      assert.match(titles[0] ?? '', / · \+1 more$/);
      assert.deepEqual([titles.length, titles[2]], [3, '0: Fix All']);
    });

    it('the lens above a token that does not fit edits it', async () => {
      const uri = await known(SEED_SESSION.replace('"UTT7VDX8W5"', '"UTT7VDX8W6"'));
      const last = (await lensesOf(uri, /Edit Decoded Token/)).at(-1);
      assert.equal(last?.command?.title, 'Edit Decoded Token');
      assert.equal(last.range.start.line, lineOf(SEED_SESSION, '"token"'));
    });

    it('a text of a file cannot make an icon in a lens', async () => {
      const uri = await known(SEED_SESSION.replace('"device":{', '"device":{"$(pass)":1,"$(pass)":2,'));
      const [title = ''] = titlesOf(await lensesOf(uri, /duplicate-key/));
      assert.ok(title.includes('\\$(pass)'), title);
    });
  });

  describe('opening a session from its row', () => {
    const open = (uri: vscode.Uri) => run('session.open', uri);
    const cursor = () => vscode.window.activeTextEditor?.selection.active;

    it('a file at fault opens at its first error, with long lines wrapped', async () => {
      const uri = await known(MISSPELT);
      await untilCodes(uri, ['mobi/3']);
      await open(uri);
      const [problem] = vscode.languages.getDiagnostics(uri);
      assert.ok(problem && cursor()?.isEqual(problem.range.start), JSON.stringify(cursor()));
      assert.ok(vscode.window.activeTextEditor?.selection.isEmpty);
      const { document } = vscode.window.activeTextEditor;
      assert.equal(vscode.workspace.getConfiguration('editor', document).get('wordWrap'), 'on');
    });

    it('a file that the user has open stays where it is', async () => {
      const uri = await known(MISSPELT);
      await untilCodes(uri, ['mobi/3']);
      const place = new vscode.Position(3, 2);
      const editor = await vscode.window.showTextDocument(uri);
      editor.selection = new vscode.Selection(place, place);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: 'other' }));
      await open(uri);
      assert.ok(cursor()?.isEqual(place), JSON.stringify(cursor()));
    });

    it('a file with nothing but a hint opens at its begin', async () => {
      const uri = await known(SEED_SESSION.replace('"simulator":true', '"simulator":true,"jb":true'));
      await untilCodes(uri, ['hint/jailbroken']);
      await open(uri);
      assert.ok(cursor()?.isEqual(new vscode.Position(0, 0)), JSON.stringify(cursor()));
    });
  });

  it('the repair of a finding is offered as a quick fix that leaves the file without it', async () => {
    const uri = await known(SEED_SESSION.replace('"accepted"', '"acepted"'));
    await untilCodes(uri, ['mobi/3']);
    await vscode.window.showTextDocument(uri);
    await untilLanguage(uri);
    const [problem] = vscode.languages.getDiagnostics(uri);
    assert.ok(problem);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      problem.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const [first, second] = actions;
    assert.ok(first?.edit && first.isPreferred, actions.map(({ title }) => title).join());
    assert.equal(second?.title, `Preview: ${first.title}`);
    await vscode.workspace.applyEdit(first.edit);
    await untilCodes(uri, []);
  });

  it('a file is moved to where its content says, and never over another', async () => {
    const wrong = apps.write(SEED_SESSION, SEED_APPLICATION, '0'.repeat(40));
    await untilCodes(wrong, ['mobi/1']);
    await run('finding.fixAll', wrong);
    const right = vscode.Uri.file(path.join(path.dirname(wrong.fsPath), SEED_NAME));
    assert.equal(read(right), SEED_SESSION);
    assert.ok(!fs.existsSync(wrong.fsPath));
    apps.write(PENDING, SEED_APPLICATION, '0'.repeat(40));
    await untilCodes(wrong, ['mobi/1', 'hint/duplicate-device']);
    void run('finding.fixAll', wrong);
    await untilCodes(apps.write('{', 'marker', 'e'.repeat(40)), ['mobi/2']);
    assert.equal(read(wrong), PENDING);
    assert.equal(read(right), SEED_SESSION);
    assert.ok(codes(wrong).includes('mobi/1'));
  });

  it('Fix All fixes all sessions of an application', async () => {
    const misspelt = apps.write(SEED_SESSION.replace('"accepted"', '"Acceptedd"'));
    const bom = apps.write(`\uFEFF${SEED_SESSION}`, 'UTT7VDX8W5.com.contactApp.Contact', 'a'.repeat(40));
    await untilCodes(misspelt, ['mobi/3', 'hint/duplicate-device']);
    fs.rmSync(bom.fsPath);
    await untilCodes(misspelt, ['mobi/3']);
    await vscode.commands.executeCommand('sessionWorkbench.finding.fixAll', {
      kind: 'application',
      folder: apps.folder,
      application: SEED_APPLICATION,
    });
    await untilCodes(misspelt, []);
    assert.equal(read(misspelt), SEED_SESSION);
  });
});

async function untilLanguage(uri: vscode.Uri): Promise<void> {
  const has = async () => (await vscode.workspace.openTextDocument(uri)).languageId === '4d-mobile-session';
  while (!(await has())) await next(vscode.workspace.onDidOpenTextDocument);
}

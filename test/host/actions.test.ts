import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { takeBack } from '../../src/disk/change/takeBack';
import { SessionStore } from '../../src/disk/sessionStore';
import { OpenChange } from '../../src/vscode/changes/openChange';
import { comparedSide } from '../../src/vscode/compare/comparedUri';
import { SESSION_COMMANDS } from '../../src/vscode/sessions/sessionsContract';
import { SessionTrash } from '../../src/vscode/sessions/sessionTrash';
import type { TreeNode } from '../../src/vscode/sessions/treeNode';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { closeEditors, next, TestMobileApps, untilCodes } from './workspace';

const OTHER_NAME = 'a'.repeat(40);
const MISSPELT = SEED_SESSION.replace('"status":"accepted"', '"status":"acepted"');

describe('what can be done with sessions', () => {
  let apps: TestMobileApps;
  let folders = 0;
  const keyOf = (name: string) => ({ folder: apps.folder, application: SEED_APPLICATION, name });
  const row = (name: string): TreeNode => ({ kind: 'session', key: keyOf(name) });
  const application = (): TreeNode => ({ kind: 'application', folder: apps.folder, application: SEED_APPLICATION });

  beforeEach(() => {
    apps = new TestMobileApps(`actions-${folders++}`);
  });

  afterEach(async () => {
    await closeEditors();
    apps.remove();
  });

  describe('deletion', () => {
    let backups: string;
    let open: OpenChange;
    beforeEach(() => {
      backups = fs.mkdtempSync(path.join(os.tmpdir(), 'backups-'));
      open = new OpenChange('delete', backups);
    });
    afterEach(() => fs.rmSync(backups, { recursive: true, force: true }));

    const undone = async () => {
      const [part] = await open.finish({ kind: 'delete' });
      assert.ok(part);
      return takeBack(part);
    };
    const withoutTrash = () => Promise.reject(new Error('no trash'));

    it('a deletion keeps a copy, so that it can be undone byte for byte, with the time of the last change', async () => {
      const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x0d, 0x0a, 0xff]);
      const file = apps.write('', SEED_APPLICATION, OTHER_NAME).fsPath;
      fs.writeFileSync(file, bytes);
      fs.utimesSync(file, 1_000_000, 1_000_000);
      const trash = new SessionTrash(new SessionStore(), withoutTrash);
      const deletion = await trash.delete([keyOf(OTHER_NAME)], open);
      assert.deepEqual(deletion, { deleted: [keyOf(OTHER_NAME)], failed: [], inTrash: false });
      assert.ok(!fs.existsSync(file));
      await undone();
      assert.deepEqual(fs.readFileSync(file), bytes);
      assert.equal(fs.statSync(file).mtimeMs, 1_000_000_000);
    });

    it('a deletion uses the trash where there is one', async () => {
      const file = apps.write('{}', SEED_APPLICATION, OTHER_NAME).fsPath;
      const trashed: string[] = [];
      const trash = new SessionTrash(new SessionStore(), async ({ fsPath }) => {
        trashed.push(fsPath);
        fs.rmSync(fsPath);
      });
      const deletion = await trash.delete([keyOf(OTHER_NAME)], open);
      assert.deepEqual(trashed, [file]);
      assert.ok(deletion.inTrash);
    });

    it('a deletion is never undone over a file that has come meanwhile', async () => {
      const file = apps.write('{}', SEED_APPLICATION, OTHER_NAME).fsPath;
      await new SessionTrash(new SessionStore(), withoutTrash).delete([keyOf(OTHER_NAME)], open);
      fs.writeFileSync(file, 'new');
      assert.deepEqual((await undone()).kept, [`${SEED_APPLICATION}/${OTHER_NAME}`]);
      assert.equal(fs.readFileSync(file, 'utf8'), 'new');
    });

    it('a deletion says what could not be deleted, and deletes the rest', async () => {
      const file = apps.write('{}', SEED_APPLICATION, OTHER_NAME).fsPath;
      const trash = new SessionTrash(new SessionStore(), withoutTrash);
      const { deleted, failed } = await trash.delete([keyOf('b'.repeat(40)), keyOf(OTHER_NAME)], open);
      assert.deepEqual(deleted, [keyOf(OTHER_NAME)]);
      assert.match(failed[0]?.error.message ?? '', /no longer there/);
      assert.ok(!fs.existsSync(file));
    });
  });

  it('a session is opened at its first problem', async () => {
    const uri = apps.write(MISSPELT);
    await untilCodes(uri, ['mobi/3']);
    await vscode.commands.executeCommand(SESSION_COMMANDS.sessionShowProblem.id, row(SEED_NAME));
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.fsPath, uri.fsPath);
    assert.equal(editor?.document.getText(editor.selection), '"acepted"');
  });

  it('each problem offers the way to its row', async () => {
    const uri = apps.write(MISSPELT);
    await untilCodes(uri, ['mobi/3']);
    await vscode.window.showTextDocument(uri);
    const [problem] = vscode.languages.getDiagnostics(uri);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      problem?.range,
    );
    assert.ok(actions.some(({ command }) => command?.command === SESSION_COMMANDS.sessionShowInTree.id));
  });

  it('two selected sessions are compared in the diff editor by what they say, which follows the files', async () => {
    const uris = [apps.write(), apps.write(MISSPELT, SEED_APPLICATION, OTHER_NAME)];
    await untilCodes(uris[1] as vscode.Uri, ['mobi/3', 'mobi/1', 'hint/duplicate-device']);
    const rows = [row(SEED_NAME), row(OTHER_NAME)];
    await vscode.commands.executeCommand(SESSION_COMMANDS.sessionCompare.id, rows[0], rows);
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    assert.ok(tab?.input instanceof vscode.TabInputTextDiff);
    assert.equal(tab.label, 'guest (iPhone X), 7023d92050… ↔ guest (iPhone X), aaaaaaaaaa…');
    const { original, modified } = tab.input;
    assert.deepEqual(
      [original, modified].map((uri) => comparedSide(uri)?.key),
      rows.map((each) => each.kind === 'session' && each.key),
    );
    const [left, right] = await Promise.all([original, modified].map((uri) => vscode.workspace.openTextDocument(uri)));
    // Long values are wrapped, as in the file itself.
    assert.deepEqual([left?.languageId, right?.languageId], ['4d-mobile-session', '4d-mobile-session']);
    const lines = (document = left) => document?.getText().split('\n') ?? [];
    assert.deepEqual(
      lines().filter((line) => !lines(right).includes(line)),
      ['  "status": "accepted",'],
    );
    assert.ok(lines().includes('    "appNameID": "com.contactApp.Contact",'));
    apps.write(MISSPELT.replace('acepted', 'pending'), SEED_APPLICATION, OTHER_NAME);
    while (!lines(right).includes('  "status": "pending",')) await next(vscode.workspace.onDidChangeTextDocument);
  });

  it('the manifest of an application is opened by its command', async () => {
    await untilCodes(apps.write(MISSPELT), ['mobi/3']);
    const manifest = apps.write('{}', SEED_APPLICATION, 'manifest.json');
    await vscode.commands.executeCommand(SESSION_COMMANDS.applicationOpenManifest.id, application());
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, manifest.fsPath);
  });
});

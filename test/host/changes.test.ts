import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { ChangeRows } from '../../src/vscode/changes/changeRows';
import type { KeptChange } from '../../src/vscode/changes/keptChange';
import type { SessionChanges } from '../../src/vscode/changes/sessionChanges';
import { registerDeleteCommand } from '../../src/vscode/sessions/deleteCommand';
import { registerEmailCommand } from '../../src/vscode/sessions/emailCommand';
import { registerMarkPushedCommand } from '../../src/vscode/sessions/markPushedCommand';
import { SESSION_COMMANDS } from '../../src/vscode/sessions/sessionsContract';
import { SessionTrash } from '../../src/vscode/sessions/sessionTrash';
import { registerStatusCommands } from '../../src/vscode/sessions/statusCommands';
import { SEED_APPLICATION, SEED_SESSION } from '../support/seedSession';
import { SessionParts } from './sessionParts';
import { closeEditors, next as nextOf, replace, TestMobileApps } from './workspace';

const NAMES = ['1', '2', '3'].map((digit) => digit.repeat(40));
const [FIRST = '', SECOND = '', THIRD = ''] = NAMES;
const PENDING = SEED_SESSION.replace('"status":"accepted"', '"status":"pending"');

describe('the changes of sessions', () => {
  let apps: TestMobileApps;
  let folders = 0;
  let parts: SessionParts;
  let log: SessionChanges;
  /** What the user was told, in order. */
  let told: string[];
  const fileOf = (name: string) => path.join(apps.folder, SEED_APPLICATION, name);
  const read = (name: string) => (fs.existsSync(fileOf(name)) ? fs.readFileSync(fileOf(name), 'utf8') : undefined);
  const all = () => [parts.row(FIRST), NAMES.map((name) => parts.row(name))];
  const setPending = (...args: unknown[]) => parts.run(SESSION_COMMANDS.sessionSetPending, ...args);
  /** The row of a change, as the view shows it. */
  const rowOf = (at: number) => {
    const rows = new ChangeRows(log);
    parts.cleanUp(() => rows.dispose());
    const [change] = log.changes.slice(at);
    assert.ok(change);
    const { description, contextValue, command, tooltip } = rows.getTreeItem(change);
    return { description: String(description), contextValue, command, tooltip };
  };
  const states = () => log.changes.map(({ kind, files, state }) => [kind, files, state]);

  beforeEach(async () => {
    apps = new TestMobileApps(`changes-${folders++}`);
    for (const name of NAMES) apps.write(SEED_SESSION, SEED_APPLICATION, name);
    parts = new SessionParts(apps.folder);
    log = parts.changes;
    await parts.look();
    told = [];
    const tell = (text: string, ...[options, go]: unknown[]) => {
      if (typeof options === 'object') return go;
      told.push(text);
      return undefined;
    };
    parts.answer({ showInformationMessage: tell, showWarningMessage: tell, showInputBox: () => 'new@example.com' });
    const { registry, index, targets, writer, store, pending, changes } = parts;
    registerStatusCommands(registry, index, targets, writer, changes);
    registerEmailCommand(registry, index, targets, writer, changes);
    registerMarkPushedCommand(registry, targets, pending, changes);
    const trash = new SessionTrash(store, () => Promise.reject(new Error('no trash')));
    registerDeleteCommand(registry, index, targets, trash, pending, changes);
  });

  afterEach(async () => {
    await closeEditors();
    await parts.dispose();
    apps.remove();
  });

  it('changes are undone one after the other and done again, byte for byte and with their marks', async () => {
    await setPending(...all());
    await parts.run(SESSION_COMMANDS.sessionEditEmail, parts.row(FIRST));
    await parts.run(SESSION_COMMANDS.sessionDelete, parts.row(SECOND));
    const changed = PENDING.replace('"email":""', '"email":"new@example.com"');
    assert.deepEqual(NAMES.map(read), [changed, undefined, PENDING]);
    assert.equal(parts.pending.size, 3);

    await log.undo();
    assert.deepEqual(NAMES.map(read), [changed, PENDING, PENDING]);
    await log.undo();
    await log.undo();
    assert.deepEqual(NAMES.map(read), [SEED_SESSION, SEED_SESSION, SEED_SESSION]);
    assert.equal(parts.pending.size, 0);
    assert.deepEqual(states(), [
      ['setPending', 3, 'undone'],
      ['email', 1, 'undone'],
      ['delete', 1, 'undone'],
    ]);

    for (let times = 0; times < 3; times++) await log.redo();
    assert.deepEqual(NAMES.map(read), [changed, undefined, PENDING]);
    assert.equal(parts.pending.size, 3);
    for (let times = 0; times < 3; times++) await log.undo();
    assert.deepEqual(NAMES.map(read), [SEED_SESSION, SEED_SESSION, SEED_SESSION]);
    await log.undo();
    assert.equal(told.at(-1), 'There is nothing to undo.');
  });

  it('the message of an undo names the change', async () => {
    await setPending(...all());
    await parts.look();
    await parts.run(SESSION_COMMANDS.sessionAccept, parts.row(FIRST));
    await log.undo();
    await log.undo();
    await log.redo();
    assert.deepEqual(told, [
      'Undone: Accept: guest (iPhone X).',
      'Undone: Set pending: 3 sessions.',
      'Done again: Set pending: 3 sessions.',
    ]);
  });

  it('an undo leaves what was changed since, and names it', async () => {
    await setPending(...all());
    fs.writeFileSync(fileOf(SECOND), 'later');
    await log.undo();
    assert.deepEqual(NAMES.map(read), [SEED_SESSION, 'later', SEED_SESSION]);
    assert.equal(
      told.at(-1),
      `Undone: Set pending: 3 sessions. Left as they are, because they were changed since: ${SEED_APPLICATION}/${SECOND}`,
    );
    await log.redo();
    assert.deepEqual(NAMES.map(read), [PENDING, 'later', PENDING]);
  });

  it('what could not be undone is told once, does not block what was before it, and can be tried again', async () => {
    await parts.run(SESSION_COMMANDS.sessionEditEmail, parts.row(FIRST));
    const before = NAMES.map(read);
    await setPending(...all());
    fs.rmSync(fileOf(SECOND));
    fs.mkdirSync(fileOf(SECOND));
    await log.undo();
    assert.match(
      told.at(-1) ?? '',
      new RegExp(`^Undone: Set pending: 3 sessions\\. 1 could not be put back: .*${SECOND}`),
    );
    assert.deepEqual(states(), [
      ['email', 1, 'done'],
      ['setPending', 1, 'done'],
    ]);
    assert.match(rowOf(1).description, /^cannot be undone · 1 session · /);
    assert.match(String(rowOf(1).tooltip), new RegExp(`\ncannot be undone\n.*${SECOND}`));
    assert.equal(rowOf(1).contextValue, 'change done files');
    await log.undo();
    assert.match(told.at(-1) ?? '', /^Undone: Edit e-mail: /);
    await log.undo();
    assert.match(told.at(-1) ?? '', /^Nothing is changed: Set pending: 1 session\. 1 could not be put back: /);
    fs.rmdirSync(fileOf(SECOND));
    fs.writeFileSync(fileOf(SECOND), PENDING);
    await log.undo(() => log.changes[1]);
    assert.deepEqual([read(SECOND), before[1]], [SEED_SESSION, SEED_SESSION]);
    assert.deepEqual(states().at(-1), ['setPending', 1, 'undone']);
    assert.match(rowOf(1).description, /^1 session · undone · /);
  });

  it('a change whose backups were removed says so, and offers nothing that fails', async () => {
    await setPending(parts.row(FIRST));
    await setPending(parts.row(SECOND));
    const [record] = log.changes[0]?.records ?? [];
    fs.rmSync(record?.backup ?? '', { recursive: true });
    await log.undo(() => log.changes[0]);
    assert.deepEqual([read(FIRST), read(SECOND)], [PENDING, PENDING]);
    assert.match(
      told.at(-1) ?? '',
      /^Nothing is changed: Set pending: .* The backups that had copies of this are gone\.$/,
    );
    assert.deepEqual(
      states().map(([, , state]) => state),
      ['lost', 'done'],
    );
    const { description, contextValue, command } = rowOf(0);
    assert.match(description, /^its backups are gone · guest \(iPhone X\) · /);
    assert.deepEqual([contextValue, command], ['change lost', undefined]);
    await log.undo();
    assert.deepEqual([read(FIRST), read(SECOND)], [PENDING, SEED_SESSION]);
  });

  it('a window that begins finds out which backups are gone', async () => {
    await setPending(parts.row(FIRST));
    const [record] = log.changes[0]?.records ?? [];
    fs.rmSync(record?.backup ?? '', { recursive: true });
    const next = parts.changeLog();
    await next.dispose();
    assert.deepEqual(
      next.changes.map(({ state }) => state),
      ['lost'],
    );
  });

  it('a change whose backup makes room for a later one says so at once', async () => {
    const settings = vscode.workspace.getConfiguration('sessionWorkbench.backups');
    await settings.update('count', 1, vscode.ConfigurationTarget.Global);
    parts.cleanUp(() => settings.update('count', undefined, vscode.ConfigurationTarget.Global));
    await setPending(parts.row(FIRST));
    await setPending(parts.row(SECOND));
    while (log.changes[0]?.state !== 'lost') await nextOf(log.onDidChange);
    assert.deepEqual(
      states().map(([, , state]) => state),
      ['lost', 'done'],
    );
  });

  it('deleted sessions that cannot come back yet come back by a later undo', async () => {
    await parts.run(SESSION_COMMANDS.sessionDelete, ...all());
    const application = path.dirname(fileOf(FIRST));
    fs.rmSync(application, { recursive: true });
    fs.writeFileSync(application, '');
    await log.undo();
    assert.deepEqual(states(), [['delete', 3, 'done']]);
    fs.rmSync(application);
    await log.undo(() => log.changes[0]);
    assert.deepEqual(NAMES.map(read), [SEED_SESSION, SEED_SESSION, SEED_SESSION]);
  });

  it('a change of which nothing can be undone does not keep the one before from being undone', async () => {
    await setPending(parts.row(FIRST));
    await setPending(parts.row(SECOND));
    fs.writeFileSync(fileOf(SECOND), 'later');
    await log.undo();
    assert.match(rowOf(1).description, /^changed since · guest \(iPhone X\) · /);
    await log.undo();
    assert.deepEqual([read(FIRST), read(SECOND)], [SEED_SESSION, 'later']);
  });

  it('a change that failed is tried again by the next undo, before those below it on the same file', async () => {
    await setPending(parts.row(FIRST));
    await parts.run(SESSION_COMMANDS.sessionEditEmail, parts.row(FIRST));
    const edited = read(FIRST) ?? '';
    fs.rmSync(fileOf(FIRST));
    fs.mkdirSync(fileOf(FIRST));
    await log.undo();
    assert.match(told.at(-1) ?? '', /^Nothing is changed: Edit e-mail: /);
    fs.rmdirSync(fileOf(FIRST));
    fs.writeFileSync(fileOf(FIRST), edited);
    await log.undo();
    assert.equal(read(FIRST), PENDING);
    await log.undo();
    assert.equal(read(FIRST), SEED_SESSION);
  });

  it('a change whose file was changed since is offered, and undone when the file is again as it left it', async () => {
    await setPending(parts.row(FIRST));
    await parts.run(SESSION_COMMANDS.sessionEditEmail, parts.row(FIRST));
    const [first] = log.changes;
    await log.undo(() => first);
    assert.match(told.at(-1) ?? '', /^Nothing is changed: .* It is left as it is, because it was changed since\.$/);
    assert.equal(rowOf(0).contextValue, 'change done files');
    await log.undo();
    await log.undo();
    assert.equal(read(FIRST), SEED_SESSION);
    assert.deepEqual(
      states().map(([, , state]) => state),
      ['undone', 'undone'],
    );
  });

  it('an undo after a reload takes back what only an editor had, too, and shows it', async () => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(fileOf(FIRST)));
    await vscode.window.showTextDocument(document);
    await replace(document, '"email":""', '"email":"typed@example.com"');
    const typed = document.getText();
    await setPending(parts.row(FIRST));
    const pending = document.getText();
    await setPending(parts.row(SECOND), [parts.row(SECOND), parts.row(THIRD)]);
    const next = parts.changeLog();
    parts.cleanUp(() => next.dispose());
    await next.undo();
    await next.undo();
    assert.deepEqual([document.getText(), document.isDirty, read(SECOND)], [typed, true, SEED_SESSION]);
    assert.equal(told.at(-1), 'Undone: Set pending: guest (iPhone X).');
    const last = parts.changeLog();
    parts.cleanUp(() => last.dispose());
    await last.redo();
    assert.deepEqual([document.getText(), document.isDirty, read(FIRST)], [pending, true, SEED_SESSION]);
  });

  it('what was undone cannot be redone by the key after another change, but by its row', async () => {
    await setPending(parts.row(FIRST));
    await log.undo();
    await setPending(parts.row(SECOND));
    await log.redo();
    assert.deepEqual([read(FIRST), told.at(-1)], [SEED_SESSION, 'There is nothing to redo.']);
    const [first] = log.changes;
    await log.redo(() => first);
    assert.equal(read(FIRST), PENDING);
  });

  it('changes are undone and redone after a reload of the window', async () => {
    await setPending(...all());
    await parts.run(SESSION_COMMANDS.sessionDelete, parts.row(FIRST));
    await log.undo();
    await log.dispose();
    const next = parts.changeLog();
    parts.cleanUp(() => next.dispose());
    await next.undo();
    assert.deepEqual(NAMES.map(read), [SEED_SESSION, SEED_SESSION, SEED_SESSION]);
    await next.redo();
    await next.redo();
    assert.deepEqual(NAMES.map(read), [undefined, PENDING, PENDING]);
  });

  it('a change in an editor is undone there, and one of unsaved text stays unsaved', async () => {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(fileOf(FIRST)));
    await vscode.window.showTextDocument(document);
    await setPending(parts.row(FIRST));
    assert.deepEqual([document.getText(), document.isDirty], [PENDING, false]);
    await log.undo();
    assert.deepEqual([document.getText(), document.isDirty, read(FIRST)], [SEED_SESSION, false, SEED_SESSION]);
    await replace(document, '"email":""', '"email":"typed@example.com"');
    const typed = document.getText();
    await setPending(parts.row(FIRST));
    assert.notEqual(document.getText(), typed);
    await log.undo();
    assert.deepEqual([document.getText(), document.isDirty, read(FIRST)], [typed, true, SEED_SESSION]);
  });

  it('a mark that was taken away comes back with undo, also after a reload, and goes again with redo', async () => {
    await setPending(...all());
    await parts.run(SESSION_COMMANDS.sessionMarkPushed);
    assert.equal(parts.pending.size, 0);
    await log.undo();
    assert.equal(parts.pending.size, 3);
    const next = parts.changeLog();
    parts.cleanUp(() => next.dispose());
    await next.redo();
    assert.equal(parts.pending.size, 0);
  });

  it('no more than fifty changes are remembered, the latest', async () => {
    for (let times = 0; times < 51; times++) log.addMarks([parts.key(FIRST)], []);
    assert.equal(log.changes.length, 50);
  });

  it('the view of changes has the latest first, and says what, of whom, and what is undone', async () => {
    await setPending(...all());
    await parts.look();
    await parts.run(SESSION_COMMANDS.sessionAccept, parts.row(FIRST));
    await log.undo();
    const rows = new ChangeRows(log);
    parts.cleanUp(() => rows.dispose());
    const shown = rows.getChildren().map((row: KeptChange) => {
      const { label, description, contextValue } = rows.getTreeItem(row);
      return [label, String(description).replace(/ · [^·]*$/, ''), contextValue];
    });
    assert.deepEqual(shown, [
      ['Accept', 'guest (iPhone X) · undone', 'change undone files'],
      ['Set pending', '3 sessions', 'change done files'],
    ]);
  });

  it('the row of a change says when it was made, with the date unless that is today', async () => {
    const first = log.addMarks([parts.key(FIRST)], []);
    const rows = new ChangeRows(log);
    parts.cleanUp(() => rows.dispose());
    const whenIn = (time: number) =>
      String(rows.getTreeItem({ ...first, time }).description)
        .split(' · ')
        .at(-1);
    const noon = new Date(2020, 0, 31, 12, 5);
    assert.match(whenIn(noon.getTime()) ?? '', /2020.*12:05/);
    const today = new Date().setHours(12, 5);
    assert.match(whenIn(today) ?? '', /^12:05/);
  });
});

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { removedFile } from '../../src/disk/change/writtenFile';
import { resetSessions } from '../../src/disk/resetSessions';
import { comparedSide } from '../../src/vscode/compare/comparedUri';
import { Later } from '../../src/vscode/host/later';
import { PlaceChooser } from '../../src/vscode/sessions/choosePlace';
import { registerDeleteCommand } from '../../src/vscode/sessions/deleteCommand';
import { registerRestoreDeleted } from '../../src/vscode/sessions/deletedSessions';
import { Restorable } from '../../src/vscode/sessions/restorable';
import { SESSION_COMMANDS, SESSION_KEYS } from '../../src/vscode/sessions/sessionsContract';
import { SessionTrash } from '../../src/vscode/sessions/sessionTrash';
import { registerStatusCommands } from '../../src/vscode/sessions/statusCommands';
import { registerVersionCommands } from '../../src/vscode/sessions/versionCommands';
import { SEED_APPLICATION, SEED_SESSION } from '../support/seedSession';
import { SessionParts } from './sessionParts';
import { closeEditors, replace, TestMobileApps } from './workspace';

const NAMES = ['1', '2', '3'].map((digit) => digit.repeat(40));
const [FIRST = '', SECOND = '', THIRD = ''] = NAMES;
const PENDING = SEED_SESSION.replace('"status":"accepted"', '"status":"pending"');
const HOUR = 3_600_000;

describe('the versions of a session', () => {
  let apps: TestMobileApps;
  let folders = 0;
  let parts: SessionParts;
  /** What the user was told, in order. */
  let told: string[];
  /** The lists that were shown, and what is chosen in one: by its label, its description or all of it. */
  let lists: { readonly title: string; readonly items: readonly vscode.QuickPickItem[] }[];
  let choose: (item: vscode.QuickPickItem) => boolean;
  /** How much later than now the commands are called. */
  let later: number;
  const fileOf = (name: string) => path.join(apps.folder, SEED_APPLICATION, name);
  const read = (name: string) => (fs.existsSync(fileOf(name)) ? fs.readFileSync(fileOf(name), 'utf8') : undefined);
  const compare = (name = FIRST) => parts.run(SESSION_COMMANDS.sessionCompareVersion, parts.row(name));
  const setPending = (...names: string[]) =>
    parts.run(
      SESSION_COMMANDS.sessionSetPending,
      parts.row(names[0] ?? ''),
      names.map((name) => parts.row(name)),
    );
  const remove = (...names: string[]) =>
    parts.run(
      SESSION_COMMANDS.sessionDelete,
      parts.row(names[0] ?? ''),
      names.map((name) => parts.row(name)),
    );
  const restoreDeleted = () => {
    const { folder } = parts.key(FIRST);
    return parts.run(SESSION_COMMANDS.sessionsRestoreDeleted, { kind: 'folder', folder });
  };
  const shownItems = () => lists.at(-1)?.items ?? [];
  const diff = () => {
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
    assert.ok(input instanceof vscode.TabInputTextDiff);
    return input;
  };
  const textOf = async (uri: vscode.Uri) => (await vscode.workspace.openTextDocument(uri)).getText();

  beforeEach(async () => {
    apps = new TestMobileApps(`versions-${folders++}`);
    for (const name of NAMES) apps.write(SEED_SESSION, SEED_APPLICATION, name);
    parts = new SessionParts(apps.folder);
    await parts.look();
    [told, lists, later, choose] = [[], [], 0, () => false];
    const tell = (text: string, ...[options, go]: unknown[]) => {
      if (typeof options === 'object') return go;
      told.push(text);
      return undefined;
    };
    parts.answer({
      showInformationMessage: tell,
      showWarningMessage: tell,
      showQuickPick: (items: readonly vscode.QuickPickItem[], { title = '', canPickMany }: vscode.QuickPickOptions) => {
        lists.push({ title, items });
        const chosen = items.filter((item) => choose(item));
        return canPickMany ? chosen : chosen[0];
      },
    });
    const { registry, index, targets, writer, store, pending, changes, backupRoot } = parts;
    registerStatusCommands(registry, index, targets, writer, changes);
    const trash = new SessionTrash(store, () => Promise.reject(new Error('no trash')));
    registerDeleteCommand(registry, index, targets, trash, pending, changes);
    const tools = { index, targets, changes, backupRoots: [backupRoot], now: () => Date.now() + later };
    registerVersionCommands(registry, tools);
    registerRestoreDeleted(registry, new PlaceChooser(index, parts.view as never), tools);
  });

  afterEach(async () => {
    await closeEditors();
    await parts.dispose();
    apps.remove();
  });

  it('versions are listed with when, what for, and what differs, the newest first', async () => {
    await setPending(FIRST);
    await parts.changes.undo();
    await parts.changes.redo();
    later = 3 * HOUR;
    await compare();
    assert.equal(lists[0]?.title, 'Compare guest (iPhone X) with a Previous Version');
    assert.deepEqual(
      shownItems().map(({ label, detail }) => [label, detail?.split(' · ').at(-1)]),
      [
        ['3 hours ago, before doing Set pending again', 'differs in status'],
        ['3 hours ago, before undoing Set pending', 'as it is now'],
        ['3 hours ago, before Set pending', 'differs in status'],
      ],
    );
    assert.match(shownItems()[0]?.detail ?? '', new RegExp(`${new Date().getFullYear()}`));
  });

  const { token } = JSON.parse(SEED_SESSION) as { token: string };
  const otherToken = Buffer.from(
    JSON.stringify({ ...JSON.parse(Buffer.from(token, 'base64').toString('utf8')), id: 'x' }),
  ).toString('base64');
  for (const [what, text, words] of [
    ['another status and token', PENDING.replace(token, otherToken), 'differs in status, token'],
    ['another layout alone', JSON.stringify(JSON.parse(SEED_SESSION), undefined, 3), 'says the same as now'],
    ['no JSON', '{', 'the text differs'],
    ['no members', '{}', /^differs in (?:\w+, ){3}\w+ and \d more$/],
  ] as const) {
    it(`a version says what differs from a file with ${what}, and no value`, async () => {
      await setPending(FIRST);
      fs.writeFileSync(fileOf(FIRST), text);
      await compare();
      const said = shownItems()[0]?.detail?.split(' · ').at(-1) ?? '';
      if (typeof words === 'string') assert.equal(said, words);
      else assert.match(said, words);
      assert.ok(!JSON.stringify(shownItems()).includes(token.slice(0, 20)));
    });
  }

  it('a version is compared with the file, tokens decoded, and restored from there, byte for byte and to be undone', async () => {
    fs.appendFileSync(fileOf(FIRST), '\n\n');
    await parts.look();
    await setPending(FIRST);
    choose = () => true;
    await compare();
    const { original, modified } = diff();
    assert.match(await textOf(original), /"status": "accepted",\n {2}"team": \{[^}]*\},\n {2}"token": \{/);
    assert.match(await textOf(modified), /"status": "pending"/);
    await parts.run(SESSION_COMMANDS.sessionRestoreVersion, modified);
    assert.equal(read(FIRST), `${SEED_SESSION}\n\n`);
    assert.equal(told.at(-1), 'Done: Restore version: guest (iPhone X).');
    assert.deepEqual(
      parts.changes.changes.map(({ kind, files, name }) => [kind, files, name]),
      [
        ['setPending', 1, 'guest (iPhone X)'],
        ['restoreVersion', 1, 'guest (iPhone X)'],
      ],
    );
    await parts.run(SESSION_COMMANDS.sessionRestoreVersion, modified);
    assert.equal(told.at(-1), 'The session of guest (iPhone X) is like this version already.');
    await parts.changes.undo();
    assert.equal(read(FIRST), `${PENDING}\n\n`);
    await parts.changes.undo();
    assert.equal(read(FIRST), `${SEED_SESSION}\n\n`);
  });

  it('a version is restored in the active comparison, and nowhere else', async () => {
    await setPending(FIRST);
    choose = () => true;
    await compare();
    await parts.run(SESSION_COMMANDS.sessionRestoreVersion);
    assert.equal(read(FIRST), SEED_SESSION);
    await closeEditors();
    await parts.run(SESSION_COMMANDS.sessionRestoreVersion);
    assert.equal(told.at(-1), 'Choose a version with “Compare Session with Previous Version…” first.');
  });

  it('a version is restored into unsaved text, which stays unsaved', async () => {
    await setPending(FIRST);
    const document = await vscode.workspace.openTextDocument(fileOf(FIRST));
    await vscode.window.showTextDocument(document);
    await replace(document, '"email":""', '"email":"typed@example.com"');
    const typed = document.getText();
    choose = () => true;
    await compare();
    assert.match(shownItems()[0]?.detail ?? '', /differs in email, status$/);
    await parts.run(SESSION_COMMANDS.sessionRestoreVersion, diff().modified);
    assert.deepEqual([document.getText(), document.isDirty, read(FIRST)], [SEED_SESSION, true, PENDING]);
    await parts.changes.undo();
    assert.deepEqual([document.getText(), document.isDirty], [typed, true]);
  });

  it('a session without versions says when one is made', async () => {
    await compare();
    assert.deepEqual(told, [
      'There is no earlier version of guest (iPhone X): one is kept each time before this extension, its dev server or the command line changes the file.',
    ]);
    assert.equal(lists.length, 0);
  });

  it('a backup that cannot be read is named, and the other versions are there', async () => {
    await setPending(FIRST);
    await parts.run(SESSION_COMMANDS.sessionAccept, parts.row(FIRST));
    const [record] = parts.changes.changes[0]?.records ?? [];
    const manifest = path.join(record?.backup ?? '', 'backup.json');
    fs.writeFileSync(manifest, '{');
    choose = ({ detail }) => detail?.includes('does not describe a backup') === true;
    await compare();
    assert.deepEqual(
      shownItems().map(({ label }) => label),
      ['just now, before Accept', 'Cannot be read', path.basename(path.dirname(manifest))],
    );
    assert.deepEqual(told, [`${manifest} does not describe a backup. Repair it, or remove its folder.`]);
  });

  it('deleted sessions come back from their last versions, one or several, to be undone', async () => {
    await setPending(SECOND);
    await remove(FIRST, SECOND);
    await parts.look();
    await remove(THIRD);
    await parts.look();
    choose = ({ description }) => description !== undefined;
    await restoreDeleted();
    assert.deepEqual(
      shownItems().map(({ label, description, detail }) => [label, description, detail?.split(' · ').slice(1)]),
      [THIRD, FIRST, SECOND].map((name) => [
        'guest (iPhone X)',
        'just now · before Delete',
        [SEED_APPLICATION, `${name.slice(0, 10)}…`],
      ]),
    );
    assert.deepEqual(NAMES.map(read), [SEED_SESSION, PENDING, SEED_SESSION]);
    assert.equal(told.at(-1), 'Done: Restore deleted: 3 sessions.');
    await parts.changes.undo();
    assert.deepEqual(NAMES.map(read), [undefined, undefined, undefined]);
    await parts.changes.redo();
    await parts.look();
    await restoreDeleted();
    assert.match(told.at(-1) ?? '', /^No backup has a deleted session of /);
  });

  it('a deleted session that came back is undone by itself, after its deletion was undone as well', async () => {
    await remove(FIRST, SECOND);
    await parts.look();
    choose = ({ detail }) => detail?.endsWith(`${FIRST.slice(0, 10)}…`) === true;
    await restoreDeleted();
    assert.deepEqual([read(FIRST), read(SECOND)], [SEED_SESSION, undefined]);
    await parts.changes.undo(() => parts.changes.changes[0]);
    assert.deepEqual([read(FIRST), read(SECOND)], [SEED_SESSION, SEED_SESSION]);
    await parts.changes.undo(() => parts.changes.changes[1]);
    assert.deepEqual([read(FIRST), read(SECOND)], [undefined, SEED_SESSION]);
  });

  it('what can be restored is told when sessions go and when they come back, also in a window that begins later', async () => {
    const { canRestoreDeleted, canRestoreReset } = SESSION_KEYS;
    const keys = new Map<string, unknown>();
    const changed = new vscode.EventEmitter<void>();
    const set = ({ id }: { readonly id: string }, value: unknown) => {
      keys.set(id, value);
      changed.fire();
    };
    const log = new Later(async () => parts.changes);
    await log.get();
    const begin = () => {
      const restorable = new Restorable(parts.index, [parts.backupRoot], { set } as never, log);
      parts.cleanUp(() => restorable.dispose());
    };
    const until = async (deleted: boolean, reset: boolean) => {
      while (keys.get(canRestoreDeleted.id) !== deleted || keys.get(canRestoreReset.id) !== reset) {
        await new Promise<void>((resolve) => {
          const subscription = changed.event(() => {
            subscription.dispose();
            resolve();
          });
        });
      }
    };
    begin();
    await until(false, false);
    await remove(FIRST);
    await parts.look();
    await until(true, false);
    await parts.changes.undo();
    await parts.look();
    await until(false, false);
    const { folder } = parts.key(FIRST);
    const { removed, backup, pruned } = await resetSessions(parts.pool, folder, { backupRoot: parts.backupRoot });
    parts.changes.add('reset', [{ folder, written: removed.map(removedFile), backup, pruned }]);
    await parts.look();
    await until(true, true);
    keys.clear();
    begin();
    await until(true, true);
    await parts.changes.undo();
    await parts.look();
    await until(false, false);
  });

  it('a session whose file is gone is compared with nothing, and comes back from there', async () => {
    await setPending(FIRST);
    choose = () => true;
    await compare();
    const { original, modified } = diff();
    assert.equal(comparedSide(original)?.key.name, FIRST);
    fs.rmSync(fileOf(FIRST));
    await parts.run(SESSION_COMMANDS.sessionRestoreVersion, modified);
    assert.equal(read(FIRST), SEED_SESSION);
  });
});

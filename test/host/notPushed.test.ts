import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { SessionKey } from '../../src/core/index/sessionIndex';
import { ContextKeySetter } from '../../src/vscode/host/contextKeys';
import { FINDING_COMMANDS } from '../../src/vscode/problems/findingContract';
import { FixAll } from '../../src/vscode/problems/fixAll';
import { FixPreview } from '../../src/vscode/problems/fixPreview';
import { SessionFixes } from '../../src/vscode/problems/sessionFixes';
import { PlaceChooser } from '../../src/vscode/sessions/choosePlace';
import { registerDeleteCommand } from '../../src/vscode/sessions/deleteCommand';
import { registerMarkPushedCommand } from '../../src/vscode/sessions/markPushedCommand';
import { registerResetCommands } from '../../src/vscode/sessions/resetCommands';
import { SESSION_COMMANDS } from '../../src/vscode/sessions/sessionsContract';
import { SessionTrash } from '../../src/vscode/sessions/sessionTrash';
import { registerStatusCommands } from '../../src/vscode/sessions/statusCommands';
import type { TreeNode } from '../../src/vscode/sessions/treeNode';
import { SEED_APPLICATION, SEED_SESSION } from '../support/seedSession';
import { countSteps } from '../support/steps';
import { SessionParts } from './sessionParts';
import { closeEditors, replace, TestMobileApps } from './workspace';

const NAMES = [...'0123456789'].map((digit) => digit.repeat(40));
const [FIRST = '', SECOND = ''] = NAMES;
const CHANGED = NAMES.slice(0, 8);

describe('what is not pushed', () => {
  let apps: TestMobileApps;
  let folders = 0;
  let backups: string;
  let parts: SessionParts;
  const fileOf = (name: string) => path.join(apps.folder, SEED_APPLICATION, name);
  const uriOf = (name: string) => vscode.Uri.file(fileOf(name));
  const application = (): TreeNode => ({
    kind: 'application',
    folder: parts.key('').folder,
    application: SEED_APPLICATION,
  });
  const folder = (): TreeNode => ({ kind: 'folder', folder: parts.key('').folder });
  /** The marks, once the disk has been looked at. */
  const marked = async () => {
    await parts.look();
    return parts.pending
      .keys()
      .map(({ name }) => name)
      .sort();
  };
  /** Answers questions with the button that goes on, notifications with this one. */
  const answer = (button?: string) =>
    parts.answer({
      showWarningMessage: (...[, , go]: unknown[]) => go,
      showInformationMessage: (...[, second, third]: unknown[]) => {
        const isQuestion = typeof second === 'object';
        return isQuestion ? third : button;
      },
    });
  const toggle = (name: string) => parts.run(SESSION_COMMANDS.sessionToggleStatus, parts.row(name));
  const build = async (stored?: unknown) => {
    parts = new SessionParts(apps.folder, stored);
    await parts.look();
    const { registry, index, pool, targets, writer, store, pending, view, changes } = parts;
    const choose = new PlaceChooser(index, view as never);
    registerStatusCommands(registry, index, targets, writer, changes);
    registerDeleteCommand(registry, index, targets, new SessionTrash(store), pending, changes);
    registerResetCommands(registry, choose, { pool, index, pending, backupRoot: backups, changes });
    registerMarkPushedCommand(registry, targets, pending, changes);
    const preview = new FixPreview(new ContextKeySetter());
    parts.cleanUp(() => preview.dispose());
    const fixes = new SessionFixes(pool, index, store, pending, backups);
    new FixAll(index, fixes, preview, changes).register(registry, targets);
  };

  beforeEach(async () => {
    backups = fs.mkdtempSync(path.join(os.tmpdir(), 'backups-'));
    apps = new TestMobileApps(`not-pushed-${folders++}`);
    for (const name of NAMES) apps.write(SEED_SESSION, SEED_APPLICATION, name);
    await build();
  });

  afterEach(async () => {
    await closeEditors();
    await parts.dispose();
    apps.remove();
    fs.rmSync(backups, { recursive: true, force: true });
  });

  it('a session that is toggled there and back is not marked, by whatever command', async () => {
    await toggle(FIRST);
    assert.deepEqual(await marked(), [FIRST]);
    await toggle(FIRST);
    assert.deepEqual(parts.pending.keys(), []);
    await parts.run(SESSION_COMMANDS.sessionSetPending, parts.row(FIRST));
    await parts.run(SESSION_COMMANDS.sessionAccept, parts.row(FIRST));
    assert.deepEqual(await marked(), []);
  });

  for (const [what, button, run] of [
    [
      'a deletion is undone',
      'Undo',
      () =>
        parts.run(
          SESSION_COMMANDS.sessionDelete,
          parts.row(FIRST),
          NAMES.map((name) => parts.row(name)),
        ),
    ],
    ['a reset is restored', 'Restore', () => parts.run(SESSION_COMMANDS.applicationReset, application())],
  ] as const) {
    it(`the marks of sessions that are not pushed are the same as before when ${what}`, async () => {
      for (const name of CHANGED) await toggle(name);
      assert.deepEqual(await marked(), CHANGED);
      answer(button);
      parts.select(...NAMES);
      await run();
      assert.deepEqual(
        parts.pending
          .keys()
          .map(({ name }) => name)
          .sort(),
        CHANGED,
      );
      assert.deepEqual(await marked(), CHANGED);
    });
  }

  /** Resets all after some were changed, and restores that in another window. */
  const restoreElsewhere = async (prepare = () => {}) => {
    for (const name of CHANGED) await toggle(name);
    answer(undefined);
    await parts.run(SESSION_COMMANDS.folderReset, folder());
    assert.deepEqual(await marked(), NAMES);
    const kept = parts.pending.keys().length;
    const { memory } = parts;
    await parts.dispose();
    await build(memory.get('notYetPushed'));
    assert.equal(parts.pending.keys().length, kept);
    answer(undefined);
    prepare();
    await parts.run(SESSION_COMMANDS.folderRestoreReset, folder());
    assert.deepEqual(await marked(), CHANGED);
  };

  it('a session is not marked as not pushed when another window restores it after a reset', () => restoreElsewhere());

  it('a session that another window restores is not marked as not pushed when the index reads it at once', () =>
    restoreElsewhere(() => {
      const { store } = parts;
      const create = store.create.bind(store);
      store.create = async (...args) => {
        await create(...args);
        await parts.look();
      };
    }));

  it('sessions that are restored after the server was told of their deletion are marked as not pushed', async () => {
    answer(undefined);
    await parts.run(SESSION_COMMANDS.applicationReset, application());
    parts.pending.pushed(parts.pending.atPush(parts.key('').folder));
    assert.deepEqual(await marked(), []);
    await parts.run(SESSION_COMMANDS.folderRestoreReset, folder());
    assert.deepEqual(await marked(), NAMES);
  });

  it('nothing is marked when an edit that was saved is undone and saved again, or when only the layout of a file changes', async () => {
    const document = await vscode.workspace.openTextDocument(uriOf(FIRST));
    await vscode.window.showTextDocument(document);
    await replace(document, '"accepted"', '"pending"');
    assert.deepEqual(parts.pending.keys(), []);
    await document.save();
    assert.deepEqual(await marked(), [FIRST]);
    await replace(document, '"pending"', '"accepted"');
    await document.save();
    assert.deepEqual(await marked(), []);
    await replace(document, '"status":"accepted"', '   "status"   :   "accepted"');
    await document.save();
    assert.deepEqual(await marked(), []);
  });

  it('an open file with unsaved text is not marked before it is saved, as a server reads files', async () => {
    const document = await vscode.workspace.openTextDocument(uriOf(FIRST));
    await vscode.window.showTextDocument(document);
    await replace(document, '"iPhone X"', '"iPhone XI"');
    await toggle(FIRST);
    assert.deepEqual(await marked(), []);
    await document.save();
    assert.deepEqual(await marked(), [FIRST]);
  });

  it('nothing is marked when a file is moved away and back, at once or later', async () => {
    const moved = 'f'.repeat(40);
    const move = async (from: string, to: string) => {
      const edit = new vscode.WorkspaceEdit();
      edit.renameFile(uriOf(from), uriOf(to));
      assert.ok(await vscode.workspace.applyEdit(edit));
    };
    await move(FIRST, moved);
    assert.deepEqual(await marked(), [FIRST, moved]);
    assert.deepEqual(parts.pending.of(parts.key(FIRST)), 'deleted');
    await move(moved, FIRST);
    assert.deepEqual(await marked(), []);
    await move(FIRST, moved);
    await move(moved, FIRST);
    assert.deepEqual(parts.pending.keys(), []);
    assert.deepEqual(await marked(), []);
  });

  it('what the Explorer deletes is marked, and nothing once that is there again', async () => {
    const edit = new vscode.WorkspaceEdit();
    edit.deleteFile(uriOf(FIRST));
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.deepEqual(await marked(), [FIRST]);
    fs.writeFileSync(fileOf(FIRST), SEED_SESSION);
    assert.deepEqual(await marked(), []);
  });

  it('a session that VS Code creates again is not marked when the index has read it before that is told', async () => {
    fs.rmSync(fileOf(FIRST));
    parts.pending.deleted([parts.key(FIRST)]);
    assert.deepEqual(await marked(), [FIRST]);
    const before = parts.pending.before([parts.key(FIRST)]);
    fs.writeFileSync(fileOf(FIRST), SEED_SESSION);
    assert.deepEqual(await marked(), []);
    parts.pending.changed(parts.key(FIRST), before);
    assert.deepEqual(await marked(), []);
  });

  it('a session loses its mark when its file has again the text from before the repair', async () => {
    const wrong = SEED_SESSION.replace('"accepted"', '"acepted"');
    const name = '7023d9205074199d1c16fc00d24354e778137675';
    apps.write(wrong);
    await parts.look();
    answer(undefined);
    await parts.run(FINDING_COMMANDS.findingFixAll, parts.row(name));
    assert.deepEqual(await marked(), [name]);
    apps.write(wrong);
    assert.deepEqual(await marked(), []);
  });

  it('what others write is not marked', async () => {
    apps.write(SEED_SESSION.replace('"accepted"', '"pending"'), SEED_APPLICATION, FIRST);
    assert.deepEqual(await marked(), []);
  });

  it('a mark that an older version kept stays until it is pushed or marked as pushed', async () => {
    await parts.dispose();
    await build([[JSON.stringify([parts.key('').folder, SEED_APPLICATION, FIRST]), 'changed']]);
    assert.deepEqual(await marked(), [FIRST]);
    answer(undefined);
    await parts.run(SESSION_COMMANDS.sessionMarkPushed, application());
    assert.deepEqual(await marked(), []);
  });

  describe('Mark as Pushed', () => {
    beforeEach(async () => {
      for (const name of CHANGED) await toggle(name);
      answer(undefined);
      await parts.run(SESSION_COMMANDS.sessionDelete, parts.row(NAMES[9] ?? ''));
      assert.equal((await marked()).length, 9);
    });

    const ROWS: [string, () => unknown[], number][] = [
      ['the row that was clicked', () => [parts.row(FIRST)], 8],
      [
        'the rows that are selected with it',
        () => [parts.row(FIRST), [FIRST, SECOND].map((name) => parts.row(name))],
        7,
      ],
      ['a row without a mark, too', () => [parts.row(NAMES[8] ?? '')], 9],
      ['all of an application, with what is deleted', () => [application()], 0],
      ['all of a folder', () => [folder()], 0],
      ['all, from the palette', () => [], 0],
    ];
    for (const [what, args, left] of ROWS) {
      it(`Mark as Pushed takes the mark from ${what}, and gives it back with Undo`, async () => {
        await parts.run(SESSION_COMMANDS.sessionMarkPushed, ...args());
        assert.equal((await marked()).length, left);
        // Pushed is what the file is now: the old one is another one.
        if (left < 9) {
          await toggle(FIRST);
          assert.ok((await marked()).includes(FIRST));
          await toggle(FIRST);
        }
        assert.equal((await marked()).length, left);
      });

      it(`Mark as Pushed gives the marks of ${what} back with Undo`, async () => {
        const before = await marked();
        answer('Undo');
        await parts.run(SESSION_COMMANDS.sessionMarkPushed, ...args());
        assert.deepEqual(await marked(), before);
      });
    }

    it('Mark as Pushed is about the selected rows, and about the session in the editor, from the palette', async () => {
      parts.select(FIRST, SECOND);
      await parts.run(SESSION_COMMANDS.sessionMarkPushed);
      assert.equal((await marked()).length, 7);
      parts.view.visible = false;
      await vscode.window.showTextDocument(uriOf(CHANGED[2] ?? ''));
      await parts.run(SESSION_COMMANDS.sessionMarkPushed);
      assert.equal((await marked()).length, 6);
    });
  });

  it('thousands of marks cost little: nothing is read for them, and they are kept once', async () => {
    const { pending, memory } = parts;
    const some = (count: number, letter: string) =>
      Array.from({ length: count }, (_, at) => parts.key(`${letter}${at.toString(16).padStart(39, '0')}`));
    const cost = async (keys: readonly SessionKey[]) => {
      const steps = await countSteps(() => {
        const copies = pending.before(keys);
        pending.deleted(keys, copies);
        pending.restored(keys, copies);
        for (const key of keys) pending.changed(key, copies);
      });
      return steps.all;
    };
    const few = some(2_000, 'd');
    const many = some(20_000, 'e');
    const ofFew = await cost(few);
    const ofMany = await cost(many);
    assert.ok(ofFew > few.length, `${ofFew} steps`);
    // Ten times as many take ten times the steps; what looks at all for each takes a hundred times as many.
    assert.ok(ofMany < 15 * ofFew, `${ofFew} steps and ${ofMany} steps`);
    assert.equal(pending.size, few.length + many.length);
    await parts.dispose();
    assert.equal((memory.get('notYetPushed') as unknown[]).length, few.length + many.length);
  });
});

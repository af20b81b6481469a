import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { normalPath } from '../../src/vscode/host/pathSetting';
import { PlaceChooser } from '../../src/vscode/sessions/choosePlace';
import { registerNewSessionCommand } from '../../src/vscode/sessions/newSessionCommand';
import { SESSION_COMMANDS } from '../../src/vscode/sessions/sessionsContract';
import type { TreeNode } from '../../src/vscode/sessions/treeNode';
import { SEED_APPLICATION, SEED_SESSION } from '../support/seedSession';
import { SessionParts } from './sessionParts';
import { closeEditors, TestMobileApps } from './workspace';

describe('New Session File', () => {
  let apps: TestMobileApps;
  let parts: SessionParts;
  let count = 0;
  /** Of the questions that were asked. */
  let titles: string[] = [];

  beforeEach(async () => {
    apps = new TestMobileApps(`new-session-${count++}`);
    apps.write();
    parts = new SessionParts(apps.folder);
    await parts.look();
    const { registry, index, store, pending, changes, view } = parts;
    const choose = new PlaceChooser(index, view as never);
    registerNewSessionCommand(registry, { index, folders: { open: async () => {} }, choose, store, pending, changes });
  });
  afterEach(async () => {
    await closeEditors();
    await parts.dispose();
    apps.remove();
  });

  const folder = () => normalPath(apps.folder);
  const filesIn = (application: string) => {
    const place = path.join(apps.folder, application);
    return fs.existsSync(place) ? fs.readdirSync(place).sort() : [];
  };
  /** Types each text in its turn, where it is taken; a text that is refused ends the questions. */
  function answering(picks: readonly (string | RegExp)[], texts: readonly (string | undefined)[]) {
    const [labels, typed] = [[...picks], [...texts]];
    const refused: string[] = [];
    titles = [];
    parts.answer({
      showQuickPick: (items: readonly vscode.QuickPickItem[], { title = '' }: vscode.QuickPickOptions) => {
        titles.push(title);
        const label = labels.shift();
        return items.find((each) => (label instanceof RegExp ? label.test(each.label) : each.label === label));
      },
      showInputBox: (async ({ title = '', validateInput, value }: vscode.InputBoxOptions) => {
        titles.push(title);
        const text = typed.length > 0 ? typed.shift() : value;
        const said = text === undefined ? undefined : await validateInput?.(text);
        if (typeof said !== 'string') return text;
        refused.push(said);
        return undefined;
      }) as never,
      showInformationMessage: () => undefined,
    });
    return refused;
  }
  const run = (target?: TreeNode | vscode.Uri) => parts.run(SESSION_COMMANDS.sessionsCreate, target);
  const application = (name = SEED_APPLICATION): TreeNode => ({
    kind: 'application',
    folder: folder(),
    application: name,
  });
  const made = async (name = SEED_APPLICATION) => {
    await parts.look();
    const entries = [...parts.index.entries(folder(), name)];
    return entries.filter(({ fields }) => fields.email === 'new@example.com');
  };

  for (const status of ['accepted', 'pending'] as const) {
    it(`a new session file that is ${status} has no finding, is a change that can be undone, and no server has it yet`, async () => {
      answering([status], ['A phone', 'DEVICE-1', 'new@example.com']);
      await run(application());
      const [entry, ...others] = await made();
      assert.ok(entry);
      assert.deepEqual(others, []);
      assert.deepEqual(entry.findings, []);
      assert.equal(entry.condition, status);
      assert.equal(entry.fields.deviceDescription, 'A phone');
      const key = parts.key(entry.name);
      assert.ok(parts.pending.of(key));
      assert.equal(
        vscode.window.activeTextEditor?.document.uri.fsPath,
        path.join(folder(), SEED_APPLICATION, entry.name),
      );
      await closeEditors();
      assert.deepEqual(
        parts.changes.changes.map(({ kind, files, state }) => [kind, files, state]),
        [['create', 1, 'done']],
      );
      await parts.changes.undo();
      await parts.look();
      assert.deepEqual(await made(), []);
      assert.equal(parts.pending.of(key), undefined);
      await parts.changes.redo();
      assert.equal((await made()).length, 1);
      assert.ok(parts.pending.of(key));
    });
  }

  it('a new session file of another application makes its folder, and undoing it takes that away', async () => {
    answering(
      ['Another Application…', 'pending'],
      ['ABCDE12345', 'com.example.other', 'A phone', 'DEVICE-2', 'new@example.com'],
    );
    await run({ kind: 'folder', folder: folder() });
    const [entry] = await made('ABCDE12345.com.example.other');
    assert.deepEqual(entry?.findings, []);
    await closeEditors();
    await parts.changes.undo();
    assert.ok(!fs.existsSync(path.join(apps.folder, 'ABCDE12345.com.example.other')));
  });

  it('a new session file of an application without a team is one of an Android app', async () => {
    answering(
      ['Another Application…', 'accepted'],
      ['', 'com.example.droid', 'A phone', '3f9a1c7be2d04586', 'new@example.com'],
    );
    await run(vscode.Uri.file(apps.folder));
    const [entry] = await made('com.example.droid');
    assert.deepEqual(entry?.findings, []);
    assert.equal(entry?.fields.deviceOs, 'Android');
  });

  it('a new session file is made in an application folder of the Explorer', async () => {
    answering(['accepted'], ['A phone', 'DEVICE-3', 'new@example.com']);
    await run(vscode.Uri.file(path.join(apps.folder, SEED_APPLICATION)));
    assert.equal((await made()).length, 1);
  });

  const numbers = () => titles.map((title) => /\((\d+ of \d+)\): /.exec(title)?.[1]);

  for (const [what, target, picks, texts, wanted] of [
    ['an application', () => application(), ['pending'], [], ['1 of 4', '2 of 4', '3 of 4', '4 of 4']],
    [
      'an application that is picked',
      () => ({ kind: 'folder', folder: folder() }) as const,
      [/^(?!Another)/, 'pending'],
      [],
      ['1 of 5', '2 of 5', '3 of 5', '4 of 5', '5 of 5'],
    ],
    [
      'another application',
      () => vscode.Uri.file(apps.folder),
      ['Another Application…', 'pending'],
      ['', 'com.example.droid'],
      ['1 of 5', '2 of 7', '3 of 7', '4 of 7', '5 of 7', '6 of 7', '7 of 7'],
    ],
  ] as const) {
    it(`the questions for a new session file of ${what} have their numbers`, async () => {
      answering(picks, texts);
      await run(target());
      assert.deepEqual(numbers(), wanted);
    });
  }

  it('the only MobileApps folder gets the new session file without a question', async () => {
    answering([/^(?!Another)/, 'pending'], ['A phone', 'DEVICE-5', 'new@example.com']);
    await run();
    assert.equal(titles[0], 'New Session File (1 of 5): Which Application?');
    assert.equal((await made()).length, 1);
  });

  const device = JSON.parse(SEED_SESSION).device.id as string;
  const refusals: readonly (readonly [string, readonly (string | RegExp)[], readonly string[], RegExp])[] = [
    ['a device that has one already', ['accepted'], ['A phone', device], /has a session of this application already/],
    ['an empty device id', ['accepted'], ['A phone', '  '], /may not be empty/],
    ['an application that leads elsewhere', ['Another Application…'], ['', '../x'], /cannot be named/],
    ['an application with a reserved name', ['Another Application…'], ['', 'con'], /cannot be named/],
    ['an application that begins with a dot', ['Another Application…'], ['', '.hidden'], /cannot be named/],
  ];
  for (const [what, picks, texts, words] of refusals) {
    it(`no session file is made for ${what}`, async () => {
      const before = fs.readdirSync(apps.folder, { recursive: true }).sort();
      const refused = answering(picks, texts);
      await run(picks[0] === 'accepted' ? application() : { kind: 'folder', folder: folder() });
      assert.match(refused.join(), words);
      assert.deepEqual(fs.readdirSync(apps.folder, { recursive: true }).sort(), before);
      assert.deepEqual(parts.changes.changes, []);
    });
  }

  it('nothing is made when one of the questions is cancelled', async () => {
    const before = filesIn(SEED_APPLICATION);
    for (const texts of [[undefined], ['A phone', undefined], ['A phone', 'DEVICE-4', undefined]]) {
      answering(['accepted'], texts);
      await run(application());
    }
    answering([], ['A phone', 'DEVICE-4', 'new@example.com']);
    await run(application());
    assert.deepEqual(filesIn(SEED_APPLICATION), before);
  });
});

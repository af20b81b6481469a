import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { GRID_COMMANDS } from '../../src/vscode/grid/gridContract';
import { MOBILE_APPS_COMMANDS, SESSIONS_VIEW } from '../../src/vscode/mobileApps/mobileAppsContract';
import { FINDING_COMMANDS } from '../../src/vscode/problems/findingContract';
import { PUSH_COMMANDS } from '../../src/vscode/push/pushContract';
import { SERVER_COMMANDS } from '../../src/vscode/server/serverContract';
import { registerCopyCommands } from '../../src/vscode/sessions/copyCommands';
import { registerDeleteCommand } from '../../src/vscode/sessions/deleteCommand';
import { registerEmailCommand } from '../../src/vscode/sessions/emailCommand';
import { SESSION_COMMANDS } from '../../src/vscode/sessions/sessionsContract';
import { SessionTrash } from '../../src/vscode/sessions/sessionTrash';
import { registerShowCommands } from '../../src/vscode/sessions/showCommands';
import { registerStatusCommands } from '../../src/vscode/sessions/statusCommands';
import type { TreeArguments } from '../../src/vscode/sessions/targets';
import type { TreeNode } from '../../src/vscode/sessions/treeNode';
import { registerTokenCommands } from '../../src/vscode/token/tokenCommands';
import { TOKEN_COMMANDS } from '../../src/vscode/token/tokenContract';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { SessionParts } from './sessionParts';
import { closeEditors, next, TestMobileApps } from './workspace';

/** What each command of a row is about: the row alone, all that are selected with it, or the folder that the row is in. */
const ABOUT: Readonly<Record<string, 'one' | 'many' | 'place'>> = {
  [MOBILE_APPS_COMMANDS.sessionOpen.id]: 'one',
  [SESSION_COMMANDS.sessionShowProblem.id]: 'one',
  [SESSION_COMMANDS.sessionCompareVersion.id]: 'one',
  [SESSION_COMMANDS.sessionRevealInOS.id]: 'one',
  [SESSION_COMMANDS.sessionRevealInExplorer.id]: 'one',
  [TOKEN_COMMANDS.tokenDecode.id]: 'one',
  [TOKEN_COMMANDS.tokenEditDecoded.id]: 'one',
  [SESSION_COMMANDS.sessionToggleStatus.id]: 'many',
  [SESSION_COMMANDS.sessionAccept.id]: 'many',
  [SESSION_COMMANDS.sessionSetPending.id]: 'many',
  [SESSION_COMMANDS.sessionEditEmail.id]: 'many',
  [SESSION_COMMANDS.sessionCopyId.id]: 'many',
  [SESSION_COMMANDS.sessionCopyPath.id]: 'many',
  [SESSION_COMMANDS.sessionCopyToken.id]: 'many',
  [SESSION_COMMANDS.sessionCopyAuthorization.id]: 'many',
  [SESSION_COMMANDS.sessionCopyCurl.id]: 'many',
  [TOKEN_COMMANDS.tokenRegenerate.id]: 'many',
  [SESSION_COMMANDS.sessionDelete.id]: 'many',
  [SESSION_COMMANDS.sessionCompare.id]: 'many',
  [FINDING_COMMANDS.findingFixAll.id]: 'many',
  [SESSION_COMMANDS.sessionMarkPushed.id]: 'many',
  [SERVER_COMMANDS.serverStart.id]: 'place',
  [MOBILE_APPS_COMMANDS.folderClose.id]: 'place',
  [SESSION_COMMANDS.folderReset.id]: 'place',
  [SESSION_COMMANDS.folderRestoreReset.id]: 'place',
  [SESSION_COMMANDS.sessionsCreate.id]: 'place',
  [SESSION_COMMANDS.sessionsRestoreDeleted.id]: 'place',
  [SESSION_COMMANDS.applicationReset.id]: 'place',
  [SESSION_COMMANDS.applicationOpenManifest.id]: 'place',
  [GRID_COMMANDS.applicationShowGrid.id]: 'place',
  [PUSH_COMMANDS.sessionsPush.id]: 'place',
  [PUSH_COMMANDS.sessionsPushTo.id]: 'place',
  [PUSH_COMMANDS.pushDismissLast.id]: 'place',
};

/** An item of a menu in package.json. */
interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
}

const NAMES = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(40));
const [FIRST = '', MIDDLE = '', LAST = '', OTHER = ''] = NAMES;
const SELECTED = [FIRST, MIDDLE, LAST];
const textOf = (name: string, status: string) =>
  SEED_SESSION.replace('"accepted"', `"${status}"`)
    .replace(/"token":".*"/, `"token":"of-${name}"`)
    .replace('"email":""', `"email":"${name[0]}@example.com"`);

/** Where a command was called, what VS Code gives it then, and whom it is about. */
interface Call {
  readonly where: string;
  readonly args: (row: (name: string) => TreeNode) => TreeArguments;
  /** The sessions of a command for many. */
  readonly many: readonly string[];
  /** That of a command for one; `asked` when the user has to say it. */
  readonly one: string | 'asked';
}

const CALLS: Call[] = [
  ...SELECTED.map((name, at) => ({
    where: `a click on row ${at + 1} of three that are selected`,
    args: (row: (name: string) => TreeNode): TreeArguments => [row(name), SELECTED.map(row)],
    many: SELECTED,
    one: name,
  })),
  {
    where: 'a click on a row beside the selected ones',
    args: (row) => [row(OTHER), undefined],
    many: [OTHER],
    one: OTHER,
  },
  {
    where: 'a click on a row beside the selected ones, which are given all the same',
    args: (row) => [row(OTHER), SELECTED.map(row)],
    many: [OTHER],
    one: OTHER,
  },
  { where: 'the palette, with three selected', args: () => [], many: SELECTED, one: 'asked' },
  { where: 'a key, with three selected', args: () => [{ from: 'selection' }], many: SELECTED, one: 'asked' },
];

describe('what a command is about', () => {
  let apps: TestMobileApps;
  let folders = 0;
  let parts: SessionParts;
  let status = 'accepted';
  const row = (name: string) => parts.row(name);
  const fileOf = (name: string) => path.join(apps.folder, SEED_APPLICATION, name);

  beforeEach(async () => {
    apps = new TestMobileApps(`targets-${folders++}`);
    for (const name of NAMES) apps.write(textOf(name, status), SEED_APPLICATION, name);
    parts = new SessionParts(apps.folder);
    await parts.look();
    const { registry, index, documents, targets, writer, store, pending, changes } = parts;
    registerStatusCommands(registry, index, targets, writer, changes);
    registerEmailCommand(registry, index, targets, writer, changes);
    registerCopyCommands(registry, targets, () => undefined);
    registerTokenCommands(registry, targets, writer, changes);
    registerShowCommands(registry, index, documents, targets, { show: () => undefined } as never);
    registerDeleteCommand(registry, index, targets, new SessionTrash(store), pending, changes);
  });

  afterEach(async () => {
    status = 'accepted';
    await closeEditors();
    await parts.dispose();
    apps.remove();
  });

  it('every command in the context menu of a row has a test of the sessions that it acts on', () => {
    const own = vscode.extensions.all.find(({ packageJSON }) => packageJSON.name === 'session-workbench');
    const menus: Record<string, MenuItem[]> = own?.packageJSON.contributes.menus ?? {};
    const ofRows = menus['view/item/context']?.filter(({ when }) => when?.includes(SESSIONS_VIEW.id)) ?? [];
    const commands = ofRows.flatMap(({ command, submenu }) =>
      command === undefined ? (menus[submenu ?? ''] ?? []).map((each) => each.command) : [command],
    );
    assert.deepEqual(Object.keys(ABOUT).sort(), [...new Set(commands)].sort());
  });

  /** Whom a command was about, by what it did. */
  const changed = () => NAMES.filter((name) => !fs.existsSync(fileOf(name)) || read(name) !== textOf(name, status));
  const read = (name: string) => fs.readFileSync(fileOf(name), 'utf8');
  const copied = async () => {
    const text = await vscode.env.clipboard.readText();
    return NAMES.filter((name) => text.includes(name));
  };
  const opened = () => NAMES.filter((name) => vscode.window.activeTextEditor?.document.uri.path.includes(name));
  const EFFECTS: Readonly<Record<string, () => string[] | Promise<string[]>>> = {
    [SESSION_COMMANDS.sessionToggleStatus.id]: changed,
    [SESSION_COMMANDS.sessionSetPending.id]: changed,
    [SESSION_COMMANDS.sessionEditEmail.id]: changed,
    [TOKEN_COMMANDS.tokenRegenerate.id]: changed,
    [SESSION_COMMANDS.sessionDelete.id]: changed,
    [SESSION_COMMANDS.sessionCopyId.id]: copied,
    [SESSION_COMMANDS.sessionCopyPath.id]: copied,
    [SESSION_COMMANDS.sessionCopyToken.id]: copied,
    [SESSION_COMMANDS.sessionCopyAuthorization.id]: copied,
    [SESSION_COMMANDS.sessionCopyCurl.id]: copied,
    [SESSION_COMMANDS.sessionShowProblem.id]: opened,
  };

  for (const [id, effect] of Object.entries(EFFECTS)) {
    for (const { where, args, many, one } of CALLS) {
      it(`${id} acts on the right sessions ${where}`, async () => {
        let asked: readonly vscode.QuickPickItem[] = [];
        parts.answer({
          showInputBox: () => 'new@example.com',
          showWarningMessage: (...[, , button]: unknown[]) => button,
          showInformationMessage: () => undefined,
          // Not the first, which is what would be taken without asking.
          showQuickPick: (items: readonly vscode.QuickPickItem[]) => {
            asked = items;
            return items[1];
          },
        });
        parts.select(...SELECTED);
        await parts.run({ id }, ...args(row));
        const isOne = ABOUT[id] === 'one';
        assert.deepEqual(await effect(), !isOne ? many : one === 'asked' ? [MIDDLE] : [one]);
        assert.equal(asked.length, isOne && one === 'asked' ? SELECTED.length : 0);
      });
    }
  }

  it('a command does nothing when the user does not say which session is meant', async () => {
    parts.answer({ showQuickPick: () => undefined });
    parts.select(...SELECTED);
    await parts.run(SESSION_COMMANDS.sessionShowProblem);
    assert.deepEqual(opened(), []);
  });

  it('a command is about the session in the editor once the user is there, and the rows again once one is selected', async () => {
    parts.select(FIRST, MIDDLE);
    await vscode.window.showTextDocument(vscode.Uri.file(fileOf(FIRST)));
    await parts.run(SESSION_COMMANDS.sessionCopyId);
    // What is opened beside the rows is the row that was clicked.
    assert.deepEqual(await copied(), [FIRST, MIDDLE]);
    const moved = next(vscode.window.onDidChangeTextEditorSelection);
    await vscode.commands.executeCommand('cursorBottom');
    await moved;
    await parts.run(SESSION_COMMANDS.sessionCopyId);
    assert.deepEqual(await copied(), [FIRST]);
    parts.select(MIDDLE, LAST);
    await parts.run(SESSION_COMMANDS.sessionCopyId);
    assert.deepEqual(await copied(), [MIDDLE, LAST]);
    parts.view.visible = false;
    await parts.run(SESSION_COMMANDS.sessionCopyId);
    assert.deepEqual(await copied(), [FIRST]);
  });

  it('a command is about the session of the editor whose menu it was called from, whatever is selected', async () => {
    const uri = vscode.Uri.file(fileOf(OTHER));
    await vscode.workspace.openTextDocument(uri);
    parts.select(...SELECTED);
    await parts.run(SESSION_COMMANDS.sessionSetPending, uri);
    assert.deepEqual(changed(), [OTHER]);
  });

  it('the token of the row that was clicked is decoded, whatever is selected in an editor', async () => {
    const document = await vscode.workspace.openTextDocument({ content: 'no token' });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 0, 0, 8);
    fs.writeFileSync(fileOf(OTHER), SEED_SESSION);
    await parts.run(TOKEN_COMMANDS.tokenDecode, row(OTHER));
    const shown = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.equal(JSON.parse(shown).id, SEED_NAME);
  });

  describe('Edit E-mail on many', () => {
    type Box = vscode.InputBoxOptions;
    const shownBox = async (answer?: string): Promise<Box> => {
      let shown: Box = {};
      parts.answer({
        showInputBox: (box: Box) => {
          shown = box;
          return answer;
        },
      });
      parts.select(...SELECTED);
      await parts.run(SESSION_COMMANDS.sessionEditEmail);
      return shown;
    };
    const warningOf = async ({ validateInput }: Box, text: string) => {
      const said = await validateInput?.(text);
      return typeof said === 'object' ? said?.message : said;
    };

    it('Edit E-mail says how many there are and that they differ, and warns of an address that looks wrong', async () => {
      const box = await shownBox();
      assert.deepEqual([box.title, box.value], ['E-mail of 3 sessions', '']);
      assert.equal(box.placeHolder, '3 different addresses');
      assert.equal(await warningOf(box, 'jane at'), 'An e-mail address has no spaces in it.');
      assert.equal(await warningOf(box, 'jane@example.com'), undefined);
      assert.deepEqual(changed(), []);
    });

    it('Edit E-mail asks before all that differ become guests, as Enter alone would make them', async () => {
      let answer: string | undefined;
      const asked: unknown[] = [];
      parts.answer({
        showWarningMessage: (...[question]: unknown[]) => {
          asked.push(question);
          return answer;
        },
      });
      await shownBox('');
      assert.deepEqual(asked, ['Take the addresses of all 3 sessions away, so that they are guests?']);
      assert.deepEqual(changed(), []);
      answer = 'Make Guests';
      await shownBox('');
      for (const name of SELECTED) assert.equal(JSON.parse(read(name)).email, '');
    });

    it('Edit E-mail sets one address for all, marks each, and is one undo in an editor that is open', async () => {
      const document = await vscode.workspace.openTextDocument(fileOf(MIDDLE));
      await vscode.window.showTextDocument(document);
      await shownBox('team@example.com');
      for (const name of SELECTED) assert.equal(JSON.parse(read(name)).email, 'team@example.com');
      assert.deepEqual(changed(), SELECTED);
      assert.deepEqual(
        parts.pending.keys().map(({ name }) => name),
        SELECTED,
      );
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), textOf(MIDDLE, status));
    });
  });

  describe('Accept', () => {
    before(() => {
      status = 'pending';
    });

    it('Accept accepts all that are selected with the row', async () => {
      parts.select(...SELECTED);
      await parts.run(SESSION_COMMANDS.sessionAccept, row(LAST), SELECTED.map(row));
      assert.deepEqual(changed(), SELECTED);
    });
  });
});

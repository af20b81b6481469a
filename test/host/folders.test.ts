import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { SESSION_COMMANDS } from '../../src/vscode/sessions/sessionsContract';
import { TOKEN_COMMANDS } from '../../src/vscode/token/tokenContract';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { closeEditors, codes, next, TestMobileApps, untilCodes, workspaceRoot } from './workspace';

const BROKEN = '{';

describe('which MobileApps folders are looked at', () => {
  const configuration = () => vscode.workspace.getConfiguration();
  const setFolders = (folders: string[] | undefined) =>
    configuration().update('sessionWorkbench.mobileApps.folders', folders, vscode.ConfigurationTarget.Workspace);
  const cleanUp: (() => void)[] = [];

  /** A folder with one broken session file in it. */
  const brokenFolder = (folder: string): vscode.Uri => {
    const file = path.join(folder, SEED_APPLICATION, SEED_NAME);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, BROKEN);
    cleanUp.push(() => fs.rmSync(folder, { recursive: true, force: true }));
    return vscode.Uri.file(file);
  };

  afterEach(async () => {
    await setFolders(undefined);
    await configuration().update('files.exclude', undefined, vscode.ConfigurationTarget.Workspace);
    for (const each of cleanUp.splice(0)) each();
  });

  it('a new MobileApps folder is found by itself', async () => {
    const apps = new TestMobileApps('found/deep/down');
    cleanUp.push(() => apps.remove());
    await untilCodes(apps.write(BROKEN), ['mobi/2']);
  });

  describe('a MobileApps folder that comes later where VS Code does not watch', () => {
    const project = () => path.join(workspaceRoot(), 'late');
    const mobileApps = () => path.join(project(), 'Data/MobileApps');

    before(async () => {
      const excluded = { '**/late/**': true, '**/Data/**': true };
      await configuration().update('files.watcherExclude', excluded, vscode.ConfigurationTarget.Workspace);
      fs.mkdirSync(path.join(project(), 'Project/Sources'), { recursive: true });
      fs.writeFileSync(path.join(project(), '.gitignore'), '[dD][aA][tT][aA]/\n');
      // The setting reaches VS Code's watcher a little later.
      const told = new Set<string>();
      const watcher = vscode.workspace.createFileSystemWatcher('**/watched-*');
      watcher.onDidCreate(({ fsPath }) => told.add(fsPath));
      for (let round = 0, excludes = false; !excludes; round++) {
        const hidden = path.join(project(), `watched-${round}`);
        const seen = path.join(workspaceRoot(), `watched-${round}`);
        for (const file of [hidden, seen]) fs.writeFileSync(file, '');
        while (!told.has(seen)) await next(watcher.onDidCreate);
        excludes = !told.has(hidden);
        for (const file of [hidden, seen]) fs.rmSync(file);
      }
      watcher.dispose();
    });
    after(async () => {
      fs.rmSync(project(), { recursive: true, force: true });
      await configuration().update('files.watcherExclude', undefined, vscode.ConfigurationTarget.Workspace);
    });

    it('a MobileApps folder that comes later is found, with the data folder that comes first', async () => {
      fs.mkdirSync(path.dirname(mobileApps()));
      await untilCodes(brokenFolder(mobileApps()), ['mobi/2']);
    });

    it('a MobileApps folder is found when it is deleted and made again, alone and with the data folder', async () => {
      for (const deleted of [mobileApps(), path.dirname(mobileApps())]) {
        const file = brokenFolder(mobileApps());
        await untilCodes(file, ['mobi/2']);
        fs.rmSync(deleted, { recursive: true });
        await untilCodes(file, []);
        await untilCodes(brokenFolder(mobileApps()), ['mobi/2']);
      }
    });

    it('a MobileApps folder is found in folders that came before it, one in another', async () => {
      const [deep, other] = ['archive/2024', 'mark'].map((name) => path.join(project(), 'Data', name, 'MobileApps'));
      fs.mkdirSync(path.dirname(deep as string), { recursive: true });
      // When this one is there, the others have been looked into.
      await untilCodes(brokenFolder(other as string), ['mobi/2']);
      await untilCodes(brokenFolder(deep as string), ['mobi/2']);
    });

    it('a MobileApps folder is found when it is moved in with all that is in it, in another place of the project', async () => {
      const aside = fs.mkdtempSync(path.join(os.tmpdir(), 'moved-'));
      brokenFolder(path.join(aside, 'Data 2/MobileApps'));
      fs.renameSync(path.join(aside, 'Data 2'), path.join(project(), 'Data 2'));
      const moved = path.join(project(), 'Data 2/MobileApps', SEED_APPLICATION, SEED_NAME);
      await untilCodes(vscode.Uri.file(moved), ['mobi/2']);
    });
  });

  describe('a session file that is opened by itself', () => {
    const elsewhere = fs.mkdtempSync(path.join(os.tmpdir(), 'by-itself-'));
    after(() => fs.rmSync(elsewhere, { recursive: true, force: true }));
    afterEach(closeEditors);

    const MISSPELT = SEED_SESSION.replace('"accepted"', '"acepted"');
    for (const [where, file, text, wanted] of [
      ['in a MobileApps folder', `a/MobileApps/${SEED_APPLICATION}/${SEED_NAME}`, MISSPELT, ['mobi/3']],
      ['in one of another name', `sessions/${SEED_APPLICATION}/${SEED_NAME}`, '{', ['mobi/2']],
      ['in any folder', `downloads/${SEED_NAME}`, SEED_SESSION, ['mobi/1']],
      ['of another name, in any folder', 'downloads/colleague', MISSPELT, ['mobi/3', 'mobi/1', 'mobi/1']],
    ] as const) {
      it(`a session file ${where} is checked, has its language, and is forgotten when it is closed`, async () => {
        const uri = vscode.Uri.file(path.join(elsewhere, file));
        fs.mkdirSync(path.dirname(uri.fsPath), { recursive: true });
        fs.writeFileSync(uri.fsPath, text);
        fs.writeFileSync(path.join(path.dirname(uri.fsPath), 'f'.repeat(40)), '{');
        // As a person does: VS Code keeps a file for minutes that an extension has opened without an editor.
        await vscode.commands.executeCommand('vscode.open', uri);
        await untilCodes(uri, [...wanted]);
        const { document } = vscode.window.activeTextEditor ?? assert.fail();
        while (document.languageId !== '4d-mobile-session') await next(vscode.workspace.onDidOpenTextDocument);
        assert.deepEqual(codes(vscode.Uri.file(path.join(path.dirname(uri.fsPath), 'f'.repeat(40)))), []);
        await closeEditors();
        await untilCodes(uri, []);
      });
    }

    it('a session file that is opened by itself has hover, quick fixes and the commands for one session', async () => {
      const uri = vscode.Uri.file(path.join(elsewhere, 'commands', SEED_APPLICATION, SEED_NAME));
      fs.mkdirSync(path.dirname(uri.fsPath), { recursive: true });
      fs.writeFileSync(uri.fsPath, MISSPELT);
      await vscode.commands.executeCommand('vscode.open', uri);
      await untilCodes(uri, ['mobi/3']);
      const editor = vscode.window.activeTextEditor ?? assert.fail();
      const { document } = editor;
      while (document.languageId !== '4d-mobile-session') await next(vscode.workspace.onDidOpenTextDocument);
      const hoverAt = async (text: string) => {
        const at = document.positionAt(document.getText().indexOf(text) + 2);
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, at);
        return hovers.flatMap(({ contents }) => contents.map((c) => (typeof c === 'string' ? c : c.value))).join();
      };
      assert.match(await hoverAt('"status"'), /waits until somebody accepts it/);
      assert.match(await hoverAt('eyJ'), /com\.contactApp\.Contact/);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        vscode.languages.getDiagnostics(uri)[0]?.range,
        vscode.CodeActionKind.QuickFix.value,
      );
      const fix = actions.find(({ edit, isPreferred }) => edit && isPreferred) ?? assert.fail();
      await vscode.workspace.applyEdit(fix.edit ?? assert.fail());
      await document.save();
      await untilCodes(uri, []);
      await vscode.commands.executeCommand(SESSION_COMMANDS.sessionToggleStatus.id, uri);
      assert.match(fs.readFileSync(uri.fsPath, 'utf8'), /"status":"pending"/);
      const from = document.getText().indexOf('eyJ');
      const to = document.getText().indexOf('"', from);
      editor.selection = new vscode.Selection(document.positionAt(from), document.positionAt(to));
      await vscode.commands.executeCommand(TOKEN_COMMANDS.tokenDecode.id);
      const decoded = vscode.window.activeTextEditor?.document.getText() ?? '';
      assert.equal(JSON.parse(decoded).teamID, 'UTT7VDX8W5');
    });

    it('a file to which another program has given the name of a session file is none, and plain text', async () => {
      const uri = vscode.Uri.file(path.join(elsewhere, 'objects', SEED_NAME));
      fs.mkdirSync(path.dirname(uri.fsPath), { recursive: true });
      fs.writeFileSync(uri.fsPath, 'something else');
      const document = await vscode.workspace.openTextDocument(uri);
      while (document.languageId !== 'plaintext') await next(vscode.workspace.onDidOpenTextDocument);
      assert.deepEqual(codes(uri), []);
    });
  });

  it('a folder of the setting counts, relative to the workspace folder and whatever its name', async () => {
    const file = brokenFolder(path.join(workspaceRoot(), 'Sessions of my apps'));
    await setFolders(['Sessions of my apps']);
    await untilCodes(file, ['mobi/2']);
    await setFolders([]);
    await untilCodes(file, []);
  });

  it('a folder of the setting can begin with the variable workspaceFolder', async () => {
    const file = brokenFolder(path.join(workspaceRoot(), 'elsewhere'));
    // biome-ignore lint/suspicious/noTemplateCurlyInString: VS Code's variable, in a setting
    await setFolders(['${workspaceFolder}/elsewhere']);
    await untilCodes(file, ['mobi/2']);
  });

  it('a folder of the setting can be absolute, outside the workspace', async () => {
    const file = brokenFolder(fs.mkdtempSync(path.join(os.tmpdir(), 'absolute-')));
    await setFolders([path.dirname(path.dirname(file.fsPath))]);
    await untilCodes(file, ['mobi/2']);
  });

  it('a folder of the setting can begin with ~', async () => {
    const file = brokenFolder(fs.mkdtempSync(path.join(os.homedir(), '.session-workbench-test-')));
    await setFolders([`~/${path.basename(path.dirname(path.dirname(file.fsPath)))}`]);
    await untilCodes(file, ['mobi/2']);
  });

  it('a folder that files.exclude names is not found', async () => {
    const apps = new TestMobileApps('hidden');
    cleanUp.push(() => apps.remove());
    const file = apps.write(BROKEN);
    await untilCodes(file, ['mobi/2']);
    await configuration().update('files.exclude', { '**/hidden': true }, vscode.ConfigurationTarget.Workspace);
    await untilCodes(file, []);
  });

  it('a schema of the setting takes the place of the built-in one', async () => {
    const apps = new TestMobileApps('schema');
    cleanUp.push(() => apps.remove());
    const schema = path.join(workspaceRoot(), 'own.schema.json');
    fs.writeFileSync(
      schema,
      JSON.stringify({ $schema: 'http://json-schema.org/draft-04/schema#', required: ['colour'] }),
    );
    cleanUp.push(() => fs.rmSync(schema));
    const file = apps.write();
    await configuration().update(
      'sessionWorkbench.mobileApps.schema',
      'own.schema.json',
      vscode.ConfigurationTarget.Workspace,
    );
    await untilCodes(file, ['mobi/3']);
    assert.match(vscode.languages.getDiagnostics(file)[0]?.message ?? '', /colour/);
    // What another program does to the file counts at once.
    fs.writeFileSync(schema, '{}');
    await untilCodes(file, []);
    fs.writeFileSync(schema, JSON.stringify({ required: ['taste'] }));
    await untilCodes(file, ['mobi/3']);
    assert.match(vscode.languages.getDiagnostics(file)[0]?.message ?? '', /taste/);
    await configuration().update('sessionWorkbench.mobileApps.schema', undefined, vscode.ConfigurationTarget.Workspace);
    await untilCodes(file, []);
  });
});

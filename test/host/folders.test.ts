import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { SEED_APPLICATION, SEED_NAME } from '../support/seedSession';
import { TestMobileApps, untilCodes, workspaceRoot } from './workspace';

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
    await configuration().update('sessionWorkbench.mobileApps.schema', undefined, vscode.ConfigurationTarget.Workspace);
    await untilCodes(file, []);
  });
});

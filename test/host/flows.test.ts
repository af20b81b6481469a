import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { diskFiles } from '../../src/disk/userFile';
import { FlowSession } from '../../src/scenario/flowSession';
import { FLOW_COMMANDS } from '../../src/vscode/flows/flowContract';
import { openScenario } from '../../src/vscode/flows/flowFile';
import { FlowFollower } from '../../src/vscode/flows/flowFollower';
import { closeEditors, next, workspaceRoot } from './workspace';

describe('which flow a command is about', () => {
  const shipped = (stem: string) => {
    const folder = vscode.extensions.getExtension('session-workbench.session-workbench')?.extensionPath ?? '';
    return vscode.Uri.file(path.join(folder, `media/scenarios/${stem}.scenario.json`));
  };
  const OTP = shipped('otp-4dsid');
  const FORM = shipped('login-form');
  const OTHER = shipped('mobile-pending-code');

  afterEach(closeEditors);

  async function open(uri: vscode.Uri): Promise<void> {
    await vscode.commands.executeCommand(FLOW_COMMANDS.flowOpen.id, uri);
    await untilActive((tab) => tab?.input instanceof vscode.TabInputWebview);
  }

  async function edit(document: vscode.TextDocument): Promise<void> {
    await vscode.window.showTextDocument(document);
    await untilActive((tab) => tab?.input instanceof vscode.TabInputText);
  }

  const someText = () => vscode.workspace.openTextDocument({ content: 'no scenario' });

  /** The command that shows the file of the flow; it tells by that which one it is about. */
  async function shownFile(): Promise<string | undefined> {
    await vscode.commands.executeCommand(FLOW_COMMANDS.flowOpenFile.id);
    return vscode.window.activeTextEditor?.document.uri.fsPath;
  }

  it('a command is about the flow whose simulator is active, however many are open', async () => {
    await open(OTP);
    await open(FORM);
    assert.equal(await shownFile(), FORM.fsPath);
  });

  it('a command is about the only flow that is open, when the developer is elsewhere', async () => {
    await open(OTP);
    await edit(await someText());
    assert.equal(await shownFile(), OTP.fsPath);
  });

  it('a command is about the scenario whose text is edited', async () => {
    await open(OTP);
    await open(FORM);
    await edit(await vscode.workspace.openTextDocument(OTHER));
    assert.equal(await shownFile(), OTHER.fsPath);
  });

  it('a flow is asked for only when it is not clear which, and open ones are offered first, the last one before all', async () => {
    await open(OTP);
    await open(FORM);
    await edit(await someText());
    let isDone = false;
    const shown = shownFile().finally(() => {
      isDone = true;
    });
    // The list is there a moment later; until then this does nothing.
    while (!isDone) {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.equal(await shown, FORM.fsPath);
  });

  for (const command of [FLOW_COMMANDS.flowRun, FLOW_COMMANDS.flowPlay]) {
    it(`${command.id} asks nothing while one flow is open`, async () => {
      await open(OTP);
      // It would wait for an answer.
      await vscode.commands.executeCommand(command.id);
      const simulators = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
      assert.deepEqual(
        simulators.map(({ label }) => label),
        ['OTP with $4DSID'],
      );
    });
  }
});

async function untilActive(fits: (tab: vscode.Tab | undefined) => boolean): Promise<void> {
  while (!fits(vscode.window.tabGroups.activeTabGroup.activeTab)) await next(vscode.window.tabGroups.onDidChangeTabs);
}

describe('a simulator whose flow is changed on disk', () => {
  const file = path.join(workspaceRoot(), 'followed.scenario.json');
  const step = { title: 'Call', from: 'Browser', to: '4D Server', request: { url: '/' } };
  const actors = { Browser: { role: 'browser' }, '4D Server': { role: 'server' } };
  const write = (name: string, steps: readonly object[] = [step]) =>
    fs.writeFileSync(file, JSON.stringify({ name, actors, steps }));
  const read = () => openScenario(file, vscode.Uri.file('/nowhere'));
  const server = { start: () => Promise.reject(new Error('No server is needed.')) };

  afterEach(() => fs.rmSync(file, { force: true }));

  it('before its first step a flow is read again, keeps what was chosen, and is refused while it is at fault', async () => {
    write('As it was');
    const session = new FlowSession(await read(), { server, files: diskFiles });
    const told: string[] = [];
    const follower = new FlowFollower(session, read, (text) => told.push(text));
    try {
      assert.equal(await follower.readAgain(), false);
      await session.ask({ kind: 'holdNext', on: true });
      write('As it is');
      await Promise.all([follower.readAgain(), follower.readAgain()]);
      assert.equal(session.outline.name, 'As it is');
      assert.equal(session.status.holdsNext, true);
      assert.ok(told.includes('The flow was read again, as its file was changed.'), told.join('\n'));
      write('At fault', [{ ...step, to: 'Nobody' }]);
      await assert.rejects(follower.readAgain(), /cannot be run\. Line 1/);
      assert.equal(session.outline.name, 'As it is');
    } finally {
      await follower.dispose();
      await session.dispose();
    }
  });

  it('after some steps a changed flow stays as it is, and the page says to restart it', async () => {
    write('As it was');
    const kept = [{ kind: 'runEnded', verdict: 'passed', ms: 1 }] as const;
    const session = new FlowSession(await read(), { server, files: diskFiles, kept });
    let hear: (text: string) => void = () => {};
    const said = new Promise<string>((resolve) => {
      hear = resolve;
    });
    const follower = new FlowFollower(session, read, (text) => hear(text));
    try {
      write('As it is');
      assert.equal(await follower.readAgain(), false);
      const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), ' ');
      await vscode.workspace.applyEdit(edit);
      await document.save();
      assert.match(await said, /^The flow was changed since\. Restart it/);
      assert.equal(session.outline.name, 'As it was');
    } finally {
      await follower.dispose();
      await session.dispose();
      await closeEditors();
    }
  });
});

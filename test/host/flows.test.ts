import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { FLOW_COMMANDS } from '../../src/vscode/flows/flowContract';
import { closeEditors, next } from './workspace';

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

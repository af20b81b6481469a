import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/vscode/contract';

const extension = () => {
  const found = vscode.extensions.getExtension('session-workbench.session-workbench');
  if (!found) throw new Error('The extension is not installed in this window.');
  return found;
};

// For all files of this folder: the window opens with an empty folder, so that nothing has activated the extension yet.
before(() => extension().activate());

describe('activation', () => {
  it('registers every command', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      Object.values(COMMANDS).filter((command) => !registered.has(command)),
      [],
    );
  });
});

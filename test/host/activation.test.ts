import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { WHOLE_CONTRACT } from '../support/wholeContract';

describe('activation', () => {
  it('the activation registers every command', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const ids = WHOLE_CONTRACT.flatMap(({ commands = {} }) => Object.values(commands).map(({ id }) => id));
    assert.deepEqual(
      ids.filter((id) => !registered.has(id)),
      [],
    );
  });
});

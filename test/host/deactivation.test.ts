import assert from 'node:assert/strict';
import childProcess, { type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { SERVER_COMMANDS } from '../../src/vscode/server/serverContract';
import { devServer, request } from './servers';

/** What VS Code has loaded: the same module, as Node keeps it by its path. */
interface ExtensionModule {
  deactivate(): Promise<void>;
}

describe('the end of the extension', () => {
  let folder: string;

  beforeEach(() => {
    folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'deactivation-')), 'MobileApps');
    fs.mkdirSync(folder);
  });
  afterEach(() => fs.rmSync(path.dirname(folder), { recursive: true, force: true }));

  it('a dev server that is let go of has no process any more when that is done', async () => {
    const server = devServer();
    const { pid } = await server.start({ mobileApps: folder });
    assert.ok(isRunning(pid));
    await server.dispose();
    assert.ok(!isRunning(pid));
  });

  // The last test of all: afterwards the window has no extension any more.
  it('the dev server of the window is gone when the extension has ended', async () => {
    const started = childrenOf(() =>
      vscode.commands.executeCommand(SERVER_COMMANDS.serverStart.id, { kind: 'folder', folder }),
    );
    const [child] = await started;
    assert.ok(child);
    const row = { kind: 'address', which: 'local', index: 0 };
    await vscode.commands.executeCommand(SERVER_COMMANDS.serverCopyAddress.id, row);
    const url = await vscode.env.clipboard.readText();
    assert.equal((await request(`${url}/mobileapp/`, 'GET', {})).status, 200);
    assert.equal(child.exitCode, null);

    const extension = vscode.extensions.getExtension('session-workbench.session-workbench');
    assert.ok(extension);
    const { deactivate } = require(path.join(extension.extensionPath, 'dist/extension.js')) as ExtensionModule;
    await deactivate();
    assert.equal(child.exitCode, 0);
    await assert.rejects(request(`${url}/mobileapp/`, 'GET', {}), { code: 'ECONNREFUSED' });
    const left = await vscode.commands.getCommands(true);
    assert.ok(!left.includes(SERVER_COMMANDS.serverStart.id));
  });
});

/** The processes that the extension starts meanwhile. */
async function childrenOf(run: () => Thenable<unknown>): Promise<ChildProcess[]> {
  const { fork } = childProcess;
  const children: ChildProcess[] = [];
  childProcess.fork = ((...args: Parameters<typeof fork>) => {
    const child = fork(...args);
    children.push(child);
    return child;
  }) as typeof fork;
  try {
    await run();
  } finally {
    childProcess.fork = fork;
  }
  return children;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

import assert from 'node:assert/strict';
import childProcess, { type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { FLOW_COMMANDS } from '../../src/vscode/flows/flowContract';
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
  it('no server of the window is left when the extension has ended: neither the dev server nor that of a run', async () => {
    const extension = vscode.extensions.getExtension('session-workbench.session-workbench');
    assert.ok(extension);
    const children = await childrenOf(2, async () => {
      await vscode.commands.executeCommand(SERVER_COMMANDS.serverStart.id, { kind: 'folder', folder });
      const flow = path.join(extension.extensionPath, 'media/scenarios/otp-restore.scenario.json');
      await vscode.commands.executeCommand(FLOW_COMMANDS.flowPlay.id, vscode.Uri.file(flow));
    });
    const row = { kind: 'address', which: 'local', index: 0 };
    await vscode.commands.executeCommand(SERVER_COMMANDS.serverCopyAddress.id, row);
    const url = await vscode.env.clipboard.readText();
    assert.equal((await request(`${url}/mobileapp/`, 'GET', {})).status, 200);
    assert.deepEqual(children.map(isOver), [false, false]);

    const { deactivate } = require(path.join(extension.extensionPath, 'dist/extension.js')) as ExtensionModule;
    await deactivate();
    assert.deepEqual(children.map(isOver), [true, true]);
    await assert.rejects(request(`${url}/mobileapp/`, 'GET', {}), { code: 'ECONNREFUSED' });
    const left = await vscode.commands.getCommands(true);
    assert.ok(!left.includes(SERVER_COMMANDS.serverStart.id));
  });
});

/** The processes that the extension starts meanwhile, once there are so many. */
async function childrenOf(count: number, run: () => Promise<unknown>): Promise<ChildProcess[]> {
  const { fork } = childProcess;
  const children: ChildProcess[] = [];
  let started = () => {};
  const allStarted = new Promise<void>((resolve) => {
    started = resolve;
  });
  childProcess.fork = ((...args: Parameters<typeof fork>) => {
    const child = fork(...args);
    children.push(child);
    if (children.length === count) started();
    return child;
  }) as typeof fork;
  try {
    await Promise.all([run(), allStarted]);
  } finally {
    childProcess.fork = fork;
  }
  return children;
}

function isOver({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

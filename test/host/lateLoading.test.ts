import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { DisposableStore } from '../../src/core/base/disposableStore';
import { Emitter } from '../../src/core/base/event';
import type { ServerStatus } from '../../src/core/protocol/address';
import type { ServerProcess } from '../../src/server/client/serverProcess';
import { ServerStoppedError } from '../../src/server/kernel/start/startErrors';
import { Command } from '../../src/vscode/contract/command';
import { CommandRegistry, execute } from '../../src/vscode/host/commandRegistry';
import { Later } from '../../src/vscode/host/later';
import { LateServerProcess } from '../../src/vscode/server/lateServerProcess';
import { ownLog } from './ownLog';

const COMMANDS = {
  first: new Command<[text?: string]>('test.lateLoading.first'),
  second: new Command<[text?: string]>('test.lateLoading.second'),
} as const;

/** A promise that the test fulfils. */
function open<T>() {
  let fulfil: (value: T) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    fulfil = yes;
    reject = no;
  });
  return { promise, fulfil, reject };
}

describe('code that is loaded when it is first used', () => {
  let disposables: DisposableStore;
  let registry: CommandRegistry;
  let asked: string[];
  let before: typeof vscode.window.showErrorMessage;

  beforeEach(() => {
    disposables = new DisposableStore();
    const log = disposables.add(ownLog('Late loading'));
    registry = new CommandRegistry(disposables, log);
    asked = [];
    before = vscode.window.showErrorMessage;
    const tell = async (message: string) => void asked.push(message);
    Object.assign(vscode.window, { showErrorMessage: tell });
  });

  afterEach(async () => {
    Object.assign(vscode.window, { showErrorMessage: before });
    await disposables.dispose();
  });

  it('commands that are called while their code is loaded run once for each call, in the order of the calls', async () => {
    const loading = open<void>();
    const done: string[] = [];
    let loads = 0;
    const handlers = new Later(async () => {
      loads++;
      await loading.promise;
      registry.register(COMMANDS.first, (text) => done.push(`first ${text}`));
      registry.register(COMMANDS.second, (text) => done.push(`second ${text}`));
    });
    registry.registerLate(COMMANDS, () => handlers.get());
    assert.equal(loads, 0);
    const calls = [
      execute(COMMANDS.first, 'a'),
      execute(COMMANDS.second, 'b'),
      execute(COMMANDS.first, 'c'),
      execute(COMMANDS.first, 'd'),
    ];
    loading.fulfil();
    await Promise.all(calls);
    await execute(COMMANDS.second, 'e');
    assert.deepEqual(done, ['first a', 'second b', 'first c', 'first d', 'second e']);
    assert.equal(loads, 1);
  });

  it('code that cannot be loaded is told, and loaded again by the next call', async () => {
    const done: string[] = [];
    let loads = 0;
    const handlers = new Later(async () => {
      if (++loads === 1) throw new Error('A part of the extension is gone.');
      registry.register(COMMANDS.first, (text) => done.push(`first ${text}`));
    });
    registry.registerLate({ first: COMMANDS.first }, () => handlers.get());
    await execute(COMMANDS.first, 'a');
    assert.deepEqual([asked, done], [['A part of the extension is gone.'], []]);
    await execute(COMMANDS.first, 'b');
    assert.deepEqual([asked.length, done], [1, ['first b']]);
  });

  it('a feature that waits for another to be loaded is told once it is, and loads nothing by waiting', async () => {
    let loads = 0;
    const later = new Later(async () => `loaded ${++loads}`);
    const told: string[] = [];
    later.whenLoaded((loaded) => told.push(`before: ${loaded}`));
    assert.deepEqual([loads, told], [0, []]);
    await Promise.all([later.get(), later.get()]);
    later.whenLoaded((loaded) => told.push(`after: ${loaded}`));
    assert.deepEqual(told, ['before: loaded 1', 'after: loaded 1']);
  });

  it('a server that is stopped while its code is loaded does not start', async () => {
    const loading = open<ServerProcess>();
    const server = new LateServerProcess(() => loading.promise);
    const starting = server.start({});
    assert.equal(server.status, 'stopped');
    await server.stop();
    const inner = new StartedProcess();
    loading.fulfil(inner);
    await assert.rejects(starting, ServerStoppedError);
    assert.equal(inner.starts, 0);
    server.dispose();
  });

  it('a server whose code has come tells its status as its own', async () => {
    const inner = new StartedProcess();
    const server = new LateServerProcess(async () => inner);
    const heard: ServerStatus[] = [];
    server.onDidChange((status) => heard.push(status));
    const { url } = await server.start({});
    assert.deepEqual([heard, server.status, server.address?.url], [['running'], 'running', url]);
    await server.stop();
    assert.deepEqual([heard, server.status], [['running', 'stopped'], 'stopped']);
    server.dispose();
    assert.ok(inner.isDisposed);
  });
});

/** A process that runs as soon as it is started. */
class StartedProcess implements ServerProcess {
  private readonly changed = new Emitter<ServerStatus>();
  readonly onDidChange = this.changed.event;
  readonly onDidChangeWarning = new Emitter<void>().event;
  readonly problem = undefined;
  readonly warning = undefined;
  status: ServerStatus = 'stopped';
  address: ServerProcess['address'];
  starts = 0;
  isDisposed = false;

  async start() {
    this.starts++;
    const url = 'http://127.0.0.1:1';
    this.address = { url, controlUrl: url, controlToken: '', externalPlatformUrl: url, pid: 1 };
    this.become('running');
    return this.address;
  }

  async stop(): Promise<void> {
    this.become('stopped');
  }

  dispose(): void {
    this.isDisposed = true;
  }

  private become(status: ServerStatus): void {
    this.status = status;
    this.changed.fire(status);
  }
}

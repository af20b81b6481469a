import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { Emitter } from '../../src/core/base/event';
import type { ServerAddress, ServerStatus } from '../../src/core/protocol/address';
import { JoinableProcess } from '../../src/server/client/joinableProcess';
import { ServedFolders } from '../../src/server/client/servedFolders';
import type { ServerProcess } from '../../src/server/client/serverProcess';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import { temporaryFolder } from '../disk/temporaryFolder';
import { HandTimers } from '../support/handTimers';
import { devServers } from './devServers';

/** A process that runs nothing. */
class IdleProcess implements ServerProcess {
  private readonly changed = new Emitter<ServerStatus>();
  readonly onDidChange = this.changed.event;
  readonly onDidChangeWarning = new Emitter<void>().event;
  readonly problem = undefined;
  readonly warning = undefined;
  status: ServerStatus = 'stopped';
  address: ServerAddress | undefined;

  constructor(private readonly own: ServerAddress) {}

  async start(): Promise<ServerAddress> {
    this.address = this.own;
    this.become('running');
    return this.own;
  }

  async stop(): Promise<void> {
    this.address = undefined;
    this.become('stopped');
  }

  /** It crashed, and runs in another process now. */
  crash(address: ServerAddress): void {
    this.become('starting');
    this.address = address;
    this.become('running');
  }

  dispose(): void {}

  private become(status: ServerStatus): void {
    this.status = status;
    this.changed.fire(status);
  }
}

function addressOf(port: number, pid = process.pid): ServerAddress {
  const url = `http://127.0.0.1:${port}`;
  return { url, controlUrl: `${url}/_workbench/v1`, controlToken: `token ${port}`, externalPlatformUrl: url, pid };
}

describe('a second window on one folder', () => {
  const temporary = temporaryFolder();
  const start = devServers();
  let timers: HandTimers;
  const root = () => path.join(temporary(), 'servers');
  const folder = () => path.join(temporary(), 'MobileApps');
  const options = (): ServerOptions => ({ mobileApps: folder() });

  beforeEach(() => {
    timers = new HandTimers();
  });

  /** A window whose own server would have this address. */
  function windowOf(address: ServerAddress, served = new ServedFolders(root(), async () => true)) {
    const own = new IdleProcess(address);
    const joinable = new JoinableProcess({
      own,
      served,
      by: () => `the editor at ${address.url}`,
      folderOf: ({ mobileApps }) => mobileApps,
      timers,
      log: () => {},
    });
    return { own, joinable };
  }

  const settled = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
  };

  it('a second window joins the server of the first, which goes on when the second leaves', async () => {
    const [one, two] = [windowOf(addressOf(1)), windowOf(addressOf(2))];
    assert.equal((await one.joinable.start(options())).url, 'http://127.0.0.1:1');
    assert.equal((await two.joinable.start(options())).url, 'http://127.0.0.1:1');
    assert.deepEqual([two.joinable.status, two.own.status], ['running', 'stopped']);
    assert.deepEqual(two.joinable.joined, { pid: process.pid, by: 'the editor at http://127.0.0.1:1' });
    assert.equal(one.joinable.joined, undefined);
    await two.joinable.stop();
    assert.deepEqual([two.joinable.status, one.joinable.status], ['stopped', 'running']);
  });

  it('a second window is told when the first stops its server, and starts one of its own then', async () => {
    const [one, two] = [windowOf(addressOf(1)), windowOf(addressOf(2))];
    await one.joinable.start(options());
    await two.joinable.start(options());
    timers.end();
    await settled(() => timers.asked.length > 0);
    assert.equal(two.joinable.status, 'running');
    await one.joinable.stop();
    timers.end();
    await settled(() => two.joinable.status === 'stopped');
    assert.equal((await two.joinable.start(options())).url, 'http://127.0.0.1:2');
  });

  it('a server that was started again after a crash is told with its new process', async () => {
    const { own, joinable } = windowOf(addressOf(1));
    const served = new ServedFolders(root(), async () => true);
    await joinable.start(options());
    own.crash({ ...addressOf(1), pid: process.ppid });
    while ((await served.find(folder()))?.pid !== process.ppid) await new Promise((resolve) => setImmediate(resolve));
    await joinable.stop();
    assert.equal(await served.find(folder()), undefined);
  });

  it('a second window on another folder has a server of its own', async () => {
    const [one, two] = [windowOf(addressOf(1)), windowOf(addressOf(2))];
    await one.joinable.start(options());
    assert.equal((await two.joinable.start({ mobileApps: `${folder()}2` })).url, 'http://127.0.0.1:2');
  });

  it('the address and the token of a server are in a file that only its user can read', async function () {
    if (process.platform === 'win32') this.skip();
    await windowOf(addressOf(1)).joinable.start(options());
    const [name = ''] = fs.readdirSync(root());
    const file = path.join(root(), name);
    assert.deepEqual([fs.statSync(root()).mode & 0o777, fs.statSync(file).mode & 0o777], [0o700, 0o600]);
    const served = new ServedFolders(root(), async () => true);
    assert.equal((await served.find(folder()))?.url, 'http://127.0.0.1:1');
    fs.chmodSync(file, 0o644);
    assert.equal(await served.find(folder()), undefined);
  });

  it('a server is not joined whose process is gone, that does not answer, or that is not on this machine', async () => {
    const served = new ServedFolders(root());
    const running = (await start({ tokens: {} })).address();
    const takeBack = await served.announce(folder(), running);
    assert.deepEqual(await served.find(folder()), running);
    await takeBack();
    assert.equal(await served.find(folder()), undefined);
    for (const address of [
      { ...running, controlToken: 'another' },
      { ...running, pid: 2 ** 30 },
      { ...running, controlUrl: 'http://192.0.2.1/_workbench/v1' },
    ]) {
      await served.announce(folder(), address);
      assert.equal(await served.find(folder()), undefined);
    }
  });
});

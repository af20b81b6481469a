import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ServerStatus } from '../../src/core/protocol/address';
import { JoinableProcess } from '../../src/server/client/joinableProcess';
import { ServedFolders } from '../../src/server/client/servedFolders';
import type { ServerProcess } from '../../src/server/client/serverProcess';
import type { DevServerController } from '../../src/vscode/server/devServerController';
import { SERVER_COMMANDS } from '../../src/vscode/server/serverContract';
import type { ServerStarter } from '../../src/vscode/server/serverStarter';
import { statusFace } from '../../src/vscode/server/statusFace';
import { SESSION_COMMANDS } from '../../src/vscode/sessions/sessionsContract';
import { HandTimers } from '../support/handTimers';
import { devServer, devServers, login, request, takenPort, untilState } from './servers';
import { StartingUser } from './startingUser';
import { closeEditors, next } from './workspace';

describe('the dev session server in the editor', () => {
  const warmServer = devServers();
  let folder: string;
  let server: DevServerController;
  let statuses: ServerStatus[];

  const make = (externalOf?: (url: string) => Promise<string>) => {
    use(warmServer(externalOf && { externalOf }));
  };
  const use = (made: DevServerController) => {
    server = made;
    statuses = [];
    server.onDidChangeStatus((status) => statuses.push(status));
  };

  beforeEach(() => {
    folder = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'dev-server-')), 'MobileApps');
    fs.mkdirSync(folder);
    make();
  });

  afterEach(async () => {
    await server.stop();
    server.dispose();
    fs.rmSync(path.dirname(folder), { recursive: true, force: true });
  });

  it('the dev server starts, shows a real login at once, and stops', async () => {
    const { url } = await server.start({ mobileApps: folder });
    assert.deepEqual(statuses, ['starting', 'running']);
    assert.deepEqual(server.state?.systems.mobile?.sessions, []);

    const answer = await login(url);
    assert.equal(answer.status, 200, answer.text);
    const state = await untilState(server, ({ systems: { mobile } }) => mobile?.sessions.length === 1);
    const [session] = state.systems.mobile?.sessions ?? [];
    assert.deepEqual([session?.email, session?.status], ['ada@example.com', 'accepted']);
    assert.ok(fs.existsSync(path.join(folder, String(session?.file))));
    await untilState(server, ({ journal }) => journal.some(({ route }) => route?.includes('$authenticate')));

    await server.stop();
    assert.deepEqual(statuses, ['starting', 'running', 'stopping', 'stopped']);
    assert.deepEqual([server.state, server.client, server.address], [undefined, undefined, undefined]);
  });

  it('a window that has joined a server says who runs it, and is told when that ends, but not when it leaves itself', async () => {
    const root = path.join(path.dirname(folder), 'servers');
    const windowOf = (by: string) => {
      const timers = new HandTimers();
      const within = (own: ServerProcess) =>
        new JoinableProcess({
          own,
          served: new ServedFolders(root),
          by: () => by,
          folderOf: ({ mobileApps }) => mobileApps,
          timers,
          log: () => {},
        });
      return { timers, server: devServer({ within }) };
    };
    const [first, second] = [windowOf('Editor: one'), windowOf('Editor: two')];
    const ended: (string | undefined)[] = [];
    second.server.onDidFail((runner) => ended.push(runner?.by));
    try {
      await first.server.start({ mobileApps: folder });
      await second.server.start({ mobileApps: folder });
      assert.equal(second.server.joined?.by, 'Editor: one');
      assert.equal(first.server.joined, undefined);
      const face = statusFace('running', { remark: { joined: second.server.joined }, lan: false });
      assert.match(face.spoken, /joined, runs in Editor: one/);
      await second.server.stop();
      assert.deepEqual(ended, []);
      await second.server.start({ mobileApps: folder });
      await first.server.stop();
      const told = next(second.server.onDidFail);
      second.timers.end();
      await told;
      assert.deepEqual([ended, second.server.status], [['Editor: one'], 'stopped']);
    } finally {
      for (const { server: each } of [first, second]) await each.dispose();
    }
  });

  it('the dev server starts once however often it is asked, and again after a stop', async () => {
    use(devServer());
    const options = { mobileApps: folder };
    const [one, two] = await Promise.all([server.start(options), server.start(options)]);
    assert.equal(one.pid, two.pid);
    assert.equal((await server.start(options)).pid, one.pid);
    await server.stop();
    assert.notEqual((await server.start(options)).pid, one.pid);
    assert.equal(server.status, 'running');
  });

  it('the dev server shows the sessions that it had after a crash', async () => {
    const { url, pid } = await server.start({ mobileApps: folder });
    await login(url);
    await untilState(server, ({ systems: { mobile } }) => mobile?.sessions.length === 1);
    const back = new Promise<void>((resolve, reject) => {
      server.onDidChangeState(({ before, after }) => {
        if (!before && after) resolve();
      });
      server.onDidFail(() => reject(new Error(server.problem?.message)));
    });
    process.kill(pid, 'SIGKILL');
    await back;
    assert.notEqual(server.address?.pid, pid);
    assert.equal(server.address?.url, url);
    await untilState(server, ({ systems: { mobile } }) => mobile?.sessions.length === 1);
  });

  it('the clock of the dev server is moved and shown', async () => {
    await server.start({ mobileApps: folder });
    await server.client?.moveClock({ advanceMs: 3_600_000 });
    await untilState(server, ({ clock }) => clock.offsetMs >= 3_600_000);
  });

  it('the dev server knows the name by which a remote window reaches it', async () => {
    make(async (url) => url.replace('http://127.0.0.1', 'https://tunnel-1.example.dev'));
    const { url } = await server.start({ mobileApps: folder });
    assert.deepEqual(statuses, ['starting', 'running'], 'two processes are one start');
    assert.match(String(server.externalAddress), /^https:\/\/tunnel-1\.example\.dev:\d+$/);
    const from = async (host: string) => (await request(`${url}/mobileapp/`, 'GET', { host })).status;
    assert.equal(await from('tunnel-1.example.dev'), 200);
    assert.notEqual(await from('rebound.example.com'), 200);
  });

  it('the dev server fails on a port that is taken, and says which', async () => {
    const taken = await takenPort();
    try {
      await assert.rejects(server.start({ mobileApps: folder, port: taken.port }));
      assert.deepEqual(statuses, ['starting', 'failed']);
      assert.deepEqual([server.problem?.code, server.problem?.port], ['port-busy', taken.port]);
      await server.start({ mobileApps: folder });
      assert.equal(server.status, 'running');
    } finally {
      await taken.close();
    }
  });

  describe('questions', () => {
    let user: StartingUser;
    let starter: ServerStarter;

    beforeEach(() => {
      user = new StartingUser(server, folder);
      starter = user.starter();
    });
    afterEach(() => user.leave());

    it('the dev server is not started in a workspace that is not trusted, and says so', async () => {
      const untrusted = user.starter({ isTrusted: false });
      const told = user.answering('Warning', '');
      await user.set('autoStart', true);
      await untrusted.autoStart();
      assert.deepEqual(told, []);
      assert.equal(await untrusted.start(), false);
      assert.match(told.join(), /not trusted/);
      assert.deepEqual([server.status, statuses], ['stopped', []]);
    });

    it('the dev server starts by itself only when the setting says so, on the only folder', async () => {
      await starter.autoStart();
      assert.equal(server.status, 'stopped');
      await user.set('autoStart', true);
      await starter.autoStart();
      assert.equal(server.state?.systems.mobile?.folder, folder);
    });

    it('the dev server does not start by itself when the setting is no switch, and says what it may be', async () => {
      const told = user.answering('Error', '');
      await user.set('autoStart', 'false');
      await starter.autoStart();
      assert.equal(server.status, 'failed');
      assert.match(told.join(), /“sessionWorkbench\.server\.autoStart” must be true or false, not a text/);
    });

    it('a command that needs the dev server asks first, and goes on when it runs', async () => {
      const asked = user.answering('Information', '');
      assert.equal(await starter.client(), undefined);
      assert.match(asked.join(), /not running/);
      user.answering('Information', 'Start');
      const client = await starter.client();
      assert.equal((await client?.moveClock({ advanceMs: 1000 }))?.paused, false);
    });

    it('the dev server takes a free port where the wanted one is taken', async () => {
      const taken = await takenPort();
      user.later(taken.close);
      await user.set('port', taken.port);
      const told = user.answering('Error', 'Use a Free Port');
      const runs = new Promise<void>((resolve) => {
        server.onDidChangeStatus((status) => {
          if (status === 'running') resolve();
        });
      });
      assert.equal(await starter.start(), false);
      await runs;
      assert.match(told.join(), new RegExp(`Port ${taken.port} is taken`));
      assert.notEqual(server.address?.url, `http://127.0.0.1:${taken.port}`);
    });

    it('an address of its own goes before LAN, and the dev server asks only where the network can reach it', async () => {
      const asked = user.answering('Warning', 'Start on the Network');
      await user.set('lan', true);
      await user.set('host', '127.0.0.2');
      assert.equal(await starter.start(), true);
      assert.deepEqual([asked.length, server.state?.lan], [0, undefined]);
      assert.match(String(server.address?.url), /127\.0\.0\.2/);
      await server.stop();
      await user.set('lan', undefined);
      await user.set('host', '::');
      assert.equal(await starter.start(), true);
      assert.equal(asked.length, 1);
      assert.match(String(server.state?.lan?.pairingCode), /\S/);
    });

    it('the dev server asks once before it lets the network in', async () => {
      await user.set('lan', true);
      const refused = user.answering('Warning', '');
      assert.equal(await starter.start(), false);
      assert.equal(server.status, 'stopped');
      assert.equal(refused.length, 1);
      const accepted = user.answering('Warning', 'Start on the Network');
      assert.equal(await starter.start(), true);
      assert.match(String(server.state?.lan?.pairingCode), /\S/);
      await starter.restart();
      assert.equal(accepted.length, 1);
    });

    it('the row of the dev server says that settings wait for a restart, until they are set back or count', async () => {
      await starter.start();
      const isOutdated = async () => {
        await starter.settingsChanged();
        return server.remark.isOutdated ?? false;
      };
      assert.equal(await isOutdated(), false);
      await user.set('mobileOptions', { otherwise: { outcome: 'refuse' }, refusalStatus: 403 });
      assert.equal(await isOutdated(), true);
      await user.set('mobileOptions', undefined);
      assert.equal(await isOutdated(), false);
      await user.set('mobileOptions', { rules: [{ email: '*@example.com', outcome: 'refuse' }], refusalStatus: 403 });
      assert.equal(await isOutdated(), true);
      await starter.restart();
      assert.equal(await isOutdated(), false);
      assert.equal((await login(String(server.address?.url))).status, 403);
    });

    it('the dev server gets the ports again that it had, and says when another program has its port', async () => {
      await starter.start();
      const before = server.address;
      await server.stop();
      await starter.start();
      assert.deepEqual(
        [server.address?.url, server.address?.externalPlatformUrl],
        [before?.url, before?.externalPlatformUrl],
      );
      const port = Number(new URL(String(before?.url)).port);
      assert.equal(server.remark.takenPort, undefined);
      await server.stop();
      const other = net.createServer().listen(port, '127.0.0.1');
      await once(other, 'listening');
      user.later(() => other.close());
      await starter.start();
      assert.notEqual(server.address?.url, before?.url);
      assert.equal(server.remark.takenPort, port);
    });
  });

  describe('commands', () => {
    const run = ({ id }: { readonly id: string }, ...args: unknown[]) => vscode.commands.executeCommand(id, ...args);

    beforeEach(() => run(SERVER_COMMANDS.serverStart, { kind: 'folder', folder }));
    afterEach(async () => {
      await run(SERVER_COMMANDS.serverStop);
      await closeEditors();
    });

    const address = async () => {
      await run(SERVER_COMMANDS.serverCopyAddress, { kind: 'address', which: 'local', index: 0 });
      return vscode.env.clipboard.readText();
    };

    it('the dev server answers at the address that is copied, and not after it is stopped', async () => {
      const url = await address();
      assert.equal((await login(url)).status, 200);
      await run(SERVER_COMMANDS.serverStop);
      await assert.rejects(login(url));
    });

    it('the state of the dev server is put into a file, and in again', async () => {
      const file = vscode.Uri.file(path.join(path.dirname(folder), 'snapshot.json'));
      await login(await address());
      await run(SERVER_COMMANDS.snapshotSave, file);
      assert.match(fs.readFileSync(file.fsPath, 'utf8'), /ada@example\.com/);
      await run(SERVER_COMMANDS.serverRestart);
      await run(SERVER_COMMANDS.snapshotLoad, file);
      await run(SERVER_COMMANDS.snapshotSave, file);
      assert.match(fs.readFileSync(file.fsPath, 'utf8'), /ada@example\.com/);
    });

    it('an entry of the journal is opened to read, and copied as curl', async () => {
      const url = await address();
      await login(url);
      await run(SERVER_COMMANDS.serverCopyControlToken);
      const token = await vscode.env.clipboard.readText();
      const headers = { authorization: `Bearer ${token}` };
      // The journal as the extension has it follows the server's by an event.
      let text = '';
      while (!text.includes('$authenticate')) {
        const { text: page } = await request(`${url}/_workbench/v1/journal`, 'GET', headers);
        const { entries } = JSON.parse(page) as { entries: { id: number; route?: string }[] };
        const entry = entries.find(({ route }) => route?.includes('$authenticate'));
        await run(SERVER_COMMANDS.journalCopyAsCurl, { kind: 'entry', id: entry?.id });
        text = await vscode.env.clipboard.readText();
        if (text.includes('$authenticate')) {
          await run(SERVER_COMMANDS.journalOpen, { kind: 'entry', id: entry?.id });
          await run(SERVER_COMMANDS.journalOpenJson, { kind: 'entry', id: entry?.id });
        }
      }
      assert.ok(text.startsWith('curl '), text);
      assert.ok(text.includes(url), text);
      const json = vscode.window.activeTextEditor?.document;
      assert.equal(json?.languageId, 'json');
      assert.equal(JSON.parse(json.getText()).actor.email, 'ada@example.com');
      const page = vscode.workspace.textDocuments.find(
        ({ uri, languageId }) => languageId === 'markdown' && uri.path.includes('/journal/'),
      );
      assert.match(
        String(page?.getText()),
        /^# Login accepted: ada@example\.com\n\n`POST \/mobileapp\/\$authenticate` → \*\*200\*\*\n/,
      );
      assert.match(String(page?.getText()), /\*\*Decided\*\* `mobile\.login\.accepted`/);
      assert.match(String(page?.getText()), /^- E-mail: ada@example\.com\n\n?- /m);
      assert.match(String(page?.getText()), /^- IP Address: 127\\\.0\.0\.1$/m);
      assert.match(String(page?.getText()), /^```http$/m);
      assert.match(path.basename(page?.uri.path ?? ''), /^Journal \d+\.md$/);
    });

    it('the request of a session is copied with the address of the dev server', async () => {
      const url = await address();
      const answer = JSON.parse((await login(url)).text) as { id: string; token: string };
      const [application = ''] = fs.readdirSync(folder).filter((name) => name.includes('Contacts'));
      const key = { folder, application, name: answer.id };
      await run(SESSION_COMMANDS.sessionCopyCurl, { kind: 'session', key });
      const line = await vscode.env.clipboard.readText();
      assert.ok(line.includes(`'${url}/mobileapp/$catalog'`), line);
    });
  });
});

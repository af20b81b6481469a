import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { closeStateFiles, openStateFiles } from '../../src/server/client/openStateFiles';
import { Recovery } from '../../src/server/kernel/recovery/recovery';
import type { StateFiles } from '../../src/server/kernel/recovery/stateLog';
import type { StoredEntry, StoredLog, StoreSnapshot } from '../../src/server/kernel/store/store';
import { sessionFiles } from '../disk/sessions';
import { temporaryFolder, writeTree } from '../disk/temporaryFolder';
import { busy, busyOptions, type Given, SHARED, Twin } from './busyServer';
import { devServers, until } from './devServers';
import type { Answer } from './httpCall';
import { sorted } from './snapshotContract';
import { PROJECT } from './webHarness';

describe('A server that goes on where another one ended', () => {
  const folder = temporaryFolder();
  const start = devServers();
  const open: StateFiles[] = [];

  afterEach(() => {
    for (const files of open.splice(0)) closeStateFiles(files);
  });

  const stateFiles = () => {
    const files = openStateFiles();
    open.push(files);
    return files;
  };

  const optionsWith = (mobileApps: string) => busyOptions(mobileApps, path.join(folder(), 'project'));

  /** What those say who come later, in this order. Each is answered in the same way by both servers. */
  const later: readonly [what: string, ask: (twin: Twin, given: Given) => Promise<Answer>][] = [
    ...['first', 'second', 'third', 'fifth'].map((device): (typeof later)[number] => [
      `the licence of the ${device} device`,
      (twin, { tokens }) => twin.mobile('GET', '/mobileapp/$licensecheck', tokens[device]),
    ]),
    ['a login that waits already', (twin) => twin.login('waits', { email: 'wait@example.com' })],
    ['a link that was used', (twin, { links }) => twin.web(links.used ?? '')],
    ['a link that was not used', (twin, { links }) => twin.web(links.unused ?? '')],
    ...['4', '5', '6'].map((token): (typeof later)[number] => [
      `wrong code number ${token}`,
      (twin) => twin.mobile('POST', '/mobileapp/$verify', undefined, { token }),
    ]),
    ['a fault that hits the third, at the second', (twin) => twin.mobile('GET', '/mobileapp/third')],
    ['a fault that hits the third, at the third', (twin) => twin.mobile('GET', '/mobileapp/third')],
    ['a fault that hits twice, the second time', (twin) => twin.mobile('GET', '/mobileapp/twice')],
    ['a fault that hits twice, the third time', (twin) => twin.mobile('GET', '/mobileapp/twice')],
    ['a new fault', (twin) => twin.control.post('/faults', { kind: 'replyLost', scope: { nth: 999 } })],
    ...['busy', 'closed', 'quiet'].map((name): (typeof later)[number] => [
      `Storage and the storage of the ${name} session`,
      (twin, { cookies }) => twin.web('/4DACTION/shared', cookies[name]),
    ]),
    ['what a session is', (twin, { cookies }) => twin.web('/tools/session', cookies.busy)],
    ...['used', 'over', 'gone', 'unused', 'unused'].map((name): (typeof later)[number] => [
      `the passcode that was ${name}`,
      (twin, { otps }) => twin.web(`/4DACTION/whoAmI?$4DSID=${otps[name]}`),
    ]),
    ...Array.from({ length: 6 }, (_, at): (typeof later)[number] => [
      `request ${at + 1} within the quota of a session`,
      (twin, { cookies }) => twin.web('/tools/session', cookies.busy),
    ]),
    ...['marked', 'rotated', 'remembered', 'anonymous', 'marker', 'marked'].map((name): (typeof later)[number] => [
      `the session data of the Mendix client that was ${name}`,
      (twin, { mendix }) => twin.xas('get_session_data', mendix[name]),
    ]),
    [
      'a data call of a Mendix client without its CSRF token',
      (twin, { mendix }) => twin.xas('retrieve', mendix.marked),
    ],
    ...['sample', 'no', 'another'].map((password): (typeof later)[number] => [
      `a Mendix login with the password ${password}`,
      (twin) => twin.xas('login', '', { username: 'john', password }),
    ]),
    ['a sweep', (twin) => twin.control.post('/mendix/sweep')],
    ['the page of a validation', (twin, { validation }) => twin.platform(`/validations/${validation}`)],
    ['the mailbox', (twin) => twin.platform('/')],
    ['a new device', (twin) => twin.login('new')],
    ['a new session of a guest', (twin) => twin.web('/tools/session')],
    ['a session that is made', (twin) => twin.control.post('/web/sessions')],
    ['a passcode that is made', (twin, { sessions }) => twin.control.post(`/web/sessions/${sessions.quiet}/otp`, {})],
    ['a refresh', (twin) => twin.control.post('/mobile/refresh')],
    ['the pairing page', (twin) => twin.web('/pair')],
    ['a move of the clock', (twin) => twin.control.post('/clock', { advanceMs: 3_600_000 })],
    ['what is left of a Mendix session after an hour', (twin, { mendix }) => twin.xas('retrieve', mendix.marked)],
    ['what is left of a session after an hour', (twin, { cookies }) => twin.web('/tools/session', cookies.busy)],
  ];

  /** Another server, with what the first has written down, over a copy of its folder. */
  async function successorOf(first: Twin, files: StateFiles): Promise<Twin> {
    // What matters little is written a moment later.
    const { version: _, ...snapshot } = (await first.control.get('/snapshot')).json;
    await until(
      () => Recovery.read(files)?.state,
      (state) => {
        const shared = <T extends { isLocal?: true }>(all: readonly T[] = []) => all.filter(({ isLocal }) => !isLocal);
        const kept = sorted({ entries: shared(state?.entries), logs: shared(state?.logs) });
        return JSON.stringify(kept) === JSON.stringify(sorted(snapshot));
      },
    );
    const mobileApps = path.join(folder(), 'two', 'MobileApps');
    fs.cpSync(first.mobileApps, mobileApps, { recursive: true, preserveTimestamps: true });
    const copies = stateFiles();
    for (const [at, file] of files.entries()) {
      const bytes = Buffer.alloc(fs.fstatSync(file).size);
      fs.readSync(file, bytes, 0, bytes.length, 0);
      fs.writeSync(copies[at] as number, bytes, 0, bytes.length, 0);
    }
    return new Twin(await start(optionsWith(mobileApps), { stateFiles: copies }), mobileApps, first);
  }

  /** A server that is busy, over a folder of its own. */
  async function busyServer(files: StateFiles): Promise<{ first: Twin; given: Given }> {
    writeTree(path.join(folder(), 'project'), { ...PROJECT, 'WebCode/methods/shared.js': SHARED });
    const mobileApps = path.join(folder(), 'one', 'MobileApps');
    writeTree(mobileApps, sessionFiles('on disk', 'of another one'));
    const first = new Twin(await start(optionsWith(mobileApps), { stateFiles: files }), mobileApps);
    return { first, given: await busy(first) };
  }

  it('a successor answers everything as the server before would have: no state is outside the store', async () => {
    const files = stateFiles();
    const { first, given } = await busyServer(files);
    const second = await successorOf(first, files);
    assert.deepEqual(await second.told(), await first.told());
    for (const [what, ask] of later) {
      const [before, after] = [await ask(first, given), await ask(second, given)];
      assert.deepEqual(second.plain(after), first.plain(before), what);
    }
    assert.deepEqual(await second.told(), await first.told());
    for (const twin of [first, second]) {
      assert.equal((await twin.control.post('/reset')).status, 204);
      assert.deepEqual((await twin.web('/4DACTION/shared')).json, { all: 1, own: 1 });
    }
  });

  it('a snapshot of a busy server is put into itself and into a new one, and is the same when it is taken again', async () => {
    const { first } = await busyServer(stateFiles());
    const snapshot = (await first.control.get('/snapshot')).json;
    const mobileApps = path.join(folder(), 'two', 'MobileApps');
    fs.cpSync(first.mobileApps, mobileApps, { recursive: true });
    const second = new Twin(await start(optionsWith(mobileApps)), mobileApps);
    for (const twin of [first, second]) {
      assert.equal((await twin.control.call('PUT', '/snapshot', snapshot)).status, 204);
      const again = (await twin.control.get('/snapshot')).json;
      assert.deepEqual(sorted(again).entries, sorted(snapshot).entries);
      // That it was put in is in the journal too.
      const values = ({ logs }: StoreSnapshot) =>
        logs.map(({ log, values }) => [log, log === 'journal' ? values.slice(0, -1) : values]);
      const { logs } = sorted(snapshot);
      assert.deepEqual(
        values(sorted(again)),
        logs.map(({ log, values }) => [log, values]),
      );
      assert.equal((await twin.control.get('/state')).json.clock.paused, true);
    }
  });

  it('a snapshot is refused for each value that is of another type than the server made, and changes nothing', async () => {
    const { first } = await busyServer(stateFiles());
    const snapshot = (await first.control.get('/snapshot')).json;
    const before = sorted(snapshot);
    const typeOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value);
    const tried = new Set<string>();
    const refused = async (what: string, broken: object) => {
      const { status, json } = await first.control.call('PUT', '/snapshot', broken);
      assert.deepEqual([status, json?.error.code], [400, 'snapshot-invalid'], what);
    };
    for (const [at, entry] of (snapshot.entries as StoredEntry[]).entries()) {
      if (tried.has(entry.space)) continue;
      tried.add(entry.space);
      for (const value of [null, true, 5, 'text', [], {}]) {
        if (typeOf(value) === typeOf(entry.value)) continue;
        const entries = (snapshot.entries as StoredEntry[]).with(at, { ...entry, value });
        await refused(`${entry.space}: ${JSON.stringify(value)}`, { ...snapshot, entries });
      }
    }
    for (const [at, log] of (snapshot.logs as StoredLog[]).entries()) {
      tried.add(log.log);
      for (const value of [null, true, 5, 'text', [], {}]) {
        const logs = (snapshot.logs as StoredLog[]).with(at, { ...log, values: [...log.values, value] });
        await refused(`${log.log}: ${JSON.stringify(value)}`, { ...snapshot, logs });
      }
    }
    assert.ok(tried.size > 15, [...tried].join());
    const { entries, logs } = sorted((await first.control.get('/snapshot')).json);
    assert.deepEqual(entries, before.entries);
    const outbox = (all: readonly StoredLog[]) => all.find(({ log }) => log === 'outbox');
    assert.deepEqual(outbox(logs), outbox(before.logs));
  });
});

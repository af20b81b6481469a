import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { createParser } from 'eventsource-parser';
import type { ServerChange, ServerState } from '../../src/core/protocol/state';
import { applyChanges } from '../../src/core/server/serverState';
import { MOBILE_CALLS } from '../../src/core/systems/mobile/mobileCalls';
import { ControlCallError } from '../../src/server/client/controlClient';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import type { DevServer } from '../../src/server/devServer';
import { temporaryFolder, writeTree } from '../disk/temporaryFolder';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { Control, devServers, until } from './devServers';
import { call } from './httpCall';

const FILE = `${SEED_APPLICATION}/${SEED_NAME}`;

describe('The control API', () => {
  // Some move many megabytes, and the machine may be slow.
  const start = devServers();
  const folder = temporaryFolder();
  let server: DevServer;
  let control: Control;

  beforeEach(async () => {
    writeTree(folder(), { [FILE]: SEED_SESSION });
    server = await start({ mobileApps: folder() });
    control = new Control(server.address());
  });

  const state = async (): Promise<ServerState> => (await control.get('/state')).json;
  const edit = (text: string) => fs.writeFileSync(path.join(folder(), FILE), text);

  it('the control API tells the whole state, without tokens', async () => {
    const { url, externalPlatformUrl } = server.address();
    const { text, json } = await control.get('/state');
    const told = json as ServerState;
    assert.deepEqual(
      [told.version, told.url, told.externalPlatformUrl, told.lan],
      [2, url, externalPlatformUrl, undefined],
    );
    assert.deepEqual([told.clock.offsetMs, told.clock.paused], [0, false]);
    assert.deepEqual(
      told.systems.mobile?.sessions.map(({ file, status, agreement }) => [file, status, agreement]),
      [[FILE, 'accepted', 'inMemory']],
    );
    assert.deepEqual([told.outbox, told.faults, told.journal], [[], [], []]);
    assert.doesNotMatch(text, /eyJ/);
  });

  it('the control API moves the clock', async () => {
    const { json: ahead } = await control.post('/clock', { advanceMs: 90_000 });
    assert.equal(ahead.offsetMs, 90_000);
    assert.equal((await control.post('/clock', { pause: true })).json.paused, true);
    const { now } = (await state()).clock;
    assert.equal(
      (await control.post('/clock', { advanceMs: 1 })).json.now,
      new Date(Date.parse(now) + 1).toISOString(),
    );
    const { json: back } = await control.post('/clock', { reset: true });
    assert.deepEqual([back.offsetMs, back.paused], [0, false]);
  });

  it('the control API says what is wrong with a call', async () => {
    for (const [body, words] of [
      [{ advanceMs: -1 }, /^“advanceMs” must be a whole number from 0 to 3155760000000\.$/],
      [{ advanceMs: 1.5 }, /^“advanceMs” must be a whole number from 0 to \d+, not one with a fraction\.$/],
      [{ advanceMs: '5' }, /^“advanceMs” must be a whole number from 0 to \d+, not a text\.$/],
      [
        { advanceMS: 5 },
        /^The body must not have “advanceMS”; “advanceMs” may be meant; the body may have “advanceMs”, “pause” and “reset”\.$/,
      ],
      [{ move: 5 }, /^The body must not have “move”; the body may have “advanceMs”, “pause” and “reset”\.$/],
      [{ reset: false }, /^“reset” must be true\.$/],
      [{ pause: true, advanceMs: 5 }, /^The body must have no more than 1 of “advanceMs”, “pause” and “reset”\.$/],
      [{}, /^The body must have 1 or more of “advanceMs”, “pause” and “reset”\.$/],
      [undefined, /^The body must be an object that may have “advanceMs”, “pause” and “reset”, not \w+\.$/],
      [[], /^The body must be an object that may have “advanceMs”, “pause” and “reset”, not a list\.$/],
    ] as const) {
      const { status, json } = await control.post('/clock', body);
      assert.deepEqual([status, json.error.code], [400, 'body-invalid'], JSON.stringify(body));
      assert.match(json.error.message, words);
    }
    for (const [query, words] of [
      ['limit=0', /^“limit” must be a whole number from 1 to 1000\.$/],
      ['limit=1001', /^“limit” must be a whole number from 1 to 1000\.$/],
      ['after=x', /^“after” must be a whole number from 0 on, not a text\.$/],
      ['before=1', /^The query must not have “before”; the query may have “after” and “limit”\.$/],
    ] as const) {
      const { status, json } = await control.get(`/journal?${query}`);
      assert.deepEqual([status, json.error.code], [400, 'query-invalid']);
      assert.match(json.error.message, words);
    }
    for (const body of [{ nope: 1 }, [], 0, null]) {
      const { status, json } = await control.post('/mobile/refresh', body);
      assert.deepEqual([status, json.error.code], [400, 'body-invalid'], JSON.stringify(body));
      assert.equal(json.error.message, 'The call POST mobile/refresh takes no body; send none, or {}.');
    }
    assert.equal((await control.post('/mobile/refresh', {})).status, 200);
    const fault = await control.post('/faults', { kind: 'delay' });
    assert.deepEqual([fault.status, fault.json.error.code], [400, 'fault-invalid']);
    assert.match(fault.json.error.message, /delayMs/);
  });

  it('the control API gives the journal page by page', async () => {
    for (let i = 0; i < 5; i++) await control.get('/faults');
    const first = (await control.get('/journal?limit=2')).json;
    assert.deepEqual([first.entries.length, first.more, first.dropped], [2, true, 0]);
    const rest = (await control.get(`/journal?after=${first.entries[1].id}`)).json;
    assert.deepEqual([rest.entries.length, rest.more], [3, false]);
    assert.equal(rest.entries[0].id, first.entries[1].id + 1);
  });

  it('the control API refreshes as MOBILE APP REFRESH SESSIONS does', async () => {
    edit(SEED_SESSION.replace('accepted', 'pending'));
    const { json } = await control.post('/mobile/refresh');
    assert.deepEqual(json, { checked: 1, refreshed: [FILE], removed: [], errors: [] });
    assert.equal((await control.get('/mobile/sessions')).json.sessions[0].status, 'pending');
    edit('{');
    const atFault = (await control.post('/mobile/refresh')).json;
    assert.deepEqual([atFault.removed, atFault.errors[0].code], [[FILE], 2]);
    const entry = (await control.get('/journal')).json.entries.at(-1);
    assert.deepEqual(entry.changes, [{ kind: 'mobileSession', id: FILE, change: 'removed' }]);
  });

  it('a refresh by the control API says so where there is no MobileApps folder', async () => {
    const bare = new Control((await start()).address());
    for (const answer of [await bare.post('/mobile/refresh'), await bare.get('/mobile/sessions')]) {
      assert.deepEqual([answer.status, answer.json.error.code], [404, 'mobile-apps-missing']);
    }
    assert.equal((await bare.get('/state')).json.mobile, undefined);
  });

  it('the control API keeps faults, and takes them away', async () => {
    const { status, json } = await control.post('/faults', { kind: 'reset', scope: { nth: 2 } });
    assert.equal(status, 201);
    assert.deepEqual(json, { kind: 'reset', scope: { nth: 2 }, id: json.id, seen: 0, hits: 0 });
    assert.deepEqual((await control.get('/faults')).json, [json]);
    assert.equal((await control.call('DELETE', `/faults/${json.id}`)).status, 204);
    const gone = await control.call('DELETE', `/faults/${json.id}`);
    assert.deepEqual([gone.status, gone.json.error.code], [404, 'fault-unknown']);
  });

  describe('snapshots', () => {
    it('the control API gives the whole state as a snapshot, and puts it in again', async () => {
      await control.post('/clock', { advanceMs: 5_000 });
      await control.post('/faults', { kind: 'status', status: 503 });
      const before = await state();
      const { text } = await control.get('/snapshot');
      await control.post('/reset');
      assert.equal((await control.call('PUT', '/snapshot', JSON.parse(text))).status, 204);
      const after = await state();
      assert.ok(Math.abs(after.clock.offsetMs - 5_000) < 50);
      assert.deepEqual(after.faults, before.faults);
      assert.deepEqual(after.systems.mobile?.sessions, before.systems.mobile?.sessions);
      const kept = after.journal.filter(({ route }) => route === 'POST /_workbench/v1/faults');
      assert.equal(kept.length, 1);
    });

    it('a snapshot can be put into another server, which has those sessions then', async () => {
      edit(SEED_SESSION.replace('accepted', 'pending'));
      const snapshot = (await control.get('/snapshot')).json;
      const other = new Control((await start({ mobileApps: folder(), mobile: { loadAtStart: false } })).address());
      assert.deepEqual((await other.get('/mobile/sessions')).json.sessions, []);
      assert.equal((await other.call('PUT', '/snapshot', snapshot)).status, 204);
      const [session] = (await other.get('/mobile/sessions')).json.sessions;
      assert.deepEqual([session.status, session.agreement], ['accepted', 'changedOnDisk']);
    });

    it('a snapshot is put in as a whole, or not at all', async () => {
      await control.post('/faults', { kind: 'status', status: 503 });
      const good = (await control.get('/snapshot')).json;
      const before = JSON.stringify((await state()).faults);
      const position = (value: unknown) => ({ space: 'clock', key: 'position', value });
      const withEntry = (entry: object) => ({ ...good, entries: [...good.entries, entry] });
      const withLog = (log: object) => ({ ...good, logs: [...good.logs, log] });
      const bad = [
        { ...good, version: 1 },
        { ...good, logs: undefined },
        { ...good, entries: [position({ offsetMs: 5_000_000 }), { space: 'a', key: 'b' }] },
        withEntry(position({ offsetMs: '5' })),
        withEntry({
          space: 'faults',
          key: 'all',
          value: { last: 1, faults: [{ kind: 'delay', id: 'a', seen: 0, hits: 0 }] },
        }),
        withEntry({ space: 'faults', key: 'all', value: {} }),
        withEntry({ space: 'pairing', isLocal: true, key: 'state', value: {} }),
        withLog({ log: 'outbox', next: 2, values: [{ id: 'mail-1' }] }),
        withLog({ log: 'journal', next: 2, values: [{}] }),
        withLog({ log: 'any', next: 0, values: [] }),
        withLog({ log: 'any', next: 1e300, values: [] }),
        withLog({ log: 'any', next: 1 }),
        [],
      ];
      for (const body of bad) {
        const { status, json } = await control.call('PUT', '/snapshot', body);
        assert.equal(status, 400);
        assert.match(json.error.code, /^(body|snapshot)-invalid$/);
      }
      const now = await state();
      assert.equal(JSON.stringify(now.faults), before);
      assert.ok(Math.abs(now.clock.offsetMs) < 50);
      assert.equal(now.systems.mobile?.sessions.length, 1);
    });

    it('a snapshot with a time that is no date is not put in', async () => {
      const good = (await control.get('/snapshot')).json;
      const end = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
      const withClock = (value: object) => ({ ...good, entries: [{ space: 'clock', key: 'position', value }] });
      for (const clock of [
        { offsetMs: 1e300 },
        { offsetMs: -1e300 },
        { offsetMs: 8.64e15 },
        { offsetMs: 0, pausedAt: 1e300 },
        { offsetMs: 0, pausedAt: -8.64e15 - 1 },
        { offsetMs: 0, pausedAt: end + 1 },
      ]) {
        const { status, json } = await control.call('PUT', '/snapshot', withClock(clock));
        assert.deepEqual([status, json.error.code], [400, 'snapshot-invalid'], JSON.stringify(clock));
        assert.equal((await control.get('/state')).status, 200);
      }
      const last = withClock({ offsetMs: end - Date.now(), pausedAt: end });
      assert.equal((await control.call('PUT', '/snapshot', last)).status, 204);
      assert.equal((await state()).clock.now, new Date(end).toISOString());
    });

    it('a snapshot may be larger than other bodies, and the journal has no copy of it', async () => {
      const snapshot = (await control.get('/snapshot')).json;
      const callback = `http://localhost/${'needle'.repeat(500_000)}`;
      const value = { id: 'large', at: new Date().toISOString(), callback, verdicts: [] };
      const entry = { space: 'platform.validation', key: 'large', value };
      snapshot.entries.push(entry);
      assert.equal((await control.call('PUT', '/snapshot', snapshot)).status, 204);
      assert.doesNotMatch((await control.get('/journal')).text, /needle/);
    });
  });

  it('a reset makes the server empty, sets the clock back, and takes the sessions of the files', async () => {
    await control.post('/clock', { advanceMs: 60_000 });
    await control.post('/faults', { kind: 'reset' });
    fs.rmSync(path.join(folder(), FILE));
    await control.post('/mobile/refresh');
    assert.equal((await state()).systems.mobile?.evicted.length, 1);
    edit(SEED_SESSION);
    assert.equal((await control.post('/reset')).status, 204);
    const {
      clock,
      faults,
      systems: { mobile },
      journal,
    } = await state();
    assert.ok(Math.abs(clock.offsetMs) < 50);
    assert.deepEqual([faults, mobile?.evicted], [[], []]);
    assert.deepEqual(
      mobile?.sessions.map(({ file }) => file),
      [FILE],
    );
    assert.deepEqual(
      journal.map(({ route }) => route),
      ['POST /_workbench/v1/reset'],
    );
  });

  describe('the stream of changes', () => {
    /** Reads the event stream; `pause` stops reading. */
    const listen = () => {
      const { controlUrl, controlToken } = server.address();
      const changes: ServerChange[] = [];
      const names: string[] = [];
      const comments: string[] = [];
      const parser = createParser({
        onEvent: ({ event, data }) => {
          names.push(event ?? '');
          changes.push(JSON.parse(data) as ServerChange);
        },
        onComment: (comment) => comments.push(comment),
      });
      let response: http.IncomingMessage | undefined;
      const request = http.get(
        `${controlUrl}/events`,
        { agent: false, headers: { authorization: `Bearer ${controlToken}` } },
        (got) => {
          response = got;
          got.setEncoding('utf8').on('data', (text: string) => parser.feed(text));
          got.on('error', () => {});
        },
      );
      request.on('error', () => {});
      return {
        changes,
        names,
        comments,
        headers: () => response?.headers,
        pause: () => response?.pause(),
        resume: () => response?.resume(),
        end: () => request.destroy(),
        kinds: () => changes.map(({ kind }) => kind),
        async has(kind: ServerChange['kind'], count = 1) {
          await until(
            () => changes.filter((change) => change.kind === kind).length,
            (found) => found >= count,
          );
        },
      };
    };

    it('the stream of changes is a snapshot, then each change in its order', async () => {
      // The server listens before it has read all files. Who listens then gets a second snapshot.
      await control.call('GET', '/state');
      await control.call('GET', '/changes');
      const stream = listen();
      await stream.has('snapshot');
      await control.post('/clock', { advanceMs: 1000 });
      const { id } = (await control.post('/faults', { kind: 'status', status: 500, times: 2 })).json;
      await call(`${server.address().url}/mobileapp/`);
      await control.call('DELETE', `/faults/${id}`);
      await stream.has('journal', 4);
      assert.deepEqual(stream.kinds(), [
        'snapshot',
        'clock',
        'journal',
        'fault',
        'journal',
        'fault',
        'journal',
        'faultRemoved',
        'journal',
      ]);
      assert.deepEqual(stream.names, stream.kinds());
      assert.equal(stream.headers()?.['content-type'], 'text/event-stream; charset=utf-8');
      const ids = stream.changes.flatMap((change) => (change.kind === 'journal' ? [change.entry.id] : []));
      assert.deepEqual(
        ids,
        ids.map((_, i) => (ids[0] as number) + i),
      );
      stream.end();
    });

    it('the stream tells of sessions whose file changes, and which a refresh removes', async () => {
      const stream = listen();
      const ofMobile = () =>
        stream.changes.flatMap((each) => (each.kind === 'system' && each.system === 'mobile' ? each.change : []));
      await stream.has('snapshot');
      edit(SEED_SESSION.replace('accepted', 'pending'));
      await until(
        () => ofMobile().some(({ kind }) => kind === 'session'),
        (told) => told,
      );
      fs.rmSync(path.join(folder(), FILE));
      await control.post('/mobile/refresh');
      await until(
        () => ofMobile().some(({ kind }) => kind === 'sessionRemoved'),
        (told) => told,
      );
      const removed = ofMobile().find(({ kind }) => kind === 'sessionRemoved');
      assert.equal(removed?.kind === 'sessionRemoved' && removed.file, FILE);
      stream.end();
    });

    it('the stream sends a snapshot when very much is different', async () => {
      const stream = listen();
      await stream.has('snapshot');
      await control.post('/faults', { kind: 'reset' });
      await control.post('/reset');
      await stream.has('snapshot', 2);
      const last = stream.changes.findLast((change) => change.kind === 'snapshot');
      assert.deepEqual(last?.kind === 'snapshot' && last.state.faults, []);
      stream.end();
    });

    it('the stream tells of each entry of the journal once, in the snapshot or after it, whenever it begins', async () => {
      const { url } = server.address();
      const streams: ReturnType<typeof listen>[] = [];
      const asking = Array.from({ length: 100 }, async (_, at) => {
        await call(`${url}/mobileapp/`);
        if (at % 10 === 0) streams.push(listen());
      });
      await Promise.all(asking);
      await call(`${url}/mobileapp/last`);
      const last = (await control.get('/journal?limit=1000')).json.entries.at(-1).id;
      for (const stream of streams) {
        // A snapshot that the connection cannot take at once is followed by another if something changed meanwhile.
        const sinceEachSnapshot = () => {
          const told: number[][] = [];
          for (const change of stream.changes) {
            if (change.kind === 'snapshot') told.push(change.state.journal.map(({ id }) => id));
            else if (change.kind === 'journal') told.at(-1)?.push(change.entry.id);
          }
          return told;
        };
        const told = await until(sinceEachSnapshot, (each) => each.at(-1)?.at(-1) === last);
        assert.equal(stream.kinds()[0], 'snapshot');
        for (const ids of told) {
          assert.deepEqual(
            ids,
            Array.from({ length: ids.length }, (_, at) => at + 1),
          );
        }
        assert.equal(told.at(-1)?.length, last);
        stream.end();
      }
    });

    it('a reader that was too slow gets a snapshot, and the stream does not keep all changes for it', async () => {
      const stream = listen();
      await stream.has('snapshot');
      stream.pause();
      // Far more than the buffers of both ends hold.
      const snapshot = (await control.get('/snapshot')).json;
      const mail = {
        id: 'mail-1',
        at: new Date().toISOString(),
        to: '',
        subject: '',
        html: 'x'.repeat(2 ** 20),
        text: '',
      };
      const values = Array.from({ length: 20 }, (_, i) => ({ ...mail, id: `mail-${i + 1}` }));
      snapshot.logs.push({ log: 'outbox', next: 30, values });
      assert.equal((await control.call('PUT', '/snapshot', snapshot)).status, 204);
      for (let i = 0; i < 200; i++) await control.post('/clock', { advanceMs: 1000 });
      stream.resume();
      await until(
        () => stream.changes.findLast((change) => change.kind === 'snapshot'),
        (last) => last?.kind === 'snapshot' && last.state.clock.offsetMs >= 200_000,
      );
      assert.ok(stream.changes.length < 100, `${stream.changes.length} changes were kept`);
      await control.post('/clock', { reset: true });
      // The stream goes on with the change, or with another snapshot if the last one is still on its way.
      await until(
        () => applyChanges(undefined, stream.changes, [])?.clock.offsetMs,
        (offsetMs) => offsetMs === 0,
      );
      stream.end();
    });

    it('the stream gives a sign of life now and then; a reader that takes nothing is cut off', async () => {
      await server.close();
      server = await start({ mobileApps: folder() }, { limits: { heartbeatMs: 20, idleMs: 400 } });
      const { controlUrl, controlToken } = server.address();
      const stream = listen();
      await until(
        () => stream.comments.length,
        (heard) => heard > 30,
      );
      stream.end();
      const { hostname, port, pathname } = new URL(controlUrl);
      const reader = net.connect(Number(port), hostname).pause();
      let isCutOff = false;
      reader.on('error', () => {
        isCutOff = true;
      });
      reader.write(
        `GET ${pathname}/events HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${controlToken}\r\n\r\n`,
      );
      control = new Control(server.address());
      const snapshot = (await control.get('/snapshot')).json;
      const mail = { at: new Date().toISOString(), to: '', subject: '', html: 'x'.repeat(2 ** 20), text: '' };
      const values = Array.from({ length: 20 }, (_, i) => ({ ...mail, id: `mail-${i + 1}` }));
      snapshot.logs.push({ log: 'outbox', next: 30, values });
      // On a busy machine the sender, too, can be idle for longer than this server allows. It may send once more.
      await until(
        () => control.call('PUT', '/snapshot', snapshot).catch((error: Error) => error),
        (answer) => !(answer instanceof Error) && answer.status === 204,
      );
      // Who does not read hears of the end only by writing, and whoever writes is alive: not too often, then.
      let written = Date.now();
      await until(
        () => {
          if (Date.now() - written > 1200) {
            reader.write('x');
            written = Date.now();
          }
          return isCutOff;
        },
        (cut) => cut,
      );
      reader.destroy();
    });

    it('the stream of changes goes on until the server ends', async () => {
      const stream = listen();
      await stream.has('snapshot');
      await server.close();
      await assert.rejects(control.get('/state'));
    });
  });

  describe('the control client', () => {
    it('the control client makes every call', async () => {
      const client = new HttpControlClient(server.address());
      assert.equal((await client.state()).version, 2);
      assert.equal((await client.moveClock({ advanceMs: 1000 })).offsetMs, 1000);
      const fault = await client.addFault({ kind: 'reset', times: 1 });
      await client.removeFault(fault.id);
      assert.equal((await client.ask(MOBILE_CALLS.refresh())).checked, 1);
      assert.equal((await client.ask(MOBILE_CALLS.list())).sessions.length, 1);
      assert.deepEqual(await client.outbox(), []);
      await client.ask({ method: 'DELETE', path: '/outbox' });
      const { entries } = await client.journal(0, 2);
      assert.equal(entries.length, 2);
      assert.equal((await client.journal(entries[1]?.id)).entries[0]?.id, (entries[1]?.id ?? 0) + 1);
      await client.putSnapshot(await client.snapshot());
      await client.reset();
    });

    it('the control client says why a call is refused, or not answered', async () => {
      const { controlUrl } = server.address();
      const refused = (code: string, status: number) => (error: Error) =>
        error instanceof ControlCallError && error.code === code && error.status === status;
      const stranger = new HttpControlClient({ controlUrl, controlToken: 'x' });
      await assert.rejects(stranger.state(), refused('token-wrong', 401));
      await assert.rejects(
        stranger.follow(() => {}, new AbortController().signal),
        refused('token-wrong', 401),
      );
      const client = new HttpControlClient(server.address());
      await assert.rejects(client.removeFault('../state'), refused('fault-unknown', 404));
      await server.close();
      await assert.rejects(client.state(), refused('no-answer', 0));
    });

    it('the control client follows, and begins with a snapshot again after the server was restarted', async () => {
      const { url, controlToken, externalPlatformUrl } = server.address();
      const client = new HttpControlClient(server.address());
      const ending = new AbortController();
      const kinds: string[] = [];
      // One that listens while a server still reads its files gets a second snapshot.
      const told = () => kinds.filter((kind, at) => kind !== 'snapshot' || kinds[at - 1] !== 'snapshot');
      const lost: string[] = [];
      const following = client.follow(
        ({ kind }) => kinds.push(kind),
        ending.signal,
        (reason) => lost.push(reason),
      );
      await until(
        () => told().length,
        (heard) => heard === 1,
      );
      await client.moveClock({ advanceMs: 1 });
      await until(
        () => told().length,
        (heard) => heard === 3,
      );
      await server.close();
      await until(
        () => lost.length,
        (times) => times > 0,
      );
      const before = { controlToken, platformPort: Number(new URL(externalPlatformUrl).port) };
      server = await start({ mobileApps: folder(), port: Number(new URL(url).port) }, { before });
      await until(
        () => told().length,
        (heard) => heard === 4,
      );
      assert.deepEqual(told(), ['snapshot', 'clock', 'journal', 'snapshot']);
      ending.abort();
      await following;
    });
  });
});

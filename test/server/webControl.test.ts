import assert from 'node:assert/strict';
import { once } from 'node:events';
import tls from 'node:tls';
import type { ServerChange } from '../../src/core/protocol/state';
import { applyChanges } from '../../src/core/server/serverState';
import { SLICES } from '../../src/core/systems';
import { WEB_CALLS } from '../../src/core/systems/web/webCalls';
import { ControlCallError } from '../../src/server/client/controlClient';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { devServers, stateFiles, until } from './devServers';
import { call } from './httpCall';
import { webServer } from './webHarness';

describe('Web sessions in the control API', () => {
  const server = webServer();

  const refused = (code: string, status: number) => (error: unknown) =>
    error instanceof ControlCallError && error.code === code && error.status === status;

  it('the control API makes a web session for a client that then sends the cookie', async () => {
    const { id, cookie } = await server().control.ask(WEB_CALLS.make());
    assert.equal(cookie.name, '4DSID_Contact');
    const { json } = await server()
      .client()
      .call('/tools/session', { headers: { cookie: `${cookie.name}=${cookie.value}` } });
    assert.equal(json.id, id);
  });

  it('web sessions are listed without the values of their cookies, which the journal has not either', async () => {
    const { cookie } = await server().control.ask(WEB_CALLS.make());
    const { otp } = await server().control.ask(WEB_CALLS.createOtp((await server().sessions())[0]?.id ?? ''));
    const list = await server().sessions();
    assert.deepEqual(
      list.map(({ otps }) => otps.map((live) => live.otp)),
      [[otp]],
    );
    const { entries } = await server().control.journal(0, 1000);
    assert.equal(entries.length, 2);
    for (const text of [JSON.stringify(list), JSON.stringify(entries)]) assert.ok(!text.includes(cookie.value));
    assert.ok(!JSON.stringify(entries).includes(otp));
  });

  it('the control API changes a web session while its client goes on', async () => {
    const client = server().client();
    const { id } = (await client.post('/tools/set', { storage: { a: 1 } })).json;
    const told = await server().control.ask(
      WEB_CALLS.change(id, {
        storage: { b: [2] },
        privileges: ['medium'],
        userName: 'Jane',
        idleTimeout: 10,
      }),
    );
    assert.deepEqual([told.idleTimeout, told.privileges, told.isGuest], [60, ['simple', 'medium'], false]);
    const { json } = await client.call('/tools/session');
    assert.deepEqual([json.storage, json.privileges, json.userName], [{ b: [2] }, ['simple', 'medium'], 'Jane']);
    const unknown = await server().control.ask(WEB_CALLS.change(id, { privileges: ['no such'] }));
    assert.deepEqual([unknown.privileges, unknown.isGuest], [[], true]);
    await server().control.ask(WEB_CALLS.change(id, { privileges: [] }));
    assert.deepEqual((await client.call('/tools/session')).json.privileges, []);
    assert.deepEqual((await client.call('/tools/session')).json.storage, { b: [2] });
  });

  it('a change is refused with a reason when the web session is gone, or the patch is none', async () => {
    const { control } = server();
    const { id } = await control.ask(WEB_CALLS.make());
    await control.ask(WEB_CALLS.close(id));
    await assert.rejects(control.ask(WEB_CALLS.close(id)), refused('web-session-unknown', 404));
    await assert.rejects(control.ask(WEB_CALLS.createOtp(id)), refused('web-session-unknown', 404));
    await assert.rejects(control.ask(WEB_CALLS.change(id, { userName: '' })), refused('web-session-unknown', 404));
    const { id: other } = await control.ask(WEB_CALLS.make());
    for (const patch of [{}, { storage: [] }, { privileges: 'a' }, { idleTimeout: -1 }, { id: 'x' }]) {
      await assert.rejects(control.ask(WEB_CALLS.change(other, patch as object)), refused('body-invalid', 400));
    }
    await assert.rejects(control.ask(WEB_CALLS.createOtp(other, -1)), refused('body-invalid', 400));
  });

  it('a web session lives no longer than a hundred years, and a call that asks for more is told so', async () => {
    const { control } = server();
    const { id } = await control.ask(WEB_CALLS.make());
    const minutes = 52_560_000;
    assert.equal((await control.ask(WEB_CALLS.change(id, { idleTimeout: minutes }))).idleTimeout, minutes);
    const { expiresAt } = await control.ask(WEB_CALLS.createOtp(id, minutes * 60));
    assert.match(expiresAt, /^2\d\d\d-/);
    for (const beyond of [minutes * 60 + 1, 1e15, 1e300]) {
      await assert.rejects(control.ask(WEB_CALLS.change(id, { idleTimeout: beyond })), refused('body-invalid', 400));
      await assert.rejects(control.ask(WEB_CALLS.createOtp(id, beyond)), refused('body-invalid', 400));
    }
  });

  it('web sessions are restored with a snapshot of the control API, with cookies and passcodes', async () => {
    const client = server().client();
    const { json: before } = await client.post('/tools/set', { storage: { a: 1 }, privileges: 'simple' });
    const { otp } = await server().control.ask(WEB_CALLS.createOtp(before.id));
    const snapshot = await server().control.snapshot();
    await server().control.reset();
    assert.deepEqual(await server().sessions(), []);
    assert.notEqual((await server().client().call('/tools/session')).json.id, before.id);
    await server().control.putSnapshot(snapshot);
    const { json } = await client.call('/tools/session');
    assert.deepEqual([json.id, json.storage, json.privileges], [before.id, { a: 1 }, ['simple']]);
    assert.equal((await server().client().call(`/tools/session?$4DSID=${otp}`)).json.id, before.id);
  });

  it('the stream tells changes of web sessions: what follows a snapshot leads to the state as it is', async () => {
    const changes: ServerChange[] = [];
    const ending = new AbortController();
    const following = server().control.follow((change) => changes.push(change), ending.signal);
    await until(
      () => changes.length,
      (heard) => heard > 0,
    );
    const clients = [server().client(), server().client(), server().client()] as const;
    for (const client of clients) await client.post('/tools/set', { storage: { a: 1 } });
    const [first, second] = await server().sessions();
    await server().control.ask(WEB_CALLS.createOtp(first?.id ?? ''));
    await server().control.ask(WEB_CALLS.close(second?.id ?? ''));
    const goneBy = (why: string) =>
      changes.filter(
        (each) =>
          each.kind === 'system' &&
          each.system === 'web' &&
          each.change.kind === 'sessionRemoved' &&
          each.change.why === why,
      ).length;
    const isTold = async () => {
      const { systems } = await server().control.state();
      return JSON.stringify(applyChanges(undefined, changes, SLICES)?.systems.web) === JSON.stringify(systems.web);
    };
    await until(isTold, (told) => told);
    await server().idle();
    await until(
      () => goneBy('idle'),
      (gone) => gone === 2,
    );
    assert.equal(goneBy('closed'), 1);
    assert.deepEqual(applyChanges(undefined, changes, SLICES)?.systems.web?.sessions, []);
    ending.abort();
    await following;
  });

  it('a fault can be for one web session', async () => {
    const [one, other] = [server().client(), server().client()];
    const { id } = (await one.call('/tools/session')).json;
    await other.call('/tools/session');
    await server().control.addFault({ kind: 'status', status: 503, scope: { session: id }, times: 1 });
    assert.equal((await other.call('/tools/session')).status, 200);
    assert.equal((await one.call('/tools/session')).status, 503);
    assert.equal((await one.call('/tools/session')).status, 200);
  });
});

describe('A server that goes on where another one crashed', () => {
  const start = devServers();
  const files = stateFiles();

  it('after a crash a server has its web sessions, their cookies and their passcodes', async () => {
    const state = files();
    const crashed = await start({ web: {} }, { stateFiles: state });
    const before = new HttpControlClient(crashed.address());
    const { id, cookie } = await before.ask(WEB_CALLS.make());
    const { otp } = await before.ask(WEB_CALLS.createOtp(id));
    await crashed.close();
    const server = await start({ web: {} }, { stateFiles: state });
    const control = new HttpControlClient(server.address());
    const [session] = await control.ask(WEB_CALLS.list());
    assert.deepEqual([session?.id, session?.otps.map((live) => live.otp)], [id, [otp]]);
    const info = new URL('/rest/$info', server.address().url);
    await call(info, { headers: { cookie: `${cookie.name}=${cookie.value}` } });
    assert.equal((await control.ask(WEB_CALLS.list())).length, 1);
    await call(new URL(`/4DACTION/none?$4DSID=${otp}`, info));
    assert.equal((await control.ask(WEB_CALLS.list())).length, 1);
    assert.deepEqual((await control.ask(WEB_CALLS.list()))[0]?.otps, []);
  });

  it('after a crash a server shows the certificate that it had made, which clients may have let in', async () => {
    const state = files();
    const fingerprint = async () => {
      const server = await start({ https: true }, { stateFiles: state });
      const socket = tls.connect({ port: Number(new URL(server.address().url).port), rejectUnauthorized: false });
      await once(socket, 'secureConnect');
      const { fingerprint256 } = socket.getPeerCertificate();
      socket.destroy();
      await server.close();
      return fingerprint256;
    };
    assert.equal(await fingerprint(), await fingerprint());
  });
});

describe('A server without a web face', () => {
  const start = devServers();

  it('a server without a web face has no web sessions, and says how to have some', async () => {
    const control = new HttpControlClient((await start()).address());
    assert.equal((await control.state()).systems.web, undefined);
    await assert.rejects(
      control.ask(WEB_CALLS.list()),
      (error) =>
        error instanceof ControlCallError &&
        error.code === 'web-missing' &&
        /option web \(in VS Code/.test(error.message),
    );
  });
});

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { MOBILE_CALLS } from '../../../src/core/systems/mobile/mobileCalls';
import { WEB_CALLS } from '../../../src/core/systems/web/webCalls';
import { HttpControlClient } from '../../../src/server/client/httpControlClient';
import { DevServer } from '../../../src/server/devServer';
import type { ServerOptions } from '../../../src/server/kernel/options/options';
import { SEED_APPLICATION, SEED_NAME } from '../../support/seedSession';
import { call } from '../httpCall';
import { perTest } from '../perTest';
import { androidBody, iosBody } from './devices';

const CODE = `module.exports = class Tools {
  info() {
    const message = new OutgoingMessage();
    message.setBody({ id: Session.id, info: Session.info, guest: Session.isGuest() });
    return message;
  }
};`;

/** A 4D application with a web server, whose code shows the session, and with mobile apps. */
class Both {
  private constructor(
    readonly folder: string,
    private readonly server: DevServer,
    readonly control: HttpControlClient,
  ) {}

  static async start(options: ServerOptions = {}): Promise<Both> {
    const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-app-')));
    const files = {
      'Project/Contact.4DProject': '{}',
      'Project/Sources/HTTPHandlers.json': JSON.stringify([{ class: 'Tools', method: 'info', pattern: 'info' }]),
      'WebCode/Tools.js': CODE,
    };
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
    const mobileApps = path.join(folder, 'Data', 'MobileApps');
    const server = await DevServer.start({ mobileApps, web: { project: folder }, ...options }, { log: () => {} });
    return new Both(folder, server, new HttpControlClient(server.address()));
  }

  async stop(): Promise<void> {
    await this.server.close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  get file(): string {
    return path.join(this.folder, 'Data', 'MobileApps', SEED_APPLICATION, SEED_NAME);
  }

  request(method: string, target: string, headers: Record<string, string> = {}, body?: unknown) {
    return call(this.server.address().url, { method, path: target, headers: { 'X-QMobile': '1', ...headers }, body });
  }

  async login(body: unknown = iosBody({ email: 'jane@example.com' })) {
    const { json, headers } = await this.request('POST', '/mobileapp/$authenticate', {}, body);
    const [set = ''] = headers['set-cookie'] ?? [];
    return { bearer: { Authorization: `Bearer ${json.token}` }, cookie: set.replace(/;.*/s, ''), set };
  }

  async seen(cookie: string) {
    return (await this.request('GET', '/info/', { Cookie: cookie })).json;
  }

  sessions() {
    return this.control.ask(WEB_CALLS.list());
  }

  async rules(): Promise<string[]> {
    return ((await this.control.journal()).entries.at(-1)?.causes ?? []).map(({ rule }) => rule);
  }
}

describe('the web session of a mobile app', () => {
  const both = perTest(() => Both.start());

  it('the cookie of a login names a web session, in which code sees the session of the app but not its token', async () => {
    const { cookie, set } = await both().login();
    assert.match(set, /^4DSID_Contact=[0-9A-F]{32}; Expires=.*; HttpOnly; SameSite=Strict$/);
    const { id, info, guest } = await both().seen(cookie);
    const { token, ...content } = JSON.parse(fs.readFileSync(both().file, 'utf8'));
    assert.ok(token);
    assert.deepEqual(info.mobile, content);
    assert.equal(guest, true);
    assert.deepEqual(
      (await both().sessions()).map((session) => session.id),
      [id],
    );
    assert.equal((await both().seen('')).info.mobile, undefined, 'a browser is no app');
  });

  it('each login of an app renews its web session, and that of another app makes another', async () => {
    const first = await both().login();
    const entry = (await both().control.journal()).entries.at(-1);
    assert.ok(entry?.changes.some(({ kind, change }) => kind === 'webSession' && change === 'created'));
    assert.equal((await both().login()).cookie, first.cookie);
    assert.ok((await both().rules()).includes('mobile.webSession.renewed'));
    const other = await both().login(androidBody());
    assert.notEqual(other.cookie, first.cookie);
    assert.equal((await both().sessions()).length, 2);
  });

  it('what an app tells of its user, and what is edited and refreshed, is seen by code at once', async () => {
    const { cookie, bearer } = await both().login();
    const body = { device: { token: 'booted' }, userInfo: { theme: 'dark' } };
    await both().request('POST', '/mobileapp/$userInfo', bearer, body);
    const { mobile } = (await both().seen(cookie)).info;
    assert.deepEqual([mobile.device.token, mobile.userInfo], ['booted', { theme: 'dark' }]);
    fs.writeFileSync(both().file, fs.readFileSync(both().file, 'utf8').replace('dark', 'light'));
    await both().control.ask(MOBILE_CALLS.refresh());
    assert.equal((await both().seen(cookie)).info.mobile.userInfo.theme, 'light');
  });

  const OTHERS: Record<string, () => Promise<unknown>> = {
    'a login with another e-mail': () => both().login(iosBody({ email: 'mary@example.com' })),
    'a login of a guest': () => both().login(iosBody({ email: '' })),
    'another e-mail in the file and a refresh': async () => {
      fs.writeFileSync(both().file, fs.readFileSync(both().file, 'utf8').replace('jane@', 'mary@'));
      await both().control.ask(MOBILE_CALLS.refresh());
    },
  };
  for (const [what, change] of Object.entries(OTHERS)) {
    it(`${what} ends the web session, so that nobody has the name, storage or cookie of another user`, async () => {
      const { cookie } = await both().login();
      const [held] = await both().sessions();
      await both().control.ask(WEB_CALLS.change(held?.id ?? '', { userName: 'Jane', storage: { cart: [1] } }));
      await change();
      const { id, info } = await both().seen(cookie);
      assert.notEqual(id, held?.id);
      assert.equal(info.mobile, undefined, 'the old cookie names no app');
      const other = await both().login(iosBody({ email: 'mary@example.com' }));
      assert.notEqual(other.cookie, cookie);
      const now = (await both().sessions()).filter(({ client }) => client);
      assert.deepEqual(
        now.map(({ userName, storage, client }) => [userName, storage, client?.user]),
        [['', {}, 'mary@example.com']],
      );
    });
  }

  it('a login of another user that has to wait ends the web session of the first', async () => {
    const two = await Both.start({
      mobile: { policy: { rules: [{ email: 'jane@*', outcome: 'accept' }], otherwise: { outcome: 'pending' } } },
    });
    try {
      const { cookie } = await two.login();
      await two.login(iosBody({ email: 'mary@example.com' }));
      assert.equal((await two.seen(cookie)).info.mobile, undefined);
    } finally {
      await two.stop();
    }
  });

  it('the same user in other letters keeps the web session', async () => {
    const { cookie } = await both().login();
    assert.equal((await both().login(iosBody({ email: 'Jane@Example.com' }))).cookie, cookie);
  });

  it('the list of web sessions tells whose that of an app is, and which session of the app', async () => {
    await both().login();
    const [held] = await both().sessions();
    assert.deepEqual(held?.client, { key: `mobile:${SEED_APPLICATION}/${SEED_NAME}`, user: 'jane@example.com' });
  });

  const ends: Record<string, (bearer: Record<string, string>) => Promise<unknown>> = {
    'a logout': (bearer) => both().request('POST', '/mobileapp/$logout', bearer),
    'a release': (bearer) => both().request('GET', `/mobileapp/$info/sessionInfo/id/${SEED_NAME}`, bearer),
    'a refresh after the file was deleted': async () => {
      fs.rmSync(both().file);
      await both().control.ask(MOBILE_CALLS.refresh());
    },
    'a refresh after the session was set to pending': async () => {
      fs.writeFileSync(both().file, fs.readFileSync(both().file, 'utf8').replace('accepted', 'pending'));
      await both().control.ask(MOBILE_CALLS.refresh());
    },
  };
  for (const [what, end] of Object.entries(ends)) {
    it(`${what} ends the web session of the app`, async () => {
      const { cookie, bearer } = await both().login();
      await end(bearer);
      assert.deepEqual(await both().sessions(), []);
      assert.equal((await both().seen(cookie)).info.mobile, undefined);
    });
  }

  it('an app gets a new web session when its own has expired, and a snapshot takes both along', async () => {
    const { cookie } = await both().login();
    const snapshot = await both().control.snapshot();
    await both().control.moveClock({ advanceMs: 61 * 60_000 });
    assert.deepEqual(await both().sessions(), []);
    assert.notEqual((await both().login()).cookie, cookie);
    await both().control.putSnapshot(snapshot);
    assert.equal((await both().seen(cookie)).info.mobile.email, 'jane@example.com');
    assert.equal((await both().login()).cookie, cookie);
  });

  it('a server without web sessions sets the cookie of its option, which names nothing', async () => {
    const server = await Both.start({ web: { scalableSessions: false }, mobile: { sessionCookie: '4DSID_Own' } });
    try {
      assert.match((await server.login()).set, /^4DSID_Own=[0-9A-F]{32}; Path=\/; SameSite=Strict$/);
      assert.deepEqual(await server.sessions(), []);
    } finally {
      await server.stop();
    }
  });
});

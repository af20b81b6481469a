import assert from 'node:assert/strict';
import { SEED_APPLICATION, SEED_NAME } from '../../support/seedSession';
import { mobileServer, withServer } from '../mobileHarness';
import { AndroidDevice, androidBody, IosDevice } from './devices';

const USER = 'jane.doe@example.com';
const FILE = `${SEED_APPLICATION}/${SEED_NAME}`;

describe('what the SDKs do', () => {
  const server = mobileServer();

  it('iOS pings, logs in, asks, sends its push token, logs out', async () => {
    const device = new IosDevice(server());
    assert.deepEqual((await device.get('/mobileapp/')).json, { ok: true });
    await device.login(USER);
    assert.ok(device.isSignedIn);
    assert.equal(device.id, SEED_NAME);
    assert.equal((await device.get('/mobileapp/$catalog')).status, 200);
    const push = await device.post('/mobileapp/$userInfo', { device: { token: 'a1'.repeat(32) } });
    assert.equal(push.json.success, true);
    assert.equal(JSON.parse(server().read(FILE) ?? '').device.token, 'a1'.repeat(32));
    assert.deepEqual((await device.logout()).json, { ok: true });
    assert.equal(server().read(FILE), undefined);
    assert.deepEqual((await server().sessions()).sessions, []);
  });

  it('Android logs a guest in, checks the licence, sends its push token', async () => {
    const device = new AndroidDevice(server(), true);
    await device.login('');
    assert.ok(device.isSignedIn);
    assert.equal((await device.call('GET', '/mobileapp/$licensecheck')).json.ok, true);
    assert.equal((await device.call('POST', '/mobileapp/$userInfo', { device: { token: 'fcm:1' } })).json.ok, true);
    assert.match(server().read(`com.contactapp.contact/${device.id}`) ?? '', /"token":"fcm:1"/);
  });

  it('Android sends its cookie back as Set-Cookie, which is told and has no effect', async () => {
    const device = new AndroidDevice(server(), true);
    await device.login('');
    assert.equal((await device.get('/mobileapp/$licensecheck')).status, 200);
    assert.ok((await server().rules()).includes('mobile.header.set-cookie'));
    device.token = undefined;
    assert.equal((await device.get('/mobileapp/$licensecheck')).status, 401);
  });

  it('Android logs out with an empty body that says it is JSON', async () => {
    const device = new AndroidDevice(server(), false);
    await device.login(USER);
    assert.deepEqual((await device.logout()).json, { ok: true });
    assert.deepEqual(server().files(), []);
  });

  it('a push token goes into the file and leaves everything else as it is written', async () => {
    const device = new IosDevice(server());
    await device.login(USER);
    const pretty = JSON.stringify(JSON.parse(server().read(FILE) ?? ''), null, 2);
    server().write(FILE, pretty);
    await server().refresh();
    await device.post('/mobileapp/$userInfo', { device: { token: 'booted' }, userInfo: {} });
    assert.ok((await server().rules()).includes('mobile.userInfo.stored'));
    assert.equal(JSON.parse(server().read(FILE) ?? '').userInfo, undefined);
    assert.equal(
      server()
        .read(FILE)
        ?.replace(/,\s*"token": "booted"/, ''),
      pretty,
    );
    assert.deepEqual((await server().refresh()).errors, []);

    await device.post('/mobileapp/$userInfo', { device: { token: 'booted' } });
    assert.ok((await server().rules()).includes('mobile.userInfo.unchanged'));
    assert.equal((await device.post('/mobileapp/$userInfo')).status, 200);
  });

  it('what a device tells of its user is kept in its session, added to what the login gave, and given back', async () => {
    const policy = { otherwise: { outcome: 'accept', userInfo: { region: 'EU', age: 30 } } } as const;
    await withServer({ policy }, async (server) => {
      const device = new IosDevice(server);
      await device.login(USER);
      const tell = (userInfo: unknown) => device.post('/mobileapp/$userInfo', { userInfo });
      assert.deepEqual((await tell({ theme: 'dark' })).json.userInfo, { region: 'EU', age: 30, theme: 'dark' });
      assert.ok(!(await server.rules()).includes('mobile.userInfo.replaced'));
      assert.equal((await tell({ theme: 'dark' })).json.success, true);
      assert.ok((await server.rules()).includes('mobile.userInfo.unchanged'));
      await tell({ age: 31 });
      assert.ok((await server.rules()).includes('mobile.userInfo.replaced'));
      assert.deepEqual(JSON.parse(server.read(FILE) ?? '').userInfo, { region: 'EU', age: 31, theme: 'dark' });
      assert.deepEqual((await device.login(USER)).json.userInfo, { region: 'EU', age: 31, theme: 'dark' });
      assert.equal((await tell('dark')).status, 400);
      assert.deepEqual((await server.refresh()).errors, []);
    });
  });

  it('userInfo cannot grow without a limit, however often a device sends a little', async () => {
    const device = new IosDevice(server());
    await device.login(USER);
    const statuses = [];
    for (let call = 0; call < 6; call++) {
      const answer = await device.post('/mobileapp/$userInfo', { userInfo: { [`name${call}`]: 'x'.repeat(16_000) } });
      statuses.push(answer.status);
    }
    assert.deepEqual(statuses, [200, 200, 200, 200, 400, 400]);
  });

  it('a session whose file was deleted is refused after the refresh, with the reason; iOS signs out', async () => {
    const device = new IosDevice(server());
    await device.login(USER);
    const { token } = device;
    server().remove(FILE);
    assert.equal((await device.get('/mobileapp/$info')).status, 200, 'memory counts until the refresh');
    await server().refresh();
    const { status, json } = await device.get('/mobileapp/$info');
    assert.equal(status, 401);
    assert.equal(json.__ERROR[0].errCode, 1907);
    assert.deepEqual(await server().rules(), ['mobile.session.evicted', 'mobile.session.unknown']);
    assert.equal((await server().get('/mobileapp/$licensecheck', { token })).status, 401);
  });

  it('a session that was set to pending and pushed gets 401; Android goes back to its login screen', async () => {
    const device = new AndroidDevice(server(), false);
    await device.login(USER);
    const file = `com.contactapp.contact/${device.id}`;
    server().write(file, (server().read(file) ?? '').replace('"accepted"', '"pending"'));
    assert.equal((await device.call('GET', '/mobileapp/$catalog')).status, 200);
    await server().refresh();
    const answer = await device.call('GET', '/mobileapp/$catalog');
    assert.equal(answer.status, 401);
    assert.ok(device.loginRequired);
    assert.deepEqual(await server().rules(), ['mobile.header.set-cookie', 'mobile.session.pending']);
    // The policy would accept, and yet it waits until somebody accepts it.
    await device.login(USER);
    assert.ok(!device.isSignedIn);
    assert.ok(device.statusText);
  });

  it('a guest who was thrown out logs in anew by itself and repeats its request', async () => {
    const device = new AndroidDevice(server(), true);
    await device.login('');
    const file = `com.contactapp.contact/${device.id}`;
    server().remove(file);
    await server().refresh();
    assert.equal((await device.call('GET', '/mobileapp/$catalog')).status, 200);
    assert.ok(server().read(file));
  });

  it('REST error 1279 makes a guest of Android log in anew, also with status 200', async () => {
    const device = new AndroidDevice(server(), true);
    await device.login('');
    const route = 'GET /mobileapp/$catalog';
    await server().control.addFault({ kind: 'status', status: 200, errCode: 1279, times: 1, scope: { route } });
    assert.deepEqual((await device.call('GET', '/mobileapp/$catalog')).json, { dataClasses: [] });
    const routes = (await server().journal()).map(({ route, status }) => `${route} ${status}`);
    const login = 'POST /mobileapp/$authenticate 200';
    assert.deepEqual(routes, [login, `${route} 200`, login, `${route} 200`]);
  });

  it('a session that is invalid after an edit is thrown out, and the journal has the mobi error', async () => {
    const device = new IosDevice(server());
    await device.login(USER);
    server().write(FILE, '{');
    await server().refresh();
    assert.equal((await device.get('/mobileapp/$info')).status, 401);
    const [cause] = (await server().lastEntry()).causes;
    assert.match(cause?.message ?? '', /mobi 2/);
  });

  it('the second login is let in after a pending session was accepted by hand', async () => {
    await withServer({ policy: { otherwise: { outcome: 'pending', statusText: 'Wait' } } }, async (server) => {
      const device = new IosDevice(server);
      await device.login(USER);
      assert.ok(!device.isSignedIn);
      assert.equal(device.statusText, 'Wait');
      await device.login(USER);
      assert.ok(!device.isSignedIn);
      server.write(FILE, (server.read(FILE) ?? '').replace('"pending"', '"accepted"'));
      assert.deepEqual((await server.refresh()).refreshed, [FILE]);
      await device.login(USER);
      assert.ok(device.isSignedIn);
      assert.equal((await device.get('/mobileapp/$info')).status, 200);
    });
  });

  it('a pending session logs out too', async () => {
    await withServer({ policy: { otherwise: { outcome: 'pending' } } }, async (server) => {
      const device = new AndroidDevice(server, false, androidBody());
      const { json } = await device.login(USER);
      device.token = JSON.parse(server.read(`com.contactapp.contact/${json.id}`) ?? '').token;
      assert.deepEqual((await device.logout()).json, { ok: true });
      assert.deepEqual(server.files(), []);
    });
  });
});

import assert from 'node:assert/strict';
import { SessionChecker } from '../../../src/core/compliance/sessionChecker';
import { deriveSessionId } from '../../../src/core/session/sessionId';
import { builtInSchema } from '../../../src/disk/builtInSchema';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../../support/seedSession';
import { mobileServer, withServer } from '../mobileHarness';
import { androidBody, iosBody } from './devices';

/** A published session file, and the address that it was written for: docs/facts/4d-mobile.md#published-samples. */
const COMPONENT_SAMPLE =
  '{"application":{"name":"My App","version":"1.0.0","id":"com.myCompany.My-App"},"team":{"id":"58P9JF46LX"},"email":"","device":{"simulator":true,"id":"42A08892-63DB-4FD5-991A-0EB213219AE0","description":"iPhone 11 Pro Max"},"language":{"id":"en","code":"en"},"send":"link","session":{"id":"547302015c7366daf048dfa58048d2ae37ae2bc8","ip":"::1"},"status":"accepted","token":"eyJhcHBOYW1lSUQiOiJjb20ubXlDb21wYW55Lk15LUFwcCIsImlkIjoiNTQ3MzAyMDE1YzczNjZkYWYwNDhkZmE1ODA0OGQyYWUzN2FlMmJjOCIsInRlYW1JRCI6IjU4UDlKRjQ2TFgifQ"}';

/** Another, in another order; application id and e-mail as at its creation. */
const OLD_SAMPLE =
  '{"application":{"name":"NotifSampleApp2","id":"com.myCompany.My-App","version":"1.0.0"},"send":"link","team":{"id":"UTT7VDX8W5"},"device":{"id":"E8C9031A-43A3-4322-BB98-2C9EEDA6A893","version":"12.2","description":"iPhone X","simulator":true},"language":{"region":"US","code":"en","id":"en_US"},"email":"","session":{"id":"60711cd925b8a0facde10e1de30b13c43e342254","ip":"::ffff:127.0.0.1"},"status":"accepted","token":"eyJhcHBOYW1lSUQiOiJjb20ubXlDb21wYW55Lk15LUFwcCIsImlkIjoiNjA3MTFjZDkyNWI4YTBmYWNkZTEwZTFkZTMwYjEzYzQzZTM0MjI1NCIsInRlYW1JRCI6IlVUVDdWRFg4VzUifQ"}';

/** What the app must have sent for a file, and the file as this test's address makes it. */
function sampleLogin(text: string) {
  const { session, status: _status, token: _token, ...body } = JSON.parse(text);
  return { body, name: session.id, written: text.replace(/"ip":"[^"]*"/, '"ip":"::ffff:127.0.0.1"') };
}

describe('the session file of a login', () => {
  const server = mobileServer();

  for (const [name, text, folder] of [
    ['that of the documentation', JSON.stringify(JSON.parse(SEED_SESSION)), SEED_APPLICATION],
    ['test_authentication', COMPONENT_SAMPLE, '58P9JF46LX.com.myCompany.My-App'],
    ['60711…', OLD_SAMPLE, 'UTT7VDX8W5.com.myCompany.My-App'],
  ] as const) {
    it(`the session file of a login is, byte for byte, the published one: ${name}`, async () => {
      const { body, name: file, written } = sampleLogin(text);
      const answer = await server().post('/mobileapp/$authenticate', { body });
      assert.equal(answer.status, 200, answer.text);
      assert.equal(server().read(`${folder}/${file}`), written);
      assert.deepEqual(answer.json, { id: file, token: JSON.parse(written).token, success: true, statusText: '' });
      assert.deepEqual((await server().refresh()).errors, []);
    });
  }

  it('the session file is in the folder of the application alone when the app sends no team, or an empty one', async () => {
    const android = await server().post('/mobileapp/$authenticate', { body: androidBody() });
    const ios = await server().post('/mobileapp/$authenticate', { body: iosBody({ team: { id: '' } }) });
    assert.deepEqual(server().files(), [
      `com.contactApp.Contact/${ios.json.id}`,
      `com.contactapp.contact/${android.json.id}`,
    ]);
    assert.deepEqual((await server().refresh()).errors, []);
  });

  it('an iPhone that knows neither its language nor its device logs in, and its file is sound', async () => {
    const body = iosBody({ language: { id: '' }, device: { id: '', description: 'iPhone' } });
    const { status, json } = await server().post('/mobileapp/$authenticate', { body });
    assert.equal(status, 200);
    assert.equal(
      json.id,
      deriveSessionId({ teamId: 'UTT7VDX8W5', applicationId: 'com.contactApp.Contact', deviceId: '' }),
    );
    const text = server().read(`${SEED_APPLICATION}/${json.id}`) ?? '';
    const { language, device } = JSON.parse(text);
    assert.deepEqual([language, device], [{ id: '' }, { id: '', description: 'iPhone' }]);
    assert.deepEqual((await server().refresh()).errors, []);
    const file = { applicationFolder: SEED_APPLICATION, name: json.id, text };
    assert.deepEqual(new SessionChecker(builtInSchema).check(file).findings, []);
  });

  for (const [what, team] of [
    ['without an id', {}],
    ['with a name and no id', { name: 'My Company' }],
    ['with an empty id', { id: '', name: 'My Company' }],
    ['whose id is null', { id: null }],
    ['that is null', null],
  ] as const) {
    it(`an app with a team ${what} logs in as one without a team, and uses its session`, async () => {
      const { status, json, text } = await server().post('/mobileapp/$authenticate', { body: iosBody({ team }) });
      assert.equal(status, 200, text);
      const file = { applicationFolder: 'com.contactApp.Contact', name: json.id };
      assert.deepEqual(server().files(), [`${file.applicationFolder}/${file.name}`]);
      const written = server().read(`${file.applicationFolder}/${file.name}`) ?? '';
      assert.deepEqual(new SessionChecker(builtInSchema).check({ ...file, text: written }).findings, []);
      assert.deepEqual((await server().refresh()).errors, []);
      const { id: _id, ...left } = team ?? {};
      assert.deepEqual(JSON.parse(written).team, team === null ? undefined : team.id === null ? left : team);
      assert.equal((await server().get('/mobileapp/$info', { token: json.token })).status, 200);
      const again = await server().post('/mobileapp/$authenticate', { body: iosBody({ team: undefined }) });
      assert.equal(again.json.id, json.id);
    });
  }

  it('a login takes null for what an app need not send, and does not write it', async () => {
    const device = { version: null, os: null, simulator: null, jb: null, token: null };
    const body = iosBody({
      language: { id: 'fr', code: null, region: null },
      device: { id: 'D', description: 'iPhone', ...device },
      send: null,
      parameters: null,
    });
    const { status, json, text } = await server().post('/mobileapp/$authenticate', { body });
    assert.equal(status, 200, text);
    const session = JSON.parse(server().read(`${SEED_APPLICATION}/${json.id}`) ?? '');
    assert.deepEqual(session.language, { id: 'fr' });
    assert.deepEqual(session.device, { id: 'D', description: 'iPhone' });
    assert.deepEqual([Object.hasOwn(session, 'send'), Object.hasOwn(session, 'parameters')], [false, false]);
    assert.deepEqual((await server().refresh()).errors, []);
  });

  it('the session file is in FAKETEAMID.… when that is the team', async () => {
    const { json } = await server().post('/mobileapp/$authenticate', { body: iosBody({ team: { id: 'FAKETEAMID' } }) });
    assert.deepEqual(server().files(), [`FAKETEAMID.com.contactApp.Contact/${json.id}`]);
  });

  it('the session file of Android has what Android sends, without the password and empty parameters', async () => {
    const { json } = await server().post('/mobileapp/$authenticate', { body: androidBody({ password: 'secret' }) });
    const text = server().read(`com.contactapp.contact/${json.id}`) ?? '';
    assert.deepEqual(Object.keys(JSON.parse(text)), [
      'email',
      'application',
      'device',
      'language',
      'session',
      'status',
      'token',
    ]);
    assert.ok(!text.includes('secret'));
  });

  it('the session file keeps parameters and what we know nothing of, and never what only the server may say', async () => {
    const body = iosBody({
      parameters: { shop: 12 },
      future: { of: 'apps' },
      status: 'accepted',
      token: 'forged',
      userInfo: { admin: true },
      session: { id: 'forged', ip: 'forged' },
    });
    await server().post('/mobileapp/$authenticate', { body });
    const session = JSON.parse(server().read(`${SEED_APPLICATION}/${SEED_NAME}`) ?? '');
    assert.deepEqual(session.parameters, { shop: 12 });
    assert.deepEqual(session.future, { of: 'apps' });
    assert.equal(session.userInfo, undefined);
    assert.equal(session.session.id, SEED_NAME);
    assert.notEqual(session.token, 'forged');
  });

  it('a device has one session file, whoever logs in on it', async () => {
    for (const email of ['a@example.com', 'b@example.com']) {
      await server().post('/mobileapp/$authenticate', { body: iosBody({ email }) });
      assert.deepEqual(server().files(), [`${SEED_APPLICATION}/${SEED_NAME}`]);
      assert.equal(JSON.parse(server().read(`${SEED_APPLICATION}/${SEED_NAME}`) ?? '').email, email);
    }
  });

  it('the session file of a guest has null and no e-mail address', async () => {
    const withNull = await server().post('/mobileapp/$authenticate', { body: iosBody({ email: null }) });
    const { email: _, ...without } = androidBody();
    const withNone = await server().post('/mobileapp/$authenticate', { body: without });
    assert.deepEqual([withNull.status, withNone.status], [200, 200]);
    for (const { email } of (await server().sessions()).sessions) assert.equal(email, '');
  });

  it('the session file stays as it is, layout and all, when the same user logs in again, and takes what is new', async () => {
    await server().post('/mobileapp/$authenticate', { body: iosBody({ email: 'a@example.com' }) });
    const file = `${SEED_APPLICATION}/${SEED_NAME}`;
    const pretty = JSON.stringify({ ...JSON.parse(server().read(file) ?? ''), remark: 'by hand' }, null, 2);
    server().write(file, pretty);
    await server().refresh();
    await server().post('/mobileapp/$authenticate', { body: iosBody({ email: 'a@example.com' }) });
    assert.equal(server().read(file), pretty);
    assert.deepEqual(await server().rules(), ['mobile.login.kept']);
    assert.deepEqual((await server().lastEntry()).changes, []);

    const application = { id: 'com.contactApp.Contact', name: 'Contact', version: '1.1.0' };
    await server().post('/mobileapp/$authenticate', { body: iosBody({ email: 'a@example.com', application }) });
    assert.equal(server().read(file), pretty.replace('"1.0.0"', '"1.1.0"'));
  });
});

describe('the answer to a login', () => {
  it('the answer to a login has the Server header and the cookie of a web session, which the journal names', async () => {
    await withServer({ serverHeader: '4D/19.8.0', sessionCookie: '4DSID_Contacts' }, async (server) => {
      const answer = await server.post('/mobileapp/$authenticate', { body: iosBody() });
      assert.equal(answer.headers.server, '4D/19.8.0');
      assert.match(answer.headers['content-type'] ?? '', /^application\/json/);
      assert.match(answer.headers['set-cookie']?.[0] ?? '', /^4DSID_Contacts=[0-9A-F]{32}; Path=\/; SameSite=Strict$/);
      const { cookies, actor, changes } = await server.lastEntry();
      assert.deepEqual(cookies, ['4DSID_Contacts']);
      assert.equal(actor.session, SEED_NAME);
      assert.equal(actor.application, 'com.contactApp.Contact');
      assert.deepEqual(
        changes.map(({ kind, change }) => `${kind} ${change}`),
        ['mobileSession created', 'sessionFile created'],
      );
    });
  });

  for (const [pendingToken, expected] of [
    ['omit', undefined],
    ['null', null],
    ['empty', ''],
  ] as const) {
    it(`the answer for a pending session has the token that the switch pendingToken says: ${pendingToken}`, async () => {
      await withServer({ pendingToken, policy: { otherwise: { outcome: 'pending' } } }, async (server) => {
        const { json, headers } = await server.post('/mobileapp/$authenticate', { body: iosBody() });
        assert.equal(json.token, expected);
        assert.equal('token' in json, pendingToken !== 'omit');
        assert.equal(json.success, true);
        assert.equal(json.id, SEED_NAME);
        assert.equal(headers['set-cookie'], undefined);
      });
    });
  }

  for (const refusalStatus of [200, 401, 403] as const) {
    it(`a login is refused with the status that the switch refusalStatus says: ${refusalStatus}`, async () => {
      const policy = { otherwise: { outcome: 'refuse', statusText: 'Closed today' } } as const;
      await withServer({ refusalStatus, policy }, async (server) => {
        const { status, json } = await server.post('/mobileapp/$authenticate', { body: iosBody() });
        assert.equal(status, refusalStatus);
        assert.equal(json.success, false);
        assert.equal(json.statusText, 'Closed today');
        assert.equal(json.id, undefined);
        assert.equal(json.__ERRORS[0].errCode, 1912);
        assert.deepEqual(json.__ERROR, json.__ERRORS);
        assert.deepEqual(server.files(), []);
        assert.ok((await server.rules()).includes('mobile.login.refused'));
      });
    });
  }

  it('an accepted device is asked about again at each login where the switch says so, and stays accepted', async () => {
    const policy = { otherwise: { outcome: 'pending' } } as const;
    await withServer({ askAgain: 'always', policy }, async (server) => {
      await server.post('/mobileapp/$authenticate', { body: iosBody() });
      const file = `${SEED_APPLICATION}/${SEED_NAME}`;
      server.write(file, (server.read(file) ?? '').replace('"pending"', '"accepted"'));
      await server.refresh();
      const { json } = await server.post('/mobileapp/$authenticate', { body: iosBody() });
      assert.equal(typeof json.token, 'string');
      assert.ok((await server.rules()).includes('mobile.login.stays'));
    });
  });
});

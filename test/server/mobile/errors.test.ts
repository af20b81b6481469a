import assert from 'node:assert/strict';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { encodeToken } from '../../../src/core/session/connectionToken';
import { onPosix, unprivileged } from '../../disk/temporaryFolder';
import { SEED_APPLICATION, SEED_NAME } from '../../support/seedSession';
import type { Answer } from '../httpCall';
import { mobileServer, withServer } from '../mobileHarness';
import { androidBody, iosBody } from './devices';

/** The envelope that both SDKs read, with this error in it. */
function assertError(
  { status, json, headers }: Answer,
  expectedStatus: number,
  errCode: number,
  message?: RegExp,
): void {
  assert.equal(status, expectedStatus, JSON.stringify(json));
  assert.match(headers['content-type'] ?? '', /^application\/json/);
  assert.equal(json.success, false);
  assert.deepEqual(json.__ERROR, json.__ERRORS);
  const [error, ...more] = json.__ERRORS;
  assert.deepEqual(more, []);
  assert.equal(error.errCode, errCode);
  assert.equal(error.componentSignature, 'mobi');
  if (message) assert.match(error.message, message);
}

describe('errors of the mobile face', () => {
  const server = mobileServer();
  const login = (body: unknown) => server().post('/mobileapp/$authenticate', { body });

  const malformed: [string, string | Buffer, RegExp][] = [
    ['nothing', '', /body is empty/],
    ['half an object', '{\n  "email": ', /Line 2, character 12/],
    ['a comma too many', '{"email":"",}', /Line 1, character 13/],
    ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), /UTF-8/],
    ['two texts', '{} {}', /Line 1, character 4/],
  ];
  for (const [name, body, message] of malformed) {
    it(`a login body that is malformed answers 1901: ${name}`, async () => {
      assertError(await login(body), 400, 1901, message);
      assert.deepEqual(await server().rules(), ['mobile.body.malformed']);
    });
  }

  it('malformed bodies of $verify and $userInfo answer 1901 too', async () => {
    const { token } = (await login(iosBody())).json;
    assertError(await server().post('/mobileapp/$verify', { body: '{' }), 400, 1901);
    assertError(await server().post('/mobileapp/$userInfo', { token, body: '{' }), 400, 1901);
  });

  const invalid: [string, unknown, RegExp][] = [
    ['a body that is no object', [], /must be a JSON object/],
    ['no application', iosBody({ application: undefined }), /application/],
    ['an empty application id', iosBody({ application: { id: '', name: 'x', version: '1' } }), /application\.id/],
    [
      'an application id that is no text',
      iosBody({ application: { id: 7, name: 'x', version: '1' } }),
      /application\.id/,
    ],
    ['no device id', iosBody({ device: { description: 'x' } }), /"id" is missing from "device"/],
    ['a team that is no object', iosBody({ team: 'UTT7VDX8W5' }), /team/],
    ['a team id that is no text', iosBody({ team: { id: 7 } }), /team\.id/],
    ['a device id that is null', iosBody({ device: { id: null, description: 'x' } }), /device\.id/],
    ['an e-mail address that is no text', iosBody({ email: 1 }), /email/],
    ['an e-mail address that is far too long', iosBody({ email: '@'.repeat(500_000) }), /320/],
    ['another kind of sending', iosBody({ send: 'pigeon' }), /send/],
    ['parameters that are no object', iosBody({ parameters: 'x' }), /parameters/],
    [
      'a body nested too deep',
      // As a text: writing JSON runs out of stack here.
      JSON.stringify(iosBody({ parameters: { x: 0 } })).replace(':0}', `:${'['.repeat(5000)}${']'.repeat(5000)}}`),
      /nested/,
    ],
  ];
  for (const [name, body, message] of invalid) {
    it(`a login body that is not valid answers 1904: ${name}`, async () => {
      assertError(await login(body), 400, 1904, message);
      assert.deepEqual(await server().rules(), ['mobile.body.invalid']);
      assert.deepEqual(server().files(), []);
    });
  }

  it('a push token that is no text answers 1904, and so does a code that is none', async () => {
    const { token } = (await login(iosBody())).json;
    for (const body of [{ device: 'x' }, { device: { token: 1 } }]) {
      assertError(await server().post('/mobileapp/$userInfo', { token, body }), 400, 1904);
    }
    for (const body of [{}, { token: 5 }, { token: ' ' }]) {
      assertError(await server().post('/mobileapp/$verify', { body }), 400, 1904);
    }
  });

  it('a body that is too large answers 413 with 1904', async () => {
    assertError(await login(iosBody({ parameters: { x: 'x'.repeat(1024 * 1024) } })), 413, 1904);
  });

  it('a developer who asks for what only a device has gets 1906', async () => {
    await server().get('/mobileapp/');
    const token = server().read('key.mobileapp');
    for (const [method, route] of [
      ['POST', '$userInfo'],
      ['GET', '$licensecheck'],
    ] as const) {
      assertError(await server().request(method, `/mobileapp/${route}`, { token }), 403, 1906);
    }
    assert.deepEqual(await server().rules(), ['mobile.key.accepted', 'mobile.key.forbidden']);
  });

  it('a request without a token answers 1907, and so does a wrong token or one of a session that is not there', async () => {
    const unknown = encodeToken({ appNameID: 'com.contactApp.Contact', id: SEED_NAME, teamID: 'UTT7VDX8W5' });
    for (const [headers, rule] of [
      [{}, 'mobile.token.missing'],
      [{ Authorization: 'Basic YTpi' }, 'mobile.token.missing'],
      [{ Authorization: 'Bearer no-token' }, 'mobile.token.malformed'],
      [{ Authorization: `Bearer ${Buffer.from('{"id":1}').toString('base64')}` }, 'mobile.token.malformed'],
      [{ Authorization: `Bearer ${unknown}` }, 'mobile.session.unknown'],
    ] as const) {
      for (const target of ['$info', '$info/sessionInfo', '$catalog', '$licensecheck', 'Employee']) {
        assertError(await server().get(`/mobileapp/${target}`, { headers }), 401, 1907);
        assert.deepEqual(await server().rules(), [rule], target);
      }
      for (const target of ['$userInfo', '$logout', '$action/add']) {
        assertError(await server().post(`/mobileapp/${target}`, { headers }), 401, 1907);
      }
    }
  });

  it('a token with the ids of another team answers 1907', async () => {
    await login(iosBody());
    const token = encodeToken({ appNameID: 'UTT7VDX8W5.com.contactApp.Contact', id: SEED_NAME, teamID: '' });
    assertError(await server().get('/mobileapp/$info', { token }), 401, 1907);
  });

  it('an action answers 1902, as nothing is there to run it', async () => {
    const { token } = (await login(iosBody())).json;
    assertError(await server().post('/mobileapp/$action/addContact', { token, body: {} }), 404, 1902);
    assert.deepEqual(await server().rules(), ['mobile.session.accepted', 'mobile.action.undefined']);
  });

  it('a path that is not there answers 1909 and tells the nearest that is, if one is near', async () => {
    const { token } = (await login(iosBody())).json;
    assertError(await server().get('/mobileapp/$catalogue', { token }), 404, 1909, /GET \/mobileapp\/\$catalog\./);
    assertError(
      await server().post('/mobileapp/Employee?$method=x', { token, body: {} }),
      404,
      1909,
      /no such route\.$/,
    );
    assert.deepEqual(await server().rules(), ['mobile.session.accepted', 'mobile.route.unknown']);
  });

  it('GET where only POST is answers 1911, and any other method 1910', async () => {
    for (const route of ['$authenticate', '$verify', '$logout', '$userInfo', '$action/x']) {
      const answer = await server().get(`/mobileapp/${route}`);
      assertError(answer, 405, 1911, /POST only/);
      assert.equal(answer.headers.allow, 'POST');
      assertError(await server().request('PUT', `/mobileapp/${route}`, { body: {} }), 405, 1910);
      assertError(await server().request('DELETE', `/mobileapp/${route}`), 405, 1910);
    }
    for (const route of ['', '$info', '$info/ProgressInfo', '$catalog/$all', '$licensecheck']) {
      assertError(await server().post(`/mobileapp/${route}`, { body: {} }), 405, 1910, /GET only/);
    }
    assert.deepEqual(await server().rules(), ['mobile.route.method']);
    const several = await server().post('/mobileapp/$info/sessionInfo/id/x');
    assertError(several, 405, 1910, /GET and DELETE only/);
    assert.equal(several.headers.allow, 'GET, DELETE');
  });

  it('a session file that cannot be written answers 1903, without telling a path of this machine', async () => {
    fs.mkdirSync(server().folder, { recursive: true });
    fs.writeFileSync(path.join(server().folder, SEED_APPLICATION), 'a file where the folder should be');
    const answer = await login(iosBody());
    assertError(answer, 500, 1903);
    assert.ok(!answer.text.includes(server().folder));
    assert.deepEqual((await server().rules()).at(-1), 'mobile.file.unwritable');
    assert.deepEqual((await server().sessions()).sessions, []);
  });

  onPosix('a key.mobileapp that cannot be made answers 1903 with 4D’s words', async () => {
    fs.mkdirSync(server().folder, { recursive: true });
    fs.chmodSync(server().folder, 0o555);
    await unprivileged(async () => {
      assertError(await server().get('/mobileapp/'), 500, 1903, /Unable to generate authorization key/);
    });
    assert.deepEqual(await server().rules(), ['mobile.ping', 'mobile.key.failed']);
  });

  it('a refusal of the server’s own guard answers 1906 in the same envelope', async () => {
    const answer = await server().get('/mobileapp/', { headers: { Host: 'evil.example' } });
    assertError(answer, 403, 1906);
    assert.deepEqual(await server().rules(), ['server.host-unknown']);
    assert.deepEqual(server().files(), []);
  });
});

describe('licences', () => {
  const one = { licences: 1 };

  it('a guest beyond the licences gets 1913 and a user 1908; a device that has a licence keeps it', async () => {
    await withServer(one, async (server) => {
      const first = await server.post('/mobileapp/$authenticate', { body: androidBody() });
      const guest = await server.post('/mobileapp/$authenticate', { body: iosBody() });
      assertError(guest, 503, 1913);
      assert.equal((await server.rules()).at(-1), 'mobile.licence.none');
      assertError(
        await server.post('/mobileapp/$authenticate', { body: iosBody({ email: 'a@example.com' }) }),
        503,
        1908,
      );
      const again = await server.post('/mobileapp/$authenticate', { body: androidBody() });
      assert.equal(again.json.token, first.json.token);
      const check = await server.get('/mobileapp/$licensecheck', { token: first.json.token });
      assert.deepEqual(check.json, { ok: true, success: true });
      await server.post('/mobileapp/$logout', { token: first.json.token });
      assert.equal((await server.post('/mobileapp/$authenticate', { body: iosBody() })).status, 200);
    });
  });

  it('no licence is given twice to devices that log in at once', async () => {
    await withServer({ licences: 3 }, async (server) => {
      const devices = Array.from({ length: 12 }, (_, n) => ({ id: `device-${n}`, description: 'Pixel 7' }));
      const answers = await Promise.all(
        devices.map((device) => server.post('/mobileapp/$authenticate', { body: androidBody({ device }) })),
      );
      assert.equal(answers.filter(({ status }) => status === 200).length, 3);
      assert.equal(answers.filter(({ json }) => json.__ERRORS?.[0].errCode === 1913).length, 9);
    });
  });

  it('$licensecheck answers 1913 for a guest whose session has no licence, and the guest stays signed in', async () => {
    const made: Record<string, string> = {};
    const tokens: string[] = [];
    await withServer({}, async (server) => {
      for (const body of [androidBody(), iosBody()]) {
        const { json } = await server.post('/mobileapp/$authenticate', { body });
        tokens.push(json.token);
      }
      for (const file of server.files()) made[file] = server.read(file) ?? '';
    });
    await withServer(
      one,
      async (server) => {
        const answers = await Promise.all(tokens.map((token) => server.get('/mobileapp/$licensecheck', { token })));
        assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 503]);
        for (const token of tokens) assert.equal((await server.get('/mobileapp/$info', { token })).status, 200);
      },
      made,
    );
  });

  it('a login that waits needs no licence', async () => {
    await withServer({ licences: 0, policy: { otherwise: { outcome: 'pending' } } }, async (server) => {
      assert.equal((await server.post('/mobileapp/$authenticate', { body: iosBody() })).status, 200);
    });
  });
});

describe('a client that goes away', () => {
  const server = mobileServer();

  it('a client that goes away in the middle of its login leaves the server as it was', async () => {
    const { hostname, port } = new URL(server().url);
    await new Promise<void>((resolve) => {
      const headers = { 'Content-Type': 'application/json', 'Content-Length': 500 };
      const call = http.request({ hostname, port, path: '/mobileapp/$authenticate', method: 'POST', headers });
      call.on('error', () => resolve());
      call.write('{"email":', () => call.destroy(new Error('gone')));
    });
    assert.equal((await server().post('/mobileapp/$authenticate', { body: iosBody() })).status, 200);
  });
});

import assert from 'node:assert/strict';
import { call } from '../../server/httpCall';
import { HOUR_MS, TokensHarness } from './tokensHarness';

describe('the routes of an app with its own form', () => {
  let server: TokensHarness;
  before(async () => {
    server = await TokensHarness.start();
  });
  after(() => server.stop());
  afterEach(async () => {
    for (const name of ['ada', 'ben']) await server.control.call('DELETE', `/tokens/users/${name}/sessions`);
  });

  it('a sign-in gives an access token, a refresh token and the session, for no cache', async () => {
    const app = server.app();
    const answer = await app.login();
    assert.equal(answer.status, 200);
    assert.deepEqual(Object.keys(answer.json), [
      'access_token',
      'token_type',
      'expires_in',
      'refresh_token',
      'session',
    ]);
    assert.deepEqual([answer.json.token_type, answer.json.expires_in], ['Bearer', 3600]);
    assert.deepEqual(answer.json.session, { id: (await server.session(app)).id });
    assert.deepEqual([answer.headers['cache-control'], answer.headers.pragma], ['no-store', 'no-cache']);
    assert.match(answer.headers['content-type'] ?? '', /^application\/json/);
    assert.deepEqual(await server.rules(), ['tokens.signed-in']);
  });

  it('a wrong password gets 401, and the answer says what is wrong', async () => {
    const answer = await server.app().login('ada', 'mistyped');
    assert.deepEqual([answer.status, answer.json.error], [401, 'invalid_credentials']);
    assert.match(answer.headers['www-authenticate'] ?? '', /^Bearer realm="[^"]+"$/);
  });

  it('the app is told who is signed in, and in which session', async () => {
    const app = await server.signedIn('ada', { name: 'Phone', platform: 'iOS', model: 'A', appVersion: '1', more: 2 });
    const { user, session } = (await app.me()).json;
    assert.equal(user, 'ada');
    assert.deepEqual([session.id, session.current, session.state], [app.sessionId, true, 'active']);
    assert.deepEqual(session.device, { name: 'Phone', platform: 'iOS', model: 'A', appVersion: '1' });
    assert.deepEqual(await server.rules(), ['tokens.access.good', 'tokens.me']);
  });

  it('what comes without a good access token is refused as RFC 6750 says', async () => {
    const app = await server.signedIn();
    const cases = [
      [undefined, 401, 'unauthorized', /^Bearer realm="[^"]+"$/, 'tokens.bearer-missing'],
      ['Basic YTpi', 401, 'unauthorized', /^Bearer realm="[^"]+"$/, 'tokens.bearer-missing'],
      ['Bearer', 400, 'invalid_request', /error="invalid_request"/, 'tokens.bearer-malformed'],
      ['Bearer a b', 400, 'invalid_request', /error="invalid_request"/, 'tokens.bearer-malformed'],
      ['Bearer none', 401, 'invalid_token', /error="invalid_token"/, 'tokens.access-unknown'],
      [`Bearer ${app.refreshToken}`, 401, 'invalid_token', /error="invalid_token"/, 'tokens.not-access'],
    ] as const;
    for (const [authorization, status, error, header, rule] of cases) {
      const headers = authorization === undefined ? {} : { authorization };
      const answer = await call(`${server.url}/api/me`, { headers });
      assert.deepEqual([answer.status, answer.json.error, answer.json.reason], [status, error, undefined]);
      assert.match(answer.headers['www-authenticate'] ?? '', header);
      assert.deepEqual(await server.rules(), [rule]);
      assert.equal(answer.headers['cache-control'], 'no-store');
    }
  });

  it('an expired access token is refused without an end reason, and a refresh gives another one', async () => {
    const app = await server.signedIn();
    await server.advance(HOUR_MS - 1);
    assert.equal((await app.me()).status, 200);
    await server.advance(1);
    const answer = await app.me();
    assert.deepEqual([answer.status, answer.json.error, answer.json.reason], [401, 'invalid_token', undefined]);
    assert.deepEqual(await server.rules(), ['tokens.access-expired']);
    assert.equal((await app.refresh()).status, 200);
    assert.equal((await app.me()).status, 200);
  });

  it('the list of sessions has those of the user, with device, last activity and which is mine', async () => {
    const [phone, tablet] = [
      await server.signedIn('ada', { name: 'Phone' }),
      await server.signedIn('ada', { name: 'Tablet' }),
    ];
    await server.signedIn('ben');
    await server.advance(1000);
    await phone.me();
    const list = (await phone.get('/api/sessions')).json;
    assert.deepEqual(
      list.map(({ device, current }: { device: object; current: boolean }) => ({ device, current })),
      [
        { device: { name: 'Phone' }, current: true },
        { device: { name: 'Tablet' }, current: false },
      ],
    );
    assert.ok(list[0].lastActiveAt > list[1].lastActiveAt);
    assert.equal('family' in list[0], false);
    await phone.delete(`/api/sessions/${tablet.sessionId}`);
    const states = async (query: string) =>
      (await phone.get(`/api/sessions${query}`)).json
        .filter(({ id }: { id: string }) => [phone.sessionId, tablet.sessionId].includes(id))
        .map(({ state, endReason }: { state: string; endReason?: string }) => endReason ?? state);
    assert.deepEqual(await states(''), ['active']);
    assert.deepEqual(await states('?state=ended'), ['terminated_by_user']);
    assert.deepEqual(await states('?state=all'), ['active', 'terminated_by_user']);
    assert.equal((await phone.get('/api/sessions?state=some')).status, 400);
  });

  it('a user ends one session, the others, or all, and those of nobody else', async () => {
    const [one, two, three] = [await server.signedIn(), await server.signedIn(), await server.signedIn()];
    const ben = await server.signedIn('ben');
    assert.equal((await one.delete(`/api/sessions/${ben.sessionId}`)).status, 404);
    assert.equal((await one.delete('/api/sessions/none')).status, 404);
    assert.equal((await one.delete(`/api/sessions/${two.sessionId}`)).status, 204);
    assert.deepEqual([(await two.me()).json.reason, (await three.me()).status], ['terminated_by_user', 200]);
    assert.equal((await one.delete(`/api/sessions/${two.sessionId}`)).status, 204, 'once more is no error');
    assert.equal((await one.delete('/api/sessions?except=other')).status, 400);
    for (const query of ['excpt=current', 'except=current&expect=current', 'except=current&except=current']) {
      const answer = await one.delete(`/api/sessions?${query}`);
      assert.deepEqual([answer.status, answer.json.error], [400, 'invalid_request'], query);
    }
    const body = JSON.stringify({ except: 'current' });
    const type = { 'content-type': 'application/json', 'content-length': body.length };
    const headers = { authorization: `Bearer ${one.access}`, ...type };
    assert.equal((await call(`${server.url}/api/sessions`, { method: 'DELETE', headers, body })).status, 400);
    assert.deepEqual([(await three.me()).status, (await one.me()).status], [200, 200], 'nothing has ended');
    assert.equal((await one.delete('/api/sessions?except=current')).status, 204);
    assert.deepEqual([(await three.me()).json.reason, (await one.me()).status], ['terminated_by_user', 200]);
    assert.equal((await one.delete('/api/sessions')).status, 204);
    assert.deepEqual([(await one.me()).json.reason, (await ben.me()).status], ['terminated_by_user', 200]);
  });

  it('a sign-out with a refresh token needs no access token, and ends the session of that token alone', async () => {
    const [one, other] = [await server.signedIn(), await server.signedIn()];
    const { refreshToken } = one;
    await one.refresh();
    // A used one stands for its session, too.
    assert.equal((await server.app().post('/api/logout', { refresh_token: refreshToken })).status, 204);
    assert.deepEqual(await server.rules(), ['tokens.signed-out']);
    assert.equal((await one.refresh()).json.reason, 'signed_out');
    assert.equal((await other.me()).status, 200);
    assert.equal((await server.app().post('/api/logout', { refresh_token: refreshToken })).status, 204);
    assert.deepEqual(await server.rules(), ['tokens.ended.none']);
  });
  it('a sign-out with an unknown refresh token ends nothing, and is answered as any other', async () => {
    const app = await server.signedIn();
    assert.equal((await app.post('/api/logout', { refresh_token: 'rt_unknown' })).status, 204);
    assert.deepEqual(await server.rules(), ['tokens.ended.none']);
    assert.equal((await app.me()).status, 200);
  });
  it('a sign-out with something else in place of the refresh token is refused', async () => {
    const app = await server.signedIn();
    for (const wrong of [app.access, 7, '']) {
      const answer = await app.post('/api/logout', { refresh_token: wrong });
      assert.deepEqual([answer.status, answer.json.error], [400, 'invalid_request']);
    }
    assert.equal((await app.me()).status, 200);
  });
  it('a sign-out ends the session that asks, and no other', async () => {
    const [one, two] = [await server.signedIn(), await server.signedIn()];
    assert.equal((await one.post('/api/logout')).status, 204);
    assert.deepEqual(await server.rules(), ['tokens.access.good', 'tokens.signed-out']);
    assert.deepEqual([(await one.refresh()).json.reason, (await two.me()).status], ['signed_out', 200]);
    assert.equal((await one.post('/api/logout')).status, 401);
  });

  it('a malformed body is refused in the form of the face', async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await call(`${server.url}/api/login`, { method: 'POST', headers, body: '{' });
    assert.deepEqual([answer.status, answer.json.error], [400, 'invalid_request']);
    assert.match(answer.json.error_description, /well-formed/);
  });
});

describe('the names of an app’s own back end', () => {
  it('paths and members that the options rename are those that the app meets', async () => {
    const server = await TokensHarness.start({
      paths: { login: '/v1/auth/sign-in', refresh: '/v1/auth/renew', sessions: '/v1/devices', me: '/v1/profile' },
      fields: {
        username: 'email',
        password: 'pass',
        access_token: 'accessToken',
        expires_in: 'ttl',
        refresh_token: 'refreshToken',
        session: 'login',
        error: 'code',
        error_description: 'message',
        reason: 'why',
      },
    });
    try {
      const post = (path: string, body: object) => call(`${server.url}${path}`, { method: 'POST', body });
      const login = await post('/v1/auth/sign-in', { email: 'ada', pass: 'example' });
      assert.deepEqual(Object.keys(login.json), ['accessToken', 'token_type', 'ttl', 'refreshToken', 'login']);
      const headers = { authorization: `Bearer ${login.json.accessToken}` };
      assert.equal((await call(`${server.url}/v1/profile`, { headers })).json.user, 'ada');
      const renewed = await post('/v1/auth/renew', { refreshToken: login.json.refreshToken });
      assert.equal(renewed.status, 200);
      const end = `${server.url}/v1/devices/${login.json.login.id}`;
      assert.equal((await call(end, { method: 'DELETE', headers })).status, 204);
      const refused = await post('/v1/auth/renew', { refreshToken: renewed.json.refreshToken });
      assert.deepEqual(Object.keys(refused.json), ['code', 'message', 'why']);
      assert.equal((await post('/api/login', {})).status, 404);
      const journal = JSON.stringify((await server.control.get('/journal?limit=1000')).json);
      for (const secret of ['example', login.json.accessToken, login.json.refreshToken]) {
        assert.equal(journal.includes(secret), false, 'the journal hides secrets under any name');
      }
    } finally {
      await server.stop();
    }
  });
});

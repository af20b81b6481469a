import assert from 'node:assert/strict';
import { type Answer, call } from '../../server/httpCall';
import { authorization, CLIENT, newProof, REDIRECT, sendForm, sentBack } from './oauthBrowser';
import { MINUTE_MS, TokensHarness } from './tokensHarness';

const PROOF = newProof();
const SECRET = 'web-secret';
const WEB_REDIRECT = 'http://127.0.0.1/callback';
const CLIENTS = [
  { clientId: CLIENT, redirectUris: [REDIRECT] },
  { clientId: 'other', redirectUris: ['com.example.other:/callback'] },
  { clientId: 'web', secret: SECRET, redirectUris: [WEB_REDIRECT] },
];

/** The OAuth routes of a server, as clients call them. */
class Routes {
  constructor(readonly server: TokensHarness) {}

  post(route: string, form: Readonly<Record<string, string>> | string, headers = {}): Promise<Answer> {
    return sendForm(`${this.server.url}/oauth/${route}`, form, headers);
  }

  /** A code, without a page. */
  async code(more: Readonly<Record<string, string>> = {}): Promise<string> {
    const asked = authorization(PROOF, { prompt: 'none', login_hint: 'ada', ...more });
    const answer = await call(`${this.server.url}/oauth/authorize?${new URLSearchParams(asked)}`);
    return String(sentBack(answer).get('code'));
  }

  redeem(code: string, more: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.post('token', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: REDIRECT,
      client_id: CLIENT,
      code_verifier: PROOF.verifier,
      ...more,
    });
  }

  async tokens(more: Readonly<Record<string, string>> = {}) {
    const answer = await this.redeem(await this.code(more));
    assert.equal(answer.status, 200, answer.text);
    return answer.json;
  }
}

const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});
const GRANT = { grant_type: 'refresh_token', refresh_token: 'rt_unknown' };

/** Requests of the token endpoint that are refused. */
const REFUSED: readonly [
  what: string,
  form: Readonly<Record<string, string>> | string,
  status: number,
  error: string,
  headers?: object,
][] = [
  ['no body', '', 400, 'invalid_request'],
  ['no grant type', { client_id: CLIENT }, 400, 'invalid_request'],
  ['a grant type without a value', 'grant_type=', 400, 'invalid_request'],
  ['an unknown grant type', { grant_type: 'client_credentials' }, 400, 'unsupported_grant_type'],
  [
    'the grant password while it is off',
    { grant_type: 'password', username: 'ada', password: 'example' },
    400,
    'unsupported_grant_type',
  ],
  ['a parameter twice', 'grant_type=refresh_token&refresh_token=a&refresh_token=b', 400, 'invalid_request'],
  ['a body that is not form-encoded', 'grant_type=%', 400, 'invalid_request'],
  [
    'JSON in place of a form',
    '{"grant_type":"refresh_token"}',
    400,
    'invalid_request',
    { 'content-type': 'application/json' },
  ],
  [
    'plain text in place of a form',
    'grant_type=refresh_token',
    400,
    'invalid_request',
    { 'content-type': 'text/plain' },
  ],
  ['no refresh token', { grant_type: 'refresh_token' }, 400, 'invalid_request'],
  ['an unknown refresh token', GRANT, 400, 'invalid_grant'],
  ['a code of no client', { grant_type: 'authorization_code', code: 'a' }, 401, 'invalid_client'],
  [
    'a code of an unknown client',
    { grant_type: 'authorization_code', code: 'a', client_id: 'nobody' },
    401,
    'invalid_client',
  ],
  ['no code', { grant_type: 'authorization_code', client_id: CLIENT }, 400, 'invalid_request'],
  ['an unknown code', { grant_type: 'authorization_code', code: 'ac_x', client_id: CLIENT }, 400, 'invalid_grant'],
  ['a confidential client without its secret', { ...GRANT, client_id: 'web' }, 401, 'invalid_client'],
  ['a wrong secret in the body', { ...GRANT, client_id: 'web', client_secret: 'x' }, 401, 'invalid_client'],
  ['a wrong secret in the header', GRANT, 401, 'invalid_client', basic('web', 'x')],
  ['a public client with a secret', { ...GRANT, client_id: CLIENT, client_secret: 'x' }, 401, 'invalid_client'],
  ['a secret without a client', { ...GRANT, client_secret: 'x' }, 400, 'invalid_request'],
  ['a secret in header and body', { ...GRANT, client_secret: SECRET }, 400, 'invalid_request', basic('web', SECRET)],
  [
    'one client in the header and another in the body',
    { ...GRANT, client_id: CLIENT },
    400,
    'invalid_request',
    basic('web', SECRET),
  ],
  ['a header that is not Basic', GRANT, 401, 'invalid_client', { authorization: 'Bearer at_x' }],
  ['a header without a colon', GRANT, 401, 'invalid_client', { authorization: 'Basic d2Vi' }],
  ['a header that is not form-encoded', GRANT, 401, 'invalid_client', basic('web', '100%')],
  ['a scope with a backslash', { ...GRANT, scope: 'a\\b' }, 400, 'invalid_scope'],
];

describe('the token endpoint', () => {
  let routes: Routes;
  before(async () => {
    routes = new Routes(await TokensHarness.start({ clients: CLIENTS }));
  });
  after(() => routes.server.stop());

  for (const [what, form, status, error, headers = {}] of REFUSED) {
    it(`${what} is refused with ${status} ${error}`, async () => {
      const answer = await routes.post('token', form, headers);
      assert.equal(answer.status, status, answer.text);
      assert.equal(answer.json.error, error);
      assertError(answer);
      if (status === 401) assert.match(String(answer.headers['www-authenticate']), /^Basic realm="[^"]+"/);
    });
  }
  for (const name of ['client_secret', 'refresh_token', 'code', 'password', 'token', 'code_verifier']) {
    it(`${name} in the URL of the token endpoint is refused, as logs keep it`, async () => {
      const answer = await routes.post(`token?${name}=x`, GRANT);
      assert.equal(answer.json.error, 'invalid_request');
      assert.deepEqual(await routes.server.rules(), ['tokens.secret-in-url']);
    });
  }

  it('a code gives the tokens of a session, with the device that the client tells of', async () => {
    const answer = await routes.redeem(await routes.code({ scope: 'read write' }), {
      device_name: "Ada's phone",
      device_platform: 'iOS',
    });
    assert.equal(answer.status, 200);
    assert.deepEqual(Object.keys(answer.json), [
      'access_token',
      'token_type',
      'expires_in',
      'refresh_token',
      'scope',
      'session',
    ]);
    assert.equal(answer.json.token_type, 'Bearer');
    assert.deepEqual([answer.headers['cache-control'], answer.headers.pragma], ['no-store', 'no-cache']);
    const session = (await routes.server.sessions()).find(({ id }) => id === answer.json.session.id);
    assert.deepEqual(session?.device, { name: "Ada's phone", platform: 'iOS' });
    assert.equal(session?.client, CLIENT);
  });
  it('a scope openid is not granted, and the answer says what is', async () => {
    assert.equal((await routes.tokens({ scope: 'openid read' })).scope, 'read');
  });

  const MISMATCHES: readonly [what: string, more: Readonly<Record<string, string>>][] = [
    ['another verifier', { code_verifier: newProof().verifier }],
    ['a verifier that is too short', { code_verifier: 'short' }],
    ['no verifier', { code_verifier: '' }],
    ['another redirect', { redirect_uri: 'com.example.app:/other' }],
    ['no redirect', { redirect_uri: '' }],
    ['another client', { client_id: 'other' }],
  ];
  for (const [what, more] of MISMATCHES) {
    it(`a code with ${what} is refused, and stays good for its owner`, async () => {
      const code = await routes.code();
      const refused = await routes.redeem(code, more);
      assert.deepEqual([refused.status, refused.json.error], [400, 'invalid_grant']);
      assert.equal((await routes.redeem(code)).status, 200);
    });
  }
  it('the second use of a code ends what came of the first', async () => {
    const code = await routes.code();
    const first = (await routes.redeem(code)).json;
    const second = await routes.redeem(code);
    assert.deepEqual([second.status, second.json.error], [400, 'invalid_grant']);
    assert.deepEqual(await routes.server.rules(), ['tokens.code.session-ended', 'tokens.code-used']);
    const refreshed = await routes.post('token', { ...GRANT, refresh_token: first.refresh_token, client_id: CLIENT });
    assert.deepEqual([refreshed.json.error, refreshed.json.reason], ['invalid_grant', 'token_reuse']);
  });
  it('a used code with a wrong verifier ends nothing, as a thief without it could do that', async () => {
    const code = await routes.code();
    const { access_token: access } = (await routes.redeem(code)).json;
    await routes.redeem(code, { code_verifier: newProof().verifier });
    assert.equal((await routes.server.app().me(access)).status, 200);
  });
  it('of two clients with one code at the same time, neither keeps a session', async () => {
    const code = await routes.code();
    const answers = await Promise.all([routes.redeem(code), routes.redeem(code)]);
    assert.ok(answers.filter(({ status }) => status === 200).length <= 1);
    for (const { json } of answers.filter(({ status }) => status === 200)) {
      assert.equal((await routes.server.app().me(json.access_token)).status, 401);
    }
  });
  it('a code is good for ten minutes', async () => {
    const [early, late] = [await routes.code(), await routes.code()];
    await routes.server.advance(10 * MINUTE_MS - 1);
    assert.equal((await routes.redeem(early)).status, 200);
    await routes.server.advance(1);
    const answer = await routes.redeem(late);
    assert.equal(answer.json.error, 'invalid_grant');
    assert.deepEqual(await routes.server.rules(), ['tokens.code-expired']);
  });
  it('a verifier without a challenge is refused, so that nobody can take the challenge out', async () => {
    const asked = {
      response_type: 'code',
      client_id: 'web',
      redirect_uri: WEB_REDIRECT,
      prompt: 'none',
      login_hint: 'ada',
    };
    const answer = await call(`${routes.server.url}/oauth/authorize?${new URLSearchParams(asked)}`);
    const code = String(sentBack(answer).get('code'));
    const form = { grant_type: 'authorization_code', code, redirect_uri: WEB_REDIRECT };
    const refused = await routes.post('token', { ...form, code_verifier: PROOF.verifier }, basic('web', SECRET));
    assert.equal(refused.json.error, 'invalid_grant');
    assert.equal((await routes.post('token', form, basic('web', SECRET))).status, 200);
  });
  it('a refresh asks for less, and never for more', async () => {
    const { refresh_token: token } = await routes.tokens({ scope: 'read write' });
    const form = { ...GRANT, client_id: CLIENT };
    const more = await routes.post('token', { ...form, refresh_token: token, scope: 'read admin' });
    assert.deepEqual([more.status, more.json.error], [400, 'invalid_scope']);
    const less = await routes.post('token', { ...form, refresh_token: token, scope: 'read' });
    assert.equal(less.json.scope, 'read');
    const whole = await routes.post('token', { ...form, refresh_token: less.json.refresh_token });
    assert.equal(whole.json.scope, 'read write');
  });
  it('a public client need not name itself at a refresh', async () => {
    const { refresh_token: token } = await routes.tokens();
    assert.equal((await routes.post('token', { ...GRANT, refresh_token: token })).status, 200);
  });
  it('the refresh token of another client is refused', async () => {
    const { refresh_token: token } = await routes.tokens();
    const answer = await routes.post('token', { ...GRANT, refresh_token: token, client_id: 'other' });
    assert.deepEqual([answer.status, answer.json.error], [400, 'invalid_grant']);
    assert.equal((await routes.post('token', { ...GRANT, refresh_token: token, client_id: CLIENT })).status, 200);
  });
  for (const hint of ['access_token', 'refresh_token', 'unheard_of', undefined]) {
    for (const kind of ['access_token', 'refresh_token']) {
      it(`the ${kind} is revoked whatever the hint says: ${hint ?? 'none'}`, async () => {
        const tokens = await routes.tokens();
        const form = { token: tokens[kind], client_id: CLIENT, ...(hint !== undefined && { token_type_hint: hint }) };
        const answer = await routes.post('revoke', form);
        assert.deepEqual([answer.status, answer.text], [200, '']);
        assert.equal((await routes.server.app().me(tokens.access_token)).status, 401);
      });
    }
  }
  it('an unknown token is revoked without an error', async () => {
    assert.equal((await routes.post('revoke', { token: 'nothing', client_id: CLIENT })).status, 200);
  });
  it('no client revokes the token of another one, and is told so', async () => {
    const { access_token: access } = await routes.tokens();
    const answer = await routes.post('revoke', { token: access }, basic('web', SECRET));
    assert.deepEqual([answer.status, answer.json.error], [400, 'invalid_grant']);
    assert.equal((await routes.server.app().me(access)).status, 200);
  });
  it('a token to revoke is asked for', async () => {
    assert.equal((await routes.post('revoke', { client_id: CLIENT })).json.error, 'invalid_request');
  });

  it('the introspection tells each client what it may know', async () => {
    const { access_token: access, refresh_token: refresh } = await routes.tokens({ scope: 'read' });
    const own = { client_id: CLIENT };
    const seen = async (form: Readonly<Record<string, string>>, headers = {}) =>
      (await routes.post('introspect', { token: access, ...form }, headers)).json.active;
    const app = await routes.server.signedIn('ben');
    assert.equal(await seen(own), true);
    assert.equal(await seen({ ...own, token: refresh }), true);
    assert.equal(await seen({ client_id: 'other' }), false);
    assert.equal(await seen({}, basic('web', SECRET)), true);
    assert.equal(await seen({}, { authorization: `Bearer ${access}` }), true);
    assert.equal(await seen({}, { authorization: `Bearer ${app.access}` }), false);
    assert.equal(await seen({ ...own, token: app.access }), true);
    assert.equal(await seen({ ...own, token: 'nothing' }), false);
  });
  it('the introspection asks who wants to know', async () => {
    const nobody = await routes.post('introspect', { token: 'x' });
    assert.deepEqual([nobody.status, nobody.json.error], [401, 'invalid_client']);
    const stale = await routes.post('introspect', { token: 'x' }, { authorization: 'Bearer at_x' });
    assert.deepEqual([stale.status, stale.json.error], [401, 'invalid_token']);
    assert.match(String(stale.headers['www-authenticate']), /^Bearer .*error="invalid_token"/);
  });
  it('a token that is over is told as inactive, and nothing else is', async () => {
    const { access_token: access, session } = await routes.tokens();
    await routes.server.control.call('DELETE', `/tokens/sessions/${session.id}`);
    const { json } = await routes.post('introspect', { token: access, client_id: CLIENT });
    assert.deepEqual(json, { active: false });
  });
});

describe('the grant password, where it is on', () => {
  let routes: Routes;
  before(async () => {
    routes = new Routes(
      await TokensHarness.start({
        passwordGrant: true,
        invalidGrantStatus: 401,
        maxSessions: 1,
        atLimit: 'deny',
        users: [
          { name: 'ada', password: 'example' },
          { name: 'eve', password: 'example', disabled: true },
        ],
      }),
    );
  });
  after(() => routes.server.stop());
  const form = { grant_type: 'password', username: 'ada', password: 'example', client_id: CLIENT };

  it('a name and a password give tokens, and beyond the limit none', async () => {
    assert.equal((await routes.post('token', { ...form, scope: 'read' })).json.scope, 'read');
    const answer = await routes.post('token', form);
    assert.deepEqual([answer.status, answer.json.error], [401, 'invalid_grant']);
    assert.match(answer.json.error_description, /has 1 active session/);
    assertError(answer);
  });
  it('a wrong password is invalid_grant, with the status of the option', async () => {
    const answer = await routes.post('token', { ...form, password: 'other' });
    assert.deepEqual([answer.status, answer.json.error], [401, 'invalid_grant']);
    assert.ok(answer.headers['www-authenticate']);
  });
  it('a disabled user is invalid_grant with the reason', async () => {
    const answer = await routes.post('token', { ...form, username: 'eve' });
    assert.deepEqual([answer.json.error, answer.json.reason], ['invalid_grant', 'user_disabled']);
  });
});

/** RFC 6749, 5.2, and what holds for each answer with secrets near it. */
function assertError({ headers, json }: Answer): void {
  assert.match(String(headers['content-type']), /^application\/json/);
  assert.deepEqual([headers['cache-control'], headers.pragma], ['no-store', 'no-cache']);
  assert.match(json.error, /^[a-z_]+$/);
  assert.match(json.error_description, /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
}

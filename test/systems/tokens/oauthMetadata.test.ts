import assert from 'node:assert/strict';
import * as jose from 'jose';
import type { TokensOptions } from '../../../src/server/systems/tokens/tokensOptions';
import { TOKENS_SYSTEM } from '../../../src/server/systems/tokens/tokensPlugin';
import { call } from '../../server/httpCall';
import { authorization, newProof } from './oauthBrowser';
import { TokensHarness } from './tokensHarness';

const WELL_KNOWN = '/.well-known/oauth-authorization-server';

async function withServer(options: TokensOptions, work: (server: TokensHarness) => Promise<void>): Promise<void> {
  const server = await TokensHarness.start(options);
  try {
    await work(server);
  } finally {
    await server.stop();
  }
}

describe('the metadata of the authorization server', () => {
  let server: TokensHarness;
  before(async () => {
    server = await TokensHarness.start();
  });
  after(() => server.stop());

  it('the metadata says all that this server does, and nothing else', async () => {
    const { json, headers } = await call(`${server.url}${WELL_KNOWN}`);
    assert.match(String(headers['content-type']), /^application\/json/);
    assert.deepEqual(json, {
      issuer: server.url,
      authorization_endpoint: `${server.url}/oauth/authorize`,
      token_endpoint: `${server.url}/oauth/token`,
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_methods_supported: ['none'],
      revocation_endpoint: `${server.url}/oauth/revoke`,
      revocation_endpoint_auth_methods_supported: ['none'],
      introspection_endpoint: `${server.url}/oauth/introspect`,
      introspection_endpoint_auth_methods_supported: ['none', 'Bearer'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      request_uri_parameter_supported: false,
      request_parameter_supported: false,
    });
  });
  it('the issuer is the origin by which the client called', async () => {
    const host = `localhost:${new URL(server.url).port}`;
    const { json } = await call(`${server.url}${WELL_KNOWN}`, { headers: { host } });
    assert.equal(json.issuer, `http://${host}`);
    assert.equal(json.token_endpoint, `http://${host}/oauth/token`);
  });
  for (const path of [WELL_KNOWN, '/oauth/jwks']) {
    it(`a HEAD of ${path} has its headers and no body`, async () => {
      const answer = await call(`${server.url}${path}`, { method: 'HEAD' });
      assert.deepEqual([answer.status, answer.text], [200, '']);
    });
  }
  const WRONG: readonly [method: string, path: string, allow: string][] = [
    ['POST', WELL_KNOWN, 'GET, HEAD'],
    ['DELETE', '/oauth/authorize', 'GET, HEAD, POST'],
    ['GET', '/oauth/token', 'POST'],
    ['HEAD', '/oauth/token', 'POST'],
    ['OPTIONS', '/oauth/token', 'POST'],
    ['PUT', '/oauth/revoke', 'POST'],
    ['GET', '/oauth/introspect', 'POST'],
    ['POST', '/oauth/jwks', 'GET, HEAD'],
  ];
  for (const [method, path, allow] of WRONG) {
    it(`${method} of ${path} is refused with the methods that there are`, async () => {
      const answer = await call(`${server.url}${path}`, { method });
      assert.deepEqual([answer.status, answer.headers.allow], [405, allow]);
    });
  }
  it('a page of another origin calls none of the routes, not even with a preflight', async () => {
    for (const method of ['OPTIONS', 'POST']) {
      const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
      const answer = await call(`${server.url}/oauth/token`, { method, headers });
      assert.equal(answer.status, 403);
      assert.equal(answer.headers['access-control-allow-origin'], undefined);
    }
  });
});

describe('the metadata by other options', () => {
  it('the ways in which clients prove who they are come from the clients', () =>
    withServer(
      { clients: [{ clientId: 'web', secret: 's', redirectUris: ['http://127.0.0.1/'] }], passwordGrant: true },
      async ({ url }) => {
        const { json } = await call(`${url}${WELL_KNOWN}`);
        assert.deepEqual(json.token_endpoint_auth_methods_supported, ['client_secret_basic', 'client_secret_post']);
        assert.ok(json.grant_types_supported.includes('password'));
      },
    ));
  it('an issuer with a path has its metadata behind the well-known path, too', () =>
    withServer({ issuer: 'https://login.example.com/tenant/a/' }, async ({ url }) => {
      for (const path of [WELL_KNOWN, `${WELL_KNOWN}/tenant/a`]) {
        const { status, json } = await call(`${url}${path}`);
        assert.equal(status, 200);
        assert.equal(json.issuer, 'https://login.example.com/tenant/a/');
        // The routes are where the client has come to.
        assert.equal(json.token_endpoint, `${url}/oauth/token`);
      }
    }));
  it('an issuer whose path looks like a pattern has its metadata at that path alone', () =>
    withServer({ issuer: 'http://localhost:1/:id' }, async ({ url }) => {
      const answers = [`${WELL_KNOWN}/:id`, `${WELL_KNOWN}/other`, `${WELL_KNOWN}/::id`];
      const statuses = await Promise.all(answers.map(async (path) => (await call(`${url}${path}`)).status));
      assert.deepEqual(statuses, [200, 404, 404]);
      const { status, headers } = await call(`${url}${WELL_KNOWN}/:id`, { method: 'PUT' });
      assert.deepEqual([status, headers.allow], [405, 'GET, HEAD']);
    }));
  it('a usual path that an option has moved is told with the option, and nothing far away as the nearest', () =>
    withServer({ paths: { metadata: '/x/meta', me: '/who', sessions: '/mine' } }, async ({ url }) => {
      for (const [path, said] of [
        ['/api/me', 'There is no route GET /api/me. The option tokens.paths.me has moved /api/me to /who'],
        [WELL_KNOWN, `The option tokens.paths.metadata has moved ${WELL_KNOWN} to /x/meta`],
        ['/api/sessions/1', 'The option tokens.paths.sessions has moved /api/sessions to /mine'],
        ['/x/mata', 'There is no route GET /x/mata. The nearest that there is: GET /x/meta'],
        ['/mime/5', 'The nearest that there is: DELETE /mine/:id'],
        ['/who/', 'The nearest that there is: GET /who'],
        ['/api', 'The nearest that there is: POST /api/login'],
        ['/api/profile', 'There is no route GET /api/profile.'],
      ] as const) {
        const { text, json } = await call(`${url}${path}`);
        const message: string = json.error.message ?? json.error_description;
        assert.ok(message.endsWith(said), `${path}: ${text}`);
      }
    }));
  it('the routes have the paths of the options', () =>
    withServer(
      { paths: { metadata: '/auth/about', authorize: '/auth/in', token: '/auth/token' }, tokenFormat: 'jwt' },
      async ({ url }) => {
        const { json } = await call(`${url}/auth/about`);
        assert.equal(json.authorization_endpoint, `${url}/auth/in`);
        assert.equal(json.jwks_uri, `${url}/oauth/jwks`);
        const page = await call(`${url}/auth/in?${new URLSearchParams(authorization(newProof()))}`);
        assert.match(page.text, /<form method="post" action="\/auth\/in">/);
        assert.match(String(page.headers['set-cookie']), /Path=\/auth\/in; HttpOnly; SameSite=Lax$/);
      },
    ));
  for (const uri of [
    'javascript:alert(1)',
    'http://example.com/',
    'callback',
    'com.example.app:/#part',
    'file:///etc',
  ]) {
    it(`a client of the options cannot have the redirect ${uri}, and the message says which it can`, async () => {
      await assert.rejects(
        async () =>
          TOKENS_SYSTEM.check?.({ tokens: { clients: [{ clientId: 'app', redirectUris: [uri] }] } }, [], () => {}),
        /“tokens\.clients\.0\.redirectUris\.0” is “.+”, where no client may be sent; give/,
      );
    });
  }
});

describe('access tokens that are JWT', () => {
  let server: TokensHarness;
  before(async () => {
    server = await TokensHarness.start({ tokenFormat: 'jwt' });
  });
  after(() => server.stop());
  const keys = async (url: string) => (await call(`${url}/oauth/jwks`)).json as jose.JSONWebKeySet;
  const isGood = async (token: string, url: string) =>
    jose.jwtVerify(token, jose.createLocalJWKSet(await keys(url)), { typ: 'at+jwt', algorithms: ['RS256'] });

  it('the claims are those of RFC 9068, also without an OAuth client', async () => {
    const app = await server.signedIn();
    const { payload, protectedHeader } = await isGood(app.access, server.url);
    assert.deepEqual(Object.keys(payload).sort(), ['aud', 'client_id', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub']);
    assert.deepEqual([payload.sub, payload.sid, payload.aud], ['ada', app.sessionId, server.url]);
    assert.equal(protectedHeader.kid, (await keys(server.url)).keys[0]?.kid);
  });
  it('the published keys have nothing private', async () => {
    await server.signedIn();
    const { keys: published } = await keys(server.url);
    assert.deepEqual(
      published.map((key) => Object.keys(key).sort()),
      [['alg', 'e', 'kid', 'kty', 'n', 'use']],
    );
  });
  it('a snapshot has the public key alone, and its tokens stay good on another server', async () => {
    const app = await server.signedIn();
    const snapshot = await server.control.get('/snapshot');
    for (const member of ['"d":', '"dp":', '"qi":']) assert.ok(!snapshot.text.includes(member), member);
    await withServer({ tokenFormat: 'jwt' }, async (other) => {
      assert.equal((await other.control.call('PUT', '/snapshot', snapshot.json)).status, 204);
      assert.equal((await isGood(app.access, other.url)).payload.sub, 'ada');
      assert.equal(
        (await call(`${other.url}/api/me`, { headers: { authorization: `Bearer ${app.access}` } })).status,
        200,
      );
      const fresh = await other.signedIn();
      assert.equal((await isGood(fresh.access, other.url)).payload.sub, 'ada');
      assert.equal((await keys(other.url)).keys.length, 2);
    });
  });
  it('a reset takes no key that is needed', async () => {
    await server.signedIn();
    await server.control.post('/reset');
    const app = await server.signedIn();
    assert.equal((await isGood(app.access, server.url)).payload.sub, 'ada');
  });
  it('a JWT with another signature lets nobody in', async () => {
    const app = await server.signedIn();
    assert.equal((await app.me(`${app.access.slice(0, -8)}AAAAAAAA`)).status, 401);
  });
});

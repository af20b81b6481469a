import assert from 'node:assert/strict';
import http from 'node:http';
import { call } from '../../server/httpCall';
import { during } from '../../server/perTest';
import { authorization, newProof, sendForm, sentBack } from './oauthBrowser';
import { TokensHarness } from './tokensHarness';

describe('the token server on the wire', () => {
  let server: TokensHarness;

  before(async () => {
    server = await TokensHarness.start();
  });

  after(() => server.stop());

  it('a token or a code is told nowhere, wherever a client puts it', async () => {
    const app = await server.signedIn();
    const asked = new URLSearchParams(authorization(newProof(), { prompt: 'none', login_hint: 'ada' }));
    const code = String(sentBack(await call(`${server.url}/oauth/authorize?${asked}`)).get('code'));
    const secrets = [app.access, app.refreshToken, code];
    for (const secret of secrets) {
      const escaped = secret.replaceAll('.', '%2E');
      await app.delete(`/api/sessions/${secret}`);
      for (const path of [
        secret,
        escaped,
        `${'a/'.repeat(40)}${secret}`,
        `?q=${secret}`,
        `?q=a%20${escaped}#${secret}`,
      ]) {
        await call(`${server.url}/nowhere/${path}`);
      }
      await app.post('/api/login', { username: 'nobody', note: `my own is ${secret}!`, [secret]: 1 });
      await sendForm(`${server.url}/oauth/token`, { grant_type: `please ${secret}` });
      const headers = { 'user-agent': `App (${secret})`, 'x-any': secret, 'content-type': 'text/plain' };
      await call(`${server.url}/api/logout`, { method: 'POST', headers, body: `it was ${secret}, I think` });
    }
    const paths = ['/journal?limit=1000', '/state', '/snapshot', '/tokens/sessions'];
    const seen = await Promise.all(paths.map(async (path) => (await server.control.get(path)).text));
    const told = [...seen, ...server.log].join('\n');
    assert.match(told, /nowhere\/•••/);
    // A part that is long enough to guess the rest.
    for (const secret of secrets) assert.equal(told.includes(secret.slice(-30)), false, secret.slice(0, 3));
    // The proof at the end of a refresh token is covered with it.
    const [, , proof = ''] = app.refreshToken.split('.');
    assert.equal(proof.length, 22);
    assert.equal(told.includes(proof), false);
  });

  for (const path of ['/api/me', '/api/sessions', '/.well-known/oauth-authorization-server', '/oauth/jwks']) {
    it(`HEAD of ${path} is answered as GET is, without a body`, async () => {
      const app = await server.signedIn();
      for (const headers of [{ authorization: `Bearer ${app.access}` }, {}] as Record<string, string>[]) {
        const [got, head] = [
          await call(`${server.url}${path}`, { headers }),
          await call(`${server.url}${path}`, { method: 'HEAD', headers }),
        ];
        assert.deepEqual([head.status, head.text], [got.status, '']);
        for (const name of ['content-type', 'cache-control', 'www-authenticate']) {
          assert.equal(head.headers[name], got.headers[name], name);
        }
      }
    });
  }

  const own = [
    ['GET', '/api/me', 401, 'invalid_token', 'www-authenticate', /^Bearer realm=.*error="invalid_token"/],
    ['GET', '/api/sessions', 403, 'insufficient_scope', 'www-authenticate', /^Bearer .*error="insufficient_scope"/],
    ['POST', '/api/refresh', 401, 'invalid_grant', 'www-authenticate', /^Bearer realm="[^"]+"$/],
    ['POST', '/oauth/revoke', 401, 'invalid_client', 'www-authenticate', /^Basic realm=/],
    ['POST', '/oauth/revoke', 503, 'temporarily_unavailable', 'retry-after', /^\d+$/],
    ['POST', '/oauth/token', 500, 'server_error', 'pragma', /^no-cache$/],
  ] as const;
  for (const [method, path, status, error, header, value] of own) {
    it(`a fault with ${status} at ${method} ${path} has the header ${header} as the server's own answers`, async () => {
      const fault = { kind: 'status', status, times: 1, scope: { route: `${method} ${path}` } };
      assert.equal((await server.control.post('/faults', fault)).status, 201);
      const url = `${server.url}${path}`;
      const answer = path.startsWith('/oauth')
        ? await sendForm(url, { token: 'none' })
        : await call(url, { method, ...(method === 'POST' && { body: {} }) });
      assert.deepEqual([answer.status, answer.json.error], [status, error]);
      assert.equal(answer.headers['cache-control'], 'no-store');
      assert.match(String(answer.headers[header]), value);
    });
  }

  it('the stream of changes tells once that a session ended by itself', async () => {
    await during(TokensHarness.start({ refreshIdleSeconds: 100 }), async (own) => {
      const { id } = await own.session(await own.signedIn());
      const stream = await follow(own);
      await own.advance(100_000);
      assert.equal((await own.sessions())[0]?.endReason, 'idle_timeout');
      // Changes are told in their order, so all that is told of the end comes before this.
      await own.signedIn('ben');
      const told = await stream.until('"user":"ben"');
      const ends = told.split('\n').filter((line) => line.startsWith('data:') && line.includes('"endReason"'));
      assert.equal(ends.length, 1);
      assert.ok(ends[0]?.includes(id));
    });
  });

  it('a sign-in that is refused at the limit is told as no session, neither one that comes nor one that goes', () =>
    during(TokensHarness.start({ maxSessions: 1, atLimit: 'deny' }), async (limited) => {
      const { sessionId } = await limited.signedIn('ada');
      const stream = await follow(limited);
      const answers = await Promise.all(Array.from({ length: 5 }, () => limited.app().login('ada')));
      assert.deepEqual(
        answers.map(({ status }) => status),
        [403, 403, 403, 403, 403],
      );
      // Changes are told in their order, so all that is told of the refusals comes before this.
      await limited.signedIn('ben');
      const told = await stream.until('"user":"ben"');
      assert.doesNotMatch(told, /tokenSessionForgotten/);
      const ids = [...told.matchAll(/"kind":"tokenSession","session":\{"id":"([^"]+)","user":"ada"/g)].map(
        ([, id]) => id,
      );
      assert.deepEqual(
        ids.filter((id) => id !== sessionId),
        [],
      );
    }));
});

/** The text of the stream of changes, from its beginning until something is in it. */
async function follow({ address: { controlUrl, controlToken } }: TokensHarness) {
  const headers = { authorization: `Bearer ${controlToken}` };
  const stream = await new Promise<http.IncomingMessage>((resolve, reject) => {
    http.get(`${controlUrl}/events`, { agent: false, headers }, resolve).on('error', reject);
  });
  stream.setEncoding('utf8');
  return {
    until: async (mark: string): Promise<string> => {
      let text = '';
      for await (const part of stream) {
        text += part;
        if (text.includes(mark)) return text;
      }
      return assert.fail('the stream has ended');
    },
  };
}

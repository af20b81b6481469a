import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isRegisteredRedirect, redirectKind } from '../../../src/server/systems/tokens/oauth/redirectUri';
import { type Answer, call } from '../../server/httpCall';
import { CLIENT, newProof, OauthBrowser, REDIRECT, sendForm, sentBack } from './oauthBrowser';
import { TokensHarness } from './tokensHarness';

const PROOF = newProof();

/**
 * Requests as AppAuth for iOS and Android sends them: parameters of OpenID Connect beside those of OAuth, and the
 * `client_id` in each body (docs/facts/tokens.md#standards).
 */
describe('the requests that AppAuth sends', () => {
  let server: TokensHarness;
  before(async () => {
    server = await TokensHarness.start();
  });
  after(() => server.stop());

  for (const { platform, nonce, accept } of [
    { platform: 'iOS', nonce: 'nonce=Qf4v0TzUgJ0&', accept: '*/*' },
    { platform: 'Android', nonce: 'nonce=k3J9x2&ui_locales=en-GB&', accept: 'application/json' },
  ]) {
    it(`the sign-in, refresh and end of a session are what AppAuth for ${platform} expects`, async () => {
      const browser = new OauthBrowser(server.url);
      const page = await browser.open(
        `${nonce}response_type=code&code_challenge_method=S256&scope=openid%20profile%20offline_access&code_challenge=${PROOF.challenge}&redirect_uri=com.example.app%3A%2Fcallback&client_id=com.example.app&state=Yd0a3sBq`,
      );
      const back = sentBack(await browser.submit(page, { username: 'ada', password: 'example' }));
      assert.equal(back.get('state'), 'Yd0a3sBq');
      const post = (route: string, body: string) => sendForm(`${server.url}/oauth/${route}`, body, { accept });
      const answer = await post(
        'token',
        `code=${back.get('code')}&code_verifier=${PROOF.verifier}&redirect_uri=com.example.app%3A%2Fcallback&client_id=com.example.app&grant_type=authorization_code`,
      );
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.json.token_type, 'Bearer');
      assert.equal(typeof answer.json.expires_in, 'number');
      const again = await post(
        'token',
        `refresh_token=${answer.json.refresh_token}&client_id=com.example.app&grant_type=refresh_token`,
      );
      assert.equal(again.status, 200, again.text);
      const ended = await post('revoke', `token=${again.json.refresh_token}&client_id=com.example.app`);
      assert.equal(ended.status, 200);
      const over = await post(
        'token',
        `refresh_token=${again.json.refresh_token}&client_id=com.example.app&grant_type=refresh_token`,
      );
      // AppAuth takes any error of this form for the end of the session.
      assert.deepEqual([over.status, over.json.error, over.json.reason], [400, 'invalid_grant', 'signed_out']);
    });
  }
});

/**
 * Requests as Spring Security sends them: credentials form-encoded in Basic. It sends no charset today; one is sent here as
 * the harder case (docs/facts/tokens.md#standards).
 */
describe('the requests that Spring Security sends', () => {
  const id = 'spring client';
  const secret = 'p/ss+w%rd=';
  const redirect = 'http://127.0.0.1:8080/login/oauth2/code/workbench';
  const headers = {
    accept: 'application/json;charset=UTF-8',
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    authorization: `Basic ${Buffer.from('spring+client:p%2Fss%2Bw%25rd%3D').toString('base64')}`,
  };
  let server: TokensHarness;
  before(async () => {
    server = await TokensHarness.start({ clients: [{ clientId: id, secret, redirectUris: [redirect] }] });
  });
  after(() => server.stop());

  for (const withPkce of [false, true]) {
    it(`a sign-in and a refresh of Spring ${withPkce ? 'with' : 'without'} PKCE give tokens`, async () => {
      const browser = new OauthBrowser(server.url);
      const pkce = withPkce ? `&code_challenge=${PROOF.challenge}&code_challenge_method=S256` : '';
      const page = await browser.open(
        `response_type=code&client_id=spring%20client&scope=read%20write&state=sNf8cJpQ%3D&redirect_uri=${encodeURI(redirect)}${pkce}`,
      );
      const back = sentBack(await browser.submit(page, { username: 'ada', password: 'example' }));
      assert.equal(back.get('state'), 'sNf8cJpQ=');
      const form = {
        grant_type: 'authorization_code',
        code: String(back.get('code')),
        redirect_uri: redirect,
        ...(withPkce && { code_verifier: PROOF.verifier }),
      };
      const tokens = await sendForm(`${server.url}/oauth/token`, form, headers);
      assert.equal(tokens.status, 200, tokens.text);
      assert.equal(tokens.json.scope, 'read write');
      const refresh = { grant_type: 'refresh_token', refresh_token: tokens.json.refresh_token };
      assert.equal((await sendForm(`${server.url}/oauth/token`, refresh, headers)).status, 200);
    });
  }
  it('a resource server of Spring learns by introspection who is there', async () => {
    const app = await server.signedIn();
    const answer = await sendForm(`${server.url}/oauth/introspect`, `token=${app.access}`, {
      ...headers,
      accept: 'application/json',
    });
    assert.deepEqual([answer.json.active, answer.json.sub], [true, 'ada']);
  });
});

describe('what holds for each answer of the OAuth routes', () => {
  let server: TokensHarness;
  const SECRET = 's: %é+&=';
  before(async () => {
    server = await TokensHarness.start({
      clients: [
        { clientId: CLIENT, redirectUris: [REDIRECT] },
        { clientId: 'web+1 &', secret: SECRET, redirectUris: ['https://app.example.com/callback'] },
      ],
    });
  });
  after(() => server.stop());

  const name = fc.constantFrom(
    'grant_type',
    'code',
    'redirect_uri',
    'client_id',
    'client_secret',
    'code_verifier',
    'refresh_token',
    'token',
    'token_type_hint',
    'scope',
    'username',
    'password',
    '__proto__',
    'x',
  );
  const value = fc.oneof(
    fc.constantFrom('authorization_code', 'refresh_token', 'password', CLIENT, REDIRECT, PROOF.verifier, ''),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
  );
  const form = fc.array(fc.tuple(name, value), { maxLength: 6 }).map((pairs) => new URLSearchParams(pairs).toString());
  const headers = fc.oneof(
    fc.constant({}),
    fc
      .constantFrom('Basic', 'Basic !', 'Bearer', 'Bearer x', 'Digest a=b', '')
      .map((authorization) => ({ authorization })),
    fc.string({ maxLength: 20 }).map((text) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })),
  );

  it('whatever is sent, the answer is told in the form of its standard and is kept in no cache', async () => {
    const route = fc.constantFrom('token', 'revoke', 'introspect');
    await fc.assert(
      fc.asyncProperty(route, form, headers, async (path, body, sent) => {
        assertAnswer(await sendForm(`${server.url}/oauth/${path}`, body, sent));
      }),
      { numRuns: 150 },
    );
  });
  it('whatever is asked of the page, nobody is sent where the client has no redirect', async () => {
    const redirects = fc.oneof(
      fc.constantFrom(REDIRECT, `${REDIRECT}/`, `${REDIRECT}?a=b`, REDIRECT.toUpperCase(), 'https://evil.example/', ''),
      fc.string({ unit: 'binary', maxLength: 40 }),
    );
    await fc.assert(
      fc.asyncProperty(redirects, form, async (redirect, rest) => {
        const asked = new URLSearchParams({ client_id: CLIENT, redirect_uri: redirect.toWellFormed(), prompt: 'none' });
        const answer = await call(`${server.url}/oauth/authorize?${asked}&${rest}`);
        const { location } = answer.headers;
        if (location !== undefined) assert.ok(location.startsWith(`${REDIRECT}?`), location);
        assert.equal(answer.headers['cache-control'], 'no-store');
      }),
      { numRuns: 150 },
    );
  });
  it('a client is known by whatever name and secret, if they are form-encoded in the header', async () => {
    const encoded = [`web+1 &`, SECRET].map((text) => new URLSearchParams({ a: text }).toString().slice(2));
    const authorization = `Basic ${Buffer.from(encoded.join(':')).toString('base64')}`;
    const answer = await sendForm(`${server.url}/oauth/introspect`, 'token=x', { authorization });
    assert.deepEqual(answer.json, { active: false });
  });
});

describe('what no OAuth route takes', () => {
  let server: TokensHarness;
  before(async () => {
    server = await TokensHarness.start();
  });
  after(() => server.stop());
  const FORM = 'application/x-www-form-urlencoded';

  it('a parameter that no OAuth route knows is ignored, as RFC 6749, 3.1 and 3.2 say', async () => {
    const page = await call(
      `${server.url}/oauth/authorize?response_type=code&client_id=${CLIENT}&redirect_uri=${encodeURIComponent(REDIRECT)}&code_challenge=${PROOF.challenge}&code_challenge_method=S256&excpt=x`,
    );
    assert.equal(page.status, 200);
    const answers = ['token', 'revoke', 'introspect'].map(async (route) => {
      const form = { client_id: CLIENT, grant_type: 'refresh_token', refresh_token: 'none', token: 'none', excpt: 'x' };
      return (await sendForm(`${server.url}/oauth/${route}`, form)).text;
    });
    const [token = '', revoke, introspect] = await Promise.all(answers);
    assert.match(token, /"invalid_grant"/);
    assert.deepEqual([revoke, introspect], ['', '{"active":false}']);
  });
  for (const [method, path, status, said] of [
    ['GET', '/oauth/token', 405, /POST/],
    ['PUT', '/oauth/revoke', 405, /POST/],
    ['POST', '/oauth/jwks', 405, /GET/],
    ['DELETE', '/oauth/authorize', 405, /GET/],
    ['POST', '/oauth/tokens', 404, /nearest.*\/oauth\/token/],
    ['GET', '/oauth', 404, /no route/],
    ['GET', '/oauth/token/more', 404, /no route/],
  ] as const) {
    it(`${method} ${path} is refused with ${status}, as RFC 6749 has an error`, async () => {
      const answer = await call(`${server.url}${path}?code=secret-code-1`, { method });
      assertRefusal(answer, status);
      assert.match(answer.json.error_description, said);
      assert.ok(!answer.text.includes('secret-code-1'));
      assert.equal(answer.headers.allow !== undefined, status === 405);
    });
  }
  for (const [what, type, body, status] of [
    ['a body that is too large', FORM, `token=${'a'.repeat(2 * 1024 * 1024)}`, 413],
    ['a body of another type', 'text/xml', '<token/>', 400],
    ['a body without a type', '', 'token=a', 400],
    ['a form that is not well-formed', FORM, 'token=%zz', 400],
    ['a form that is not UTF-8', FORM, 'token=%ff', 400],
  ] as const) {
    for (const route of ['token', 'revoke', 'introspect']) {
      it(`${what} is refused by ${route} with ${status}, as RFC 6749 has an error`, async () => {
        const headers = type === '' ? {} : { 'content-type': type };
        assertRefusal(await call(`${server.url}/oauth/${route}`, { method: 'POST', headers, body }), status);
      });
    }
  }
  it('what is unknown below a path that the options choose is refused in the same way, and elsewhere as by the server', async () => {
    const other = await TokensHarness.start({ paths: { token: '/auth/token' } });
    try {
      assertRefusal(await call(`${other.url}/auth/nothing`), 404);
      assertRefusal(await call(`${other.url}/oauth/nothing`), 404);
      assert.equal((await call(`${other.url}/elsewhere`)).json.error.code, 'route-unknown');
    } finally {
      await other.stop();
    }
  });

  function assertRefusal({ status, headers, json, text }: Answer, wanted: number): void {
    assert.equal(status, wanted, text);
    assert.deepEqual([headers['cache-control'], headers.pragma], ['no-store', 'no-cache']);
    assert.match(String(headers['content-type']), /^application\/json/);
    assert.equal(json.error, 'invalid_request');
    assert.match(json.error_description, /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
  }
});

describe('redirects', () => {
  const port = fc.integer({ min: 1, max: 65535 });
  const host = fc.constantFrom('127.0.0.1', '[::1]', 'localhost');
  const path = fc.stringMatching(/^(?:\/[a-z0-9._~-]{0,8}){0,3}(?:\?[a-z]=[a-z0-9]{0,4})?$/);

  it('a redirect to this machine is the registered one whatever its port', () => {
    fc.assert(
      fc.property(host, path, fc.option(port), fc.option(port), (name, rest, one, other) => {
        const uri = (at: number | null) => `http://${name}${at === null ? '' : `:${at}`}/cb${rest}`;
        assert.ok(isRegisteredRedirect(uri(one), uri(other)), `${uri(one)} ${uri(other)}`);
      }),
    );
  });
  it('a redirect that differs in anything else is another one', () => {
    fc.assert(
      fc.property(host, path, path, port, (name, one, other, at) => {
        fc.pre(one !== other);
        assert.ok(!isRegisteredRedirect(`http://${name}:${at}/cb${one}`, `http://${name}/cb${other}`));
      }),
    );
  });
  it('a redirect of an app by its scheme has no free port', () => {
    assert.ok(!isRegisteredRedirect('com.example.app://host:1/cb', 'com.example.app://host/cb'));
  });
  it('whatever text is a redirect, it leads to this machine, to an app or to a site over TLS', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()), (text) => {
        const kind = redirectKind(text);
        if (kind === undefined) return;
        const { protocol, hostname } = new URL(text);
        assert.ok(!['javascript:', 'data:', 'file:', 'blob:'].includes(protocol));
        if (protocol === 'http:') assert.ok(['127.0.0.1', '[::1]', 'localhost'].includes(hostname));
        assert.doesNotMatch(text, /[\r\n\s#]/);
      }),
      { numRuns: 500 },
    );
  });
});

function assertAnswer({ status, headers, text, json }: Answer): void {
  assert.ok([200, 400, 401].includes(status), `${status} ${text}`);
  assert.deepEqual([headers['cache-control'], headers.pragma], ['no-store', 'no-cache']);
  if (status === 401) assert.match(String(headers['www-authenticate']), /^(?:Basic|Bearer) realm=/);
  if (status === 200) return;
  assert.match(String(headers['content-type']), /^application\/json/);
  assert.match(json.error, /^[a-z_]+$/);
  assert.match(json.error_description, /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
}

describe('the number of parameters of an OAuth request', () => {
  const FORMS: Readonly<Record<string, string>> = {
    'of names': 'a',
    'of names and values': 'a=1',
    'of nothing': '',
    'of names that may be there several times': 'resource=1',
  };
  const MOST = 1000;
  let server: TokensHarness;
  before(async () => {
    server = await TokensHarness.start();
  });
  after(() => server.stop());

  for (const [name, part] of Object.entries(FORMS)) {
    it(`a form ${name} is refused by its length before it is read, beyond the limit only`, async () => {
      for (const route of ['token', 'revoke', 'introspect', 'authorize']) {
        for (const count of [MOST + 1, 80_000]) {
          const { status, text } = await sendForm(`${server.url}/oauth/${route}`, Array(count).fill(part).join('&'));
          assert.equal(status, 400, `${route} ${count}`);
          assert.match(text, /invalid_request/);
          assert.match(text, /more than 1000 parameters/);
        }
        const few = await sendForm(`${server.url}/oauth/${route}`, Array(MOST).fill(part).join('&'));
        assert.doesNotMatch(few.text, /more than 1000/);
      }
    });

    it(`a query ${name} is refused by its length before it is read`, async () => {
      const answer = await call(
        `${server.url}/oauth/authorize?${Array(MOST + 1)
          .fill(part)
          .join('&')}`,
      );
      assert.equal(answer.status, 400);
      assert.match(answer.text, /more than 1000 parameters/);
    });
  }
});

import assert from 'node:assert/strict';
import { call } from '../../server/httpCall';
import { authorization, CLIENT, newProof, OauthBrowser, REDIRECT, sendForm, sentBack } from './oauthBrowser';
import { TokensHarness } from './tokensHarness';

const PROOF = newProof();
const GOOD = authorization(PROOF);
const without = (...names: readonly string[]) =>
  Object.fromEntries(Object.entries(GOOD).filter(([name]) => !names.includes(name)));
const query = (parameters: Readonly<Record<string, string>>) => new URLSearchParams(parameters).toString();

/** What is wrong with the client or the redirect, so that nobody may be sent there. */
const SHOWN: readonly (readonly [what: string, query: string, error: string])[] = [
  ['no client', query(without('client_id')), 'invalid_client'],
  ['a client twice', `${query(GOOD)}&client_id=${CLIENT}`, 'invalid_request'],
  ['a client of 201 characters', query({ ...GOOD, client_id: 'a'.repeat(201) }), 'invalid_client'],
  ['no redirect', query(without('redirect_uri')), 'invalid_request'],
  ['a redirect twice', `${query(GOOD)}&redirect_uri=${encodeURIComponent(REDIRECT)}`, 'invalid_request'],
  ['a redirect to another site', query({ ...GOOD, redirect_uri: 'https://evil.example/' }), 'invalid_request'],
  [
    'a redirect to a site with the name of loopback',
    query({ ...GOOD, redirect_uri: 'http://127.0.0.1.evil.example/' }),
    'invalid_request',
  ],
  [
    'a redirect with a user part',
    query({ ...GOOD, redirect_uri: 'http://127.0.0.1@evil.example/' }),
    'invalid_request',
  ],
  ['a redirect that runs a script', query({ ...GOOD, redirect_uri: 'javascript:alert(1)' }), 'invalid_request'],
  ['a redirect with data', query({ ...GOOD, redirect_uri: 'data:text/html,hello' }), 'invalid_request'],
  ['a redirect with a fragment', query({ ...GOOD, redirect_uri: `${REDIRECT}#part` }), 'invalid_request'],
  [
    'a redirect with a line break',
    query({ ...GOOD, redirect_uri: `${REDIRECT}\r\nset-cookie: a=b` }),
    'invalid_request',
  ],
  ...['code', 'state', 'iss', 'error', 'error_description', 'error_uri', 'reason', 'c%6Fde'].map(
    (name) =>
      [
        `a redirect with ${name} in its own query`,
        query({ ...GOOD, redirect_uri: `${REDIRECT}?a=b&${name}=evil` }),
        'invalid_request',
      ] as const,
  ),
  ['the client_id of the form of the app', query({ ...GOOD, client_id: 'own-form' }), 'invalid_client'],
  ['a redirect that is relative', query({ ...GOOD, redirect_uri: '/callback' }), 'invalid_request'],
  ['a query that is not UTF-8', 'client_id=%ff', 'invalid_request'],
];

/** What is wrong with the rest, which the client is told. */
const TOLD: readonly [what: string, query: string, error: string][] = [
  ['no response type', query(without('response_type')), 'invalid_request'],
  ['the response type of the implicit grant', query({ ...GOOD, response_type: 'token' }), 'unsupported_response_type'],
  ['a response mode that puts the code elsewhere', query({ ...GOOD, response_mode: 'fragment' }), 'invalid_request'],
  ['no challenge', query(without('code_challenge', 'code_challenge_method')), 'invalid_request'],
  ['a challenge without a method, which is plain', query(without('code_challenge_method')), 'invalid_request'],
  ['a plain challenge', query({ ...GOOD, code_challenge_method: 'plain' }), 'invalid_request'],
  ['a challenge that is no SHA-256', query({ ...GOOD, code_challenge: 'short' }), 'invalid_request'],
  ['a scope with two spaces', query({ ...GOOD, scope: 'read  write' }), 'invalid_scope'],
  ['a scope with a quotation mark', query({ ...GOOD, scope: 're"ad' }), 'invalid_scope'],
  ['a scope twice', `${query(GOOD)}&scope=a&scope=b`, 'invalid_request'],
  ['parameters in a JWT', query({ ...GOOD, request: 'a.b.c' }), 'request_not_supported'],
  ['parameters behind a URI', query({ ...GOOD, request_uri: 'urn:a' }), 'request_uri_not_supported'],
  ['prompt none beside another', query({ ...GOOD, prompt: 'none login' }), 'invalid_request'],
  ['prompt none without a hint', query({ ...GOOD, prompt: 'none' }), 'login_required'],
  ['prompt none with the name of nobody', query({ ...GOOD, prompt: 'none', login_hint: 'zoe' }), 'login_required'],
  ['prompt none with a disabled user', query({ ...GOOD, prompt: 'none', login_hint: 'eve' }), 'access_denied'],
];

describe('the authorization endpoint', () => {
  let server: TokensHarness;
  before(async () => {
    server = await TokensHarness.start({
      users: [
        { name: 'ada', password: 'example' },
        { name: 'eve', password: 'example', disabled: true },
      ],
    });
  });
  after(() => server.stop());
  const open = (text: string) => call(`${server.url}/oauth/authorize?${text}`);

  for (const [what, text, error] of SHOWN) {
    it(`${what} is told to the person, who is sent nowhere`, async () => {
      const answer = await open(text);
      assert.equal(answer.status, error === 'invalid_client' ? 400 : 400);
      assert.match(String(answer.headers['content-type']), /^text\/html/);
      assert.equal(answer.headers.location, undefined);
      assert.match(answer.text, new RegExp(`<code>${error}</code>`));
      assert.match(String(answer.headers['content-security-policy']), /form-action 'none'/);
    });
  }
  for (const [what, text, error] of TOLD) {
    it(`${what} is told to the client, with state and issuer`, async () => {
      const told = sentBack(await open(text));
      assert.equal(told.get('error'), error);
      assert.equal(told.get('state'), 'a-state-1234');
      assert.equal(told.get('iss'), server.url);
      assert.equal(told.get('code'), null);
      assert.match(String(told.get('error_description')), /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
    });
  }
  it('a state that is there twice is told to the client without any state', async () => {
    const told = sentBack(await open(`${query(GOOD)}&state=other`));
    assert.equal(told.get('error'), 'invalid_request');
    assert.equal(told.get('state'), null);
  });
  it('prompt none with the name of a user gives a code at once', async () => {
    const told = sentBack(await open(query({ ...GOOD, prompt: 'none', login_hint: 'ada' })));
    assert.deepEqual([...told.keys()], ['code', 'state', 'iss']);
    assert.deepEqual(await server.rules(), ['tokens.code.at-once', 'tokens.code']);
  });
  it('a disabled user who is named with prompt none is told so by the reason', async () => {
    const told = sentBack(await open(query({ ...GOOD, prompt: 'none', login_hint: 'eve' })));
    assert.equal(told.get('reason'), 'user_disabled');
  });
  it('a redirect with a query of its own keeps it', async () => {
    const redirect = 'http://127.0.0.1:1234/callback?tenant=a';
    const told = sentBack(await open(query({ ...GOOD, redirect_uri: redirect, prompt: 'none', login_hint: 'ada' })));
    assert.deepEqual([...told.keys()], ['tenant', 'code', 'state', 'iss']);
  });
  it('a private scheme without a dot is taken, and the journal says what RFC 8252 wants', async () => {
    sentBack(await open(query({ ...GOOD, redirect_uri: 'myapp://callback', prompt: 'none', login_hint: 'ada' })));
    assert.ok((await server.rules()).includes('tokens.scheme.short'));
  });
  it('a request by POST is answered as one by GET is', async () => {
    const answer = await sendForm(`${server.url}/oauth/authorize`, GOOD);
    assert.equal(answer.status, 200);
    assert.match(answer.text, /<h1>Sign in<\/h1>/);
  });
  it('a HEAD of the page has its headers and no body', async () => {
    const answer = await call(`${server.url}/oauth/authorize?${query(GOOD)}`, { method: 'HEAD' });
    assert.deepEqual([answer.status, answer.text], [200, '']);
  });
});

describe('the page that signs in for a client', () => {
  let server: TokensHarness;
  before(async () => {
    server = await TokensHarness.start({
      clients: [
        { clientId: 'app', name: 'Ada & Sons <bank>', redirectUris: ['com.example.app:/callback'] },
        { clientId: 'v6', redirectUris: ['http://[::1]/callback'] },
      ],
    });
  });
  after(() => server.stop());
  const asked = (more: Readonly<Record<string, string>> = {}) => ({ ...GOOD, client_id: 'app', ...more });

  it('the page says which client asks, where it goes on, and what for', async () => {
    const { text, headers } = await new OauthBrowser(server.url).open(asked({ scope: 'read write' }));
    assert.match(text, /<strong>Ada &amp; Sons &lt;bank&gt;<\/strong> asks you to sign in/);
    assert.match(text, /<code>com\.example\.app<\/code>/);
    assert.match(text, /<code>read write<\/code>/);
    assert.doesNotMatch(text, /<script|\son\w+=/);
    assert.match(
      String(headers['content-security-policy']),
      /^default-src 'none';.*form-action 'self' com\.example\.app:;/,
    );
    assert.equal(headers['x-frame-options'], 'DENY');
    assert.equal(headers['cache-control'], 'no-store');
  });
  it('the policy of the page names the scheme where an address of IPv6 cannot stand', async () => {
    const browser = new OauthBrowser(server.url);
    const { headers } = await browser.open(asked({ client_id: 'v6', redirect_uri: 'http://[::1]:9000/callback' }));
    assert.match(String(headers['content-security-policy']), /form-action 'self' http:;/);
  });
  it('the page says why the session before is over, if the app tells it', async () => {
    const { text } = await new OauthBrowser(server.url).open(asked({ reason: 'signed_in_elsewhere' }));
    assert.match(text, /role="status">Your session ended, because you signed in on another device\./);
  });
  it('a reason that is none of ours is not shown', async () => {
    const { text } = await new OauthBrowser(server.url).open(asked({ reason: 'send-money-now' }));
    assert.doesNotMatch(text, /role="status"/);
  });
  it('the hint of the app stands in the field, and the password is asked for', async () => {
    const { text } = await new OauthBrowser(server.url).open(asked({ login_hint: '"><script>' }));
    assert.match(text, /name="username" value="&quot;&gt;&lt;script&gt;"/);
    assert.match(text, /name="password"[^>]* autofocus/);
  });
  it('a right password leads back to the client by 303, with a code', async () => {
    const browser = new OauthBrowser(server.url);
    const answer = await browser.submit(await browser.open(asked()), { username: 'ada', password: 'example' });
    assert.equal(answer.status, 303);
    const told = sentBack(answer);
    assert.ok(told.get('code'));
    assert.deepEqual([told.get('state'), told.get('iss')], ['a-state-1234', server.url]);
  });
  it('a wrong password shows the page again, with the name and the reason', async () => {
    const browser = new OauthBrowser(server.url);
    const again = await browser.submit(await browser.open(asked()), { username: 'ada', password: 'other' });
    assert.equal(again.status, 403);
    assert.match(again.text, /role="alert"[^>]*><strong>Not signed in\.<\/strong> There is no user with this name/);
    assert.match(again.text, /name="username" value="ada"/);
    assert.doesNotMatch(again.text, /value="other"/);
    assert.deepEqual(await server.rules(), ['tokens.credentials']);
    sentBack(await browser.submit(again, { username: 'ada', password: 'example' }));
  });
  const typed: [string, string][] = [
    ['username', 'ada'],
    ['password', 'example'],
  ];
  const goodForm: [string, string][] = [...typed, ['decision', 'sign-in']];
  const wrongForms: [what: string, form: [string, string][]][] = [
    ['two names', [...goodForm, ['username', 'ben']]],
    ['one name twice', [...goodForm, ['username', 'ada']]],
    ['two passwords', [...goodForm, ['password', 'other']]],
    ['two decisions', [...goodForm, ['decision', 'cancel']]],
    ['two marks', [...goodForm, ['csrf', 'x']]],
    ['a decision that no button has', [...typed, ['decision', 'bogus']]],
  ];
  for (const [what, form] of wrongForms) {
    it(`a form with ${what} signs nobody in, and sends nobody anywhere`, async () => {
      const browser = new OauthBrowser(server.url);
      const answer = await browser.submit(await browser.open(asked()), form);
      assert.deepEqual([answer.status, answer.headers.location], [400, undefined]);
      assert.match(answer.text, /This sign-in cannot go on/);
    });
  }
  it('a form that no button has sent signs in', async () => {
    const browser = new OauthBrowser(server.url);
    const answer = await browser.submit(await browser.open(asked()), typed);
    assert.ok(sentBack(answer).get('code'));
  });
  it('whoever cancels goes back to the client, which is told', async () => {
    const browser = new OauthBrowser(server.url);
    const answer = await browser.submit(await browser.open(asked()), { decision: 'cancel' });
    assert.equal(sentBack(answer).get('error'), 'access_denied');
  });
  it('a form without the mark of the browser signs nobody in, and sends nobody anywhere', async () => {
    const browser = new OauthBrowser(server.url);
    const page = await browser.open(asked());
    for (const thief of [new OauthBrowser(server.url), await opened()]) {
      const answer = await thief.submit(page, { username: 'ada', password: 'example' });
      assert.equal(answer.status, 403);
      assert.equal(answer.headers.location, undefined);
    }
    async function opened(): Promise<OauthBrowser> {
      const other = new OauthBrowser(server.url);
      await other.open(asked());
      return other;
    }
  });
  it('two tabs of one browser sign in, each with its own page', async () => {
    const browser = new OauthBrowser(server.url);
    const [first, second] = [await browser.open(asked({ state: 'one' })), await browser.open(asked({ state: 'two' }))];
    const typed = { username: 'ada', password: 'example' };
    assert.equal(sentBack(await browser.submit(first, typed)).get('state'), 'one');
    assert.equal(sentBack(await browser.submit(second, typed)).get('state'), 'two');
  });
  it('a form that was open during a reset still signs in, and a code from before the reset is told as unknown', async () => {
    const browser = new OauthBrowser(server.url);
    const typed = { username: 'ada', password: 'example' };
    const page = await browser.open(asked());
    const code = String(sentBack(await browser.submit(page, typed)).get('code'));
    assert.equal((await server.control.post('/reset')).status, 204);
    const redeem = (text: string) =>
      sendForm(`${server.url}/oauth/token`, {
        grant_type: 'authorization_code',
        code: text,
        client_id: 'app',
        redirect_uri: 'com.example.app:/callback',
        code_verifier: PROOF.verifier,
      });
    const refused = await redeem(code);
    assert.deepEqual([refused.status, refused.json.error], [400, 'invalid_grant']);
    assert.match(refused.json.error_description, /sign in again/);
    const next = String(sentBack(await browser.submit(page, typed)).get('code'));
    const snapshot = (await server.control.get('/snapshot')).json;
    assert.equal((await redeem(next)).status, 200);
    // With the snapshot the code is unused again.
    assert.equal((await server.control.call('PUT', '/snapshot', snapshot)).status, 204);
    assert.equal((await redeem(next)).status, 200);
  });
  it('the form of another site is refused by its origin', async () => {
    const answer = await sendForm(`${server.url}/oauth/authorize`, asked(), { origin: 'https://evil.example' });
    assert.equal(answer.status, 403);
  });
  it('a client with one redirect need not name it', async () => {
    const { redirect_uri: _left, ...rest } = asked();
    const browser = new OauthBrowser(server.url);
    const answer = await browser.submit(await browser.open(rest), { username: 'ada', password: 'example' });
    assert.match(String(answer.headers.location), /^com\.example\.app:\/callback\?code=/);
  });
});

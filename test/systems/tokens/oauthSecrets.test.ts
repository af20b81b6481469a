import assert from 'node:assert/strict';
import { call } from '../../server/httpCall';
import { during } from '../../server/perTest';
import { authorization, newProof, OauthBrowser, sendForm, sentBack } from './oauthBrowser';
import { TokensHarness } from './tokensHarness';

const PASSWORD = 'kept-from-everybody-41';
const SECRET = 'client-kept-secret-77';
const PROOF = newProof();

for (const tokenFormat of ['opaque', 'jwt'] as const) {
  for (const redirect of ['http://127.0.0.1:5000/callback', 'com.example.app:/callback', 'myapp2://callback']) {
    it(`no secret of the OAuth routes is told with ${tokenFormat} tokens and the redirect ${redirect}`, async () => {
      const server = await TokensHarness.start({
        tokenFormat,
        passwordGrant: true,
        users: [{ name: 'ada', password: PASSWORD }],
        clients: [{ clientId: 'web', secret: SECRET, redirectUris: [redirect] }],
      });
      try {
        const told = await secretsOfAllRoutes(server, redirect);
        const seen = await Promise.all(
          ['/journal?limit=1000', '/state', '/snapshot', '/tokens/sessions'].map(
            async (path) => (await server.control.get(path)).text,
          ),
        );
        assert.match(String(seen[0]), /tokens\.code-used/, 'the journal has nothing of it');
        const all = [...seen, ...server.log].join('\n');
        for (const [name, secret] of Object.entries(told)) {
          assert.ok(secret.length > 8, name);
          assert.ok(!all.includes(secret) && !all.includes(encodeURIComponent(secret)), `${name} is told`);
        }
      } finally {
        await server.stop();
      }
    });
  }
}

describe('a token or a code that an app sends as what the list of sessions tells', () => {
  for (const tokenFormat of ['opaque', 'jwt'] as const) {
    it(`a token or a code of an app is covered where its session is told, and refused as the name of a user, with ${tokenFormat} tokens`, () =>
      during(TokensHarness.start({ tokenFormat, passwordGrant: true }), async (server) => {
        const first = await server.signedIn();
        const secrets = [first.refreshToken, first.access, `ac_${'x'.repeat(43)}`];
        const spelt = secrets.flatMap((secret) => [secret, encodeURIComponent(secret.replaceAll('_', '%5F'))]);
        for (const secret of spelt.filter(({ length }) => length <= 200)) {
          const device = { name: `Phone ${secret}`, platform: secret, model: secret, appVersion: secret };
          const headers = { 'user-agent': secret };
          const body = { username: 'ada', password: 'example', device };
          const login = await call(`${server.url}/api/login`, { method: 'POST', headers, body });
          assert.equal(login.status, 200);
          const parts = {
            device_name: secret,
            device_platform: secret,
            device_model: secret,
            device_app_version: secret,
          };
          const more = {
            grant_type: 'password',
            username: 'ada',
            password: 'example',
            client_id: secret,
            scope: secret,
          };
          assert.equal((await sendForm(`${server.url}/oauth/token`, { ...more, ...parts })).status, 200);
          assert.equal((await server.app().login(secret)).status, 400);
          const { id } = login.json.session;
          const told = (await server.sessions()).find((session) => session.id === id);
          assert.equal(told?.device.name, 'Phone •••');
          const list = await call(`${server.url}/api/sessions`, {
            headers: { authorization: `Bearer ${login.json.access_token}` },
          });
          const seen = await Promise.all(
            ['/state', '/tokens/sessions', '/tokens/users', '/journal?limit=1000'].map(
              async (path) => (await server.control.get(path)).text,
            ),
          );
          for (const text of [list.text, ...seen, ...server.log]) assert.ok(!text.includes(secret), text);
        }
      }));
  }
});

/** Calls each route in good and in bad ways. @returns all secrets that went over the wire, by name */
async function secretsOfAllRoutes(server: TokensHarness, redirect: string): Promise<Record<string, string>> {
  const asked = authorization(PROOF, { client_id: 'web', redirect_uri: redirect, state: 'state-kept-from-all-9' });
  const browser = new OauthBrowser(server.url);
  const page = await browser.open(asked);
  const mark = /name="csrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  const typo = `${PASSWORD}-typo`;
  await browser.submit(page, { username: 'ada', password: typo });
  const code = String(sentBack(await browser.submit(page, { username: 'ada', password: PASSWORD })).get('code'));
  const silent = await call(
    `${server.url}/oauth/authorize?${new URLSearchParams({ ...asked, prompt: 'none', login_hint: 'ada' })}`,
  );
  const basic = { authorization: `Basic ${Buffer.from(`web:${SECRET}`).toString('base64')}` };
  const post = (route: string, form: Readonly<Record<string, string>> | string, headers: object = basic) =>
    sendForm(`${server.url}/oauth/${route}`, form, { ...headers });
  const exchange = { grant_type: 'authorization_code', code, redirect_uri: redirect, code_verifier: PROOF.verifier };
  await post('token', { ...exchange, code_verifier: newProof().verifier });
  const first = (await post('token', exchange)).json;
  await post('token', exchange);
  const byPassword = { grant_type: 'password', username: 'ada', password: PASSWORD };
  const tokens = (await post('token', { ...byPassword, client_id: 'web', client_secret: SECRET }, {})).json;
  await post('token', { ...byPassword, password: typo });
  await post('token', `${new URLSearchParams(byPassword)}&password=${PASSWORD}`);
  await post('token', JSON.stringify({ ...byPassword, client_secret: SECRET }), { 'content-type': 'application/json' });
  await post('token', JSON.stringify({ ...byPassword, client_secret: SECRET }), { 'content-type': 'text/plain' });
  await post(`token?client_secret=${SECRET}&refresh_token=${tokens.refresh_token}&code=${code}`, byPassword);
  const refreshed = (await post('token', { grant_type: 'refresh_token', refresh_token: tokens.refresh_token })).json;
  for (const token of [tokens.access_token, refreshed.refresh_token, refreshed.access_token]) {
    await post('introspect', { token });
    await post('introspect', { token }, { authorization: `Bearer ${refreshed.access_token}` });
    await post('revoke', { token, token_type_hint: 'access_token' });
    await call(`${server.url}/oauth/revoke?token=${token}`, { method: 'DELETE' });
  }
  const secrets: Record<string, string> = {
    password: PASSWORD,
    typo,
    mark,
    code,
    silent: String(sentBack(silent).get('code')),
    secret: SECRET,
    basic: basic.authorization.slice('Basic '.length),
    verifier: PROOF.verifier,
    state: asked.state,
  };
  for (const [name, { access_token: access, refresh_token: refresh }] of Object.entries({ first, tokens, refreshed })) {
    secrets[`access of ${name}`] = access;
    secrets[`refresh of ${name}`] = refresh;
  }
  return secrets;
}

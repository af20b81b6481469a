import assert from 'node:assert/strict';
import { TokensHarness } from './tokensHarness';

describe('the routes of an app with its own form', () => {
  let server: TokensHarness;
  before(async () => {
    server = await TokensHarness.start();
  });
  after(() => server.stop());

  it('a sign-in gives an access token, a refresh token and the session', async () => {
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
    assert.equal(answer.json.token_type, 'Bearer');
    assert.equal(answer.json.expires_in, 3600);
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.equal(answer.headers.pragma, 'no-cache');
    assert.deepEqual(await server.rules(), ['tokens.signed-in']);
  });
  it('the access token lets the app in until it expires', async () => {
    const app = await server.signedIn();
    assert.equal((await app.me()).json.user, 'ada');
  });
});

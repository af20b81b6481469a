import assert from 'node:assert/strict';
import type { TokensOptions } from '../../../src/server/systems/tokens/tokensOptions';
import type { Answer } from '../../server/httpCall';
import { during } from '../../server/perTest';
import { type TokensApp, TokensHarness } from './tokensHarness';

type PasswordChange = NonNullable<TokensOptions['passwordChange']>;

/** Which sessions are active after a change: the one that changes it, and another. */
const POLICIES: Readonly<Record<PasswordChange | 'unless told otherwise', readonly [boolean, boolean]>> = {
  all: [false, false],
  others: [true, false],
  none: [true, true],
  'unless told otherwise': [false, false],
};

describe('the users of the token server', () => {
  for (const [policy, expected] of Object.entries(POLICIES)) {
    const options = policy in { all: 0, others: 0, none: 0 } ? { passwordChange: policy as PasswordChange } : {};

    it(`a password that the user changes ends the sessions that passwordChange names: ${policy}`, () =>
      during(TokensHarness.start(options), async (server) => {
        const [app, other] = [await server.signedIn(), await server.signedIn()];
        assert.equal((await app.changePassword('another')).status, 204);
        assert.deepEqual(await alive(app, other), expected);
        assert.equal((await server.app().login('ada', 'example')).status, 401);
        assert.equal((await server.app().login('ada', 'another')).status, 200);
        assert.ok((await server.user('ada'))?.passwordChangedAt);
      }));

    it(`a password that an administrator sets ends the sessions that passwordChange names: ${policy}`, () =>
      during(TokensHarness.start(options), async (server) => {
        const [app, other] = [await server.signedIn(), await server.signedIn()];
        const answer = await server.patchUser('ada', { password: 'another' });
        assert.equal(answer.status, 200);
        assert.doesNotMatch(answer.text, /another/);
        // Nobody of them has changed it, so that both are others.
        const isKept = policy === 'none';
        assert.deepEqual(await alive(app, other), [isKept, isKept]);
        assert.equal((await server.app().login('ada', 'another')).status, 200);
      }));
  }

  it('a wrong current password is refused with 403, so that no app refreshes its token for it', () =>
    during(TokensHarness.start(), async (server) => {
      const app = await server.signedIn();
      const answer = await app.changePassword('another', 'mistyped');
      assert.deepEqual([answer.status, answer.json.error], [403, 'invalid_credentials']);
      assert.deepEqual(await server.rules(), ['tokens.access.good', 'tokens.password-wrong']);
      assert.equal((await app.me()).status, 200);
    }));

  it('a disabled user is told so, and may sign in again when enabled', () =>
    during(TokensHarness.start(), async (server) => {
      const app = await server.signedIn();
      assert.deepEqual((await server.patchUser('ada', { disabled: true })).json, { name: 'ada', disabled: true });
      const refused = await app.login();
      assert.deepEqual(
        [refused.status, refused.json.error, refused.json.reason],
        [403, 'access_denied', 'user_disabled'],
      );
      await server.patchUser('ada', { disabled: false });
      assert.equal((await app.me()).json.reason, 'user_disabled', 'the session stays over');
      assert.equal((await app.login()).status, 200);
    }));

  it('a user whom the options disable cannot sign in', () =>
    during(TokensHarness.start({ users: [{ name: 'ada', password: 'example', disabled: true }] }), async (server) => {
      assert.equal((await server.app().login()).status, 403);
    }));

  it('without users in the options, any name and any password but “wrong” is good', () =>
    during(TokensHarness.start({ users: undefined } as unknown as TokensOptions), async (server) => {
      assert.equal((await server.app().login('anybody', 'anything')).status, 200);
      assert.equal((await server.app().login('anybody', 'wrong')).status, 401);
      assert.deepEqual(await server.user('anybody'), { name: 'anybody', disabled: false });
      await server.patchUser('anybody', { password: 'changed' });
      assert.equal((await server.app().login('anybody', 'anything')).status, 401);
      assert.equal((await server.app().login('anybody', 'changed')).status, 200);
    }));

  it('what a sign-in must not send is refused with a reason', () =>
    during(TokensHarness.start(), async (server) => {
      const app = server.app();
      const bodies: readonly unknown[] = [
        undefined,
        [],
        {},
        { username: '', password: 'example' },
        { username: 'ada' },
        { username: 1, password: 'example' },
        { username: 'a'.repeat(201), password: 'example' },
        { username: '\ud800', password: 'example' },
        { username: '.', password: 'example' },
        { username: '..', password: 'example' },
        { username: 'ada', password: 'p'.repeat(1001) },
        { username: 'ada', password: 'example', device: 'phone' },
        { username: 'ada', password: 'example', device: { name: 1 } },
        { username: 'ada', password: 'example', device: { model: 'm'.repeat(201) } },
      ];
      for (const body of bodies) {
        const answer = await app.post('/api/login', body);
        assert.deepEqual([answer.status, answer.json.error], [400, 'invalid_request'], JSON.stringify(body));
        assert.match(answer.json.error_description, /[.;]/);
        assert.deepEqual(await server.rules(), ['tokens.bad-request'], JSON.stringify(body));
      }
      assert.deepEqual(await server.sessions(), []);
    }));

  it('a user name of 200 characters is let in as it is', () =>
    during(TokensHarness.start({ users: undefined } as unknown as TokensOptions), async (server) => {
      const name = '👩'.repeat(200);
      assert.equal((await server.app().login(name, 'any')).status, 200);
      assert.equal((await server.sessions())[0]?.user, name);
    }));

  for (const [body, words] of [
    [{ password: 'p'.repeat(1001) }, '“password” must have no more than 1000 characters.'],
    [{ password: '' }, '“password” must be a text that is not empty and has no more than 1000 characters.'],
  ] as const) {
    it(`a password of ${body.password.length} characters that an administrator sets is refused with the limit`, () =>
      during(TokensHarness.start(), async (server) => {
        const { status, json } = await server.patchUser('ada', body);
        assert.deepEqual([status, json.error.message], [400, words]);
      }));
  }

  it('a password of 1000 characters of two units is good wherever it is set and typed', () =>
    during(TokensHarness.start(), async (server) => {
      const [first, second] = ['👩'.repeat(1000), '👨'.repeat(1000)];
      assert.equal((await server.patchUser('ada', { password: first })).status, 200);
      const app = server.app();
      assert.equal((await app.login('ada', first)).status, 200);
      assert.equal((await app.changePassword(second, first)).status, 204);
    }));

  it('a snapshot with a user whom no path can name is refused', () =>
    during(TokensHarness.start(), async (server) => {
      const app = await server.signedIn();
      await app.post('/api/logout');
      const { text } = await server.control.get('/snapshot');
      const renamed = JSON.parse(text.replaceAll('"ada"', '".."'));
      const { status, json } = await server.control.call('PUT', '/snapshot', renamed);
      assert.equal(status, 400);
      assert.match(json.error.message, /the name of the user is “\.\.”, which no path can have/);
    }));

  it('all sessions of a user end by the hand of an administrator, and those of others stay', () =>
    during(TokensHarness.start(), async (server) => {
      const [one, two, ben] = [await server.signedIn(), await server.signedIn(), await server.signedIn('ben')];
      assert.equal((await server.control.call('DELETE', '/tokens/users/ada/sessions')).status, 204);
      for (const app of [one, two]) assert.equal((await app.refresh()).json.reason, 'terminated_by_admin');
      assert.equal((await ben.me()).status, 200);
    }));
});

async function alive(...apps: readonly TokensApp[]): Promise<boolean[]> {
  const answers: Answer[] = [];
  for (const app of apps) answers.push(await app.me());
  for (const { status, json } of answers) if (status !== 200) assert.equal(json.reason, 'password_changed');
  return answers.map(({ status }) => status === 200);
}

import assert from 'node:assert/strict';
import type { Policy } from '../../../src/server/systems/mobile/mobileOptions';
import { SEED_APPLICATION, SEED_NAME } from '../../support/seedSession';
import { withServer } from '../mobileHarness';
import { iosBody } from './devices';

const FILE = `${SEED_APPLICATION}/${SEED_NAME}`;

describe('the policy by e-mail address', () => {
  const policy: Policy = {
    rules: [
      { email: '', outcome: 'refuse', statusText: 'No guests' },
      { email: 'boss@example.com', outcome: 'accept', statusText: 'Welcome', userInfo: { role: 'boss' } },
      { email: '*@example.com', outcome: 'pending', statusText: 'Somebody will look at it' },
      { email: 'jane+*@*.org', outcome: 'accept' },
      { email: '!*@*', outcome: 'refuse', statusText: 'That is no address' },
      { email: '*', outcome: 'refuse', statusText: 'Not from here' },
    ],
  };

  it('the first rule of the policy that matches decides, in any case', async () => {
    await withServer({ policy, askAgain: 'always' }, async (server) => {
      for (const [email, expected] of [
        ['', 'No guests'],
        ['BOSS@Example.COM', 'accept'],
        ['a/b.c\\d@example.com', 'pending'],
        ['.dot@example.com', 'pending'],
        ['jane+shop@nice.org', 'accept'],
        ['janeeee@nice.org', 'Not from here'],
        ['nonsense', 'That is no address'],
        ['x@example.org', 'Not from here'],
      ]) {
        const { json } = await server.post('/mobileapp/$authenticate', { body: iosBody({ email }) });
        const found = json.success ? (json.token === undefined ? 'pending' : 'accept') : json.statusText;
        assert.equal(found, expected, `“${email}”: ${JSON.stringify(json)}`);
        assert.equal((await server.rules())[0], 'mobile.policy.rule');
      }
    });
  });

  it('a glob of many stars decides an address for which JavaScript needs minutes', async () => {
    const rules = [{ email: '*a*a*a*a*a*a*a*b', outcome: 'refuse' }] as const;
    await withServer({ policy: { rules } }, async (server) => {
      const login = (email: string) => server.post('/mobileapp/$authenticate', { body: iosBody({ email }) });
      assert.equal((await login('a'.repeat(310))).json.success, true);
      assert.equal((await login(`${'a'.repeat(309)}b`)).json.success, false);
    });
  });

  it('a glob that is too large is refused by its name when the server starts', async () => {
    const rules = [
      { email: '*@example.com', outcome: 'accept' },
      { email: 'a'.repeat(1001), outcome: 'refuse' },
    ] as const;
    await assert.rejects(
      withServer({ policy: { rules } }, async () => {}),
      /“mobile\.policy\.rules\.1\.email” cannot be used\. The pattern “a{200}…” is longer than 1000 characters; shorten it\./,
    );
  });

  it('the policy puts userInfo into answer and file, and statusText into the answer', async () => {
    await withServer({ policy }, async (server) => {
      const login = () => server.post('/mobileapp/$authenticate', { body: iosBody({ email: 'boss@example.com' }) });
      const { json } = await login();
      assert.equal(json.statusText, 'Welcome');
      assert.deepEqual(json.userInfo, { role: 'boss' });
      assert.deepEqual(JSON.parse(server.read(FILE) ?? '').userInfo, { role: 'boss' });
      assert.deepEqual((await server.refresh()).errors, []);
      assert.deepEqual((await login()).json.userInfo, { role: 'boss' }, 'a login that is kept has it too');
    });
  });

  it('the policy accepts when no rule matches and nothing is said otherwise', async () => {
    await withServer({ policy: { rules: [{ email: '*', outcome: 'refuse' }] } }, async (server) => {
      assert.equal((await server.post('/mobileapp/$authenticate', { body: iosBody() })).json.success, true);
      assert.deepEqual(await server.rules(), [
        'mobile.policy.otherwise',
        'mobile.session.created',
        'mobile.login.accepted',
      ]);
    });
  });

  it('the policy is asked about another user on a device whose session is accepted', async () => {
    await withServer({ policy }, async (server) => {
      await server.post('/mobileapp/$authenticate', { body: iosBody({ email: 'boss@example.com' }) });
      const accepted = server.read(FILE);
      const refused = await server.post('/mobileapp/$authenticate', { body: iosBody({ email: 'x@elsewhere.org' }) });
      assert.equal(refused.status, 401);
      assert.equal(server.read(FILE), accepted);
      const other = await server.post('/mobileapp/$authenticate', { body: iosBody({ email: 'b@example.com' }) });
      assert.equal(other.json.token, undefined);
      assert.match(server.read(FILE) ?? '', /"status":"pending"/);
      assert.equal(JSON.parse(server.read(FILE) ?? '').userInfo, undefined);
    });
  });

  it('the policy is not asked about this machine where 4D’s own way is switched on', async () => {
    await withServer({ acceptLocalhost: true, policy: { otherwise: { outcome: 'refuse' } } }, async (server) => {
      assert.equal((await server.post('/mobileapp/$authenticate', { body: iosBody() })).status, 200);
      assert.deepEqual(await server.rules(), [
        'mobile.policy.localhost',
        'mobile.session.created',
        'mobile.login.accepted',
      ]);
    });
  });
});

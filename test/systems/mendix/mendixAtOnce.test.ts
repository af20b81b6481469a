import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Answer } from '../../server/httpCall';
import { type MendixClient, type MendixHarness, SWEPT_MS, setCookie, USERS, userOf } from './mendixHarness';
import { OrderedServer, order } from './orderedServer';

const REMEMBER = { useAuthToken: true };

describe('Requests of Mendix clients at once', () => {
  let ordered: OrderedServer;
  let server: MendixHarness;

  beforeEach(async () => {
    ordered = new OrderedServer();
    server = await ordered.start();
  });
  afterEach(() => ordered.stop());

  /** What is left afterwards fits together, whatever happened. */
  async function assertWhole(): Promise<void> {
    const { entries } = (await server.control.get('/snapshot')).json as {
      entries: { space: string; key: string; value: unknown }[];
    };
    const keys = (space: string) => entries.filter((each) => each.space === space).map(({ key }) => key);
    const sessions = new Set(keys('mendix.session'));
    const cookies = entries.filter(({ space }) => space === 'mendix.cookie').map(({ value }) => value);
    assert.deepEqual(new Set(cookies), sessions, 'a cookie for each session, and for nothing else');
    for (const session of await server.sessions()) {
      assert.equal((await server.user(session.user)) !== undefined, true, 'each session has its user');
    }
    const put = await server.control.call('PUT', '/snapshot', (await server.control.get('/snapshot')).json);
    assert.equal(put.status, 204, 'the snapshot is one that a server takes');
  }

  const janes = async () => (await server.sessions()).filter(({ user }) => user === 'jane');
  const empty = async () => {
    for (const { id } of await server.sessions()) await server.control.call('DELETE', `/mendix/sessions/${id}`);
    for (const { name } of USERS) {
      for (const { id } of (await server.user(name))?.tokens ?? []) {
        await server.control.call('DELETE', `/mendix/tokens/${id}`);
      }
    }
  };

  type Ways = Readonly<Record<string, (client: MendixClient) => Promise<Answer>>>;

  /** What makes a session from a token. */
  const BEGINS: Ways = {
    get_session_data: (client) => client.start(),
    'a deep link': (client) => client.visit('/link/order/1'),
    'a data call': (client) => client.data(),
  };
  /** What ends a token, and with it all that was made from it. */
  const ENDS: Ways = {
    'a logout': (client) => client.xas('logout'),
    'a logout while offline': async (client) => {
      await client.write('OfflineLogout=true; Path=/');
      return client.xas('retrieve', {});
    },
    'a login of another user': (client) => client.login('john', 'sample'),
    'the end of an active user': () => server.patchUser('jane', { active: false }),
  };
  /** The states of the browser in which a token makes a session. */
  const STATES: Readonly<Record<string, (client: MendixClient) => Promise<unknown>>> = {
    'whose session was swept': () => server.advance(SWEPT_MS),
    'in an anonymous session': async (client) => {
      await server.advance(SWEPT_MS);
      await server.patchUser('jane', { blocked: true });
      await client.start();
      await server.patchUser('jane', { blocked: false });
    },
  };

  for (const [state, come] of Object.entries(STATES)) {
    it(`a request that makes a session and one that ends its token, of a browser ${state}, leave no session, whatever the order of their steps`, async () => {
      const begin = fc.constantFrom(...Object.keys(BEGINS));
      const end = fc.constantFrom(...Object.keys(ENDS));
      await fc.assert(
        fc
          .asyncProperty(begin, end, order, async (begins, ends, picks) => {
            const client = await server.signedIn(REMEMBER);
            await come(client);
            const [left, right] = [await client.copy(), await client.copy()];
            await ordered.run([async () => BEGINS[begins]?.(left), async () => ENDS[ends]?.(right)], picks);
            assert.deepEqual(await janes(), []);
            assert.deepEqual((await server.user('jane'))?.tokens, []);
            assert.notEqual(userOf(await left.start()), 'jane');
            await assertWhole();
          })
          .afterEach(async () => {
            await server.patchUser('jane', { active: true });
            await empty();
          }),
        { numRuns: 25 },
      );
    });
  }

  /** Requests at once, and what holds after each order of theirs. */
  const RACES: Readonly<
    Record<string, () => Promise<[(() => Promise<Answer>)[], (answers: Answer[]) => Promise<void>]>>
  > = {
    'four tabs that load with one marker get a token each': async () => {
      const client = server.client();
      await client.login('jane', 'example', REMEMBER);
      const tabs = await Promise.all([1, 2, 3, 4].map(() => client.copy()));
      return [
        tabs.map((tab) => () => tab.start()),
        async (answers) => {
          assert.deepEqual(answers.map(userOf), ['jane', 'jane', 'jane', 'jane']);
          assert.equal(answers.filter((answer) => setCookie(answer, 'authtoken')).length, 4);
          assert.equal((await server.user('jane'))?.tokens.length, 4);
          assert.equal((await janes())[0]?.tokens.length, 4);
        },
      ];
    },
    'tabs that load in an anonymous session get one session of the user': async () => {
      const client = await server.signedIn(REMEMBER);
      await STATES['in an anonymous session']?.(client);
      const tabs = await Promise.all([1, 2, 3].map(() => client.copy()));
      return [
        [...tabs.slice(1).map((tab) => () => tab.start()), () => client.visit('/link/order/1')],
        async (answers) => {
          assert.deepEqual(answers.slice(0, -1).map(userOf), ['jane', 'jane']);
          assert.deepEqual(
            (await server.sessions()).map(({ user }) => user),
            ['jane'],
          );
          for (const tab of [...tabs.slice(1), client]) assert.equal(userOf(await tab.start()), 'jane');
        },
      ];
    },
    'a tab that loads with the marker while another logs out leaves no token': async () => {
      const client = server.client();
      await client.login('jane', 'example', REMEMBER);
      const [left, right] = [await client.copy(), await client.copy()];
      return [
        [() => left.start(), () => right.xas('logout')],
        async () => {
          assert.deepEqual([await janes(), (await server.user('jane'))?.tokens], [[], []]);
          assert.match(userOf(await left.start()), /^Anonymous_/);
        },
      ];
    },
    'an app that signs in with the token on the device while another logs out leaves no session of it': async () => {
      const client = await server.signedIn({ shouldgeneratetoken: true, useAuthToken: false });
      const { json } = await client.login('jane', 'example', { shouldgeneratetoken: true, useAuthToken: false });
      const app = server.client();
      return [
        [() => app.xas('login', { token: json.token }), () => client.xas('logout')],
        async () => {
          assert.deepEqual(
            (await janes()).filter(({ tokens }) => tokens.length > 0),
            [],
          );
          assert.equal((await server.client().xas('login', { token: json.token })).status, 401);
          assert.notEqual((await app.data()).status, 200);
        },
      ];
    },
    'a login with a password while the user becomes inactive leaves no session': async () => {
      const client = server.client();
      return [
        [() => client.login('jane', 'example', REMEMBER), () => server.patchUser('jane', { active: false })],
        async () => {
          assert.deepEqual(await janes(), []);
          assert.equal((await client.data()).status, 401);
        },
      ];
    },
    'a session that is ended while its client loads is answered by one that works': async () => {
      const client = await server.signedIn();
      const { id } = (await server.session('jane')) ?? {};
      return [
        [() => client.start(), () => server.control.call('DELETE', `/mendix/sessions/${id}`)],
        async ([answer]) => {
          assert.equal(answer?.status, 200);
          const open = (await client.data()).status === 200;
          assert.equal(open, (await server.sessions()).length === 1);
        },
      ];
    },
  };

  for (const [what, race] of Object.entries(RACES)) {
    it(`${what}, whatever the order of their steps`, async () => {
      await fc.assert(
        fc
          .asyncProperty(order, async (picks) => {
            const [requests, holds] = await race();
            await holds(await ordered.run(requests, picks));
            await assertWhole();
          })
          .afterEach(async () => {
            await server.patchUser('jane', { active: true });
            await empty();
          }),
        { numRuns: 15 },
      );
    });
  }
});

import assert from 'node:assert/strict';
import { HttpControlClient } from '../../../src/server/client/httpControlClient';
import { VirtualClock } from '../../../src/server/kernel/clock/virtualClock';
import { MemoryStore } from '../../../src/server/kernel/store/memoryStore';
import type { Place, Store } from '../../../src/server/kernel/store/store';
import { type KeptSession, TOKEN_SESSIONS, TOKENS_USERS } from '../../../src/server/systems/tokens/tokensSpaces';
import { until } from '../../server/devServers';
import { mustNotFail } from '../../server/fakeTime';
import { TokensApp, TokensHarness } from './tokensHarness';

/** A store that holds changes of users until a test lets them go: by then, each sign-in has looked whether there is a place. */
class HeldStore {
  private readonly held: (() => void)[] = [];
  isHolding = true;
  readonly view: Store;

  constructor(store: Store) {
    const update = async (space: Place, ...rest: unknown[]) => {
      if (this.isHolding && space.name === TOKENS_USERS.name) await new Promise<void>((go) => this.held.push(go));
      return (store.update as (...all: unknown[]) => unknown)(space, ...rest);
    };
    this.view = new Proxy(store, {
      get: (target, name) => {
        if (name === 'update') return update;
        const member: unknown = Reflect.get(target, name);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
  }

  get waiting(): number {
    return this.held.length;
  }

  letGo(): void {
    this.isHolding = false;
    for (const go of this.held.splice(0)) go();
  }
}

describe('sign-ins that are not decided yet', () => {
  let clock: VirtualClock;
  let memory: MemoryStore;
  let store: HeldStore;
  let server: TokensHarness;
  let told: string[];
  let kinds: string[];

  beforeEach(() => {
    clock = new VirtualClock(mustNotFail);
    memory = new MemoryStore(clock, mustNotFail);
    store = new HeldStore(memory);
    told = [];
    kinds = [];
  });

  afterEach(async () => {
    store.letGo();
    await server.stop();
    memory.dispose();
    clock.dispose();
  });

  const start = async (options: object) => {
    server = await TokensHarness.start(options, {}, { shared: { clock, store: store.view } });
  };

  /** What a snapshot, the state and the list have of sessions. */
  const seen = async () => {
    const { entries } = (await server.control.get('/snapshot')).json;
    const inSnapshot = entries.filter(({ space }: { space: string }) => space.startsWith('tokens.session'));
    const timers = entries.filter(({ space }: { space: string }) => space === 'tokens.timer');
    const { sessions } = await server.state();
    return [inSnapshot.length, timers.length, sessions.length, (await server.sessions()).length];
  };

  for (const [maxSessions, atOnce] of [
    [1, 2],
    [1, 5],
    [2, 3],
    [3, 8],
  ] as const) {
    it(`of ${atOnce} sign-ins that all see a free place, ${maxSessions} may be told of, and the others never were there`, async () => {
      await start({ maxSessions, atLimit: 'deny' });
      const ending = new AbortController();
      const following = new HttpControlClient(server.address).follow((each) => {
        kinds.push(each.kind);
        if (each.kind !== 'system' || each.system !== 'tokens') return;
        const { change } = each;
        kinds.push(change.kind);
        if (change.kind === 'tokenSession') told.push(`${change.session.state} ${change.session.id}`);
      }, ending.signal);
      await until(
        () => kinds,
        (heard) => heard.includes('snapshot'),
      );
      const apps = Array.from({ length: atOnce }, () => server.app());
      const answers = Promise.all(apps.map((app) => app.login()));
      await until(
        () => store.waiting,
        (waiting) => waiting === atOnce,
      );
      assert.equal((await memory.entries(TOKEN_SESSIONS)).length, atOnce, 'each is there, so that it can be ended');
      assert.deepEqual(await seen(), [0, 0, 0, 0]);
      store.letGo();
      const statuses = (await answers).map(({ status }) => status);
      assert.equal(statuses.filter((status) => status === 200).length, maxSessions);
      assert.equal(statuses.filter((status) => status === 403).length, atOnce - maxSessions);
      assert.deepEqual(await seen(), [maxSessions, maxSessions, maxSessions, maxSessions]);
      const winners = apps.map(({ sessionId }) => sessionId).filter((id) => id !== '');
      await server.control.call('DELETE', '/tokens/users/ada/sessions');
      // What is told of the end comes behind all the rest.
      await until(
        () => told.filter((each) => each.startsWith('ended')).length,
        (count) => count === maxSessions,
      );
      ending.abort();
      await following;
      const expected = winners.flatMap((id) => [`active ${id}`, `ended ${id}`]);
      assert.deepEqual([...new Set(told)].sort(), expected.sort());
      assert.ok(!kinds.includes('tokenSessionForgotten'), 'nobody is told that one is gone who was not told of it');
    });
  }

  it('a sign-in that is not decided yet is ended with all sessions of its user', async () => {
    await start({});
    const app = server.app();
    const answer = app.login();
    await until(
      () => store.waiting,
      (waiting) => waiting === 1,
    );
    const ending = server.control.call('DELETE', '/tokens/users/ada/sessions');
    await until(
      () => store.waiting,
      (waiting) => waiting === 2,
    );
    store.letGo();
    assert.equal((await ending).status, 204);
    const { status } = await answer;
    if (status === 200) assert.equal((await app.me()).status, 401);
    else assert.equal(status, 400);
    assert.ok((await server.sessions()).every(({ state }) => state === 'ended'));
  });

  it('a server that starts drops what was not decided before, and takes a snapshot without it', async () => {
    await start({ maxSessions: 1, atLimit: 'deny' });
    store.letGo();
    await server.signedIn();
    const [[, session] = []] = await memory.entries(TOKEN_SESSIONS);
    const left: KeptSession = {
      ...(session as KeptSession),
      id: '7d1f1f4e-0000-4000-8000-000000000001',
      pending: true,
    };
    await memory.put(TOKEN_SESSIONS, left.id, left);
    const snapshot = (await server.control.get('/snapshot')).json;
    assert.deepEqual(await seen(), [1, 1, 1, 1]);
    await server.stop();
    await start({ maxSessions: 1, atLimit: 'deny' });
    assert.deepEqual(
      (await memory.entries(TOKEN_SESSIONS)).map(([id]) => id),
      [session?.id],
    );
    assert.equal((await server.control.call('PUT', '/snapshot', snapshot)).status, 204);
    assert.deepEqual(await seen(), [1, 1, 1, 1]);
    assert.equal((await new TokensApp(server.url).login()).status, 403);
  });
});

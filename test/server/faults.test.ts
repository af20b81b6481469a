import assert from 'node:assert/strict';
import type { FaultRequest } from '../../src/core/protocol/fault';
import { Snapshots } from '../../src/server/kernel/control/snapshot';
import { FaultError } from '../../src/server/kernel/faults/faultError';
import { type FaultChange, Faults, type FaultTarget } from '../../src/server/kernel/faults/faults';
import type { Store } from '../../src/server/kernel/store/store';
import { laggingStore } from './laggingStore';
import { ownStores } from './ownStore';

const LOGIN = { route: 'POST /mobileapp/$authenticate', path: '/mobileapp/$authenticate' };
const PING = { route: 'GET /mobileapp/', path: '/mobileapp/' };

describe('The faults', () => {
  const ownStore = ownStores();
  let store: Store;
  let faults: Faults;
  let changes: FaultChange[];

  beforeEach(() => {
    ({ store } = ownStore());
    faults = new Faults(store);
    changes = [];
    faults.onDidChange((change) => changes.push(change));
  });

  /** Which of so many requests the faults hit. */
  async function hits(count: number, target = LOGIN as FaultTarget): Promise<(string | undefined)[]> {
    const struck = await Promise.all(Array.from({ length: count }, () => faults.strike(target)));
    return struck.map((fault) => fault?.id);
  }

  it('a fault strikes once, or so many times, and is gone with the last', async () => {
    const { id } = await faults.add({ kind: 'status', status: 401, times: 2 });
    assert.deepEqual(await hits(3), [id, id, undefined]);
    assert.deepEqual(faults.list(), []);
    assert.deepEqual(
      changes.map((change) => (change.kind === 'fault' ? [change.fault.seen, change.fault.hits] : change)),
      [[0, 0], [1, 1], { kind: 'faultRemoved', id }],
    );
  });

  it('a fault without a number of times strikes always, and counts', async () => {
    const fault = await faults.add({ kind: 'reset' });
    assert.deepEqual(await hits(3), [fault.id, fault.id, fault.id]);
    assert.deepEqual(faults.list(), [{ ...fault, seen: 3, hits: 3 }]);
    assert.equal(await faults.remove(fault.id), true);
    assert.equal(await faults.remove(fault.id), false);
    assert.deepEqual(changes.at(-1), { kind: 'faultRemoved', id: fault.id });
    assert.deepEqual(await hits(1), [undefined]);
  });

  it('the fault that strikes a request is returned with this hit counted', async () => {
    const fault = await faults.add({ kind: 'delay', delayMs: 50, times: 1 });
    assert.deepEqual(await faults.strike(LOGIN), {
      id: fault.id,
      kind: 'delay',
      delayMs: 50,
      times: 1,
      seen: 1,
      hits: 1,
    });
  });

  it('a fault for the n-th request strikes it in its scope only, and is gone then', async () => {
    const { id } = await faults.add({ kind: 'reset', scope: { nth: 3, route: LOGIN.route } });
    assert.deepEqual(await hits(5, PING), Array(5).fill(undefined));
    assert.deepEqual(await hits(2), [undefined, undefined]);
    assert.deepEqual(faults.list()[0]?.seen, 2);
    assert.deepEqual(await hits(3), [id, undefined, undefined]);
    assert.deepEqual(faults.list(), []);
  });

  it('a fault strikes where its scope is: a route, a path, a session, or all of them', async () => {
    const scopes: [FaultRequest['scope'], FaultTarget, boolean][] = [
      [{ route: LOGIN.route }, LOGIN, true],
      [{ route: LOGIN.route }, PING, false],
      [{ route: LOGIN.route }, { path: LOGIN.path }, false],
      [{ route: LOGIN.path }, LOGIN, true],
      [{ route: LOGIN.path }, { path: `${LOGIN.path}?a=/mobileapp/` }, true],
      [{ route: '/mobileapp' }, LOGIN, false],
      [{ session: 'abc' }, { ...PING, session: 'abc' }, true],
      [{ session: 'abc' }, { ...PING, session: 'abcd' }, false],
      [{ session: 'abc' }, PING, false],
      [{ session: 'abc', route: LOGIN.path }, { ...PING, session: 'abc' }, false],
      [{ session: 'abc', route: PING.path }, { ...PING, session: 'abc' }, true],
      [{}, PING, true],
    ];
    for (const [scope, target, isHit] of scopes) {
      const { id } = await faults.add({ kind: 'reset', ...(scope && { scope }) });
      assert.equal((await faults.strike(target))?.id, isHit ? id : undefined, JSON.stringify([scope, target]));
      assert.equal(faults.list()[0]?.seen, isHit ? 1 : 0);
      await faults.remove(id);
    }
  });

  it('every fault counts a request that only the oldest strikes', async () => {
    const first = await faults.add({ kind: 'reset', times: 1 });
    const second = await faults.add({ kind: 'replyLost', scope: { nth: 2 } });
    const third = await faults.add({ kind: 'status', status: 503, scope: { route: PING.path } });
    assert.deepEqual(await hits(2), [first.id, second.id]);
    assert.deepEqual(faults.list(), [third]);
  });

  const accepted: FaultRequest[] = [
    { kind: 'status', status: 401 },
    { kind: 'status', status: 599 },
    { kind: 'status', status: 200, errCode: 1279 },
    { kind: 'status', status: 401, errCode: 1913 },
    { kind: 'status', status: 403 },
    { kind: 'delay', delayMs: 0 },
    { kind: 'replyLost', scope: { session: 'x', route: '/', nth: 1 }, times: 1 },
  ];
  for (const request of accepted)
    it(`the fault ${JSON.stringify(request)} is taken`, async () => {
      assert.deepEqual(await faults.add(request), { ...request, id: 'fault-1', seen: 0, hits: 0 });
    });

  const refused: [request: unknown, says: RegExp][] = [
    [undefined, /object/],
    [[], /object/],
    [{}, /`kind` must be one of status, delay, reset, replyLost/],
    [{ kind: 'toString' }, /`kind`/],
    [{ kind: 'status' }, /`status` must be 401, 403 or 500 to 599/],
    [{ kind: 'status', status: 200 }, /`errCode`/],
    [{ kind: 'status', status: 404 }, /`status`/],
    [{ kind: 'status', status: 600 }, /`status`/],
    [{ kind: 'status', status: '401' }, /`status`/],
    [{ kind: 'status', status: 401, errCode: '1279' }, /`errCode` must be a whole number/],
    [{ kind: 'delay' }, /`delayMs`/],
    [{ kind: 'delay', delayMs: -1 }, /`delayMs`/],
    [{ kind: 'delay', delayMs: 1e12 }, /`delayMs`/],
    [{ kind: 'reset', delayMs: 1 }, /must not have “delayMs”; it may have “kind”, /],
    [{ kind: 'reset', times: 0 }, /`times`/],
    [{ kind: 'reset', times: 1.5 }, /`times`/],
    [{ kind: 'reset', time: 1 }, /must not have “time”; “times” may be meant; /],
    [{ kind: 'reset', scope: null }, /`scope` must be an object/],
    [{ kind: 'reset', scope: { sesion: 'x' } }, /must not have “sesion”; “session” may be meant; /],
    [{ kind: 'reset', scope: { session: '' } }, /`scope\.session`/],
    [{ kind: 'reset', scope: { route: 'mobileapp' } }, /`scope\.route`/],
    [{ kind: 'reset', scope: { nth: 0 } }, /`nth`/],
    [{ kind: 'reset', scope: { nth: 2 }, times: 2 }, /`times` must be 1/],
  ];
  for (const [request, says] of refused)
    it(`the fault ${JSON.stringify(request)} is refused`, async () => {
      await assert.rejects(
        faults.add(request as FaultRequest),
        (error) => error instanceof FaultError && says.test(error.message),
      );
      assert.deepEqual([faults.list(), changes], [[], []]);
    });

  it('faults are restored with a snapshot, and no id is given twice', async () => {
    await faults.add({ kind: 'reset', scope: { nth: 3 } });
    await hits(2);
    const snapshot = JSON.parse(JSON.stringify(await store.snapshot()));
    const { store: otherStore } = ownStore();
    const other = new Faults(otherStore);
    await otherStore.restore(snapshot);
    assert.deepEqual(other.list(), faults.list());
    assert.equal((await other.strike(PING))?.id, 'fault-1');
    assert.equal((await other.add({ kind: 'reset' })).id, 'fault-2');
    await otherStore.restore({ entries: [], logs: [] });
    assert.deepEqual(other.list(), []);
    assert.equal((await other.add({ kind: 'reset' })).id, 'fault-3');
    await otherStore.restore(snapshot);
    assert.equal((await other.add({ kind: 'reset' })).id, 'fault-4');
  });

  it('faults that are put in with a snapshot are not told one by one', async () => {
    await faults.add({ kind: 'reset' });
    const snapshot = await store.snapshot();
    await store.restore({ entries: [], logs: [] });
    await store.restore(snapshot);
    assert.deepEqual(faults.list().length, 1);
    assert.deepEqual(changes.length, 1);
  });

  it('of any number of requests at once, a fault hits so many as it is to hit', async () => {
    for (const answering of [store, laggingStore(store)]) {
      const tested = new Faults(answering);
      await tested.add({ kind: 'reset', times: 3 });
      const struck = await Promise.all(Array.from({ length: 100 }, () => tested.strike(LOGIN)));
      assert.equal(struck.filter((fault) => fault !== undefined).length, 3);
    }
  });

  it('the faults stay as they are when what is put in is no snapshot', async () => {
    const fault = await faults.add({ kind: 'reset' });
    const { clock } = ownStore();
    const snapshots = new Snapshots({ store, clock, systems: [], plugins: [] });
    const broken = [[{ kind: 'x' }], [{ kind: 'delay', id: 'a', seen: 0, hits: 0 }], {}, [1], 5, null];
    for (const value of [...broken.map((faults) => ({ last: 1, faults })), { last: -1, faults: [] }, [], 5]) {
      const entries = [{ space: 'faults', key: 'all', value }];
      await assert.rejects(snapshots.put({ version: 2, entries, logs: [] }), /cannot be put in: “all” of the space/);
    }
    assert.deepEqual(faults.list(), [fault]);
  });
});

import assert from 'node:assert/strict';
import type { FaultRequest } from '../../src/core/protocol/fault';
import { FaultError } from '../../src/server/kernel/faults/faultError';
import { type FaultChange, Faults } from '../../src/server/kernel/faults/faults';

const LOGIN = { route: 'POST /mobileapp/$authenticate', path: '/mobileapp/$authenticate' };
const PING = { route: 'GET /mobileapp/', path: '/mobileapp/' };

describe('The faults', () => {
  let faults: Faults;
  let changes: FaultChange[];

  beforeEach(() => {
    faults = new Faults();
    changes = [];
    faults.onDidChange((change) => changes.push(change));
  });

  /** Which of so many requests the faults hit. */
  function hits(count: number, target = LOGIN as Parameters<Faults['strike']>[0]): (string | undefined)[] {
    return Array.from({ length: count }, () => faults.strike(target)?.id);
  }

  it('a fault strikes once, or so many times, and is gone with the last', () => {
    const { id } = faults.add({ kind: 'status', status: 401, times: 2 });
    assert.deepEqual(hits(3), [id, id, undefined]);
    assert.deepEqual(faults.list(), []);
    assert.deepEqual(
      changes.map((change) => (change.kind === 'fault' ? [change.fault.seen, change.fault.hits] : change)),
      [[0, 0], [1, 1], { kind: 'faultRemoved', id }],
    );
  });

  it('a fault without a number of times strikes always, and counts', () => {
    const fault = faults.add({ kind: 'reset' });
    assert.deepEqual(hits(3), [fault.id, fault.id, fault.id]);
    assert.deepEqual(faults.list(), [{ ...fault, seen: 3, hits: 3 }]);
    assert.equal(faults.remove(fault.id), true);
    assert.equal(faults.remove(fault.id), false);
    assert.deepEqual(changes.at(-1), { kind: 'faultRemoved', id: fault.id });
    assert.deepEqual(hits(1), [undefined]);
  });

  it('the answer tells the fault that strikes, this hit counted', () => {
    const fault = faults.add({ kind: 'delay', delayMs: 50, times: 1 });
    assert.deepEqual(faults.strike(LOGIN), { id: fault.id, kind: 'delay', delayMs: 50, times: 1, seen: 1, hits: 1 });
  });

  it('a fault for the n-th request strikes it in its scope only, and is gone then', () => {
    const { id } = faults.add({ kind: 'reset', scope: { nth: 3, route: LOGIN.route } });
    assert.deepEqual(hits(5, PING), Array(5).fill(undefined));
    assert.deepEqual(hits(2), [undefined, undefined]);
    assert.deepEqual(faults.list()[0]?.seen, 2);
    assert.deepEqual(hits(3), [id, undefined, undefined]);
    assert.deepEqual(faults.list(), []);
  });

  it('a fault strikes where its scope is: a route, a path, a session, or all of them', () => {
    const scopes: [FaultRequest['scope'], Parameters<Faults['strike']>[0], boolean][] = [
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
      const { id } = faults.add({ kind: 'reset', ...(scope && { scope }) });
      assert.equal(faults.strike(target)?.id, isHit ? id : undefined, JSON.stringify([scope, target]));
      assert.equal(faults.list()[0]?.seen, isHit ? 1 : 0);
      faults.remove(id);
    }
  });

  it('every fault counts a request that only the oldest strikes', () => {
    const first = faults.add({ kind: 'reset', times: 1 });
    const second = faults.add({ kind: 'replyLost', scope: { nth: 2 } });
    const third = faults.add({ kind: 'status', status: 503, scope: { route: PING.path } });
    assert.deepEqual(hits(2), [first.id, second.id]);
    assert.deepEqual(faults.list(), [third]);
  });

  const accepted: FaultRequest[] = [
    { kind: 'status', status: 401 },
    { kind: 'status', status: 599 },
    { kind: 'status', status: 200, errCode: 1279 },
    { kind: 'status', status: 401, errCode: 1913 },
    { kind: 'delay', delayMs: 0 },
    { kind: 'replyLost', scope: { session: 'x', route: '/', nth: 1 }, times: 1 },
  ];
  for (const request of accepted)
    it(`the fault ${JSON.stringify(request)} is taken`, () => {
      assert.deepEqual(faults.add(request), { ...request, id: 'fault-1', seen: 0, hits: 0 });
    });

  const refused: [request: unknown, says: RegExp][] = [
    [undefined, /object/],
    [[], /object/],
    [{}, /`kind` must be one of status, delay, reset, replyLost/],
    [{ kind: 'toString' }, /`kind`/],
    [{ kind: 'status' }, /`status` must be 401 or 500 to 599/],
    [{ kind: 'status', status: 200 }, /`errCode`/],
    [{ kind: 'status', status: 404 }, /`status`/],
    [{ kind: 'status', status: 600 }, /`status`/],
    [{ kind: 'status', status: '401' }, /`status`/],
    [{ kind: 'status', status: 401, errCode: '1279' }, /`errCode` must be a whole number/],
    [{ kind: 'delay' }, /`delayMs`/],
    [{ kind: 'delay', delayMs: -1 }, /`delayMs`/],
    [{ kind: 'delay', delayMs: 1e12 }, /`delayMs`/],
    [{ kind: 'reset', delayMs: 1 }, /no `delayMs`/],
    [{ kind: 'reset', times: 0 }, /`times`/],
    [{ kind: 'reset', times: 1.5 }, /`times`/],
    [{ kind: 'reset', time: 1 }, /no `time`/],
    [{ kind: 'reset', scope: null }, /`scope` must be an object/],
    [{ kind: 'reset', scope: { sesion: 'x' } }, /no `sesion`/],
    [{ kind: 'reset', scope: { session: '' } }, /`scope\.session`/],
    [{ kind: 'reset', scope: { route: 'mobileapp' } }, /`scope\.route`/],
    [{ kind: 'reset', scope: { nth: 0 } }, /`nth`/],
    [{ kind: 'reset', scope: { nth: 2 }, times: 2 }, /`times` must be 1/],
  ];
  for (const [request, says] of refused)
    it(`the fault ${JSON.stringify(request)} is refused`, () => {
      assert.throws(
        () => faults.add(request as FaultRequest),
        (error) => error instanceof FaultError && says.test(error.message),
      );
      assert.deepEqual([faults.list(), changes], [[], []]);
    });

  it('faults go out and in again, and no id is given twice', () => {
    faults.add({ kind: 'reset', scope: { nth: 3 } });
    hits(2);
    const snapshot = JSON.parse(JSON.stringify(faults.snapshot()));
    const other = new Faults();
    other.restore(snapshot);
    assert.deepEqual(other.list(), faults.list());
    assert.equal(other.strike(PING)?.id, 'fault-1');
    assert.equal(other.add({ kind: 'reset' }).id, 'fault-2');
    other.clear();
    assert.deepEqual(other.list(), []);
    assert.equal(other.add({ kind: 'reset' }).id, 'fault-3');
  });

  it('the faults stay as they are when what is put in is no snapshot', () => {
    const fault = faults.add({ kind: 'reset' });
    assert.throws(() => faults.restore({ next: 5, faults: [{ kind: 'x' }] } as never), FaultError);
    assert.deepEqual(faults.list(), [fault]);
  });
});

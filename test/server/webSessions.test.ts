import assert from 'node:assert/strict';
import { Privileges } from '../../src/core/systems/web/privileges';
import { VirtualClock } from '../../src/server/kernel/clock/virtualClock';
import { SystemRandom } from '../../src/server/kernel/random/systemRandom';
import { MemoryStore } from '../../src/server/kernel/store/memoryStore';
import { MadeCodes } from '../../src/server/systems/web/madeCodes';
import { StoredWebSessions } from '../../src/server/systems/web/storedWebSessions';
import type { WebSessionsChange } from '../../src/server/systems/web/webSessions';
import { until } from './devServers';
import { FakeTime, mustNotFail } from './fakeTime';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const UUID = /^[0-9A-F]{32}$/;

describe('Web sessions behind the store', () => {
  let clock: VirtualClock;
  let store: MemoryStore;
  let sessions: StoredWebSessions;
  let changes: WebSessionsChange[];

  function open(otpMinimum = 0): StoredWebSessions {
    const kernel = { clock, store, random: new SystemRandom(), log: mustNotFail };
    const opened = new StoredWebSessions(kernel, {
      privileges: new Privileges(undefined),
      isGuest: ({ privileges }) => privileges.length === 0,
      otpMinimum,
    });
    opened.onDidChange((change) => changes.push(change));
    return opened;
  }

  beforeEach(() => {
    clock = new VirtualClock(mustNotFail, new FakeTime());
    store = new MemoryStore(clock, mustNotFail);
    changes = [];
    sessions = open();
  });
  afterEach(() => {
    sessions.dispose();
    store.dispose();
    clock.dispose();
  });

  const guest = () => sessions.create({ ipAddress: '127.0.0.1' });
  const advance = (advanceMs: number) => clock.move({ advanceMs });
  const names = (space: string) => store.entries({ name: space });

  it('web sessions are made for guests: no privilege, an empty storage, ids of 32 upper-case hexadecimal digits', async () => {
    const session = await guest();
    assert.match(session.id, UUID);
    assert.match(session.cookie, UUID);
    assert.notEqual(session.id, session.cookie);
    const told = await sessions.tell(session);
    assert.deepEqual(
      { ...told, id: '' },
      {
        id: '',
        userName: '',
        privileges: [],
        isGuest: true,
        storage: {},
        idleTimeout: 60,
        createdAt: '2026-01-01T00:00:00.000Z',
        lastRequestAt: '2026-01-01T00:00:00.000Z',
        expirationDate: '2026-01-01T01:00:00.000Z',
        ipAddress: '127.0.0.1',
        type: 'web',
        otps: [],
      },
    );
    assert.ok(!JSON.stringify(told).includes(session.cookie));
  });

  it('stored web sessions are over after 60 minutes without a request, and each request begins them anew', async () => {
    const { cookie, id } = await guest();
    advance(HOUR - 1);
    assert.equal((await sessions.byCookie(cookie))?.id, id);
    advance(HOUR - 1);
    assert.equal((await sessions.byCookie(cookie))?.id, id);
    advance(HOUR);
    assert.equal(await sessions.byCookie(cookie), undefined);
    assert.equal(await sessions.get(id), undefined);
    assert.equal(await sessions.byCookie('FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF'), undefined);
    await until(
      async () => (await names('web.cookie')).length,
      (left) => left === 0,
    );
  });

  it('web sessions say that they were closed, on timeout and by hand', async () => {
    const one = await guest();
    const other = await guest();
    assert.equal(await sessions.close(one.id), true);
    assert.equal(await sessions.close(one.id), false);
    assert.equal(await sessions.byCookie(one.cookie), undefined);
    advance(HOUR);
    await until(
      () => changes.filter(({ kind }) => kind === 'sessionRemoved'),
      (removed) => removed.length === 2,
    );
    assert.deepEqual(
      changes.filter(({ kind }) => kind === 'sessionRemoved'),
      [
        { kind: 'sessionRemoved', id: one.id, why: 'closed' },
        { kind: 'sessionRemoved', id: other.id, why: 'idle' },
      ],
    );
    assert.deepEqual(await sessions.list(), []);
  });

  it('web sessions have an idle timeout that can be longer, and never below 60 minutes', async () => {
    const { id, cookie } = await guest();
    const set = (idleTimeout: number) => sessions.change(id, (before) => ({ ...before, idleTimeout }));
    for (const [minutes, counts] of [
      [1, 60],
      [59, 60],
      [60, 60],
      [-5, 60],
      [61, 61],
      [180, 180],
    ] as const) {
      assert.equal((await set(minutes))?.idleTimeout, counts);
    }
    assert.equal((await sessions.list())[0]?.expirationDate, '2026-01-01T03:00:00.000Z');
    advance(2 * HOUR);
    assert.equal((await sessions.byCookie(cookie))?.id, id);
    assert.equal((await sessions.list())[0]?.expirationDate, '2026-01-01T05:00:00.000Z');
    // Shortened to what is over already.
    advance(2 * HOUR);
    await set(60);
    assert.equal(await sessions.get(id), undefined);
  });

  it('web sessions lose no change of the storage, however many come at once', async () => {
    const { id } = await guest();
    await Promise.all(
      Array.from({ length: 500 }, () =>
        sessions.change(id, (before) => {
          const { count = 0 } = before.storage as { count?: number };
          return { ...before, storage: { count: count + 1 } };
        }),
      ),
    );
    assert.deepEqual((await sessions.get(id))?.storage, { count: 500 });
  });

  it('a web session cannot be changed into another one, nor once it is gone', async () => {
    const session = await guest();
    const changed = await sessions.change(session.id, (before) => ({
      ...before,
      id: 'A',
      cookie: 'B',
      createdAt: 0,
      userName: 'Jane',
    }));
    assert.deepEqual(changed, { ...session, userName: 'Jane' });
    await sessions.close(session.id);
    assert.equal(await sessions.change(session.id, (before) => before), undefined);
  });

  it('web sessions give one-time passcodes that restore them once', async () => {
    const { id } = await guest();
    const made = await sessions.createOtp(id);
    assert.ok(made);
    assert.match(made.otp, UUID);
    assert.deepEqual((await sessions.list())[0]?.otps, [made]);
    const outcome = await sessions.redeem(made.otp);
    assert.ok(outcome.kind === 'restored');
    assert.equal(outcome.session.id, id);
    assert.deepEqual(await sessions.redeem(made.otp), { kind: 'refused', reason: 'used' });
    assert.deepEqual((await sessions.list())[0]?.otps, []);
    assert.equal(await sessions.createOtp('no such'), undefined);
  });

  it('exactly one of 1,000 redemptions at once of each of 100 passcodes wins', async () => {
    const { id } = await guest();
    const codes = await Promise.all(Array.from({ length: 100 }, () => sessions.createOtp(id)));
    assert.equal(new Set(codes.map((code) => code?.otp)).size, 100);
    const outcomes = await Promise.all(
      codes.map((code) => Promise.all(Array.from({ length: 1000 }, () => sessions.redeem(code?.otp ?? '')))),
    );
    for (const each of outcomes) {
      assert.equal(each.filter(({ kind }) => kind === 'restored').length, 1);
      assert.equal(each.filter((outcome) => outcome.kind === 'refused' && outcome.reason === 'used').length, 999);
    }
  });

  it('a passcode is over after its lifespan, which is the idle timeout unless given', async () => {
    const { id, cookie } = await guest();
    await sessions.change(id, (before) => ({ ...before, idleTimeout: 90 }));
    const [usual, short] = [await sessions.createOtp(id), await sessions.createOtp(id, 30)];
    assert.equal(usual?.expiresAt, '2026-01-01T01:30:00.000Z');
    assert.equal(short?.expiresAt, '2026-01-01T00:00:30.000Z');
    advance(30_000);
    assert.deepEqual(await sessions.redeem(short?.otp ?? ''), { kind: 'refused', reason: 'expired' });
    // The session goes on living, the passcode does not.
    advance(89 * MINUTE);
    await sessions.byCookie(cookie);
    advance(30_000);
    assert.deepEqual(await sessions.redeem(usual?.otp ?? ''), { kind: 'refused', reason: 'expired' });
    await until(
      async () => (await names('web.otps')).length,
      (left) => left === 0,
    );
  });

  it('a passcode is good for at least 10 seconds where the switch says so', async () => {
    sessions.dispose();
    sessions = open(10);
    const { id } = await guest();
    assert.equal((await sessions.createOtp(id, 5))?.expiresAt, '2026-01-01T00:00:10.000Z');
    assert.equal((await sessions.createOtp(id, 11))?.expiresAt, '2026-01-01T00:00:11.000Z');
  });

  it('web sessions take their passcodes with them when they are over or closed', async () => {
    const closed = await guest();
    const idle = await guest();
    const first = await sessions.createOtp(closed.id);
    const second = await sessions.createOtp(idle.id, 24 * 3600);
    await sessions.close(closed.id);
    assert.deepEqual(await sessions.redeem(first?.otp ?? ''), { kind: 'refused', reason: 'session-gone' });
    advance(HOUR);
    assert.deepEqual(await sessions.redeem(second?.otp ?? ''), { kind: 'refused', reason: 'session-gone' });
    assert.deepEqual(await sessions.redeem('2E5D0D57751D471DB29FD110D2DCE253'), { kind: 'refused', reason: 'unknown' });
    await until(
      async () => (await names('web.otp')).length + (await names('web.otps')).length,
      (left) => left === 0,
    );
  });

  it('a web session begins a new life when a passcode restores it', async () => {
    const { id, cookie } = await guest();
    const made = await sessions.createOtp(id);
    advance(59 * MINUTE);
    assert.equal((await sessions.redeem(made?.otp ?? '')).kind, 'restored');
    advance(59 * MINUTE);
    assert.equal((await sessions.byCookie(cookie))?.id, id);
  });

  it('web sessions do not hold more and more passcodes', async () => {
    const { id } = await guest();
    const first = await sessions.createOtp(id);
    for (let count = 0; count < 250; count++) await sessions.createOtp(id);
    assert.equal((await names('web.otp')).length, 200);
    assert.equal((await sessions.list())[0]?.otps.length, 200);
    assert.deepEqual(await sessions.redeem(first?.otp ?? ''), { kind: 'refused', reason: 'displaced' });
    const other = new MemoryStore(clock, mustNotFail);
    const small = new MadeCodes(other, 3);
    for (const otp of ['a', 'b', 'c', 'd', 'e']) await small.add(otp, { session: id, expiresAt: 0 });
    assert.deepEqual((await other.snapshot()).entries.map(({ key }) => key).sort(), ['c', 'd', 'e']);
    other.dispose();
  });

  it('web sessions are restored with a snapshot of the store: also their cookies, passcodes and the record of used passcodes', async () => {
    const { id, cookie } = await guest();
    await sessions.change(id, (before) => ({ ...before, storage: { a: [1, null] }, privileges: ['sales'] }));
    const live = await sessions.createOtp(id);
    const used = await sessions.createOtp(id);
    await sessions.redeem(used?.otp ?? '');
    const snapshot = JSON.parse(JSON.stringify(await store.snapshot()));
    const list = await sessions.list();
    await sessions.close(id);
    await store.restore({ entries: [], logs: [] });
    assert.deepEqual(await sessions.redeem(live?.otp ?? ''), { kind: 'refused', reason: 'unknown' });

    await store.restore(snapshot);
    assert.deepEqual(await sessions.list(), list);
    assert.equal((await sessions.byCookie(cookie))?.id, id);
    assert.deepEqual(await sessions.redeem(used?.otp ?? ''), { kind: 'refused', reason: 'used' });
    assert.equal((await sessions.redeem(live?.otp ?? '')).kind, 'restored');
    assert.equal(changes.filter(({ kind }) => kind === 'all').length, 2);
  });

  it('web sessions report the latest state of a session, and never an older state after it', async () => {
    const { id } = await guest();
    for (let count = 1; count <= 20; count++) {
      void sessions.change(id, (before) => ({ ...before, storage: { count } }));
    }
    await sessions.close(id);
    await until(
      () => changes.at(-1)?.kind,
      (kind) => kind === 'sessionRemoved',
    );
    const counts = changes.flatMap((change) =>
      change.kind === 'session' ? [Number(change.session.storage.count ?? 0)] : [],
    );
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => a - b),
    );
  });
});

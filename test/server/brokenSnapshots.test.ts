import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import type { StoredEntry, StoredLog } from '../../src/server/kernel/store/store';
import { sessionFiles } from '../disk/sessions';
import { temporaryFolder, writeTree } from '../disk/temporaryFolder';
import { busy, busyOptions, READS, SHARED, Twin } from './busyServer';
import { Control, devServers } from './devServers';
import { sorted } from './snapshotContract';
import { PROJECT } from './webHarness';

interface Snapshot {
  version: 2;
  entries: StoredEntry[];
  logs: StoredLog[];
}

const END = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const LAST_DATE = 8.64e15;
const RUNS = 250;
const WRITTEN_ANEW: ReadonlySet<string> = new Set(['mendix.sweep', 'mendix.runtime']);

describe('Snapshots of a busy server', () => {
  const start = devServers();
  const folder = temporaryFolder();
  let twin: Twin;
  let control: Control;
  let good: Snapshot;

  beforeEach(async () => {
    const project = path.join(folder(), 'project');
    const mobileApps = path.join(folder(), 'MobileApps');
    writeTree(project, { ...PROJECT, 'WebCode/methods/shared.js': SHARED });
    writeTree(mobileApps, sessionFiles('on disk', 'of another one'));
    const server = await start(busyOptions(mobileApps, project));
    twin = new Twin(server, mobileApps);
    const { cookies } = await busy(twin);
    // A minute may have ended with the last move of the clock, and what was counted in it is forgotten.
    await twin.web('/4DACTION/shared', cookies.busy);
    ({ control } = twin);
    await control.post('/recording', { on: false });
    good = await get();
  });

  const get = async (): Promise<Snapshot> => (await control.get('/snapshot')).json;
  const put = (body: unknown) => control.call('PUT', '/snapshot', body);
  const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value));
  /**
   * Without what the Mendix runtime writes anew: a sweep that is further away than its interval, and its version, where a
   * snapshot has none.
   */
  const unplanned = (snapshot: Snapshot) => {
    const { entries, ...others } = withoutJournal(snapshot);
    return { ...others, entries: entries.filter(({ space }) => !WRITTEN_ANEW.has(space)) };
  };
  /** Without the numbers of mails, which are never given twice. */
  const withoutJournal = ({ entries, logs }: Snapshot) => ({
    ...sorted({ entries, logs: [] }),
    mails: logs.find(({ log }) => log === 'outbox')?.values ?? [],
  });

  /** What the control API tells, without the journal, which has each call. */
  const told = async () => {
    const all: Record<string, unknown> = {};
    for (const target of READS) {
      const { status, json } = await control.get(target);
      assert.equal(status, 200, `${target}: ${JSON.stringify(json)}`);
      if (target.startsWith('/journal')) continue;
      if (target === '/snapshot') all[target] = withoutJournal(json);
      else if (target === '/state') {
        const { journal: _, clock, ...others } = json;
        all[target] = { ...others, now: clock.paused && clock.now };
      } else all[target] = json;
    }
    return all;
  };

  const assertRefused = async (body: Snapshot, what: string, why = /./) => {
    const { status, json } = await put(body);
    assert.deepEqual([status, json?.error?.code], [400, 'snapshot-invalid'], what);
    assert.match(json.error.message, /^The snapshot cannot be put in: .*[^.]\. Put in one that GET snapshot gave\.$/s);
    assert.match(json.error.message, why, what);
  };

  /**
   * Puts a snapshot. If it is refused, nothing may have changed. If it is taken, all calls answer, and it comes back.
   * @returns whether it was taken
   */
  const goesOn = async (broken: Snapshot, what?: string): Promise<boolean> => {
    await put(good);
    const before = await told();
    const { status, json } = await put(broken);
    const after = await told();
    if (status === 400) {
      assert.ok(['snapshot-invalid', 'body-invalid'].includes(json.error.code), JSON.stringify(json));
      assert.deepEqual(after, before, what);
      return false;
    }
    assert.equal(status, 204, JSON.stringify(json));
    const again = await get();
    const { now } = (await control.get('/state')).json.clock;
    const isOver = broken.entries.some(({ expiresAt = Number.POSITIVE_INFINITY }) => expiresAt <= Date.parse(now));
    const isMobile = broken.entries.some(({ space }) => space === 'mobile.memory');
    // What is over takes others with it, and a memory that has not begun reads its files.
    if (!isOver && isMobile) assert.deepEqual(unplanned(again), unplanned(plain(broken)), what);
    assert.equal((await put(again)).status, 204, what);
    await told();
    return true;
  };

  /** The entries with some in place of that at an index. */
  const instead = (at: number, ...entries: StoredEntry[]): Snapshot => ({
    ...good,
    entries: good.entries.toSpliced(at, 1, ...entries),
  });

  it('a snapshot with a place that no part declares, a double, a value or a key that cannot be is refused', async () => {
    const before = await told();
    const spaces = new Set(good.entries.map(({ space }) => space));
    assert.ok(spaces.size > 15, [...spaces].join());
    for (const name of spaces) {
      const at = good.entries.findIndex(({ space }) => space === name);
      const entry = good.entries[at] as StoredEntry;
      for (const space of [`${name} `, `${name}x`, name.toUpperCase(), `other.${name}`, '']) {
        await assertRefused(instead(at, { ...entry, space }), `space “${space}”`, /This server has no space “/);
      }
      await assertRefused(instead(at, entry, entry), `${name} twice`, /is in it twice/);
      await assertRefused(instead(at, { ...entry, value: null }), `${name} null`);
      for (const expiresAt of [-1, LAST_DATE + 1, 1e300]) {
        const problem = /its `expiresAt` is no time|it must not have `expiresAt`/;
        await assertRefused(instead(at, { ...entry, expiresAt }), `${name} ${expiresAt}`, problem);
      }
      const keys = ['', 'constructor', '../../x/aaa', `${entry.key}\0`, `${entry.key}/x`];
      // A mail may have gone to any address.
      for (const key of name === 'mobile.verification.sent' ? keys.slice(0, 3) : keys) {
        await assertRefused(instead(at, { ...entry, key }), `key “${key}” of ${name}`, /its key must/);
      }
    }
    for (const [at, log] of good.logs.entries()) {
      const withLog = (...logs: StoredLog[]) => ({ ...good, logs: good.logs.toSpliced(at, 1, ...logs) });
      for (const name of [`${log.log} `, 'web.sesion', '']) await assertRefused(withLog({ ...log, log: name }), name);
      await assertRefused(withLog(log, log), `${log.log} twice`, /is in it twice/);
      await assertRefused(withLog({ ...log, values: [null] }), `${log.log} null`);
      await assertRefused(withLog({ ...log, next: log.values.length }), `${log.log} next`, /more values than numbers/);
    }
    assert.deepEqual(await told(), before);
    assert.equal((await put(good)).status, 204);
  });

  it('a snapshot is refused and the entry is named when a key does not fit its value or the other entries', async () => {
    const before = await told();
    for (const space of [
      'mobile.sessions',
      'mobile.evicted',
      'platform.validation',
      'web.cookie',
      'web.otp',
      'web.otps',
      'web.session',
    ]) {
      const own = good.entries.filter((entry) => entry.space === space);
      const [one] = own;
      assert.ok(one, space);
      // The key of another entry, of this space or of one whose keys look the same: rather of a passcode of another session.
      const alike = good.entries.filter(({ key, value }) => key !== one.key && one.key.length === key.length && value);
      const like =
        alike.find(({ space: of, value }) => of === `${space}.made` && isOfAnother(value, one.value)) ?? alike[0];
      const other = own[1]?.key ?? like?.key ?? one.key.replace(/.$/, (end) => (end === '0' ? '1' : '0'));
      const swapped = good.entries.map((entry) => {
        if (entry === one) return { ...entry, key: other };
        return entry === own[1] ? { ...entry, key: one.key } : entry;
      });
      if (space === 'web.otps' && own.length < 2) continue;
      await assertRefused({ ...good, entries: swapped }, space, new RegExp(`of the space “${space}” is none`));
    }
    assert.deepEqual(await told(), before);
  });

  it('a snapshot in which a value has no longer the lifetime that the server gave it is refused', async () => {
    const before = await told();
    const expiring = new Set<string>();
    for (const [at, entry] of good.entries.entries()) {
      const { expiresAt, ...endless } = entry;
      const what = `${entry.space} ${entry.key}`;
      if (expiresAt === undefined) {
        for (const time of [0, Date.now() + 200, END, LAST_DATE]) {
          await assertRefused(instead(at, { ...entry, expiresAt: time }), what, /must not have `expiresAt`: it never/);
        }
        continue;
      }
      expiring.add(entry.space);
      await assertRefused(instead(at, endless), what, /must have `expiresAt`: it expires/);
      // How long somebody who tried wrong codes has to wait is in the options only.
      if (entry.space === 'mobile.verification.attempts') continue;
      for (const time of [expiresAt + 1, expiresAt - 1, 0, LAST_DATE]) {
        await assertRefused(instead(at, { ...entry, expiresAt: time }), what, /its `expiresAt` must be \d+\./);
      }
    }
    assert.deepEqual([...expiring].sort(), [
      'mendix.ended',
      'mendix.live',
      'mendix.sweep',
      'mendix.token',
      'mendix.token.key',
      'mobile.verification.attempts',
      'mobile.verification.code',
      'mobile.verification.issued',
      'mobile.verification.link',
      'mobile.verification.sent',
      'web.otp',
      'web.quota',
      'web.session',
    ]);
    assert.deepEqual(await told(), before);
  });

  it('a snapshot is refused whichever of its lifetimes are taken away or added', async () => {
    const before = await told();
    const time = fc.oneof(fc.constantFrom(0, END, LAST_DATE), fc.integer({ min: 0, max: LAST_DATE }));
    const places = fc.uniqueArray(fc.nat(good.entries.length - 1), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(places, time, async (ats, added) => {
        const broken = plain(good);
        for (const at of ats) {
          const { expiresAt, ...entry } = broken.entries[at] as StoredEntry;
          broken.entries[at] = expiresAt === undefined ? { ...entry, expiresAt: added } : entry;
        }
        await assertRefused(broken, ats.map((at) => good.entries[at]?.space).join(), /must (?:not )?have `expiresAt`/);
      }),
      { numRuns: 100 },
    );
    assert.deepEqual(await told(), before);
  });

  it('a snapshot with a state in which the server never was is refused, and the answer says why', async () => {
    const before = await told();
    for (const [what, [change, why]] of Object.entries(LIES)) {
      const broken = plain(good);
      change(new Parts(broken));
      assert.notDeepEqual(broken, good, what);
      await assertRefused(broken, what, why);
    }
    assert.deepEqual(await told(), before);
  });

  it('a member more in any object of a snapshot is refused with its place, its name and what may be there', async () => {
    const before = await told();
    let refused = 0;
    for (const { space } of new Map(good.entries.map((entry) => [entry.space, entry])).values()) {
      const places = objectsIn(good.entries.find((entry) => entry.space === space)?.value);
      for (const place of places) {
        const broken = plain(good);
        const entry = broken.entries.find((each) => each.space === space);
        const object = place.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], entry?.value);
        const names = Object.keys(object as object);
        (object as Record<string, unknown>).zzyzx = 1;
        const { status, json } = await put(broken);
        // Some have any members, such as the storage of a session.
        if (status !== 400) {
          assert.deepEqual([space, (await put(good)).status], [space, 204]);
          continue;
        }
        const { message } = json.error;
        refused++;
        assert.ok(message.includes(`“${space}”`), message);
        const where = place.length === 0 ? 'its value' : `“${place.join('.')}”`;
        // A fault is told as in the call that adds one.
        const isTold =
          message.includes(`${where} must not have “zzyzx”; `) ||
          /(?:A fault of the kind \w+|`scope`) must not have “zzyzx”; /.test(message);
        assert.ok(isTold, message);
        const rest = message.slice(message.indexOf('zzyzx'));
        assert.ok(
          names.some((name) => rest.includes(`“${name}”`)),
          message,
        );
      }
    }
    assert.ok(refused > 10, String(refused));
    assert.deepEqual(await told(), before);
  });

  it('a session is over at its end also after its snapshot was put in, and so is its passcode', async () => {
    const { cookie } = new Parts(good).of('web.session').value as { cookie: string };
    await control.post('/clock', { advanceMs: 60 * 60_000 });
    assert.equal((await put(await get())).status, 204);
    assert.deepEqual((await control.get('/web/sessions')).json, []);
    assert.ok(!JSON.stringify((await get()).entries).includes(cookie));
  });

  it('a passcode that another session has made is refused in a snapshot', async () => {
    const at = good.entries.findIndex(({ space }) => space === 'web.otp');
    const entry = good.entries[at] as StoredEntry;
    const other = good.entries.find(({ space, key }) => space === 'web.session' && key !== entry.value);
    await assertRefused(instead(at, { ...entry, value: other?.key }), 'web.otp', /made the passcode/);
  });

  it('a snapshot of a server with other systems is refused, and the answer says what is missing', async () => {
    const without = new Control((await start({ mobileApps: path.join(folder(), 'MobileApps'), mendix: {} })).address());
    const { status, json } = await without.call('PUT', '/snapshot', good);
    assert.equal(status, 400);
    assert.match(
      json.error.message,
      /of the system “web”, which this server does not run; start it with the option “web”\./,
    );
    const entry = { space: 'other.session', key: 'a', value: 1 };
    await assertRefused({ ...good, entries: [...good.entries, entry] }, 'other', /no system “other”; its systems are /);
  });

  it('a snapshot sets the clock to no time before 1970, and a clock that is due beyond its end stands still there', async () => {
    const others = good.entries.filter(({ space }) => space !== 'clock');
    const at = (value: object) => ({ ...good, entries: [...others, { space: 'clock', key: 'position', value }] });
    for (const value of [
      { offsetMs: -1e13 },
      { offsetMs: -Date.now() - 60_000 },
      { offsetMs: END + 1 },
      { offsetMs: 1.5 },
      { offsetMs: 0, pausedAt: 1.5 },
      { offsetMs: 0, pausedAt: -1 },
      { offsetMs: 0, pausedAt: END + 1 },
    ]) {
      await assertRefused(at(value), JSON.stringify(value), /“position” of the space “clock”/);
    }
    for (const value of [
      { offsetMs: END },
      { offsetMs: END - Date.now() - 200 },
      { offsetMs: 0, pausedAt: END },
      { offsetMs: 1 - Date.now() },
    ]) {
      assert.equal((await put(at(value))).status, 204, JSON.stringify(value));
      const { json } = await control.post('/web/sessions', {});
      await control.post(`/web/sessions/${json.id}/otp`, {});
      let again = await get();
      assert.deepEqual(again.entries.find(({ space }) => space === 'clock')?.value, value);
      assert.equal((await put(again)).status, 204, JSON.stringify(value));
      await told();
      if (value.offsetMs < END / 2 && value.pausedAt === undefined) continue;
      // Moved or not, it never goes beyond.
      while ((await control.get('/state')).json.clock.now !== '9999-12-31T23:59:59.999Z') await get();
      assert.equal((await control.post('/clock', { advanceMs: 1 })).status, 400);
      for (const pause of [true, false]) {
        const { json: clock } = await control.post('/clock', { pause });
        assert.equal(clock.now, '9999-12-31T23:59:59.999Z');
        again = await get();
        assert.equal((await put(again)).status, 204, JSON.stringify([value, pause]));
        await told();
      }
    }
  });

  it('what GET snapshot gives, PUT snapshot takes, and GET snapshot gives it again, whatever was done before', async () => {
    const ms = fc.integer({ min: 0, max: 3_155_760_000_000 });
    const act = fc.oneof(
      fc.record({
        path: fc.constant('/clock'),
        body: fc.oneof(fc.record({ advanceMs: ms }), fc.record({ pause: fc.boolean() }), fc.constant({ reset: true })),
      }),
      fc.record({
        path: fc.constant('/faults'),
        body: fc.oneof(
          fc.record({ kind: fc.constant('reset'), times: fc.integer({ min: 1, max: 3 }) }),
          fc.record({ kind: fc.constant('reset'), scope: fc.record({ nth: fc.integer({ min: 1, max: 3 }) }) }),
        ),
      }),
      fc.constant({ path: 'request', body: undefined }),
      fc.constant({ path: '/web/sessions', body: {} }),
      fc.constant({ path: 'otp', body: {} }),
      fc.constant({ path: '/mobile/refresh', body: undefined }),
      fc.constant({ path: '/reset', body: undefined }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
        await put(good);
        for (const { path: target, body } of acts) {
          if (target === 'request') await twin.mobile('GET', '/mobileapp/x').catch(() => {});
          else if (target !== 'otp') await control.post(target, body);
          else {
            const [session] = (await control.get('/web/sessions')).json;
            if (session) await control.post(`/web/sessions/${session.id}/otp`, {});
          }
        }
        await control.post('/clock', { pause: true });
        const before = await told();
        const { status, json } = await put(await get());
        assert.equal(status, 204, JSON.stringify(json));
        assert.deepEqual(await told(), before);
      }),
      { numRuns: 60 },
    );
  });

  it('a snapshot that was damaged anywhere is refused and changes nothing, or everything goes on with it', async () => {
    const junk = fc.oneof(
      fc.constantFrom<unknown>(null, true, '', 'x', '__proto__', 'A'.repeat(32), '2000-01-01T00:00:00.000Z'),
      fc.constantFrom<unknown>(-1, 0, 1, 1.5, END, END + 1, LAST_DATE, LAST_DATE + 1, 1e308, [], {}),
      fc.jsonValue(),
    );
    const damage = fc.oneof(
      fc.record({ kind: fc.constant('replace' as const), by: junk }),
      fc.record({ kind: fc.constantFrom('remove' as const, 'double' as const) }),
      fc.record({ kind: fc.constant('swap' as const), with: fc.nat() }),
    );
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), damage, async (place, node, what) => {
        const broken = plain(good);
        damaged(broken, place, node, what);
        if (await goesOn(broken)) taken++;
      }),
      { numRuns: RUNS },
    );
    assert.ok(taken > 10 && RUNS - taken > 10, `${taken} of ${RUNS} taken`);
  });

  it('a snapshot with another number or time anywhere is refused and changes nothing, or everything goes on with it', async () => {
    const numbers = [-1, 1.5, END + 1, LAST_DATE, LAST_DATE + 1, 1e308];
    const dates = ['', 'soon', '2026-02-30T00:00:00.000Z', '2026-01-01', '+275760-09-13T00:00:00.001Z'];
    const tried = new Set<string>();
    for (const [at, { space }] of good.entries.entries()) {
      if (tried.has(space)) continue;
      tried.add(space);
      for (const [index, [holder, key]] of nodesIn(good.entries, at).entries()) {
        const value = holder[key];
        const isDate = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value);
        for (const by of typeof value === 'number' ? numbers : isDate ? dates : []) {
          const broken = plain(good);
          damaged(broken, at, index, { kind: 'replace', by });
          await goesOn(broken, `${space} ${key} ${by}`);
        }
      }
    }
  });
});

/** Finds what is to be changed in a snapshot. */
class Parts {
  constructor(private readonly snapshot: Snapshot) {}

  /** The entry of a space with this key, or the first that has a value. */
  // biome-ignore lint/suspicious/noExplicitAny: any value of any space
  of(space: string, key?: string): { key: string; value: any; expiresAt?: number } {
    const found = this.snapshot.entries.find((each) => each.space === space && (key ?? each.key) === each.key);
    assert.ok(found, `${space} ${key}`);
    return found as { key: string; value: unknown };
  }

  all(space: string): ReturnType<Parts['of']>[] {
    return this.snapshot.entries.filter((each) => each.space === space) as ReturnType<Parts['of']>[];
  }

  remove(space: string, key?: string): void {
    const { entries } = this.snapshot;
    this.snapshot.entries = entries.filter((each) => each.space !== space || (key ?? each.key) !== each.key);
  }

  // biome-ignore lint/suspicious/noExplicitAny: any value of any log
  values(name: string): any[] {
    return (this.snapshot.logs.find(({ log }) => log === name)?.values ?? []) as unknown[];
  }
}

type Lie = [change: (parts: Parts) => void, why: RegExp];

/** Changes the last entry of the journal that has a reason. */
const journal = (change: (entry: ReturnType<Parts['values']>[number]) => void): Lie[0] => {
  return (parts) => change(parts.values('journal').findLast(({ causes }) => causes.length > 0));
};
const cause = (changed: object) => journal(({ causes }) => Object.assign(causes[0], changed));

/** Changes a session so that its end fits what was changed. */
const session = (changed: object): Lie[0] => {
  return (parts) => {
    const held = parts.of('web.session');
    Object.assign(held.value, changed);
    held.expiresAt = held.value.lastRequestAt + held.value.idleTimeout * 60_000;
  };
};

/** Snapshots that would make the server do what it never does, by what is wrong with them. */
const LIES: Readonly<Record<string, Lie>> = {
  'a valid passcode that was used': [
    (parts) => Object.assign(parts.of('web.otp.made', parts.of('web.otp').key).value, { used: true }),
    /of the space “web\.otp” .*: the passcode was used already\./,
  ],
  'a passcode that is valid beyond its end': [
    (parts) => {
      const otp = parts.of('web.otp');
      otp.expiresAt = (otp.expiresAt ?? 0) + 60_000;
    },
    /of the space “web\.otp” .*: its `expiresAt` must be/,
  ],
  'a passcode whose record ends later': [
    (parts) => {
      parts.of('web.otp.made', parts.of('web.otp').key).value.expiresAt += 60_000;
    },
    /of the space “web\.otp”/,
  ],
  'a listed passcode with another end': [
    (parts) => {
      parts.of('web.otps').value[0].expiresAt = '2030-01-01T00:00:00.000Z';
    },
    /of the space “web\.otps” .* expires at another time/,
  ],
  'a listed passcode that was given up': [
    (parts) => Object.assign(parts.of('web.otp.made', parts.of('web.otps').value[0].otp).value, { givenUp: true }),
    /was given up/,
  ],
  'a passcode listed twice': [
    (parts) => parts.of('web.otps').value.push(parts.of('web.otps').value[0]),
    /is in it twice/,
  ],
  'two Mendix sessions with one cookie': [
    (parts) => {
      const [one, other] = parts.all('mendix.session');
      if (one && other) other.value.key = one.value.key;
    },
    /another/,
  ],
  'a Mendix token that has ended': [
    (parts) => {
      const ended = parts.all('mendix.ended').find(({ key }) => key.startsWith('token:'));
      if (!ended) return;
      ended.key = `token:${parts.of('mendix.token').value.key}`;
      // One that gets another value is among the used ones for a moment.
      delete ended.value.becomes;
    },
    /of the space “mendix\.token” .*: the token has ended already/,
  ],
  'a Mendix token with two ends': [
    (parts) => {
      const held = parts.of('mendix.token.key');
      held.value.expiresAt += 60_000;
      held.expiresAt = held.value.expiresAt;
    },
    /of the space “mendix\.token\.key” .* expires at another time/,
  ],
  'two sessions with one cookie': [
    (parts) => {
      const [one, other] = parts.all('web.session');
      if (one && other) other.value.cookie = one.value.cookie;
    },
    /cookie/,
  ],
  'two sessions with one cookie that the other space does not have': [
    (parts) => {
      const [one, other] = parts.all('web.session');
      if (one && other) other.value.cookie = one.value.cookie;
      parts.remove('web.cookie');
    },
    /another has the same `cookie`/,
  ],
  ...Object.fromEntries(
    [0, 59, 61.5, 52_560_001].map((idleTimeout) => [
      `an idle timeout of ${idleTimeout}`,
      [session({ idleTimeout }), /idleTimeout” must be/] satisfies Lie,
    ]),
  ),
  ...Object.fromEntries(
    ['', 'not an ip', '1.2.3', '1.2.3.256'].map((ipAddress) => [
      `a session of the address “${ipAddress}”`,
      [session({ ipAddress }), /“ipAddress” must be a network address/] satisfies Lie,
    ]),
  ),
  'a request counted for another minute': [
    (parts) => {
      const quota = parts.of('web.quota');
      quota.key = quota.key.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
    },
    /of the space “web\.quota” .*: its `expiresAt` must be/,
  ],
  'no request counted': [
    (parts) => {
      parts.of('web.quota').value = 0;
    },
    /its value must be a whole number from 1 to /,
  ],
  'a link that nobody has sent': [(parts) => parts.remove('mobile.verification.issued'), /has no record of it/],
  'a code that is valid beyond its end': [
    (parts) => {
      const code = parts.of('mobile.verification.code');
      code.expiresAt = (code.expiresAt ?? 0) + 60_000;
    },
    /its `expiresAt` must be/,
  ],
  'a mail that prevents others for longer than it says': [
    (parts) => {
      const sent = parts.of('mobile.verification.sent');
      sent.value.expiresAt -= 1;
    },
    /of the space “mobile\.verification\.sent” .*: its `expiresAt` must be/,
  ],
  'two mails with one id': [
    (parts) => {
      const [one, other] = parts.values('outbox');
      other.id = one.id;
    },
    /another has the same `id`/,
  ],
  'a reason that no system gives': [cause({ rule: 'no.such.rule' }), /no system declares .* “no\.such\.rule”/],
  'a reason with the name of a property of all objects': [cause({ rule: 'constructor' }), /no system declares/],
  'a reason of another kind': [
    cause({ rule: 'web.session.guest', kind: 'refused' }),
    /“web\.session\.guest” is declared as “changed”/,
  ],
  'an answer without a reason': [
    journal((entry) => {
      entry.causes = [];
    }),
    /an answer must have a reason/,
  ],
  'an answer of a face that there is not': [
    journal((entry) => {
      entry.face = 'webb';
    }),
    /there is no face “webb”/,
  ],
  ...Object.fromEntries(
    [-1, 1, 199, 200.5, 600, 999].map((status) => [
      `an answer with the status ${status}`,
      [
        journal((entry) => {
          entry.status = status;
        }),
        /“status” must/,
      ] satisfies Lie,
    ]),
  ),
  'an answer before its request': [
    journal((entry) => {
      entry.ms = -1;
    }),
    /“ms” must be a number from 0 on/,
  ],
  'a request of no address': [
    journal((entry) => {
      entry.actor.ip = 'nobody';
    }),
    /“actor.ip” must be a network address/,
  ],
  'a change of a kind that there is not': [
    journal((entry) => {
      entry.changes = [{ kind: 'clock', id: 'clock', change: 'turned' }];
    }),
    /“changes.0.change” must be one of "/,
  ],
};

/** The names that lead to each object in a value. */
function objectsIn(value: unknown, place: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.entries(value).flatMap(([name, each]) => objectsIn(each, [...place, name]));
  return Array.isArray(value) ? below : [place, ...below];
}

type Damage = { kind: 'replace'; by: unknown } | { kind: 'remove' | 'double' } | { kind: 'swap'; with: number };

/** Damages one value anywhere in one entry or log of a snapshot. */
function damaged(snapshot: Snapshot, place: number, node: number, damage: Damage): void {
  const parts: object[][] = [snapshot.entries, snapshot.logs];
  const all = parts.flatMap((list) => list.map((_, at) => [list, at] as const));
  const [list, at] = all[place % all.length] as (typeof all)[number];
  const nodes = nodesIn(list, at);
  const [holder, key] = nodes[node % nodes.length] as (typeof nodes)[number];
  if (damage.kind === 'replace') holder[key] = damage.by;
  else if (damage.kind === 'swap') {
    const [other, otherKey] = nodesIn(snapshot.entries, damage.with % snapshot.entries.length).find(
      ([, each]) => each === key,
    ) ?? [holder, key];
    [holder[key], other[otherKey]] = [other[otherKey], holder[key]];
  } else if (!Array.isArray(holder)) delete holder[key];
  else if (damage.kind === 'remove') holder.splice(Number(key), 1);
  else holder.splice(Number(key), 0, holder[Number(key)]);
}

type Node = readonly [holder: Record<string, unknown>, key: string];

/** A value and all values in it, each by what holds it. */
function nodesIn(holder: object, key: string | number): Node[] {
  const value = (holder as Record<string, unknown>)[key];
  const inner = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  return [[holder as Record<string, unknown>, String(key)], ...inner.flatMap((each) => nodesIn(value as object, each))];
}

/** Whether a record of a passcode is of another session. */
function isOfAnother(made: unknown, session: unknown): boolean {
  return (made as { readonly session?: unknown }).session !== session;
}

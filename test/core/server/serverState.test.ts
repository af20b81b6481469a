import assert from 'node:assert/strict';
import type { JournalEntry } from '../../../src/core/protocol/journal';
import type { Mail } from '../../../src/core/protocol/mail';
import type { ServerChange, ServerState } from '../../../src/core/protocol/state';
import { applyChange, applyChanges, JOURNAL_KEPT, MAILS_KEPT } from '../../../src/core/server/serverState';
import { SLICES } from '../../../src/core/systems';
import type { EvictedMobileSession, MobileSession } from '../../../src/core/systems/mobile/mobileSession';
import type { WebSession } from '../../../src/core/systems/web/webSession';

const AT = '2026-01-01T00:00:00.000Z';
const EMPTY: ServerState = {
  version: 2,
  url: 'http://127.0.0.1:1',
  externalPlatformUrl: 'http://localhost:2',
  clock: { now: AT, offsetMs: 0, paused: false },
  systems: { mobile: { folder: '/m', sessions: [], evicted: [] } },
  outbox: [],
  faults: [],
  journal: [],
};

const session = (file: string, status: 'accepted' | 'pending' = 'accepted'): MobileSession => ({
  id: file,
  file,
  applicationId: 'app',
  applicationName: 'App',
  teamId: '',
  email: '',
  deviceId: 'd',
  deviceDescription: 'iPhone',
  deviceOs: 'iOS',
  deviceVersion: '17',
  status,
  agreement: 'inMemory',
  loadedAt: AT,
});
const evicted = (file: string): EvictedMobileSession => ({ id: file, file, at: AT, code: 4, why: 'token' });
const mail = (id: string, subject = id): Mail => ({ id, at: AT, to: 'a@b.c', subject, html: '', text: '' });
const entry = (id: number): JournalEntry => ({
  id,
  at: AT,
  face: 'mobile',
  actor: { ip: '127.0.0.1' },
  method: 'GET',
  url: '/',
  request: { headers: {}, bodyBytes: 0 },
  status: 200,
  response: { headers: {}, bodyBytes: 0 },
  ms: 1,
  causes: [],
  changes: [],
  cookies: [],
});

/** The state after these changes, and the proof that the one before was left alone. */
function changed(state: ServerState, ...changes: ServerChange[]): ServerState {
  const before = structuredClone(state);
  const result = applyChanges(state, changes, SLICES);
  assert.deepEqual(state, before);
  assert.ok(result);
  return result;
}

describe('the live state of a server', () => {
  it('the live state begins with a snapshot and with nothing else', () => {
    assert.equal(applyChange(undefined, { kind: 'clock', clock: EMPTY.clock }, SLICES), undefined);
    assert.deepEqual(applyChange(undefined, { kind: 'snapshot', state: EMPTY }, SLICES), EMPTY);
  });

  it('the live state follows the clock and the network, and leaves the other parts the same objects', () => {
    const clock = { now: AT, offsetMs: 60_000, paused: true };
    const lan = { urls: ['http://10.0.0.1:1'], pairingCode: '123', paired: [] };
    const state = changed(EMPTY, { kind: 'clock', clock }, { kind: 'lan', lan });
    assert.deepEqual(state, { ...EMPTY, clock, lan });
    assert.equal(state.systems.mobile, EMPTY.systems.mobile);
    assert.equal(state.journal, EMPTY.journal);
  });

  it('the live state takes in sessions, and replaces them in their place', () => {
    const one = changed(
      EMPTY,
      { kind: 'system', system: 'mobile', change: { kind: 'session', session: session('a/1') } },
      { kind: 'system', system: 'mobile', change: { kind: 'session', session: session('a/2') } },
      { kind: 'system', system: 'mobile', change: { kind: 'session', session: session('a/1', 'pending') } },
    );
    assert.deepEqual(one.systems.mobile?.sessions, [session('a/1', 'pending'), session('a/2')]);
  });

  it('a session that is thrown out moves to the evicted, the youngest first, and back when it is taken in again', () => {
    const held = changed(
      EMPTY,
      { kind: 'system', system: 'mobile', change: { kind: 'session', session: session('a/1') } },
      { kind: 'system', system: 'mobile', change: { kind: 'session', session: session('a/2') } },
    );
    const out = changed(
      held,
      { kind: 'system', system: 'mobile', change: { kind: 'sessionRemoved', file: 'a/1', evicted: evicted('a/1') } },
      { kind: 'system', system: 'mobile', change: { kind: 'sessionRemoved', file: 'a/2', evicted: evicted('a/2') } },
    );
    assert.deepEqual(out.systems.mobile, { folder: '/m', sessions: [], evicted: [evicted('a/2'), evicted('a/1')] });
    const back = changed(out, {
      kind: 'system',
      system: 'mobile',
      change: { kind: 'session', session: session('a/1') },
    });
    assert.deepEqual(back.systems.mobile, { folder: '/m', sessions: [session('a/1')], evicted: [evicted('a/2')] });
  });

  it('the live state says nothing of a session that is gone without a reason', () => {
    const held = changed(EMPTY, {
      kind: 'system',
      system: 'mobile',
      change: { kind: 'session', session: session('a/1') },
    });
    const out = changed(held, { kind: 'system', system: 'mobile', change: { kind: 'sessionRemoved', file: 'a/1' } });
    assert.deepEqual(out.systems.mobile, { folder: '/m', sessions: [], evicted: [] });
  });

  it('the live state knows no sessions of a server without a MobileApps folder', () => {
    const without = { ...EMPTY, systems: {} };
    assert.equal(
      applyChange(
        without,
        { kind: 'system', system: 'mobile', change: { kind: 'session', session: session('a/1') } },
        SLICES,
      ),
      without,
    );
    assert.equal(
      applyChange(
        without,
        { kind: 'system', system: 'mobile', change: { kind: 'sessionRemoved', file: 'a/1' } },
        SLICES,
      ),
      without,
    );
  });

  it('the live state catches mails, and drops the oldest of too many', () => {
    const one = changed(EMPTY, { kind: 'mail', mail: mail('1') }, { kind: 'mail', mail: mail('1', 'again') });
    assert.deepEqual(one.outbox, [mail('1', 'again')]);
    const many = Array.from({ length: MAILS_KEPT }, (_, at): ServerChange => ({ kind: 'mail', mail: mail(`m${at}`) }));
    const full = changed(one, ...many);
    assert.deepEqual([full.outbox.length, full.outbox[0]?.id], [MAILS_KEPT, 'm0']);
  });

  it('the live state adds, counts and removes faults', () => {
    const fault = { id: 'f1', kind: 'reset', seen: 0, hits: 0 } as const;
    const counted = changed(EMPTY, { kind: 'fault', fault }, { kind: 'fault', fault: { ...fault, seen: 2, hits: 1 } });
    assert.deepEqual(counted.faults, [{ ...fault, seen: 2, hits: 1 }]);
    assert.deepEqual(changed(counted, { kind: 'faultRemoved', id: 'f1' }).faults, []);
  });

  it('the live state has the journal in the order of its ids, none twice, and no more than are kept', () => {
    const snapshot = changed(EMPTY, { kind: 'snapshot', state: { ...EMPTY, journal: [entry(2), entry(1)] } });
    const state = changed(snapshot, { kind: 'journal', entry: entry(2) }, { kind: 'journal', entry: entry(3) });
    assert.deepEqual(
      state.journal.map(({ id }) => id),
      [1, 2, 3],
    );
    const more = Array.from(
      { length: JOURNAL_KEPT },
      (_, at): ServerChange => ({
        kind: 'journal',
        entry: entry(at + 4),
      }),
    );
    const full = changed(state, ...more);
    assert.deepEqual([full.journal.length, full.journal[0]?.id], [JOURNAL_KEPT, 4]);
  });
});

describe('the web sessions in the live state of a server', () => {
  const web = (id: string, userName = ''): WebSession => ({
    id,
    userName,
    privileges: [],
    isGuest: true,
    storage: {},
    idleTimeout: 60,
    createdAt: AT,
    lastRequestAt: AT,
    expirationDate: AT,
    ipAddress: '127.0.0.1',
    type: 'web',
    otps: [],
  });
  const state: ServerState = {
    ...EMPTY,
    systems: { ...EMPTY.systems, web: { cookieName: '4DSID_App', sessions: [web('A')] } },
  };

  it('web sessions are added to the live state, replaced in their place, and removed', () => {
    const more = changed(
      state,
      { kind: 'system', system: 'web', change: { kind: 'session', session: web('B') } },
      { kind: 'system', system: 'web', change: { kind: 'session', session: web('A', 'Jane') } },
    );
    assert.deepEqual(more.systems.web, { cookieName: '4DSID_App', sessions: [web('A', 'Jane'), web('B')] });
    assert.equal(more.systems.mobile, state.systems.mobile);
    const less = changed(more, {
      kind: 'system',
      system: 'web',
      change: { kind: 'sessionRemoved', id: 'A', why: 'idle' },
    });
    assert.deepEqual(less.systems.web?.sessions, [web('B')]);
    assert.deepEqual(
      changed(less, { kind: 'system', system: 'web', change: { kind: 'sessionRemoved', id: 'none', why: 'closed' } }),
      less,
    );
  });

  it('the live state has no web sessions when the server has no web face', () => {
    assert.equal(
      changed(EMPTY, { kind: 'system', system: 'web', change: { kind: 'session', session: web('A') } }),
      EMPTY,
    );
    assert.equal(
      changed(EMPTY, { kind: 'system', system: 'web', change: { kind: 'sessionRemoved', id: 'A', why: 'closed' } }),
      EMPTY,
    );
  });
});

import assert from 'node:assert/strict';
import { countdown, deadlinesIn, justAfter, shownTime } from '../../../src/core/flows/deadlines';
import type { ShownState } from '../../../src/core/scenario/runEvents';
import { SLICES } from '../../../src/core/systems';
import type { WebSession } from '../../../src/core/systems/web/webSession';

const AT = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 12, minutes)).toISOString();

const SESSION: WebSession = {
  id: 'ABC',
  userName: '',
  privileges: [],
  isGuest: true,
  storage: {},
  idleTimeout: 60,
  createdAt: AT(0),
  lastRequestAt: AT(0),
  expirationDate: AT(60),
  ipAddress: '127.0.0.1',
  type: 'web',
  otps: [
    { otp: 'LATE', expiresAt: AT(30) },
    { otp: 'SOON', expiresAt: AT(5) },
    { otp: 'OVER', expiresAt: AT(-1) },
  ],
};

const STATE: ShownState = {
  version: 2,
  url: 'http://127.0.0.1:1',
  externalPlatformUrl: 'http://localhost:2',
  clock: { now: AT(0), offsetMs: 0, paused: false },
  systems: { web: { cookieName: '4DSID_App', sessions: [SESSION] } },
  outbox: [
    { id: '1', at: AT(0), to: 'jane@example.com', subject: '', html: '', text: '', expiresAt: AT(10) },
    { id: '2', at: AT(0), to: 'no.end@example.com', subject: '', html: '', text: '' },
  ],
  faults: [],
};

describe('deadlines of what a server holds', () => {
  it('the deadlines are the passcodes, sessions and mails that still end, the soonest first', () => {
    assert.deepEqual(
      deadlinesIn(STATE, SLICES).map(({ kind, name }) => `${kind} ${name}`),
      ['otp SOON', 'mail jane@example.com', 'otp LATE', 'webSession ABC'],
    );
  });

  it('a deadline is over a moment later', () => {
    assert.equal(justAfter({ kind: 'otp', name: 'SOON', at: AT(5) }), '2026-01-01T12:05:00.001Z');
  });
});

describe('virtual time on a page', () => {
  it('virtual time on a page goes on from when it was heard, and stands still with the clock', () => {
    assert.equal(shownTime(STATE, 1500), Date.parse(AT(0)) + 1500);
    assert.equal(shownTime({ ...STATE, clock: { ...STATE.clock, paused: true } }, 1500), Date.parse(AT(0)));
  });

  for (const [ms, text] of [
    [299_000, '4:59'],
    [500, '0:01'],
    [-1, '0:00'],
    [3_600_000, '1:00:00'],
    [2 * 86_400_000 + 3 * 3_600_000, '2 d 03:00'],
  ] as const) {
    it(`a page counts ${ms} ms down as ${text}`, () => assert.equal(countdown(ms, { daysAndTime: '{0} d {1}' }), text));
  }
});

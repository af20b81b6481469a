import assert from 'node:assert/strict';
import { passcodesIn } from '../../../src/core/scenario/facts';
import type { ShownState } from '../../../src/core/scenario/runEvents';
import { secretsOfRun } from '../../../src/core/scenario/runSecrets';
import { RunValues } from '../../../src/core/scenario/values';
import { SLICES } from '../../../src/core/systems';
import type { WebSession } from '../../../src/core/systems/web/webSession';

const NOW = '2026-01-01T00:00:00.000Z';

function webSession(id: string, ...otps: string[]): WebSession {
  return {
    id,
    userName: '',
    privileges: [],
    isGuest: true,
    // What code stores under such a name is no passcode of the server.
    storage: { otp: 'stored' },
    idleTimeout: 60,
    createdAt: NOW,
    lastRequestAt: NOW,
    expirationDate: NOW,
    ipAddress: '127.0.0.1',
    type: 'web',
    otps: otps.map((otp) => ({ otp, expiresAt: NOW })),
  };
}

function stateOf(systems: ShownState['systems']): ShownState {
  return {
    url: 'http://localhost:80',
    externalPlatformUrl: 'http://127.0.0.1:81',
    clock: { now: NOW, offsetMs: 0, paused: false },
    systems,
    outbox: [],
    faults: [],
  } as unknown as ShownState;
}

describe('the passcodes in a state', () => {
  const web = {
    cookieName: '4DSID_X',
    sessions: [webSession('A', 'one', 'two'), webSession('B'), webSession('C', 'three')],
  };

  it('the passcodes in a state are those of all web sessions, and nothing that code has stored', () => {
    assert.deepEqual(passcodesIn(stateOf({ web }), SLICES), ['one', 'two', 'three']);
    assert.deepEqual(passcodesIn(stateOf({}), SLICES), []);
  });

  it('the passcodes in a state are found without a look at the mobile sessions, however many there are', () => {
    const untouchable = new Proxy([], {
      get: (_, key) => assert.fail(`${String(key)} was read`),
      ownKeys: () => assert.fail('the sessions were listed'),
    });
    const mobile = { sessions: untouchable, evicted: untouchable } as never;
    const state = stateOf({ mobile, web });
    assert.deepEqual(passcodesIn(state, SLICES), ['one', 'two', 'three']);
    const values = new RunValues(SLICES);
    values.see(state);
    assert.equal(values.get('otp'), 'three');
  });

  it('the passcodes in a state are secrets of a run', () => {
    const secrets = secretsOfRun([{ kind: 'stateChanged', state: stateOf({ web }) }], SLICES);
    assert.deepEqual([...secrets], ['one', 'two', 'three']);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { OptionsError } from '../../../src/core/server/optionsError';
import { runtimeSettings } from '../../../src/server/systems/mendix/runtimeSettings';
import { withMendix } from './mendixHarness';

describe('The intervals of a Mendix runtime', () => {
  for (const [version, settings, words] of [
    ['9.13.0', { SessionKeepAliveUpdatesInterval: 300_001 }, /must not be greater than “ClusterManagerActionInterval”/],
    [
      '10.9.0',
      { SessionTimeout: 60_000, ClusterManagerActionInterval: 600_000, SessionKeepAliveUpdatesInterval: 60_001 },
      /must not be greater than “SessionTimeout”/,
    ],
    [
      '10.9.0',
      { ClusterManagerActionInterval: 1000 },
      /“mendix\.settings\.SessionKeepAliveUpdatesInterval” \(100000 ms, a sixth of “SessionTimeout”, as it is not set\) must not be greater than “ClusterManagerActionInterval” \(1000 ms\): .*; set it to 1000 or less/,
    ],
    [
      '10.9.0',
      { SessionKeepAliveUpdatesInterval: 400_000 },
      /Interval” \(400000 ms\) must not be greater than “ClusterManagerActionInterval” \(300000 ms, half of “SessionTimeout”, as it is not set\)/,
    ],
    [
      '10.9.0',
      { ClusterManagerActionInterval: 3_600_000, SessionKeepAliveUpdatesInterval: 700_000 },
      /Interval” \(700000 ms\) must not be greater than “SessionTimeout” \(600000 ms, its default, as it is not set\)/,
    ],
    ['9.24.0', { SessionTimeout: 'PT10M' }, /is a text, which runtime 9.24.0 does not read/],
    ['10.9.0', { SessionTimeout: 'ten minutes' }, /is no duration|or a text such as “PT10M” or “10 minutes”/],
    ['10.9.0', { SessionTimeout: 'PT0S' }, /must be from 500 to/],
  ] as const) {
    it(`runtime ${version} does not start with ${JSON.stringify(settings)}`, async () => {
      await assert.rejects(
        withMendix({ runtimeVersion: version, settings }, async () => {}),
        words,
      );
      assert.throws(() => runtimeSettings({ runtimeVersion: version, settings }), OptionsError);
    });
  }

  for (const [version, settings] of [
    ['9.12.9', { SessionKeepAliveUpdatesInterval: 900_000 }],
    ['10.9.0', { SessionKeepAliveUpdatesInterval: 300_000 }],
    ['10.9.0', { SessionTimeout: 3000 }],
  ] as const) {
    it(`runtime ${version} starts with ${JSON.stringify(settings)}`, async () => {
      await withMendix({ runtimeVersion: version, settings }, async (server) => {
        assert.equal((await server.client().start()).status, 200);
      });
    });
  }

  it('a write interval within both limits is always taken, and one beyond either never', () => {
    const ms = fc.integer({ min: 500, max: 10_000_000 });
    fc.assert(
      fc.property(ms, ms, ms, (timeout, sweep, write) => {
        const settings = {
          SessionTimeout: timeout,
          ClusterManagerActionInterval: sweep,
          SessionKeepAliveUpdatesInterval: write,
        };
        if (write <= Math.min(timeout, sweep)) assert.equal(runtimeSettings({ settings }).writeMs, write);
        else assert.throws(() => runtimeSettings({ settings }), OptionsError);
      }),
    );
  });
});

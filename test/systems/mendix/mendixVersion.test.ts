import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isAtLeast } from '../../../src/core/systems/mendix/runtimeVersion';
import { runtimeSettings } from '../../../src/server/systems/mendix/runtimeSettings';
import { withMendix } from './mendixHarness';

describe('The version of a Mendix runtime', () => {
  it('a version is at least itself, and of two different ones exactly one is at least the other', () => {
    const version = fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(version, version, (one, other) => {
        assert.ok(isAtLeast(one, one));
        assert.ok(isAtLeast(one, other) || isAtLeast(other, one));
      }),
    );
    assert.deepEqual(
      [isAtLeast('10.9', '10.9.0'), isAtLeast('10.10', '10.9'), isAtLeast('10.8.12', '10.9'), isAtLeast('11', '10.9')],
      [true, true, false, true],
    );
  });

  for (const runtimeVersion of ['10.9', '10.24.16', '10.24.16.95120', '11.3.0.123456']) {
    it(`a runtime of version ${runtimeVersion} starts, as Mendix writes its versions`, async () => {
      await withMendix({ runtimeVersion }, async (server) => {
        assert.equal((await server.state()).runtimeVersion, runtimeVersion);
      });
    });
  }

  it('a setting that a runtime before 11.3 does not know is told to the log', () => {
    const lines: string[] = [];
    const settings = { 'com.mendix.webui.AuthTokenTimeout': 5 };
    runtimeSettings({ runtimeVersion: '11.2.0', settings }, (line) => lines.push(line));
    assert.match(lines.join(), /ignores “com.mendix.webui.AuthTokenTimeout”/);
    runtimeSettings({ runtimeVersion: '11.3.0', settings }, (line) => lines.push(line));
    assert.equal(lines.length, 1);
  });
});

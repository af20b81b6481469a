import assert from 'node:assert/strict';
import path from 'node:path';
import { coveredEvents } from '../../src/core/scenario/coveredRun';
import { SLICES } from '../../src/core/systems';
import { diskFiles } from '../../src/disk/userFile';
import { FlowSession } from '../../src/scenario/flowSession';
import { ScenarioBench, SHIPPED, startDevServer } from './scenarioServers';

describe('a flow whose window was loaded anew', () => {
  const bench = new ScenarioBench();
  after(() => bench.close());

  it('a kept flow shows what was done, does nothing with it, and plays to the same step again', async () => {
    const scenario = bench.read(path.join(SHIPPED, 'otp-4dsid.scenario.json'));
    const options = { server: { start: startDevServer }, files: diskFiles, paceMs: 0 };
    const first = new FlowSession(scenario, options);
    await first.ask({ kind: 'runTo', step: 8 });
    const kept = coveredEvents(first.events, SLICES, first.secrets);
    await first.dispose();
    const later = new FlowSession(scenario, { ...options, kept });
    try {
      assert.deepEqual([later.status.phase, later.status.next, later.status.canStepBack], ['kept', 8, false]);
      assert.deepEqual(later.events, kept);
      for (const kind of ['play', 'step', 'back'] as const) await later.ask({ kind });
      assert.deepEqual(later.events, kept);
      await later.ask({ kind: 'playAgain' });
      assert.deepEqual([later.status.phase, later.status.next], ['paused', 8]);
      assert.notDeepEqual(later.events, kept);
    } finally {
      await later.dispose();
    }
  });
});

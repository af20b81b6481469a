import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { runAll, ScenarioBench, SHIPPED, told } from './scenarioServers';

const names = fs.readdirSync(SHIPPED).filter((name) => name.endsWith('.scenario.json'));

describe('The shipped scenarios', () => {
  let bench: ScenarioBench;

  beforeEach(() => {
    bench = new ScenarioBench();
  });
  afterEach(() => bench.close());

  for (const name of names) {
    it(`the shipped scenario ${name} passes`, async () => {
      const runner = bench.runner(path.join(SHIPPED, name));
      const { verdict, results } = await runAll(runner);
      assert.deepEqual(told(results), []);
      assert.equal(verdict, 'passed');
      assert.ok(results.some(({ step }) => step.kind === 'request' || step.kind === 'device'));
    });
  }
});

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { emptyScenario, scenarioFrom, TEMPLATE_STEMS } from '../../src/core/scenario/newScenario';
import { temporaryFolder } from '../disk/temporaryFolder';
import { runAll, ScenarioBench, SHIPPED, told } from './scenarioServers';

describe('the templates of new scenarios', () => {
  const temporary = temporaryFolder();
  let bench: ScenarioBench;

  beforeEach(() => {
    bench = new ScenarioBench();
  });
  afterEach(() => bench.close());

  const templates: [string, () => string][] = [
    ['an empty one', () => emptyScenario().text],
    ...TEMPLATE_STEMS.map((stem): [string, () => string] => [
      stem,
      () => scenarioFrom(fs.readFileSync(path.join(SHIPPED, `${stem}.scenario.json`), 'utf8')).text,
    ]),
  ];

  for (const [stem, textOf] of templates) {
    it(`a new scenario made from ${stem} passes in a folder of its own`, async () => {
      const file = path.join(temporary(), 'new.scenario.json');
      fs.writeFileSync(file, textOf());
      const { verdict, results } = await runAll(bench.runner(file));
      assert.deepEqual(told(results), []);
      assert.equal(verdict, 'passed');
    });
  }
});

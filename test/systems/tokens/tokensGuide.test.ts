import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Json } from '../../../src/core/json/json';
import { deviceOptions } from '../../../src/core/systems/tokens/device/deviceOptions';
import { checkedOptions } from '../../../src/server/kernel/options/optionsCheck';
import { readMarkdown } from '../../contract/markdown';
import { runAll, ScenarioBench, told } from '../../scenario/scenarioServers';

const root = path.resolve(__dirname, '../../../..');
const examplesIn = (page: string) =>
  readMarkdown(fs.readFileSync(path.join(root, page), 'utf8'))
    .fences.filter(({ language }) => language === 'json')
    .map(({ text }) => JSON.parse(text));
const pages = ['docs/tokens.md', 'docs/mobile-app-sessions.md'];
const scenario = examplesIn('docs/mobile-app-sessions.md').find((each) => 'steps' in each);

describe('the guides to the token server', () => {
  let bench: ScenarioBench;

  beforeEach(() => {
    bench = new ScenarioBench();
  });
  afterEach(() => bench.close());

  for (const page of pages) {
    it(`the examples in ${page} are valid options of the server and of devices`, () => {
      const examples = examplesIn(page).filter((each) => !('steps' in each));
      assert.ok(examples.length > 0);
      for (const each of examples)
        if ('device' in each) deviceOptions(each.device);
        else checkedOptions(each);
    });
  }

  it('the scenario in docs/mobile-app-sessions.md passes', async () => {
    const { results, verdict } = await runAll(bench.runner(bench.write('guide.scenario.json', scenario)));
    assert.deepEqual(told(results), []);
    assert.equal(verdict, 'passed');
  });

  it('the scenario in docs/mobile-app-sessions.md fails at its last step where a password change ends nothing', async () => {
    const tokens: Json = { ...scenario.server.tokens, passwordChange: 'none' };
    const twin = { ...scenario, server: { tokens } };
    const { results } = await runAll(bench.runner(bench.write('guide.scenario.json', twin)));
    assert.equal(
      results.findIndex(({ verdict }) => verdict === 'failed'),
      3,
    );
    assert.match(told(results).join('\n'), /control\.tokens|tokens\./);
  });
});

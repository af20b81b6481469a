import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { checkedOptions } from '../../../src/server/kernel/options/optionsCheck';
import { SWITCHES } from '../../../src/server/systems/mendix/mendixOptions';
import { readMarkdown } from '../../contract/markdown';
import { runAll, ScenarioBench, SHIPPED, told } from '../../scenario/scenarioServers';

const root = path.resolve(__dirname, '../../../..');
const guide = fs.readFileSync(path.join(root, 'docs/mendix.md'), 'utf8');
const examples = readMarkdown(guide)
  .fences.filter(({ language }) => language === 'json')
  .map(({ text }) => JSON.parse(text));
const scenario = examples.find((each) => 'steps' in each);

describe('the guide to the Mendix flows', () => {
  let bench: ScenarioBench;

  beforeEach(() => {
    bench = new ScenarioBench();
  });
  afterEach(() => bench.close());

  it('the options in docs/mendix.md are valid, and its scenario passes', async () => {
    assert.equal(examples.length, 2);
    for (const each of examples) if (each !== scenario) checkedOptions(each);
    const { results, verdict } = await runAll(bench.runner(bench.write('guide.scenario.json', scenario)));
    assert.deepEqual(told(results), []);
    assert.equal(verdict, 'passed');
  });

  it('the scenario in docs/mendix.md fails as the guide says, with the rule that applied', async () => {
    const server = { mendix: { ...scenario.server.mendix, switches: { passwordEndsTokens: false } } };
    const { results } = await runAll(bench.runner(bench.write('guide.scenario.json', { ...scenario, server })));
    assert.equal(
      results.findIndex(({ verdict }) => verdict === 'failed'),
      2,
    );
    assert.match(told(results).join('\n'), /control\.mendix\.kept\.password/);
  });

  it('each switch has its question in docs/facts/mendix.md, and each question there its switch or none', () => {
    const facts = fs.readFileSync(path.join(root, 'docs/facts/mendix.md'), 'utf8');
    const rows = facts.slice(facts.indexOf('| Question |')).matchAll(/^\| .* \| (`\w+`(?:, `\w+`)*|none) \|$/gm);
    const named = [...rows].flatMap(([, cell = '']) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    assert.deepEqual(named.sort(), Object.keys(SWITCHES).sort());
  });

  it('docs/mendix.md has every Mendix flow that ships, with what makes it fail', () => {
    const shipped = fs.readdirSync(SHIPPED).flatMap((name) => /^(mendix-.*)\.scenario\.json$/.exec(name)?.[1] ?? []);
    const rows = [...guide.matchAll(/^\| `(mendix-[\w-]+)` \| \S.* \| `\w+`.* \|$/gm)].map(([, flow]) => flow);
    assert.deepEqual(rows.sort(), shipped.sort());
  });
});

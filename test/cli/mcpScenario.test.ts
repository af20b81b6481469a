import assert from 'node:assert/strict';
import fs from 'node:fs';
import { Scratch } from './commandLine';
import { TestAgent } from './mcpClient';

const ACTORS = { App: { role: 'app' }, Server: { role: 'server' } };
const asking = (status: number) => ({
  title: 'Ask',
  from: 'App',
  to: 'Server',
  request: { url: '/nothing-here' },
  expect: { status },
});

describe('mcp with scenarios', () => {
  let scratch: Scratch;
  let agent: TestAgent;
  before(async () => {
    scratch = new Scratch();
    const file = (name: string, value: object) => scratch.file(`project/${name}.scenario.json`, JSON.stringify(value));
    file('good', { name: 'Good', actors: ACTORS, steps: [asking(404)] });
    file('bad', { name: 'Bad', actors: ACTORS, steps: [asking(200)] });
    file('broken', { name: 'Broken', actors: ACTORS, steps: [{ title: 'Nobody', from: 'Nobody', to: 'Server' }] });
    file('misspelt', { name: 'Misspelt', actors: ACTORS, teps: [asking(404)] });
    scratch.file('project/other/tool.scenario.json', '{"stages": []}');
    scratch.file('outside.scenario.json', JSON.stringify({ name: 'Out', actors: ACTORS, steps: [] }));
    scratch.file(
      'project/wide.scenario.json',
      JSON.stringify({
        name: 'Wide',
        server: { mobileApps: '../outside' },
        actors: ACTORS,
        steps: [asking(404)],
      }),
    );
    agent = await TestAgent.connect({ cwd: scratch.path('project') });
  });
  after(async () => {
    await agent.close();
    scratch.remove();
  });

  it('a scenario is checked without running it', async () => {
    const good = await agent.ask('check_scenario', { path: 'good.scenario.json' });
    assert.deepEqual([good.valid, good.name, good.steps], [true, 'Good', 1]);
    const broken = await agent.ask('check_scenario', { path: 'broken.scenario.json' });
    assert.equal(broken.valid, false);
    assert.ok(broken.findings.length > 0);
    const misspelt = await agent.ask('check_scenario', { path: 'misspelt.scenario.json' });
    assert.match(misspelt.findings[0].message, /is no scenario, as "steps" may be meant by "teps"; mend that/);
    const other = await agent.ask('check_scenario', { path: 'other/tool.scenario.json' });
    assert.equal(other.valid, false);
  });

  it('a folder or what is outside is no scenario to check or to run', async () => {
    assert.match(await agent.refusal('check_scenario', { path: '.' }), /names a folder/);
    for (const tool of ['check_scenario', 'run_scenario']) {
      assert.match(await agent.refusal(tool, { path: '../outside.scenario.json' }), /is outside of/);
      assert.match(await agent.refusal(tool, { path: 'gone.scenario.json' }), /does not exist/);
      const near = await agent.refusal(tool, { path: 'god.scenario.json' });
      assert.match(near, /does not exist; “good.scenario.json” in the same folder may be meant; give a path/);
      assert.match(await agent.refusal(tool), /must have “path”/);
    }
    assert.match(await agent.refusal('run_scenario', { path: 'other' }), /no \*\.scenario\.json/);
  });

  it('a scenario that passes and one that fails are told apart, with the step and the reason', async () => {
    const good = await agent.ask('run_scenario', { path: 'good.scenario.json' });
    assert.deepEqual([good.summary.passed, good.summary.scenarios], [1, 1]);
    const bad = await agent.ask('run_scenario', { path: 'bad.scenario.json' });
    assert.deepEqual([bad.summary.failed, bad.scenarios[0].verdict], [1, 'failed']);
    const [step] = bad.scenarios[0].failed;
    assert.equal(step.title, 'Ask');
    assert.match(JSON.stringify(step.failures), /404/);
    assert.ok(step.causes.includes('server.route-unknown'));
  });

  it('a folder is run with progress, those that did not pass first, and what has faults is told', async () => {
    const heard: number[] = [];
    const { structuredContent } = await agent.client.callTool(
      { name: 'run_scenario', arguments: { path: '.' } },
      undefined,
      { onprogress: ({ progress, total }) => heard.push(progress, total ?? 0), timeout: 300_000 },
    );
    const told = structuredContent as {
      summary: { scenarios: number; passed: number };
      scenarios: { verdict: string }[];
    };
    assert.deepEqual([told.summary.scenarios, told.summary.passed], [4, 1]);
    assert.equal(told.scenarios.at(-1)?.verdict, 'passed');
    assert.ok(heard.length > 0);
  });

  it('a scenario does not use what is outside of the roots', async () => {
    const { scenarios } = await agent.ask('run_scenario', { path: 'wide.scenario.json' });
    assert.notEqual(scenarios[0].verdict, 'passed');
    assert.match(JSON.stringify(scenarios), /outside|session-workbench run/);
  });

  it('a run that is cancelled ends, and the conversation goes on', async () => {
    const hook = scratch.file('project/slow/hook.mjs', 'export default () => new Promise(() => {});');
    scratch.file(
      'project/slow/slow.scenario.json',
      JSON.stringify({
        name: 'Slow',
        server: { mobile: { authenticationModule: hook, authenticationTimeoutMs: 600_000 } },
        actors: ACTORS,
        steps: [
          {
            title: 'Wait',
            from: 'App',
            to: 'Server',
            request: { method: 'POST', url: '/mobileapp/$authenticate', json: { email: 'a@example.com' } },
          },
        ],
      }),
    );
    const cancel = new AbortController();
    const run = agent.client.callTool({ name: 'run_scenario', arguments: { path: 'slow' } }, undefined, {
      signal: cancel.signal,
    });
    cancel.abort();
    await assert.rejects(run);
    assert.ok((await agent.ask('check_scenario', { path: 'good.scenario.json' })).valid);
    assert.ok(fs.existsSync(hook));
  });

  it('with --read-only nothing is run', async () => {
    const looking = await TestAgent.connect({ cwd: scratch.path('project'), args: ['--read-only'] });
    await assert.rejects(looking.call('run_scenario', { path: 'good.scenario.json' }), /There is no tool/);
    await looking.close();
  });
});

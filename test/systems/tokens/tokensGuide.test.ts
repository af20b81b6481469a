import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Json } from '../../../src/core/json/json';
import { deviceOptions } from '../../../src/core/systems/tokens/device/deviceOptions';
import { checkedOptions } from '../../../src/server/kernel/options/optionsCheck';
import { readMarkdown } from '../../contract/markdown';
import { temporaryFolder } from '../../disk/temporaryFolder';
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

  const folder = temporaryFolder();

  it('the commands in docs/mobile-app-sessions.md start a server for tests and stop it', async function () {
    if (process.platform === 'win32') this.skip();
    const shell = readMarkdown(fs.readFileSync(path.join(root, 'docs/mobile-app-sessions.md'), 'utf8'))
      .fences.filter(({ language }) => language === 'sh')
      .map(({ text }) => text);
    const start = shell.find((text) => text.includes('# The tests.\n')) ?? assert.fail();
    const options = JSON.stringify({ tokens: {} });
    fs.writeFileSync(path.join(folder(), 'session-workbench.json'), options);
    const program = `#!/bin/sh\nexec '${process.execPath}' '${path.join(root, 'dist/cli.js')}' "$@"\n`;
    fs.writeFileSync(path.join(folder(), 'session-workbench'), program, { mode: 0o755 });
    const call =
      'curl -sS --fail-with-body -H "Authorization: Bearer $TEST_RUNNER_CONTROL_TOKEN" "$TEST_RUNNER_CONTROL_URL/tokens/users"';
    const script = `set -eu\ntrap 'kill $(jobs -p) 2> /dev/null || true' EXIT\n${start.replace('# The tests.', call)}`;
    const env = { ...process.env, PATH: `${folder()}${path.delimiter}${process.env.PATH}` };
    const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: folder(), env });
    assert.deepEqual(JSON.parse(stdout), []);
  });
});

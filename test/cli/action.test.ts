import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { CLI, Scratch, seedWith } from './commandLine';

const root = path.resolve(__dirname, '../../..');

/** The scripts of the steps of action.yml, in their order. */
function scripts(): string[] {
  const text = fs.readFileSync(path.join(root, 'action.yml'), 'utf8');
  return [...text.matchAll(/ {6}run: \|\n((?: {8}.*\n|\n)+)/g)].map(([, script = '']) => script.replace(/^ {8}/gm, ''));
}

describe('the GitHub action', () => {
  if (process.platform === 'win32') return;
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
    // The package is on no registry here. In its place stands the bundle that it has.
    const npx = scratch.file('bin/npx', `#!/bin/sh\nshift 2\nexec "${process.execPath}" "${CLI}" "$@"\n`);
    fs.chmodSync(npx, 0o755);
  });
  afterEach(() => scratch.remove());

  /** What a step gives with these inputs. */
  function step(at: number, inputs: Record<string, string>): Promise<{ code: number; stdout: string; stderr: string }> {
    const { GITHUB_WORKSPACE: _1, GITHUB_STEP_SUMMARY: _2, GITHUB_OUTPUT: _3, ...inherited } = process.env;
    const given = { INPUT_PATH: '.', INPUT_FAIL_ON: 'error', INPUT_SARIF: '', INPUT_VERSION: '0.1.0', ...inputs };
    const env = {
      ...inherited,
      ...given,
      RUNNER_TEMP: scratch.path('temp'),
      GITHUB_OUTPUT: scratch.path('output'),
      PATH: `${scratch.path('bin')}:${process.env.PATH}`,
    };
    return new Promise((resolve) => {
      execFile('bash', ['-c', scripts()[at] ?? ''], { cwd: scratch.root, env }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
      );
    });
  }

  it('the action passes where nothing is wrong, with its inputs as they are unless given', async () => {
    scratch.seed('MobileApps');
    const { code, stderr } = await step(0, {});
    assert.equal(code, 0, stderr);
  });

  it('the action fails at a fault, shows it in its file, and writes it for code scanning', async () => {
    scratch.seed('MobileApps', seedWith('accepted', 'acepted'));
    const { code, stdout } = await step(0, { INPUT_SARIF: 'made/results.sarif' });
    assert.equal(code, 1);
    assert.match(stdout, /^::error file=MobileApps\//m);
    const { runs } = JSON.parse(fs.readFileSync(scratch.path('made/results.sarif'), 'utf8'));
    assert.deepEqual(
      runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId),
      ['mobi/3'],
    );
  });

  it('the action fails at a hint where hints are to fail it', async () => {
    scratch.seed('MobileApps', `\uFEFF${seedWith('accepted', 'accepted')}`);
    assert.equal((await step(0, { INPUT_FAIL_ON: 'hint' })).code, 1);
    assert.equal((await step(0, { INPUT_FAIL_ON: 'warning' })).code, 0);
  });

  it('nothing in the inputs of the action is run, and each line of paths is one', async () => {
    scratch.seed('a folder; touch made/MobileApps');
    const paths = 'a folder; touch made\n$(touch made)\n`touch made`';
    const { code } = await step(0, { INPUT_PATH: paths });
    assert.equal(code, 2);
    assert.equal(fs.existsSync(scratch.path('made')), false);
    assert.equal((await step(0, { INPUT_PATH: 'a folder; touch made\n' })).code, 0);
  });

  it('the action runs scenarios and leaves their report in the temporary folder of the runner', async () => {
    const steps = [{ title: 'An hour passes', clock: { advance: '1 h' } }];
    const hour = { name: 'An hour', server: {}, actors: { app: { role: 'app' } }, steps };
    scratch.file('flows/hour.scenario.json', JSON.stringify(hour));
    const { code, stderr } = await step(1, { INPUT_SCENARIOS: 'flows' });
    assert.equal(code, 0, stderr);
    assert.ok(fs.existsSync(scratch.path('temp/session-workbench-report/index.html')));
  });

  it('the action runs scenarios after a check that failed, shows what fails at its step, and tells where the report is', async () => {
    const text = fs.readFileSync(path.join(root, 'action.yml'), 'utf8');
    assert.match(text, /^ +if: \$\{\{ !cancelled\(\) && inputs\.scenarios != '' \}\}$/m);
    assert.match(text, /^ +value: \$\{\{ steps\.scenarios\.outputs\.report \}\}$/m);
    const steps = [{ title: 'Ask', from: 'app', to: 'server', request: { url: '/nowhere' }, expect: { status: 299 } }];
    const actors = { app: { role: 'app' }, server: { role: 'server' } };
    scratch.file('flows/fails.scenario.json', JSON.stringify({ name: 'Fails', actors, steps }));
    const { code, stdout } = await step(1, { INPUT_SCENARIOS: '\r\n  flows \r\n\t\n' });
    assert.equal(code, 1, stdout);
    assert.match(stdout, /^::error file=flows\/fails\.scenario\.json,line=1,/m);
    const folder = scratch.path('temp/session-workbench-report');
    assert.equal(fs.readFileSync(scratch.path('output'), 'utf8'), `report=${folder}\n`);
    assert.ok(fs.existsSync(path.join(folder, 'index.html')));
  });

  it('white space around each line of paths of the action does not count, but inside of it', async () => {
    scratch.seed('MobileApps');
    scratch.seed('two  words/MobileApps');
    for (const given of [' MobileApps\r\n\r\n', '\t two  words \n\n', '\n MobileApps \r\n   \n  two  words']) {
      const { code, stderr } = await step(0, { INPUT_PATH: given });
      assert.equal(code, 0, `${JSON.stringify(given)}: ${stderr}`);
    }
  });
});

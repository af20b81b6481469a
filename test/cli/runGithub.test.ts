import assert from 'node:assert/strict';
import fs from 'node:fs';
import { run, Scratch } from './commandLine';

const ACTORS = { App: { role: 'app' }, Server: { role: 'server' } };

describe('run for GitHub Actions', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
    scratch.folder('.git');
  });
  afterEach(() => scratch.remove());

  const write = (name: string, title: string, steps: object[]) =>
    scratch.file(`flows/${name}.scenario.json`, JSON.stringify({ name: title, actors: ACTORS, steps }, undefined, 1));
  const ping = (title: string, status: number) => ({
    title,
    from: 'App',
    to: 'Server',
    request: { url: '/nowhere' },
    expect: { status },
  });
  const call = (args: string[], env: Record<string, string> = {}, cwd = scratch.root) =>
    run(['run', ...args, '--format', 'github'], {
      cwd,
      env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: scratch.path('summary'), ...env },
    });
  const summary = () => fs.readFileSync(scratch.path('summary'), 'utf8');
  const lineOf = (name: string, text: string) =>
    fs
      .readFileSync(scratch.path(`flows/${name}.scenario.json`), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1;
  const annotations = (stdout: string) => stdout.split('\n').filter((line) => line.startsWith('::'));

  it('a failed scenario is an annotation at its step, a line of the log with its place, and a row of the summary', async () => {
    write('fail', 'It | fails', [ping('First step', 404), ping('Second <b>step</b>', 299)]);
    write('ok', 'All is well', [ping('Only step', 404)]);
    for (const cwd of ['.', 'flows']) {
      fs.rmSync(scratch.path('summary'), { force: true });
      const paths = cwd === '.' ? ['flows'] : ['fail.scenario.json', 'ok.scenario.json'];
      const { code, stdout, stderr } = await call(paths, {}, scratch.path(cwd));
      assert.deepEqual([code, stderr], [1, '']);
      // The step begins a line before its title.
      const line = lineOf('fail', 'Second') - 1;
      const [only = '', ...more] = annotations(stdout);
      assert.deepEqual(more, []);
      assert.ok(only.startsWith(`::error file=flows/fail.scenario.json,line=${line},`), only);
      assert.match(only, /title=It \| fails::Second <b>step<\/b>: Status 404, expected 299/);
      assert.match(stdout, /(?:^|\s)(?:flows\/)?fail\.scenario\.json:\d+:\d+ Status 404, expected 299$/m);
      assert.match(stdout, /\n1 passed, 1 failed \(\d+ ms\)\n$/);
      const [head, , columns, , row = '', end] = summary().split('\n');
      assert.equal(head, '### ❌ Scenarios: 1 passed, 1 failed');
      assert.equal(columns, '| Scenario | Step | Place | Why |');
      assert.ok(row.startsWith('| It \\| fails | Second &lt;b&gt;step&lt;/b&gt; | flows/fail.scenario.json:'), row);
      assert.match(row, /:\d+:\d+ \| Status 404, expected 299/);
      assert.equal(end, '');
      assert.ok(row.includes(`:${line}:`), row);
    }
  });

  it('files are told from the workspace of the runner', async () => {
    write('fail', 'Fails', [ping('Step', 299)]);
    const { stdout } = await call(['.'], { GITHUB_WORKSPACE: scratch.path('flows') }, scratch.path('flows'));
    assert.match(stdout, /^::error file=fail\.scenario\.json,/m);
  });

  it('a workspace of the runner that is not there does not count, and files are told from the repository', async () => {
    write('fail', 'Fails', [ping('Step', 299)]);
    for (const workspace of ['/nope', scratch.path('nowhere'), '']) {
      const { stdout } = await call(['.'], { GITHUB_WORKSPACE: workspace }, scratch.path('flows'));
      assert.match(stdout, /^::error file=flows\/fail\.scenario\.json,/m);
    }
  });

  it('JUnit tells the files of a run from the repository, wherever in it the run is called', async () => {
    write('fail', 'Fails', [ping('Step', 299)]);
    write('odd', 'Odd', [{ nothing: 1 }]);
    for (const cwd of ['.', 'flows']) {
      const { stdout } = await run(['run', scratch.path('flows'), '--format', 'junit'], { cwd: scratch.path(cwd) });
      const files = [...stdout.matchAll(/ file="([^"]*)"/g)].map(([, file]) => file);
      assert.deepEqual([...new Set(files)].sort(), ['flows/fail.scenario.json', 'flows/odd.scenario.json']);
      assert.match(stdout, /\bflows\/fail\.scenario\.json:\d+:\d+ Status/);
    }
  });

  it('a run in which all passed has a summary of one line, and no annotation', async () => {
    write('ok', 'All is well', [ping('Only step', 404)]);
    const { code, stdout } = await call(['flows']);
    assert.equal(code, 0);
    assert.deepEqual(annotations(stdout), []);
    assert.equal(summary().trimEnd(), '### ✅ Scenarios: 1 passed, 0 failed');
  });

  it('of many failed scenarios ten are annotations, and all are in the log and in the summary', async () => {
    for (let at = 0; at < 12; at++) write(`f${at}`, `Fails ${at}`, [ping('Step', 299)]);
    const { stdout } = await call(['flows']);
    assert.equal(annotations(stdout).length, 10);
    assert.equal(stdout.match(/\.scenario\.json:\d+:\d+ Status/g)?.length, 12);
    assert.equal(summary().match(/^\| Fails /gm)?.length, 12);
  });

  it('what could not be run is an annotation of its file, too', async () => {
    scratch.file('flows/broken.scenario.json', '{ "name": "x", "steps": [], "actors": {} }');
    write('unknown', 'Unknown server', [ping('Step', 404)]);
    scratch.file(
      'flows/env.scenario.json',
      JSON.stringify({
        name: 'Needs more',
        actors: ACTORS,
        variables: { a: { env: 'SESSION_WORKBENCH_NONE' } },
        steps: [ping('{{a}}', 404)],
      }),
    );
    const { code, stdout } = await call(['flows']);
    assert.ok(code === 1 || code === 2, stdout);
    const shown = annotations(stdout).join('\n');
    assert.match(shown, /file=flows\/broken\.scenario\.json,line=1,/);
    assert.match(shown, /file=flows\/env\.scenario\.json/);
    assert.match(summary(), /flows\/env\\?\.scenario\.json/);
  });

  it('neither annotations nor the summary of a run have a secret, and no name is a command', async () => {
    const secret = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlMTIzNDU2';
    write('hostile', `::error::raw ${secret}`, [ping(`x\n::stop-commands::y ${secret}`, 299)]);
    const { stdout, stderr } = await call(['flows']);
    assert.equal(annotations(stdout).length, 1, stdout);
    for (const told of [stdout, stderr, summary()]) assert.ok(!told.includes(secret.slice(-20)), told);
  });

  it('without a summary file the format is the same, and a full one is told', async () => {
    write('fail', 'Fails', [ping('Step', 299)]);
    const { code, stdout, stderr } = await call(['flows'], { GITHUB_STEP_SUMMARY: '' });
    assert.deepEqual([code, stderr, annotations(stdout).length], [1, '', 1]);
    scratch.file('summary', 'x'.repeat(999_950));
    const full = await call(['flows']);
    assert.equal(full.code, 1);
    assert.match(
      full.stderr,
      /^session-workbench: nothing was added to the summary for GITHUB_STEP_SUMMARY: [^\n]+\n$/,
    );
    assert.equal(fs.statSync(scratch.path('summary')).size, 999_950);
  });
});

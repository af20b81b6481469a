import assert from 'node:assert/strict';
import path from 'node:path';
import { run, Scratch } from './commandLine';
import { readXml } from './xml';

const ACTORS = { App: { role: 'app' }, Server: { role: 'server' } };
const PING = { title: 'Ping', from: 'App', to: 'Server', request: { url: '/mobileapp/' } };

describe('the scenarios that run picks and stops at', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.remove());
  const write = (name: string, steps: readonly object[]) =>
    scratch.file(`${name}.scenario.json`, JSON.stringify({ name, actors: ACTORS, steps }));
  const call = (...args: readonly string[]) => run(['run', '.', ...args], { cwd: scratch.root });

  const NAMES = ['Log in', 'Log out', 'Refresh (once)'];
  const PICKED: readonly (readonly [grep: string, names: readonly string[]])[] = [
    ['log', ['Log in', 'Log out']],
    ['(once)', ['Refresh (once)']],
    ['/^log/i', ['Log in', 'Log out']],
    ['/in$/dg', ['Log in']],
    ['/out|fresh/', ['Log out', 'Refresh (once)']],
    ['Log in', ['Log in']],
  ];
  for (const [grep, names] of PICKED) {
    it(`run --grep '${grep}' runs ${names.join(' and ')}, and tells how many are left out`, async () => {
      for (const name of NAMES) write(name, [{ note: 'nothing' }]);
      const { code, stdout } = await call('--grep', grep, '--format', 'json');
      assert.equal(code, 0);
      const { scenarios, summary } = JSON.parse(stdout);
      assert.deepEqual(
        scenarios.map(({ name }: { name: string }) => name),
        names,
      );
      assert.equal(summary.leftOut, NAMES.length - names.length);
    });
  }

  it('run --grep leaves out faulty scenarios that are called otherwise, and tells those whose name is wanted or cannot be read', async () => {
    write('Log in', [{ note: 'nothing' }]);
    write('Log out', [{ note: 'nothing', reqest: {} }]);
    write('Log on', [PING, { ...PING, to: 'Nobody' }]);
    write('Refresh', [{ ...PING, to: 'Nobody' }]);
    write('Refuse', [{ unknown: 1 }]);
    scratch.file('nameless.scenario.json', JSON.stringify({ actors: ACTORS, steps: [{ note: 'nothing' }] }));
    scratch.file('broken.scenario.json', `{"name": "Register", "actors": {}, "steps": [}]}`);
    const { code, stdout } = await call('--grep', 'log', '--format', 'json');
    assert.equal(code, 1);
    const { scenarios, summary } = JSON.parse(stdout);
    const told = scenarios.map(({ file, verdict }: { file: string; verdict: string }) => [
      path.basename(file),
      verdict,
    ]);
    assert.deepEqual(told.sort(), [
      ['Log in.scenario.json', 'passed'],
      ['Log on.scenario.json', 'failed'],
      ['Log out.scenario.json', 'failed'],
      ['broken.scenario.json', 'failed'],
      ['nameless.scenario.json', 'failed'],
    ]);
    assert.equal(summary.leftOut, 2);
  });

  const NOT_PICKED: readonly (readonly [grep: string, words: RegExp])[] = [
    ['nothing of it', /no name of 3 scenarios matches --grep nothing of it; give a part of a name/],
    ['/(/', /--grep is no regular expression: .*; mend it/],
    ['/a/gq', /--grep has the flags gq, and only i, m, s, u and v are known/],
    [
      '/g/y',
      /flags y, and only .* are known; leave out the others, or write \/\\\/g\\\/y\/ for names with this text$/m,
    ],
    ['/a/ii', /--grep has the flags ii; give each once, or write/],
    ['', /--grep has no text; give a part/],
    [`/${'(a?){50}'.repeat(40)}b/`, /--grep is too much|no name of 3/],
  ];
  for (const [grep, words] of NOT_PICKED) {
    it(`run --grep '${grep.slice(0, 20)}' runs nothing and says why in one line`, async () => {
      for (const name of NAMES) write(name, [{ note: 'nothing' }]);
      const { code, stdout, stderr } = await call('--grep', grep);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, words);
      assert.equal(stderr.trim().split('\n').length, 1, stderr);
    });
  }

  it('run --bail starts nothing after the first failure, ends what runs, and tells in each format what was not run', async () => {
    write('a', [{ ...PING, expect: { status: 299 } }]);
    write('b', [PING]);
    write('c', [PING]);
    const pretty = await call('--bail', '--jobs', '1');
    assert.equal(pretty.code, 1, pretty.stderr);
    assert.match(pretty.stdout, /✖ a .*\n[\s\S]*○ b\.scenario\.json \(not run\)\n○ c\.scenario\.json \(not run\)\n/);
    assert.match(pretty.stdout, /0 passed, 1 failed, 2 not run/);
    const json = JSON.parse((await call('--bail', '--jobs', '1', '--format', 'json')).stdout);
    assert.deepEqual(
      { ...json.summary, ms: 0 },
      { scenarios: 3, passed: 0, failed: 1, errors: 0, notRun: 2, stopped: 'bail', ms: 0 },
    );
    assert.deepEqual(
      json.scenarios.map(({ verdict }: { verdict: string }) => verdict),
      ['failed', 'notRun', 'notRun'],
    );
    const xml = readXml((await call('--bail', '--jobs', '1', '--format', 'junit')).stdout);
    assert.equal(xml.attributes.skipped, '2');
  });

  it('run --bail ends a scenario that runs beside the one that failed', async () => {
    write('a', [{ ...PING, expect: { status: 299 } }]);
    write('b', [{ fault: { add: { kind: 'delay', delayMs: 3_600_000 } } }, PING]);
    const { code, stdout } = await call('--bail', '--jobs', '2', '--format', 'json');
    assert.equal(code, 1);
    const { scenarios } = JSON.parse(stdout);
    assert.deepEqual(
      scenarios.map(({ verdict }: { verdict: string }) => verdict),
      ['failed', 'cancelled'],
    );
  });

  it('run --bail runs all where all pass', async () => {
    for (const name of NAMES) write(name, [PING]);
    const { code, stdout } = await call('--bail');
    assert.equal(code, 0);
    assert.match(stdout, /3 passed, 0 failed \(/);
  });
});

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../disk/temporaryFolder';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { sessionWorkbench } from './testedApi';

const { check, run, SessionWorkbenchError, startServer } = sessionWorkbench;
const ACTORS = { App: { role: 'app' }, Server: { role: 'server' } };

describe('what a program asks run and check for', () => {
  const folder = temporaryFolder();

  function scenario(name: string, status = 200): void {
    const steps = [
      { title: 'Ping', from: 'App', to: 'Server', request: { url: '/mobileapp/' }, expect: { status } },
      { title: 'Later', clock: { advance: '1h' } },
    ];
    fs.writeFileSync(path.join(folder(), `${name}.scenario.json`), JSON.stringify({ name, actors: ACTORS, steps }));
  }

  it('a run with grep has the scenarios alone whose name is wanted, by text and by expression', async () => {
    for (const name of ['login one', 'login two', 'logout']) scenario(name);
    for (const [grep, names] of [
      ['LOGIN', ['login one', 'login two']],
      ['/t(wo)?$/', ['login two', 'logout']],
    ] as const) {
      const { scenarios, summary } = await run('.', { cwd: folder(), grep });
      assert.deepEqual(
        scenarios.map(({ name }) => name),
        names,
      );
      assert.equal(summary.leftOut, 1);
    }
    await assert.rejects(run('.', { cwd: folder(), grep: 'nobody' }), /“grep” nobody/);
  });

  it('a run with bail ends at the first scenario that does not pass, and says so', async () => {
    for (const name of ['a', 'c']) scenario(name);
    scenario('b', 500);
    const { summary, scenarios } = await run('.', { cwd: folder(), bail: true, jobs: 1 });
    assert.equal(summary.stopped, 'bail');
    assert.deepEqual(
      scenarios.map(({ verdict }) => verdict),
      ['passed', 'failed', 'notRun'],
    );
    assert.equal((await run('.', { cwd: folder(), bail: false, jobs: 2 })).summary.passed, 2);
  });

  it('a run with baseUrl runs against a server of the program, given as a whole or by its address', async () => {
    scenario('a');
    const server = await startServer();
    try {
      for (const baseUrl of [server, server.url, `${server.url}/`]) {
        const before = (await server.control.clock.get()).offsetMs;
        const { summary } = await run('a.scenario.json', { cwd: folder(), baseUrl });
        assert.equal(summary.passed, 1);
        assert.ok((await server.control.clock.get()).offsetMs >= before + 3_600_000);
      }
    } finally {
      await server.stop();
    }
  });

  it('a run with the address of a server of nobody names the option, and a password in it is not told', async () => {
    scenario('a');
    for (const baseUrl of ['http://127.0.0.1:9', 'http://ada:hunter2Q@127.0.0.1:9']) {
      await assert.rejects(run('.', { cwd: folder(), baseUrl }), (error) => {
        assert.ok(error instanceof SessionWorkbenchError);
        assert.match(error.message, /^“baseUrl” /);
        assert.doesNotMatch(error.message, /hunter2Q/);
        return true;
      });
    }
  });

  it('a run with report leaves a page that shows what happened', async () => {
    scenario('a');
    await run('a.scenario.json', { cwd: folder(), report: 'page' });
    const [page = ''] = fs.readdirSync(path.join(folder(), 'page')).filter((name) => name.endsWith('.html'));
    assert.match(fs.readFileSync(path.join(folder(), 'page', page), 'utf8'), /Ping/);
  });

  it('a check with failOn says whether the folder is good enough, and otherwise has what the command line prints', async () => {
    const file = path.join(folder(), 'MobileApps', SEED_APPLICATION, SEED_NAME);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    for (const [text, oks] of [
      ['{', { error: false, warning: false, hint: false }],
      [`\ufeff${SEED_SESSION}`, { error: true, warning: true, hint: false }],
      [SEED_SESSION, { error: true, warning: true, hint: true }],
    ] as const) {
      fs.writeFileSync(file, text);
      for (const [failOn, ok] of Object.entries(oks)) {
        assert.equal((await check('.', { cwd: folder(), failOn: failOn as 'error' })).ok, ok, failOn);
      }
    }
    assert.deepEqual(Object.keys(await check('.', { cwd: folder() })), ['version', 'folders', 'summary', 'findings']);
  });

  it('a check of stdin is refused, as a program has none to give', async () => {
    await assert.rejects(check('-'), /check does not read stdin.*\.\/-/);
    await assert.rejects(run(['-']), /run does not read stdin/);
  });

  it('many calls at the same time bring no warning of a leak', async () => {
    const warnings: Error[] = [];
    const hear = (warning: Error) => void warnings.push(warning);
    process.on('warning', hear);
    const before = process.listenerCount('exit');
    const controller = new AbortController();
    const all = Array.from({ length: 12 }, () => check('.', { cwd: folder(), signal: controller.signal }));
    await Promise.allSettled(all);
    process.removeListener('warning', hear);
    assert.deepEqual(warnings, []);
    assert.equal(process.listenerCount('exit'), before);
  });
});

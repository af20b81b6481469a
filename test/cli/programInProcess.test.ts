import assert from 'node:assert/strict';
import fs from 'node:fs';
import { run, runAlone, Scratch, seedWith } from './commandLine';

describe('the command line in the process of its tests', () => {
  const scratch = new Scratch();
  before(() => {
    scratch.seed('project/MobileApps');
    scratch.seed('faulty/MobileApps', seedWith('"accepted"', '"acepted"'));
    scratch.file('broken/session-workbench.json', '{ "hints": 1 }');
    scratch.file('none.scenario.json', '{ "stpes": [], "actors": {} }');
    const actors = { App: { role: 'app' }, Server: { role: 'server' } };
    const steps = [
      { title: 'Ping', from: 'App', to: 'Server', request: { url: '/mobileapp/' }, expect: { status: 599 } },
    ];
    scratch.file('ping.scenario.json', JSON.stringify({ name: 'ping', actors, steps }));
  });
  after(() => scratch.remove());

  const calls: [args: string[], input?: string][] = [
    [['--version']],
    [['--help']],
    [['help', 'check']],
    [['chekc']],
    [['check', '--no-such-option']],
    [['check', 'project']],
    [['check', 'faulty']],
    [['check', 'faulty', '--format', 'json']],
    [['check', '-'], '{}'],
    [['check', 'nowhere']],
    [['check', 'broken']],
    [['decode', 'a.b.c']],
    [['decode', '-'], 'a.b.c'],
    [['completion', 'bash']],
    [['run', 'none.scenario.json']],
    [['run', '.', '--list']],
    [['run', 'ping.scenario.json']],
    [['refresh']],
  ];
  for (const [args, input = 'unread'] of calls) {
    it(`session-workbench ${args.join(' ')} answers as it does in a process of its own`, async () => {
      const options = { cwd: scratch.root, input };
      const plain = (text: string) => text.replace(/\d+(?= ms\))|(?<="ms":)\d+/g, '…');
      const [shared, alone] = [await run(args, options), await runAlone(args, options)].map(
        ({ code, stdout, stderr }) => ({
          code,
          stdout: plain(stdout),
          stderr: plain(stderr),
        }),
      );
      assert.deepEqual(shared, alone);
    });
  }

  it('a file is made below the folder in which the command line was called', async () => {
    const { code } = await run(['sample', 'made'], { cwd: scratch.root, input: 'unread' });
    assert.equal(code, 0);
    assert.equal((await run(['check', 'made', '--format', 'json=report.json'], { cwd: scratch.root })).code, 1);
    assert.ok(fs.existsSync(scratch.path('report.json')));
  });
});

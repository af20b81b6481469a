import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ProgressLine } from '../../src/cli/progressLine';
import { CLI, run, Scratch } from './commandLine';

/** One line on stderr, nothing on stdout, exit status 2. */
async function refused(args: readonly string[], words: RegExp): Promise<void> {
  const { code, stdout, stderr } = await run(args);
  assert.match(stderr, words);
  assert.match(stderr, /^session-workbench: [^\n]+\n$/, 'one line');
  assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
}

describe('session-workbench', () => {
  it('the command line prints its help on stdout', async () => {
    for (const args of [
      ['--help'],
      ['check', '--help'],
      ['fix', '--help'],
      ['decode', '--help'],
      ['sample', '--help'],
    ]) {
      const { code, stdout, stderr } = await run(args);
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
      assert.match(stdout, /^Usage: session-workbench/);
      assert.match(stdout, /Exit status:|--seed/);
    }
  });

  it('the commands have these options and no others', async () => {
    const options = new Set<string>();
    for (const args of [
      ['--help'],
      ['check', '--help'],
      ['fix', '--help'],
      ['decode', '--help'],
      ['sample', '--help'],
    ]) {
      // Where it is explained; elsewhere the text may speak of an option of another command.
      for (const [, option = ''] of (await run(args)).stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm))
        options.add(option);
    }
    assert.deepEqual([...options].sort(), [
      '--dry-run',
      '--faults',
      '--format',
      '--help',
      '--only',
      '--seed',
      '--sessions',
      '--version',
    ]);
  });

  it('the command line prints the version of package.json', async () => {
    const { version } = JSON.parse(fs.readFileSync(path.join(CLI, '../../package.json'), 'utf8'));
    assert.deepEqual(await run(['--version']), { code: 0, stdout: `${version}\n`, stderr: '' });
  });

  describe('names that mean harm', () => {
    const NASTY = 'x\n::error::boo\n##[error]\n##vso[task.x]\n##teamcity[y]\u001b[31m\u009b31m\u202e';
    const scratch = new Scratch();
    after(() => scratch.remove());
    let cwd: string;
    before(() => {
      cwd = scratch.folder(NASTY);
      const scenario = { name: NASTY, server: { mobileApps: 'nope' }, actors: { a: { role: 'app' } } };
      const steps = [{ event: { refresh: true } }];
      scratch.file(path.join(NASTY, 'run', `${NASTY}.scenario.json`), JSON.stringify({ ...scenario, steps }));
      scratch.file(path.join(NASTY, 'session'), JSON.stringify({ token: NASTY }));
    });

    const calls: string[][] = [
      ['check', '.'],
      ['check', 'gone'],
      ['check', '--format', NASTY],
      ['fix', 'gone'],
      ['fix', '--only', NASTY],
      ['decode', NASTY],
      ['decode', 'session'],
      ['decode', Buffer.from(JSON.stringify({ id: NASTY })).toString('base64')],
      ['serve', '--config', 'gone.json'],
      ['serve', '--host', NASTY],
      ['run', 'run'],
      ['run', 'gone'],
      ['run', '--format', 'json', 'run'],
      ['run', '--format', 'junit', 'run'],
      ['sample', 'made'],
      ['check', '--format', 'github', 'made'],
      ['check', '--format', 'json', 'made'],
      [NASTY],
      [`--${NASTY}`],
    ];
    for (const args of calls) {
      it(`the command line writes no control and no command of a CI server: ${JSON.stringify(args.join(' '))}`, async () => {
        const { stdout, stderr } = await run(args, { cwd });
        assert.match(stdout + stderr, /\S/);
        assert.doesNotMatch(stdout + stderr, /(?!\n)[\p{Cc}\u202e]/u);
        // What is for a CI server to read is the findings, each in a line of its own.
        const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => /^\s*::|##[\w.]*\[/.test(line));
        assert.deepEqual(
          lines.filter((line) => !line.startsWith('::error file=') && !line.startsWith('::notice file=')),
          [],
        );
      });
    }
  });

  const refusals: [name: string, args: string[], words: RegExp][] = [
    ['no command', [], /no command is given; see session-workbench --help/],
    ['an unknown command', ['chek'], /unknown command 'chek' \(Did you mean check\?\); see session-workbench --help/],
    ['an unknown option', ['check', '--frmat', 'json'], /'--frmat'.*see session-workbench check --help/],
    ['an unknown option of the program', ['--verbose', 'check'], /'--verbose'/],
    ['an unknown format', ['check', '--format', 'xml'], /pretty, json, sarif, junit, github/],
    ['a format that is not given', ['check', '--format'], /argument missing; see session-workbench check --help/],
    ['too many arguments', ['sample', 'a', 'b'], /too many arguments/],
    ['a missing argument', ['sample'], /missing required argument 'dir'/],
    [
      'a number of sessions that is none',
      ['sample', 'a', '--sessions', '12x'],
      /'12x'.*whole number from 0 to 1000000/,
    ],
    ['half a session', ['sample', 'a', '--sessions', '1.5'], /whole number/],
    ['too many sessions', ['sample', 'a', '--sessions', '1000001'], /from 0 to 1000000/],
    ['a percentage over 100', ['sample', 'a', '--faults', '101'], /percentage from 0 to 100/],
    ['a negative percentage', ['sample', 'a', '--faults', '-1'], /percentage from 0 to 100/],
    ['a seed beyond 32 bits', ['sample', 'a', '--seed', '4294967296'], /from 0 to 4294967295/],
  ];
  for (const [name, args, words] of refusals) it(`the command line refuses ${name}`, () => refused(args, words));

  it('the command line ends quietly when nobody reads on', async () => {
    const scratch = new Scratch();
    try {
      await run(['sample', scratch.root, '--sessions', '1500', '--faults', '100']);
      const child = spawn(process.execPath, [CLI, 'check', scratch.root, '--format', 'json']);
      let stderr = '';
      child.stderr.on('data', (chunk) => {
        stderr += chunk;
      });
      child.stdout.once('data', () => child.stdout.destroy());
      const code = await new Promise((resolve) => child.on('close', resolve));
      assert.deepEqual({ code, stderr }, { code: 1, stderr: '' });
    } finally {
      scratch.remove();
    }
  });
});

describe('progress', () => {
  const reported = (interactive: boolean) => {
    const written: string[] = [];
    const terminal = { interactive, err: (text: string) => written.push(text) };
    let now = 0;
    const progress = new ProgressLine(
      terminal as unknown as ConstructorParameters<typeof ProgressLine>[0],
      'Checking',
      () => now,
    );
    progress.report(0);
    progress.report(1234);
    now += 99;
    progress.report(1235);
    now += 1;
    progress.report(1236);
    progress.end();
    return written;
  };

  it('progress is one line on a terminal, written ten times a second at most, and taken away at the end', () => {
    assert.deepEqual(reported(true), [
      '\r\u001b[KChecking: 1,234 files',
      '\r\u001b[KChecking: 1,236 files',
      '\r\u001b[K',
    ]);
  });

  it('progress is not shown in a pipe', () => {
    assert.deepEqual(reported(false), []);
  });
});

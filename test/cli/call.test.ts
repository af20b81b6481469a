import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ProgressLine } from '../../src/cli/progressLine';
import { LineWriter } from '../../src/core/terminal/lineWriter';
import type { TerminalLine } from '../../src/core/terminal/terminalLine';
import { onPosix } from '../disk/temporaryFolder';
import { CLI, run, Scratch } from './commandLine';

/** One line on stderr, nothing on stdout, exit status 2. */
async function refused(args: readonly string[], words: RegExp): Promise<void> {
  const { code, stdout, stderr } = await run(args);
  assert.match(stderr, words);
  assert.match(stderr, /^session-workbench: [^\n]+\n$/, 'one line');
  assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
}

describe('session-workbench', () => {
  for (const call of [
    'check',
    'check x',
    'fix x',
    'run x',
    'sample x',
    'serve',
    'exec -- x',
    'refresh',
    'decode x',
    'mcp',
  ]) {
    onPosix(`the folder that the command was called in is not there any more: ${call}`, () => {
      const scratch = new Scratch();
      const gone = scratch.folder('gone');
      const script = 'cd "$1" && rmdir "$1" && exec "$2" "$3" $4';
      const args = ['-c', script, 'sh', gone, process.execPath, CLI, call];
      const { status, stdout, stderr } = spawnSync('sh', args, { encoding: 'utf8', input: '' });
      scratch.remove();
      const words = 'the folder that this was called in is not there any more; go to another one';
      assert.deepEqual({ status, stdout, stderr }, { status: 2, stdout: '', stderr: `session-workbench: ${words}\n` });
    });
  }

  it('the command line prints its help on stdout', async () => {
    for (const args of [
      ['--help'],
      ['check', '--help'],
      ['fix', '--help'],
      ['decode', '--help'],
      ['sample', '--help'],
      ['serve', '--help'],
      ['exec', '--help'],
      ['refresh', '--help'],
      ['run', '--help'],
      [],
      ['-h'],
      ['help'],
      ['help', 'check'],
      ['check', '-h'],
      ['mcp', '--help'],
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
      ['serve', '--help'],
      ['exec', '--help'],
      ['refresh', '--help'],
      ['run', '--help'],
      ['mcp', '--help'],
    ]) {
      // Where it is explained; elsewhere the text may speak of an option of another command.
      for (const [, option = ''] of (await run(args)).stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm))
        options.add(option);
    }
    assert.deepEqual([...options].sort(), [
      '--allow-host',
      '--answer-limit',
      '--backup-count',
      '--backup-days',
      '--bail',
      '--base-url',
      '--color',
      '--config',
      '--disk-limit',
      '--dry-run',
      '--env',
      '--export-on-exit',
      '--fail-on',
      '--faults',
      '--force',
      '--format',
      '--grep',
      '--help',
      '--host',
      '--import',
      '--jobs',
      '--json',
      '--mobile-apps',
      '--only',
      '--output',
      '--port',
      '--quiet',
      '--read-only',
      '--report',
      '--root',
      '--schema',
      '--seed',
      '--sessions',
      '--stdin-path',
      '--target',
      '--timeout',
      '--upstream',
      '--verbose',
      '--version',
    ]);
  });

  it('the command line prints the version of package.json', async () => {
    const { version } = JSON.parse(fs.readFileSync(path.join(CLI, '../../package.json'), 'utf8'));
    for (const asked of ['--version', '-v', '-V']) {
      assert.deepEqual(await run([asked]), { code: 0, stdout: `${version}\n`, stderr: '' }, asked);
    }
  });

  const refusals: [name: string, args: string[], words: RegExp][] = [
    ['options without a command', ['--color', 'never'], /no command is given; see session-workbench --help/],
    [
      'an unknown command to explain',
      ['help', 'chek'],
      /unknown command 'chek' \(Did you mean check\?\); see session-workbench --help/,
    ],
    ['an unknown choice of colours', ['check', '--color', 'maybe'], /'maybe'.*auto, always, never/],
    ['an unknown command', ['chek'], /unknown command 'chek' \(Did you mean check\?\); see session-workbench --help/],
    ['an unknown option', ['check', '--frmat', 'json'], /'--frmat'.*see session-workbench check --help/],
    ['an unknown option of the program', ['--verbose', 'check'], /'--verbose'/],
    ['an unknown format', ['check', '--format', 'xml'], /pretty, unix, json, sarif, junit, github/],
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

  it('the command line says so when its output does not fit on the disk, even in part', async function () {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) this.skip();
    const scratch = new Scratch();
    const disk = scratch.folder('disk');
    try {
      await run(['sample', scratch.path('made'), '--sessions', '300', '--faults', '100']);
      if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', disk]).status !== 0) this.skip();
      const report = fs.openSync(path.join(disk, 'report.json'), 'w');
      const args = [CLI, 'check', scratch.path('made'), '--format', 'json'];
      const { status, stderr } = spawnSync(process.execPath, args, {
        stdio: ['ignore', report, 'pipe'],
        encoding: 'utf8',
      });
      fs.closeSync(report);
      assert.match(stderr, /^session-workbench: the output cannot be written: ENOSPC[^\n]*\n$/);
      assert.equal(status, 2);
    } finally {
      // It is not mounted when this machine does not allow it.
      spawnSync('umount', [disk]);
      scratch.remove();
    }
  });

  it('the command line does its work with a closed output, and says what failed on the other', async () => {
    const scratch = new Scratch();
    try {
      const closed = (call: string) =>
        spawnSync('sh', ['-c', call, process.execPath, CLI, scratch.root], { encoding: 'utf8' });
      const out = closed('exec "$0" "$1" check "$2/gone" >&-');
      assert.deepEqual([out.status, out.stderr.split('\n').length], [2, 2]);
      assert.equal(closed('exec "$0" "$1" check "$2/gone" 2>&-').status, 2);
      assert.match(closed('exec "$0" "$1" --version 2>&-').stdout, /^\d/);
    } finally {
      scratch.remove();
    }
  });

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
    let now = 0;
    const writer = new LineWriter({ write: (text) => written.push(text) });
    const pass = (shown?: TerminalLine) => (shown ? writer.pass(shown) : writer.clear());
    const progress = new ProgressLine({ interactive, pass }, 'Checking', () => now);
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

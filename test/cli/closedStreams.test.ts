import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { CLI, type Ended, Scratch } from './commandLine';

/** What a shell can do to the streams of a command. `$0` and `$@` are the command. */
const STREAMS = {
  'stdout on a full disk': '"$0" "$@" >/dev/full',
  // Node opens /dev/null in its place, as programs do that want no output: nobody can tell the two apart afterwards.
  'a stdout that is closed': '"$0" "$@" >&-',
  'a reader that has gone': '{ "$0" "$@"; echo "status $?" >&2; } | exec 0<&-',
  'a stdin that is closed': '"$0" "$@" <&-',
  'a stderr that is closed': '"$0" "$@" 2>&-',
  'nothing but closed streams': '"$0" "$@" <&- >&- 2>&-',
} as const;

type Streams = keyof typeof STREAMS;

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-03-26', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};

/** Commands that end by themselves, with the exit status that they have otherwise. */
const COMMANDS: readonly (readonly [args: readonly string[], code: number])[] = [
  [['check', 'project'], 1],
  [['check', 'project', '--format', 'json'], 1],
  [['fix', '--dry-run', 'project'], 1],
  [['run', 'a.scenario.json'], 1],
  [['decode', 'token'], 1],
  [['completion', 'bash'], 0],
  [['--help'], 0],
  [['--version'], 0],
];

describe('streams that take or give nothing', () => {
  const scratch = new Scratch();

  before(function () {
    if (process.platform !== 'linux') this.skip();
    for (let at = 10; at < 60; at++) scratch.file(`project/MobileApps/com.example.app/deadbeef${at}`, '{"a":');
    scratch.file('a.scenario.json', '{"name": "a", "steps": [], "actors": {}, "x": 1}');
    scratch.file('token', 'eyJhIjoxfQ');
  });
  after(() => scratch.remove());

  function called(streams: Streams, args: readonly string[], input = ''): Promise<Ended> {
    return new Promise((resolve, reject) => {
      const command = [process.execPath, CLI, ...args];
      const child = spawn('sh', ['-c', STREAMS[streams], ...command], { cwd: scratch.root });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (text) => {
        stdout += text;
      });
      child.stderr.on('data', (text) => {
        stderr += text;
      });
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, stdout, stderr }));
      child.stdin.on('error', () => {});
      child.stdin.write(input);
    });
  }

  for (const [args, usual] of COMMANDS) {
    it(`a command ends with its status, or with 2 and one sentence, whatever its streams are: ${args.join(' ')}`, async () => {
      for (const streams of Object.keys(STREAMS) as Streams[]) {
        const { code, stderr } = await called(streams, args);
        if (streams === 'stdout on a full disk') {
          assert.equal(code, 2, streams);
          assert.match(stderr, /^session-workbench: the output cannot be written: ENOSPC: .*\n$/);
        } else if (streams === 'a reader that has gone') {
          assert.match(stderr, new RegExp(`status ${usual}\n$`), streams);
        } else assert.equal(code, usual, streams);
        assert.doesNotMatch(stderr, /unexpected error|\n\s+at /);
      }
    });
  }

  it('serve ends with 2 and one sentence when nobody can learn its address', async () => {
    for (const args of [['serve', '--json'], ['serve'], ['serve', '--json', '--quiet']]) {
      const full = await called('stdout on a full disk', args);
      assert.equal(full.code, 2);
      assert.match(full.stderr, /^session-workbench: the output cannot be written: ENOSPC: [^\n]*\n$/);
      const { stderr } = await called('a reader that has gone', args);
      assert.match(stderr, /^session-workbench: stdout was closed before all was read from it, [^\n]*\nstatus 2\n$/);
    }
  });

  it('mcp ends with 2 and one sentence when its client reads no answers', async () => {
    const input = `${JSON.stringify(INITIALIZE)}\n`;
    const full = await called('stdout on a full disk', ['mcp'], input);
    assert.equal(full.code, 2);
    assert.match(full.stderr, /^session-workbench: the output cannot be written: ENOSPC: [^\n]*\n$/);
    const { stderr } = await called('a reader that has gone', ['mcp'], input);
    assert.match(stderr, /^session-workbench: stdout was closed, [^\n]*\nstatus 2\n$/);
  });

  it('exec runs its command with the streams that it has', async () => {
    const file = scratch.path('ran');
    for (const streams of Object.keys(STREAMS) as Streams[]) {
      const { code } = await called(streams, ['exec', '--', 'sh', '-c', 'touch ran; exit 7']);
      assert.ok(fs.existsSync(file), streams);
      if (streams !== 'a reader that has gone') assert.equal(code, 7, streams);
      fs.rmSync(file);
    }
  });

  it('what should come on stdin is asked for when stdin is closed', async () => {
    for (const args of [['check', '-'], ['decode', '-'], ['decode']]) {
      const { code, stdout, stderr } = await called('a stdin that is closed', args);
      assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
      assert.match(stderr, /^session-workbench: stdin is closed, or leads to an empty device; [^\n]*\n$/);
    }
  });

  it('a report goes to what a shell has opened', async () => {
    const { code, stdout, stderr } = await new Promise<Ended>((resolve) => {
      const words =
        '"$0" "$@" --format unix=/dev/stderr --format json=/dev/fd/5 --format sarif=/dev/fd/6 --format junit 5>fifth 6>>sixth';
      fs.writeFileSync(scratch.path('sixth'), 'first\n');
      const child = spawn('sh', ['-c', words, process.execPath, CLI, 'check', 'project'], { cwd: scratch.root });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (text) => {
        stdout += text;
      });
      child.stderr.on('data', (text) => {
        stderr += text;
      });
      child.on('close', (code) => resolve({ code, stdout, stderr }));
    });
    assert.equal(code, 1, stderr);
    assert.match(stdout, /<testsuites/);
    assert.equal(stderr.split('\n').filter((each) => each.includes('[mobi/2]')).length, 50);
    assert.equal(JSON.parse(fs.readFileSync(scratch.path('fifth'), 'utf8')).summary.invalid, 50);
    const [first, ...rest] = fs.readFileSync(scratch.path('sixth'), 'utf8').split('\n');
    assert.equal(first, 'first');
    assert.equal(JSON.parse(rest.join('\n')).version, '2.1.0');
  });
});

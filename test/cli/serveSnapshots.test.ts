import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { onPosix } from '../disk/temporaryFolder';
import { CLI, run, Scratch } from './commandLine';
import { startedCommands } from './startedCommand';

describe('the snapshots of serve', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
    scratch.file('server.json', JSON.stringify({ web: {} }));
  });
  afterEach(() => scratch.remove());
  const start = startedCommands(() => scratch.root);
  const serve = (...args: string[]) => start(['serve', '--config', 'server.json', '--json', ...args]);
  const text = (file: string) => fs.readFileSync(scratch.path(file), 'utf8');
  const names = () => fs.readdirSync(scratch.root).sort();

  const refused = async (args: readonly string[], words: RegExp) => {
    const { code, stdout, stderr } = await run(['serve', '--config', 'server.json', ...args], { cwd: scratch.root });
    assert.match(stderr, words);
    assert.match(stderr, /^session-workbench: [^\n]+\n$/, 'one line');
    assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
  };

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    onPosix(`serve writes a snapshot for its owner alone at ${signal}, and the next one goes on with it`, async () => {
      const first = serve('--import', 's.json', '--export-on-exit', 's.json');
      const fault = await new HttpControlClient(await first.address()).addFault({
        kind: 'delay',
        delayMs: 1,
        scope: { session: 'needle' },
      });
      const ended = await first.end(signal);
      assert.equal(ended.code, 0, ended.stderr);
      assert.match(ended.stderr, /s\.json is not there yet\. The server begins empty/);
      assert.equal(fs.statSync(scratch.path('s.json')).mode & 0o777, 0o600);
      assert.deepEqual(names(), ['s.json', 'server.json']);
      const second = serve('--import', 's.json', '--export-on-exit', 's.json');
      const state = await new HttpControlClient(await second.address()).state();
      assert.deepEqual(state.faults, [fault]);
      // What was answered before is no answer of this server.
      assert.equal((await second.end()).stderr, '');
    });
  }

  onPosix('serve writes its snapshot when the signal goes to all processes of the command, as by Ctrl+C', async () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      const args = ['serve', '--config', 'server.json', '--json', '--export-on-exit', `${signal}.json`];
      const child = spawn(process.execPath, [CLI, ...args], { cwd: scratch.root, detached: true });
      child.stderr.resume();
      await once(child.stdout, 'data');
      process.kill(-Number(child.pid), signal);
      assert.deepEqual(await once(child, 'exit'), [0, null]);
      assert.equal(JSON.parse(text(`${signal}.json`)).version, 2);
    }
  });

  onPosix('serve closes a snapshot that others could read, and follows a link to it', async () => {
    scratch.file('kept.json', '{"version":2,"entries":[],"logs":[]}');
    fs.chmodSync(scratch.path('kept.json'), 0o644);
    fs.symlinkSync('kept.json', scratch.path('link.json'));
    const command = serve('--export-on-exit', 'link.json');
    await command.address();
    assert.equal((await command.end()).code, 0);
    assert.ok(fs.lstatSync(scratch.path('link.json')).isSymbolicLink());
    assert.equal(fs.statSync(scratch.path('kept.json')).mode & 0o777, 0o600);
  });

  it('serve does not touch the file of --export-on-exit at the start, and leaves nothing beside it', async () => {
    const before = '{ "logs": [], "version": 2, "entries": [] }';
    scratch.file('s.json', before);
    const command = serve('--export-on-exit', 's.json');
    await command.address();
    assert.equal(text('s.json'), before);
    await command.end('SIGKILL');
    assert.deepEqual(names(), ['s.json', 'server.json']);
    assert.equal(text('s.json'), before);
  });

  for (const [what, content, words] of [
    ['nothing', undefined, /--import names .*s\.json, which is not there; leave --import out, or name the same file/],
    ['an empty file', '', /s\.json:1:1 is not well-formed JSON/],
    ['no JSON', '{\n "a": x}', /s\.json:2:7 is not well-formed JSON/],
    ['another JSON', '{"version":2}', /s\.json, which is no snapshot of a server; give a file that --export-on-exit/],
    ['a list', '[]', /which is no snapshot of a server/],
    ['too much depth', '['.repeat(9_999), /--import: .*s\.json/],
    [
      'a snapshot of another system',
      '{"version":2,"entries":[{"space":"mendix.session","key":"a","value":1}],"logs":[]}',
      /--import names .*s\.json, which the server refuses: .*mendix/,
    ],
  ] as const) {
    it(`serve refuses to import ${what}`, async () => {
      if (content !== undefined) scratch.file('s.json', content);
      await refused(['--import', 's.json'], words);
    });
  }

  it('serve refuses to import a folder', () => refused(['--import', '.'], /--import names .*, which is a folder/));

  for (const [what, file, content] of [
    ['a session file', 'a', '{"application":{"id":"x"},"session":{"id":"a"}}'],
    ['a scenario', 'a.scenario.json', '{"name":"x","actors":{},"steps":[]}'],
    ['its configuration', 'server.json', undefined],
    ['a text', 'a.txt', 'hello'],
  ] as const) {
    it(`serve refuses to write its snapshot over ${what}`, async () => {
      if (content !== undefined) scratch.file(file, content);
      const before = text(file);
      await refused(
        ['--export-on-exit', file],
        /--export-on-exit names .*, which is no snapshot of a server and is left/,
      );
      assert.equal(text(file), before);
    });
  }

  it('serve says at its start why a snapshot could not be written', async function () {
    if (process.platform === 'win32') this.skip();
    await refused(['--export-on-exit', 'none/s.json'], /is in a folder that is not there; make the folder/);
    await refused(['--export-on-exit', 'server.json/s.json'], /server\.json.s\.json/);
    await refused(['--export-on-exit', '.'], /is a folder; give a regular file/);
    scratch.file('ro.json', '{"version":2,"entries":[],"logs":[]}');
    fs.chmodSync(scratch.path('ro.json'), 0o444);
    await refused(['--export-on-exit', 'ro.json'], /is read-only; make it writable/);
    fs.symlinkSync('loop.json', scratch.path('loop.json'));
    await refused(['--export-on-exit', 'loop.json'], /loop\.json/);
    if (process.getuid?.() !== 0) this.skip();
    const closed = scratch.folder('closed');
    fs.chmodSync(closed, 0o555);
    const { code, stderr } = await run(
      ['serve', '--config', scratch.path('server.json'), '--export-on-exit', 's.json'],
      {
        cwd: closed,
        uid: 65534,
      },
    );
    assert.equal(code, 2);
    assert.match(stderr, /s\.json, which may not be written; give yourself the permission/);
  });

  it('serve keeps the old snapshot and ends with 2 when the disk is full', async function () {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) this.skip();
    const disk = scratch.folder('disk');
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status !== 0) this.skip();
    try {
      const old = '{"version":2,"entries":[],"logs":[]}';
      scratch.file('disk/s.json', old);
      const command = serve('--export-on-exit', 'disk/s.json', '--quiet');
      const { url } = await command.address();
      for (let times = 0; times < 200; times++) await fetch(`${url}/${times}`);
      const { code, stderr } = await command.end();
      assert.equal(code, 2);
      assert.match(
        stderr,
        /^session-workbench: --export-on-exit names .*s\.json, which does not fit on its disk[^\n]*\n$/,
      );
      assert.equal(text('disk/s.json'), old);
      assert.deepEqual(fs.readdirSync(disk), ['s.json']);
    } finally {
      spawnSync('umount', [disk]);
    }
  });

  onPosix('a snapshot that cannot be taken any more is told, and the old one stays', async () => {
    scratch.file('s.json', '{"version":2,"entries":[],"logs":[]}');
    const command = serve('--export-on-exit', 's.json');
    const { pid } = await command.address();
    process.kill(pid, 'SIGSTOP');
    command.child.kill('SIGINT');
    // A second one ends it at once, which is not what a terminal sends twice.
    const again = setInterval(() => command.child.kill('SIGINT'), 100);
    const { code, stderr } = await command.ended;
    clearInterval(again);
    process.kill(pid, 'SIGKILL');
    assert.equal(code, 2);
    assert.match(stderr, /ended at once; what was still to be written is not written/);
    assert.equal(text('s.json').length, 36);
  });

  it('a relative file of a snapshot is that of the working directory', async () => {
    const command = serve('--export-on-exit', path.join('.', 's.json'));
    await command.address();
    await command.end();
    if (process.platform !== 'win32') assert.ok(fs.existsSync(scratch.path('s.json')));
  });
});

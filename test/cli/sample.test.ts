import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { sampleFiles } from '../../src/core/sample/sampleFiles';
import { writeSample } from '../../src/disk/writeSample';
import { onPosix } from '../disk/temporaryFolder';
import { CLI, run, Scratch } from './commandLine';

/** Every path below a folder with its time of change and content, as one text; sorted. */
function fingerprint(folder: string): string {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const lines = ['', ...names].map((name) => {
    const file = path.join(folder, name);
    const stats = fs.statSync(file);
    const content = stats.isFile() ? createHash('sha256').update(fs.readFileSync(file)).digest('hex') : 'folder';
    return `${name.split(path.sep).join('/')} ${stats.mtimeMs} ${content}`;
  });
  return lines.join('\n');
}

async function sample(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(['sample', ...args]);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  return stdout.trimEnd();
}

describe('sample', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.remove());

  it('sample prints where the sample is and nothing else', async () => {
    const relative = await run(['sample', 'new/place'], { cwd: scratch.root });
    assert.deepEqual(relative, { code: 0, stdout: `${scratch.path('new', 'place', 'MobileApps')}\n`, stderr: '' });
    const named = scratch.folder('other', 'MobileApps');
    assert.equal(await sample(named), named);
  });

  it('sample makes the same tree for the same seed, times included, and another for another', async () => {
    const args = ['--sessions', '100', '--faults', '30'];
    const [first, second, third] = await Promise.all([
      sample(scratch.path('1'), ...args, '--seed', '7'),
      sample(scratch.path('2'), ...args, '--seed', '7'),
      sample(scratch.path('3'), ...args, '--seed', '8'),
    ]);
    assert.equal(fingerprint(first), fingerprint(second));
    assert.notEqual(fingerprint(first), fingerprint(third));
  });

  it('sample makes 60 sessions, a fifth of them at fault, with seed 1, unless told otherwise', async () => {
    const plain = await sample(scratch.path('1'));
    const told = await sample(scratch.path('2'), '--sessions', '60', '--faults', '20', '--seed', '1');
    assert.equal(fingerprint(plain), fingerprint(told));
  });

  onPosix('sample leaves nothing behind where no more can be written, and can be tried again', async () => {
    const limited = ['-c', 'ulimit -f 0; exec "$0" "$@"', process.execPath, CLI, 'sample', scratch.path('full')];
    const { status, stderr } = spawnSync('sh', limited, { encoding: 'utf8' });
    assert.equal(status, 2);
    assert.match(stderr, /^session-workbench: [^\n]+\n$/);
    assert.deepEqual(fs.readdirSync(scratch.path('full')), []);
    await sample(scratch.path('full'));
  });

  it('a sample that fails on its way removes what it has made, and nothing else', async () => {
    const options = { sessions: 300, damaged: 20, seed: 1 };
    for (const folder of [scratch.path('new', 'MobileApps'), scratch.folder('there', 'MobileApps')]) {
      const other = path.join(folder, 'of-another');
      const fail = () => {
        assert.ok(fs.readdirSync(folder).length > 0);
        if (folder.includes('there')) fs.mkdirSync(other);
        throw new Error('the disk is gone');
      };
      await assert.rejects(writeSample(folder, options, fail), /the disk is gone/);
      assert.deepEqual(fs.existsSync(folder) && fs.readdirSync(folder), folder.includes('there') && ['of-another']);
    }
  });

  it('sample refuses a folder that is not empty, and leaves it as it was', async () => {
    scratch.file('MobileApps/key.mobileapp', 'mine');
    const { code, stdout, stderr } = await run(['sample', scratch.root]);
    assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
    assert.match(stderr, /^session-workbench: .*MobileApps is not empty; name another folder[^\n]*\n$/);
    assert.deepEqual(fs.readdirSync(scratch.path('MobileApps')), ['key.mobileapp']);
  });

  for (const [what, make, words] of [
    ['a file', (place: string) => fs.writeFileSync(place, ''), 'is a file; give a folder'],
    ['a pipe', (place: string) => execFileSync('mkfifo', [place]), 'is a pipe (FIFO); give a folder'],
    ['a link to nowhere', (place: string) => fs.symlinkSync('nowhere', place), 'is a link that leads nowhere; mend'],
    ['a link to itself', (place: string) => fs.symlinkSync(place, place), 'is a link that leads back to itself; mend'],
  ] as const) {
    onPosix(`sample refuses a place where something is in the way: ${what}`, async () => {
      const place = scratch.path('x');
      make(place);
      const { code, stderr } = await run(['sample', path.join(place, 'below')]);
      assert.equal(code, 2);
      assert.ok(
        stderr.startsWith(`session-workbench: ${place}/below/MobileApps cannot be made: ${place} ${words}`),
        stderr,
      );
    });
  }

  it('sample makes what check finds, file by file', async () => {
    const options = { sessions: 2000, damaged: 40, seed: 3 };
    const flags = ['--sessions', '2000', '--faults', '40', '--seed', '3'];
    const folder = await sample(scratch.root, ...flags);
    const { code, stdout } = await run(['check', folder, '--format', 'json']);
    assert.equal(code, 1);
    const report = JSON.parse(stdout);
    const found = new Map<string, string[]>();
    for (const { file, code } of report.findings) found.set(file, [...(found.get(file) ?? []), code]);
    const wrong: object[] = [];
    let files = 0;
    for (const { application, name, expected } of sampleFiles(options)) {
      const file = `${application}/${name}`;
      const codes = found.get(file);
      found.delete(file);
      if (expected) files++;
      if (String(codes ?? []) !== String(expected ?? [])) wrong.push({ file, codes, expected });
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual([...found], [], 'no finding in a file that is not of the sample');
    assert.deepEqual([files, report.summary.files, report.summary.invalid], [2000, 2000, 800]);
    assert.equal(Object.keys(report.summary.findings).length, 10, 'every code occurs');
  });

  it('sample makes no finding at all with --faults 0', async () => {
    const folder = await sample(scratch.root, '--faults', '0', '--sessions', '500');
    const { code, stdout } = await run(['check', folder, '--format', 'json']);
    assert.equal(code, 0);
    const { findings, summary } = JSON.parse(stdout);
    assert.deepEqual(findings, []);
    assert.equal(summary.files, 500);
    assert.ok(summary.pending > 0 && summary.accepted > summary.pending);
  });

  it('sample can make an empty folder, and one that is at fault throughout', async () => {
    const none = await sample(scratch.path('none'), '--sessions', '0');
    assert.equal((await run(['check', none])).code, 0);
    const all = await sample(scratch.path('all'), '--sessions', '40', '--faults', '100');
    const { summary } = JSON.parse((await run(['check', all, '--format', 'json'])).stdout);
    assert.deepEqual([summary.files, summary.invalid], [40, 40]);
  });
});

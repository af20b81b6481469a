import assert from 'node:assert/strict';
import fs from 'node:fs';
import { onPosix } from '../disk/temporaryFolder';
import { run, Scratch } from './commandLine';

const FILE = 'session-workbench.json';

interface Told {
  readonly code: string;
  readonly severity: string;
  readonly file: string;
}

describe('what session-workbench.json decides on the command line', () => {
  let scratch: Scratch;
  beforeEach(async () => {
    scratch = new Scratch();
    await run(['sample', scratch.path('project/Data/MobileApps'), '--sessions', '60', '--faults', '50', '--seed', '3']);
  });
  afterEach(() => scratch.remove());

  async function findings(args: readonly string[] = [], cwd = 'project'): Promise<Told[]> {
    const { stdout, stderr } = await run(['check', '--format', 'json', ...args], { cwd: scratch.path(cwd) });
    assert.equal(stderr, '');
    return JSON.parse(stdout).findings;
  }

  const codes = (told: readonly Told[]) => [...new Set(told.map(({ code }) => code))].sort();

  it('a hint that is off is nowhere, one that is a warning is told as one, and errors stay', async () => {
    const before = await findings();
    const hints = codes(before).filter((code) => code.startsWith('hint/'));
    assert.ok(hints.length >= 2, hints.join());
    for (const hint of hints) {
      scratch.file(`project/${FILE}`, JSON.stringify({ hints: { [hint]: 'off' } }));
      const without = await findings();
      assert.deepEqual(
        without,
        before.filter(({ code }) => code !== hint),
      );
      scratch.file(`project/${FILE}`, JSON.stringify({ hints: { [hint]: 'warning' } }));
      const warned = await findings();
      assert.deepEqual(
        warned,
        before.map((each) => (each.code === hint ? { ...each, severity: 'warning' } : each)),
      );
    }
  });

  it('a warning is one in SARIF and for GitHub', async () => {
    const hint = codes(await findings()).find((code) => code.startsWith('hint/')) as string;
    scratch.file(`project/${FILE}`, JSON.stringify({ hints: { [hint]: 'warning' } }));
    const as = async (format: string) =>
      (await run(['check', '--format', format], { cwd: scratch.path('project') })).stdout;
    const { results } = JSON.parse(await as('sarif')).runs[0];
    assert.ok(
      results.some((each: { ruleId: string; level: string }) => each.ruleId === hint && each.level === 'warning'),
    );
    assert.match(await as('github'), /^::warning /m);
  });

  it('a file or folder that is ignored is not looked at, from wherever the check is called', async () => {
    const [first] = (await findings()).map(({ file }) => file);
    const [application, name] = (first as string).split('/');
    for (const [glob, gone] of [
      [name, (file: string) => file.endsWith(`/${name}`)],
      [`Data/MobileApps/${application}`, (file: string) => file.startsWith(`${application}/`)],
    ] as const) {
      scratch.file(`project/${FILE}`, '{}');
      const before = await findings();
      scratch.file(`project/${FILE}`, JSON.stringify({ ignore: [glob] }));
      const files = before.map(({ file }) => file).filter((file) => !gone(file));
      for (const cwd of ['project', 'project/Data']) {
        const after = (await findings([], cwd)).map(({ file }) => file);
        assert.ok(!after.some(gone), `${glob} in ${cwd}`);
        assert.ok(after.length > 0 && after.length <= files.length);
      }
    }
  });

  it('nothing is repaired for a hint that is off', async () => {
    const root = scratch.path('project/Data/MobileApps');
    const application = fs.readdirSync(root).find((each) => /^[^.].*\./.test(each)) as string;
    scratch.file(`project/${FILE}`, JSON.stringify({ hints: { 'hint/bom': 'off' } }));
    const folder = `${root}/${application}`;
    const name = fs.readdirSync(folder).find((each) => /^[0-9a-f]{40}$/.test(each)) as string;
    fs.writeFileSync(`${folder}/${name}`, `\ufeff${fs.readFileSync(`${folder}/${name}`, 'utf8')}`);
    const fixed = async () => (await run(['fix', '--dry-run'], { cwd: scratch.path('project') })).stdout;
    assert.doesNotMatch(await fixed(), /hint\/bom/);
  });

  it('a schema of the configuration is relative to it, and --schema comes first', async () => {
    scratch.file('schemas/none.json', '{"not":{}}');
    scratch.file('all.json', '{}');
    scratch.file(FILE, JSON.stringify({ schema: 'schemas/none.json' }));
    assert.ok(codes(await findings()).includes('mobi/3'));
    assert.ok(!codes(await findings(['--schema', scratch.path('all.json')])).includes('mobi/3'));
    scratch.file(FILE, JSON.stringify({ schema: 'gone.json' }));
    const { code, stderr } = await run(['check'], { cwd: scratch.path('project') });
    assert.deepEqual([code, stderr.split('\n').length], [2, 2]);
    assert.match(stderr, /gone\.json cannot be used/);
  });

  it('the nearest configuration holds, and --config names another one', async () => {
    scratch.file(FILE, '{"prot":1}');
    scratch.file(`project/${FILE}`, '{}');
    await findings();
    const { code, stderr } = await run(['check', '--config', `../${FILE}`], { cwd: scratch.path('project') });
    assert.equal(code, 2);
    assert.ok(stderr.startsWith(`session-workbench: ${scratch.path(FILE)}:1:2: `), stderr);
  });

  it('each fault of a configuration is a line, and the exit status is 2', async () => {
    scratch.file(FILE, '{\n"hints": {"mobi/1": "off"},\n"ignore": 5\n}');
    for (const command of ['check', 'fix']) {
      const { code, stdout, stderr } = await run([command], { cwd: scratch.path('project') });
      assert.deepEqual([code, stdout], [2, ''], command);
      const places = stderr
        .trimEnd()
        .split('\n')
        .map((each) => /\.json:(\d+:\d+): /.exec(each)?.[1]);
      assert.deepEqual(places, ['2:11', '3:11'], stderr);
    }
  });

  it('a folder in the place of the configuration is told and not passed over', async () => {
    scratch.folder(`project/${FILE}`);
    const { code, stderr } = await run(['check'], { cwd: scratch.path('project/Data') });
    assert.equal(code, 2);
    assert.match(stderr, /^session-workbench: [^\n]*session-workbench\.json is a folder; give a regular file\n$/);
  });

  for (const [what, target, words] of [
    ['a link that leads nowhere', 'gone', /leads nowhere/],
    ['a link to itself', FILE, /leads back to itself/],
  ] as const) {
    onPosix(`${what} in the place of the configuration is told and not passed over`, async () => {
      fs.symlinkSync(target, scratch.path(`project/${FILE}`));
      const { code, stderr } = await run(['check'], { cwd: scratch.path('project') });
      assert.equal(code, 2);
      assert.match(stderr, words);
    });
  }

  it('a configuration that is too large is told with the limit', async () => {
    scratch.file(FILE, `{"ignore":["${'a'.repeat(4_100_000)}"]}`);
    const { code, stderr } = await run(['check'], { cwd: scratch.path('project') });
    assert.equal(code, 2);
    assert.match(stderr, /more than the .* that may be read; make the file smaller/);
    assert.ok(stderr.length < 500);
  });
});

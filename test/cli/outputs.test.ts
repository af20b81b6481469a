import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Log } from 'sarif';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { run, Scratch, seedWith } from './commandLine';
import { readXml } from './xml';

const PLACE = `MobileApps/${SEED_APPLICATION}/${SEED_NAME}`;

describe('check --format NAME=FILE', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.remove());

  const call = (args: readonly string[], env = {}, cwd = scratch.root) => run(['check', ...args], { cwd, env });
  /** The seed with an error and a hint. */
  const damage = (folder = 'MobileApps') =>
    scratch.seed(folder, seedWith('"accepted"', '"acepted"').replace('"simulator":true', '"jb":true'));
  const read = (name: string) => fs.readFileSync(scratch.path(name), 'utf8');

  it('check writes several formats at once, each to its file, and one to stdout', async () => {
    damage();
    const args = ['pretty', 'json=out/deep/a.json', 'sarif=a.sarif', 'junit=a.xml', 'unix=a.txt', 'github=a=b.log'];
    const { code, stdout, stderr } = await call(args.flatMap((each) => ['--format', each]));
    assert.deepEqual([code, stderr], [1, '']);
    assert.match(stdout, /✖ 1 of 1 session file in 1 MobileApps folder at fault/);
    assert.ok(!stdout.includes('{'));
    assert.equal(JSON.parse(read('out/deep/a.json')).findings.length, 2);
    assert.equal((JSON.parse(read('a.sarif')) as Log).runs[0]?.results?.length, 2);
    const suites = readXml(read('a.xml'));
    for (const suite of suites.children) {
      assert.match(suite.attributes.time ?? '', /^\d+(\.\d+)?$/);
      for (const test of suite.children) assert.match(test.attributes.time ?? '', /^\d+(\.\d+)?$/);
    }
    assert.equal(
      read('a.txt'),
      `${PLACE}:27:10: error: "status" must be one of "accepted", "pending"; it is "acepted". [mobi/3]\n` +
        `${PLACE}:20:8: hint: This device is jailbroken. [hint/jailbroken]\n`,
    );
    assert.match(read('a=b.log'), /^::error file=/);
    assert.deepEqual(fs.readdirSync(scratch.root).sort(), [
      'MobileApps',
      'a.sarif',
      'a.txt',
      'a.xml',
      'a=b.log',
      'out',
    ]);
  });

  it('check --output writes the one format to a file, over an older report, and nothing to stdout', async () => {
    damage();
    scratch.file('report.json', 'an older one');
    fs.chmodSync(scratch.path('report.json'), 0o640);
    fs.symlinkSync('report.json', scratch.path('link.json'));
    const { code, stdout, stderr } = await call(['--format', 'json', '--output', 'link.json']);
    assert.deepEqual([code, stdout, stderr], [1, '', '']);
    assert.equal(JSON.parse(read('report.json')).findings.length, 2);
    assert.ok(fs.lstatSync(scratch.path('link.json')).isSymbolicLink());
    if (process.platform !== 'win32') assert.equal(fs.statSync(scratch.path('report.json')).mode & 0o777, 0o640);
    assert.equal((await call(['--output', '-'])).stdout.includes('at fault'), true);
  });

  const kept: [what: string, file: string, text: string][] = [
    ['a session file', PLACE, SEED_SESSION],
    ['a session file that is at fault', PLACE, '{'],
    ['the place of a session file', `MobileApps/${SEED_APPLICATION}/deadbeef01`, ''],
    ['a session file with another name', 'copy.json', SEED_SESSION],
    ['a scenario file', 'a.scenario.json', '{}'],
    ['a scenario file with another name', 'flow.json', '{"name":"x","actors":{},"steps":[]}'],
    ['the configuration', 'session-workbench.json', '{}'],
    ['the configuration in another case', 'Session-Workbench.JSON', '{}'],
  ];
  for (const [what, file, text] of kept) {
    it(`check writes no report over ${what}, not even by a link, and reads nothing before it says so`, async () => {
      damage('other/MobileApps');
      if (text !== '') scratch.file(file, text);
      else scratch.folder(path.dirname(file));
      fs.symlinkSync(scratch.path(path.dirname(file)), scratch.path('link'), 'junction');
      for (const name of [file, path.join('link', path.basename(file))]) {
        for (const args of [['--format', `json=${name}`, '--format', 'pretty']]) {
          const { code, stdout, stderr } = await call(['other', ...args]);
          assert.deepEqual([code, stdout], [2, ''], name);
          assert.match(
            stderr,
            /^session-workbench: [^\n]+ is [^\n]+, which no report is written over; name another file\n$/,
          );
        }
      }
      if (text !== '') assert.equal(read(file), text);
    });
  }

  const refusals: [what: string, args: string[], words: RegExp][] = [
    ['two formats on stdout', ['--format', 'json', '--format', 'unix'], /json and unix would be mixed on stdout/],
    ['two formats on stdout, one by its sign', ['--format', 'json', '--format', 'unix=-'], /would be mixed on stdout/],
    ['two formats in one file', ['--format', 'json=r', '--format', 'unix=./r'], /r and \.\/r are one file/],
    ['two formats in one file by case', ['--format', 'json=r', '--format', 'unix=R'], /are one file/],
    ['two formats in one file by a link', ['--format', 'json=a/r', '--format', 'unix=link/r'], /are one file/],
    ['one format with two files', ['--format', 'json=a', '--output', 'b'], /--output names the file of one format/],
    [
      'one file for several formats',
      ['--format', 'json', '--format', 'unix', '--output', 'b'],
      /--output names the file/,
    ],
    ['a format without a file behind the sign', ['--format', 'json='], /Name a file/],
    ['a format that is none with a file', ['--format', 'yaml=a'], /Allowed choices are pretty, unix, json/],
    ['an empty file', ['--output', ''], /--output names no file/],
    ['a folder', ['--output', 'a'], /a is a folder; name a file/],
    ['a folder that is not there', ['--output', 'b/'], /b\/ is a folder; name a file/],
    ['a link that leads nowhere', ['--output', 'dead'], /is a link that leads nowhere/],
  ];
  for (const [what, args, words] of refusals) {
    it(`check refuses ${what}, in one line`, async () => {
      damage();
      scratch.folder('a');
      fs.symlinkSync(scratch.path('a'), scratch.path('link'), 'junction');
      fs.symlinkSync(scratch.path('nowhere'), scratch.path('dead'));
      const { code, stdout, stderr } = await call(args);
      assert.deepEqual([code, stdout], [2, ''], stderr);
      assert.match(stderr, words);
      assert.match(stderr, /^session-workbench: [^\n]+\n$/);
      assert.deepEqual(fs.readdirSync(scratch.path('a')), []);
    });
  }

  it('check writes the other formats when one file cannot be written, and says how to mend it', async function () {
    if (process.platform !== 'linux') this.skip();
    damage();
    scratch.file('file', '');
    const places = ['/dev/full', '/proc/nowhere/deep/report', 'file/report', `${'x'.repeat(300)}`];
    const { code, stdout, stderr } = await call([
      ...places.flatMap((each) => ['--format', `json=${each}`]),
      '--format',
      'unix=good.txt',
      '--format',
      'pretty',
    ]);
    assert.equal(code, 2);
    assert.match(stdout, /at fault/);
    assert.equal(read('good.txt').split('\n').length, 3);
    const lines = stderr.trimEnd().split('\n');
    assert.equal(lines.length, places.length, stderr);
    for (const line of lines) assert.match(line, /^session-workbench: \S+ could not be written: E[A-Z]+: .+; .+$/);
    assert.deepEqual(fs.readdirSync(scratch.root).sort(), ['MobileApps', 'file', 'good.txt']);
  });

  it('check --fail-on hint counts hints, and --quiet leaves out what does not count', async () => {
    scratch.seed('MobileApps', `\ufeff${SEED_SESSION}`);
    const codes = async (...args: string[]) => {
      const { code, stdout } = await call(args);
      return [code, /bom/.test(stdout), stdout === ''];
    };
    assert.deepEqual(await codes(), [0, true, false]);
    assert.deepEqual(await codes('--fail-on', 'error'), [0, true, false]);
    assert.deepEqual(await codes('--fail-on', 'warning'), [0, true, false]);
    assert.deepEqual(await codes('--fail-on', 'hint'), [1, true, false]);
    for (const format of ['pretty', 'unix', 'github']) {
      assert.deepEqual(await codes('--quiet', '--format', format), [0, false, true]);
      assert.deepEqual(await codes('--quiet', '--fail-on', 'hint', '--format', format), [1, true, false]);
    }
    assert.deepEqual(await codes('--quiet', '--format', 'json'), [0, true, false]);
  });

  describe('in a pipeline', () => {
    for (const [what, git] of [
      ['a folder', (at: string) => scratch.folder(at, '.git')],
      ['a file', (at: string) => scratch.file(path.join(at, '.git'), 'gitdir: elsewhere')],
    ] as const) {
      it(`SARIF and annotations are from the root of the repository in any folder of it, where .git is ${what}`, async () => {
        git('repo');
        damage('repo/app ä%/Data/MobileApps');
        const file = `app ä%/Data/${PLACE}`;
        const uri = file.split('/').map(encodeURIComponent).join('/');
        for (const cwd of ['repo', 'repo/app ä%', 'repo/app ä%/Data/MobileApps']) {
          const given = [scratch.path('repo/app ä%')];
          const sarif = JSON.parse((await call([...given, '--format', 'sarif'], {}, scratch.path(cwd))).stdout) as Log;
          const [log] = sarif.runs;
          assert.equal(
            log?.originalUriBaseIds?.['%SRCROOT%']?.uri,
            pathToFileURL(scratch.path('repo') + path.sep).href,
          );
          const { artifactLocation } = log?.results?.[0]?.locations?.[0]?.physicalLocation ?? {};
          assert.deepEqual(artifactLocation, { uri, uriBaseId: '%SRCROOT%' });
          const github = (await call([...given, '--format', 'github'], {}, scratch.path(cwd))).stdout;
          assert.ok(github.startsWith(`::error file=${file.replaceAll('%', '%25')},line=27,`), github);
          assert.ok(github.includes(`\n${file}:27:10: error: `), github);
        }
      });
    }

    it('GitHub gets ten annotations of each kind, all findings as lines, and a table in the summary of the step', async () => {
      for (let at = 0; at < 15; at++) {
        const id = `dead${at.toString(16).padStart(4, '0')}`;
        scratch.file(`MobileApps/app|<b>*${at}/${id}`, '{');
        scratch.file(`MobileApps/${SEED_APPLICATION}/${SEED_NAME} (${at})`, SEED_SESSION);
      }
      scratch.file('summary', 'what another wrote\n');
      const { code, stdout, stderr } = await call(['--format', 'github'], {
        GITHUB_STEP_SUMMARY: scratch.path('summary'),
      });
      assert.deepEqual([code, stderr], [1, '']);
      const lines = stdout.trimEnd().split('\n');
      assert.equal(lines.filter((line) => line.startsWith('::error ')).length, 10);
      assert.equal(lines.filter((line) => line.startsWith('::notice ')).length, 10);
      assert.equal(lines.filter((line) => /^MobileApps\/.*:\d+:\d+: (error|hint): /.test(line)).length, 30);
      const summary = read('summary');
      assert.ok(summary.startsWith('what another wrote\n### ❌ Session files: 15 of 15 session files at fault\n'));
      const severities = [...summary.matchAll(/^\| (error|hint) \|/gm)].map(([, severity]) => severity);
      assert.deepEqual(severities, [...Array(15).fill('error'), ...Array(15).fill('hint')]);
      assert.ok(summary.includes('app\\|&lt;b&gt;\\*14/'), summary);
      assert.ok(!summary.includes('<b>'));
    });

    it('a summary that cannot be written is told, and changes nothing', async () => {
      damage();
      const { code, stderr } = await call(['--format', 'github'], { GITHUB_STEP_SUMMARY: scratch.root });
      assert.equal(code, 1);
      assert.match(
        stderr,
        /^session-workbench: the summary for GITHUB_STEP_SUMMARY could not be written: EISDIR[^\n]+; [^\n]+\n$/,
      );
      fs.writeFileSync(scratch.path('full'), 'x'.repeat(999_900));
      const full = await call(['--format', 'github'], { GITHUB_STEP_SUMMARY: scratch.path('full') });
      assert.equal(full.code, 1);
      assert.match(
        full.stderr,
        /^session-workbench: nothing was added to the summary for GITHUB_STEP_SUMMARY: its file has 999900 B, [^\n]+; [^\n]+\n$/,
      );
      assert.equal(fs.statSync(scratch.path('full')).size, 999_900);
    });

    it('the summary of the step names twenty files that could not be read, and counts the others', async function () {
      if (process.platform === 'win32') this.skip();
      for (let at = 0; at < 23; at++) {
        // Without a block on the disk.
        const file = scratch.file(`MobileApps/a.<b>/dead${at.toString(16).padStart(4, '0')}`, '');
        fs.truncateSync(file, 200_000_000);
      }
      const env = { GITHUB_STEP_SUMMARY: scratch.path('summary') };
      const { code, stderr } = await call(['--format', 'github'], env);
      assert.equal(code, 2, stderr);
      const summary = read('summary');
      assert.match(summary, /^### ❌ Session files: /);
      assert.match(summary, /\n23 could not be read:\n\n- MobileApps\/a\.&lt;b&gt;\/dead0000: /);
      assert.equal(summary.match(/^- MobileApps/gm)?.length, 20);
      assert.match(summary, /\n- and 3 more\n/);
    });

    it('a run of SARIF has 25,000 results at most, errors first, and the summary of the step fits', async function () {
      if (process.platform === 'win32') this.skip();
      const folder = scratch.folder('MobileApps', 'a.b');
      // A hint and errors, so that there are more findings than files.
      const text = `\ufeff${SEED_SESSION.replace('"status":"accepted"', '"status":"x"')}`;
      for (let at = 0; at < 9000; at++) fs.writeFileSync(path.join(folder, (0xdead0000 + at).toString(16)), text);
      const args = ['--format', 'sarif=a.sarif', '--format', 'json=a.json', '--format', 'github'];
      const { code } = await call(args, { GITHUB_STEP_SUMMARY: scratch.path('summary') });
      assert.equal(code, 1);
      const all = JSON.parse(read('a.json')).findings as { severity: string }[];
      const errors = all.filter(({ severity }) => severity === 'error').length;
      assert.ok(all.length > 26_000 && errors > 25_000, `${all.length} ${errors}`);
      const [log] = (JSON.parse(read('a.sarif')) as Log).runs;
      assert.equal(log?.results?.length, 25_000);
      assert.ok(log?.results?.every(({ level }) => level === 'error'));
      const [{ level, message } = {}, ...more] = log?.invocations?.[0]?.toolExecutionNotifications ?? [];
      assert.deepEqual([level, more.length], ['warning', 0]);
      assert.match(message?.text ?? '', new RegExp(`^${all.length - 25_000} of ${all.length} findings are left out`));
      const prints = new Set(log?.results?.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints)));
      assert.equal(prints.size, 25_000);
      const summary = read('summary');
      assert.ok(Buffer.byteLength(summary) < 1024 * 1024);
      assert.match(summary, /more findings are in the log of the step\.\n/);
    });
  });
});

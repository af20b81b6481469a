import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Log } from 'sarif';
import { FORMATS } from '../../src/cli/formats/format';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { run, Scratch, seedWith } from './commandLine';
import { readXml } from './xml';

const FILE = `Data/MobileApps/${SEED_APPLICATION}/${SEED_NAME}`;
const TOKEN = /"token":"(.*)"/.exec(SEED_SESSION)?.[1] as string;
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
const ANSI = /\u001b/;
/** What CI servers take for a command wherever it stands. */
const CI_COMMAND = /##[\w.]*\[/;

describe('check --format', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.remove());

  const check = (format: string, env = {}) => run(['check', 'Data', '--format', format], { cwd: scratch.root, env });

  /** The seed with an error and a hint. */
  function damage(): void {
    scratch.seed('Data/MobileApps', seedWith('"accepted"', '"acepted"').replace('"simulator":true', '"jb":true'));
  }

  describe('pretty', () => {
    it('the format pretty shows where each finding is', async () => {
      damage();
      const { code, stdout, stderr } = await check('pretty');
      assert.deepEqual({ code, stderr }, { code: 1, stderr: '' });
      assert.equal(
        stdout.replace(/\d+ ms/, '5 ms'),
        `Data/MobileApps

  ${SEED_APPLICATION}
    ${SEED_NAME}
      27:10   error  mobi/3  "status" must be one of "accepted", "pending"; it is "acepted".
      27 | "status":"acepted",
         |          ^^^^^^^^^
      20:8    hint   hint/jailbroken  This device is jailbroken.
      20 |   "jb":true
         |        ^^^^

✖ 1 of 1 session file in 1 MobileApps folder at fault (1 hint, 5 ms)
  mobi/3 1, hint/jailbroken 1
`,
      );
    });

    it('the format pretty is one line when nothing is wrong', async () => {
      scratch.seed('Data/MobileApps', seedWith('"accepted"', '"pending"'));
      const { code, stdout } = await check('pretty');
      assert.equal(code, 0);
      assert.match(stdout, /^✔ 1 session file in 1 MobileApps folder, no error \(1 pending, \d+ ms\)\n$/);
    });

    it('the format pretty cuts a long line around the place, wide letters counted', async () => {
      const compact = JSON.stringify(JSON.parse(seedWith('iPhone X', '田中さんのiPhone')));
      scratch.seed('Data/MobileApps', compact.replace('"send":"link"', '"send":"lnk"'));
      const { stdout } = await check('pretty');
      const [line, marks] = stdout.split('\n').filter((each) => each.includes(' | ')) as [string, string];
      assert.ok(line.length <= 100, `${line.length}`);
      assert.equal(marks.trim(), `| ${marks.trim().slice(2)}`);
      assert.match(line, /^ {6}1 \| ….*"send":"lnk".*…$/);
      assert.equal(line.indexOf('"lnk"'), marks.indexOf('^'));
      assert.equal(marks.match(/\^+/)?.[0].length, '"lnk"'.length);
      scratch.seed('Data/MobileApps', compact.replace('"version":"11.3"', '"version":null'));
      const [wide, below] = (await check('pretty')).stdout.split('\n').filter((each) => each.includes(' | ')) as [
        string,
        string,
      ];
      const letters = wide.match(/[田中さんの]/g)?.length ?? 0;
      assert.ok(letters > 0, 'some are shown');
      assert.equal(below.indexOf('^') - wide.indexOf('null'), letters, 'each takes two columns');
    });

    it('the format pretty never shows a token, however the file is broken', async () => {
      const broken = [
        seedWith('"accepted",\n', '"accepted"\n'),
        seedWith(`"${TOKEN}"`, TOKEN),
        seedWith(`"${TOKEN}"`, `"${TOKEN}`),
        seedWith(`"${TOKEN}"\n`, `"${TOKEN}",\n`),
        seedWith('"token":', 'token:'),
        JSON.stringify(JSON.parse(SEED_SESSION)).replace('"status":"accepted"', '"status":"acepted"'),
        seedWith(TOKEN, `?${TOKEN}`),
        seedWith('"simulator":true', `"simulator":1,"token":"short-secret"`),
      ];
      for (const [i, text] of broken.entries()) scratch.seed(`Data/${i}/MobileApps`, text);
      const { code, stdout } = await check('pretty');
      assert.equal(code, 1);
      assert.match(stdout, new RegExp(`✖ ${broken.length} of ${broken.length} `));
      assert.ok(stdout.includes('•••'), 'something was covered');
      assert.ok(!stdout.includes(TOKEN.slice(40)) && !stdout.includes('short-secret'), stdout);
    });

    it('the format pretty shows control characters of files and names by their code', async function () {
      if (process.platform === 'win32') this.skip();
      scratch.file('Data/MobileApps/evil\u001b[2J/deadbeef', '');
      scratch.seed('Data/MobileApps', seedWith('"status":"accepted"', '"status":"\u202e\u001b[31m"'));
      const { stdout } = await check('pretty');
      assert.ok(!ANSI.test(stdout) && !stdout.includes('\u202e'), JSON.stringify(stdout));
      assert.ok(stdout.includes('evil\\u{1b}[2J'));
    });
  });

  it('in no format do names and texts of files make a command, a colour or another order', async function () {
    if (process.platform === 'win32') this.skip();
    const evil = '::error::x\u202e\u00ad\n::warning::y\u001b[2J ##[add-mask]z ##vso[task]y ##teamcity[z]';
    scratch.file(`Data/MobileApps/${evil}/deadbeef`, seedWith('"accepted"', JSON.stringify(evil)));
    for (const format of FORMATS) {
      const { stdout } = await check(format);
      assert.ok(!/[\u00ad\u202a-\u202e]/.test(stdout) && !ANSI.test(stdout), `${format}: ${JSON.stringify(stdout)}`);
      assert.ok(!CI_COMMAND.test(stdout), format);
      // Source: GitHub's runner takes a line for a command that begins so.
      const commands = stdout.split(/\r\n|\r|\n/).filter((line) => /^\s*::/.test(line));
      if (format === 'json' || format === 'sarif') assert.ok(stdout.includes('\\u202e'));
      else if (format === 'github')
        assert.ok(
          commands.every((line) => /^::(error|notice) file=/.test(line)),
          stdout,
        );
      else assert.deepEqual(commands, [], format);
    }
    const [finding] = JSON.parse((await check('json')).stdout).findings;
    assert.equal(finding.file, `${evil}/deadbeef`, 'programs get the name as it is');
    readXml((await check('junit')).stdout);
  });

  it('check uses colours only where they are asked for', async () => {
    damage();
    for (const format of FORMATS) {
      const { stdout, stderr } = await check(format);
      assert.ok(!ANSI.test(stdout) && !ANSI.test(stderr), format);
    }
    assert.ok(ANSI.test((await check('pretty', { FORCE_COLOR: '1' })).stdout));
    assert.ok(!ANSI.test((await check('json', { FORCE_COLOR: '1' })).stdout));
    assert.ok(!ANSI.test((await check('pretty', { NO_COLOR: '1' })).stdout));
  });

  it('check shows no token in any format', async () => {
    scratch.seed('Data/MobileApps', seedWith('"accepted"', '"acepted"').replace(TOKEN, `?${TOKEN}`));
    for (const format of FORMATS) {
      const { code, stdout } = await check(format);
      assert.equal(code, 1);
      assert.ok(!stdout.includes(TOKEN), format);
    }
  });

  describe('json', () => {
    it('the format json has exactly the promised members', async () => {
      damage();
      const { stdout } = await check('json');
      const report = JSON.parse(stdout);
      assert.deepEqual(Object.keys(report), ['version', 'folders', 'summary', 'findings']);
      assert.deepEqual(Object.keys(report.summary), [
        'files',
        'sessions',
        'accepted',
        'pending',
        'invalid',
        'findings',
        'ms',
      ]);
      for (const finding of report.findings) {
        assert.deepEqual(Object.keys(finding), ['code', 'severity', 'folder', 'file', 'message', 'pointer', 'range']);
      }
      assert.ok(path.isAbsolute(report.folders[0]));
    });
  });

  describe('sarif', () => {
    it('the format sarif places results relative to the root of the repository, one-based', async () => {
      damage();
      const { code, stdout } = await check('sarif');
      assert.equal(code, 1);
      const log = JSON.parse(stdout) as Log;
      assert.equal(log.version, '2.1.0');
      assert.match(log.$schema ?? '', /sarif-2\.1\.0/);
      const [run] = log.runs;
      assert.ok(run && log.runs.length === 1);
      assert.equal(run.columnKind, 'utf16CodeUnits');
      assert.equal(run.tool.driver.name, 'session-workbench');
      const root = run.originalUriBaseIds?.['%SRCROOT%']?.uri as string;
      assert.equal(root, pathToFileURL(scratch.root + path.sep).href);
      const fingerprints = (run.results ?? []).map(({ partialFingerprints }) => partialFingerprints);
      assert.equal(new Set(fingerprints.map((each) => each?.primaryLocationLineHash)).size, 2);
      assert.deepEqual(
        run.results?.map(({ partialFingerprints: _, ...result }) => result),
        [
          {
            ruleId: 'mobi/3',
            ruleIndex: 1,
            level: 'error',
            message: { text: '"status" must be one of "accepted", "pending"; it is "acepted".' },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: FILE, uriBaseId: '%SRCROOT%' },
                  region: { startLine: 27, startColumn: 10, endLine: 27, endColumn: 19 },
                },
              },
            ],
            properties: { pointer: '/status' },
          },
          {
            ruleId: 'hint/jailbroken',
            ruleIndex: 8,
            level: 'note',
            message: { text: 'This device is jailbroken.' },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: FILE, uriBaseId: '%SRCROOT%' },
                  region: { startLine: 20, startColumn: 8, endLine: 20, endColumn: 12 },
                },
              },
            ],
            properties: { pointer: '/device/jb' },
          },
        ],
      );
      const rules = run.tool.driver.rules ?? [];
      assert.equal(rules.length, 13);
      for (const result of run.results ?? []) assert.equal(rules[result.ruleIndex ?? -1]?.id, result.ruleId);
      for (const rule of rules) {
        assert.ok(rule.shortDescription?.text && rule.fullDescription?.text && rule.help?.text);
        assert.equal(rule.defaultConfiguration?.level, rule.id.startsWith('mobi/') ? 'error' : 'note');
      }
      assert.deepEqual(run.invocations, [{ executionSuccessful: true, toolExecutionNotifications: [] }]);
    });

    it('the format sarif has URIs that lead to the file', async () => {
      scratch.seed('Data/Größe 100% #1/MobileApps', '');
      const outside = new Scratch();
      try {
        outside.seed('MobileApps', '');
        const { stdout } = await run(['check', '.', outside.root, '--format', 'sarif'], { cwd: scratch.root });
        const [log] = (JSON.parse(stdout) as Log).runs;
        const files = (log?.results ?? []).map((result) => {
          const { uri, uriBaseId } = result.locations?.[0]?.physicalLocation?.artifactLocation ?? {};
          const base = uriBaseId && log?.originalUriBaseIds?.[uriBaseId]?.uri;
          return fileURLToPath(base ? new URL(uri as string, base) : (uri as string));
        });
        const file = path.join('MobileApps', SEED_APPLICATION, SEED_NAME);
        assert.deepEqual(files.sort(), [outside.path(file), scratch.path('Data', 'Größe 100% #1', file)].sort());
      } finally {
        outside.remove();
      }
    });
  });

  describe('in a working directory outside of the repository', () => {
    let away: Scratch;
    beforeEach(() => {
      away = new Scratch();
    });
    afterEach(() => away.remove());

    const places: [what: string, kept: string, env: (root: string) => Record<string, string>, uri: string][] = [
      ['the repository that the files are in', 'checkout/.git/HEAD', () => ({}), 'Data/MobileApps/'],
      ['the workspace of the runner', 'x', (root) => ({ GITHUB_WORKSPACE: root }), 'checkout/Data/MobileApps/'],
      [
        'the workspace of the runner before the repository in it',
        'checkout/.git/HEAD',
        (root) => ({ GITHUB_WORKSPACE: root }),
        'checkout/Data/MobileApps/',
      ],
      [
        'the repository of the files where the workspace has none of them',
        'checkout/.git/HEAD',
        (root) => ({ GITHUB_WORKSPACE: `${root}/other` }),
        'Data/MobileApps/',
      ],
    ];
    for (const [what, kept, env, uri] of places) {
      it(`SARIF and the log have paths from ${what}`, async () => {
        scratch.file(kept, '');
        scratch.seed('checkout/Data/MobileApps', '');
        const args = ['check', scratch.path('checkout'), '--format'];
        const options = { cwd: away.root, env: env(scratch.root) };
        const [log] = (JSON.parse((await run([...args, 'sarif'], options)).stdout) as Log).runs;
        const location = log?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation;
        assert.equal(location?.uri, `${uri}${SEED_APPLICATION}/${SEED_NAME}`);
        assert.equal(location?.uriBaseId, '%SRCROOT%');
        const base = log?.originalUriBaseIds?.['%SRCROOT%']?.uri ?? '';
        assert.ok(fs.existsSync(new URL(location.uri as string, base)));
        const { stdout } = await run([...args, 'github'], options);
        assert.ok(stdout.includes(`\n${uri}${SEED_APPLICATION}/${SEED_NAME}:1:1: error:`), stdout);
      });
    }
  });

  describe('below the workspace of a runner', () => {
    const places: [what: string, kept: string, uri: string][] = [
      ['without a repository', 'x', 'apps/Data/MobileApps/'],
      ['that is the repository', '.git/HEAD', 'apps/Data/MobileApps/'],
      ['that has a repository in a repository', '.git/HEAD apps/.git', 'apps/Data/MobileApps/'],
      ['that has the repository in a folder', 'apps/.git/HEAD', 'Data/MobileApps/'],
      ['that has the repository in a worktree', 'apps/.git', 'Data/MobileApps/'],
    ];
    for (const [what, kept, uri] of places) {
      for (const folder of ['apps', 'apps/Data']) {
        it(`SARIF has paths as it is read in a workspace ${what}, called from ${folder}`, async () => {
          for (const name of kept.split(' ')) scratch.file(name, '');
          scratch.seed('apps/Data/MobileApps', '');
          const options = { cwd: scratch.path(folder), env: { GITHUB_WORKSPACE: scratch.root } };
          const [log] = (JSON.parse((await run(['check', '--format', 'sarif'], options)).stdout) as Log).runs;
          const location = log?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation;
          assert.equal(location?.uri, `${uri}${SEED_APPLICATION}/${SEED_NAME}`);
        });
      }
    }
  });

  it('the format github has an annotation for what cannot be read', async function () {
    if (process.platform !== 'linux') return this.skip();
    scratch.seed('Data/MobileApps');
    const name = Buffer.from('Data/MobileApps/ex\u00e4mple', 'latin1');
    fs.mkdirSync(Buffer.concat([Buffer.from(`${scratch.root}/`), name]));
    const { code, stdout } = await check('github');
    assert.equal(code, 2);
    assert.match(
      stdout,
      /^::error file=Data\/MobileApps\/ex\ufffdmple,title=unreadable::.* has a name that is not UTF-8/,
    );
  });

  describe('paths of what is in the repository and above the working directory', () => {
    const [application, name] = [SEED_APPLICATION, SEED_NAME];
    // Where the check is called, what it is told to look at, and what junit and unix call the file.
    const calls: [cwd: string, given: string, suite: string, unix: string][] = [
      ['sub/deep', '../..', `Data/MobileApps/${application}`, `../../Data/MobileApps/${application}/${name}`],
      ['sub', '../Data', `Data/MobileApps/${application}`, `../Data/MobileApps/${application}/${name}`],
      ['Data', '.', `Data/MobileApps/${application}`, `MobileApps/${application}/${name}`],
      ['.', '.', `Data/MobileApps/${application}`, `Data/MobileApps/${application}/${name}`],
      [`Data/MobileApps`, '.', `Data/MobileApps/${application}`, `${application}/${name}`],
    ];
    for (const [cwd, given, suite, shown] of calls) {
      it(`a check of ${given} in the folder ${cwd} tells no path of this machine`, async () => {
        damage();
        scratch.folder('.git');
        scratch.folder('sub/deep');
        const inFormat = async (format: string) =>
          (await run(['check', given, '--format', format], { cwd: scratch.path(cwd) })).stdout;
        const junit = await inFormat('junit');
        const [found] = readXml(junit).children;
        assert.deepEqual(
          [found?.attributes.name, found?.children[0]?.attributes.file],
          [suite, `${suite}/${SEED_NAME}`],
        );
        const unix = await inFormat('unix');
        assert.deepEqual(
          unix
            .trimEnd()
            .split('\n')
            .map((line) => line.split(':')[0]),
          [shown, shown],
        );
        assert.ok(!`${junit}${unix}`.includes(scratch.root));
      });
    }

    it('a repository that is a MobileApps folder itself has suites with the names of its applications', async () => {
      scratch.seed('MobileApps');
      scratch.folder('MobileApps/.git');
      const { stdout } = await run(['check', '--format', 'junit'], { cwd: scratch.path('MobileApps') });
      const [found] = readXml(stdout).children;
      assert.deepEqual(
        [found?.attributes.name, found?.children[0]?.attributes.file],
        [application, `${application}/${name}`],
      );
    });

    it('what is in no repository with the working directory is told by its whole path', async () => {
      damage();
      scratch.folder('other/.git');
      const cwd = scratch.path('other');
      const unix = await run(['check', '../Data', '--format', 'unix'], { cwd });
      assert.ok(unix.stdout.startsWith(`${scratch.path(`Data/MobileApps/${application}/${name}`)}:`), unix.stdout);
    });
  });

  describe('junit', () => {
    it('the format junit tells how long all took, and each suite', async () => {
      scratch.seed('Data/MobileApps');
      const report = readXml((await check('junit')).stdout);
      for (const { attributes } of [report, ...report.children]) assert.match(attributes.time ?? '', /^\d+(\.\d+)?$/);
    });

    it('the format junit has a suite for each application folder and a case for each session file', async () => {
      damage();
      scratch.file(
        'Data/MobileApps/com.example.a&b/deadbeef',
        seedWith('iPhone X', ']]> <b>&amp;').replace('"accepted"', '"]]>]]>"'),
      );
      scratch.file(`Data/MobileApps/${SEED_APPLICATION}/cafecafe`, '');
      const { code, stdout } = await check('junit');
      assert.equal(code, 1);
      const report = readXml(stdout);
      assert.equal(report.name, 'testsuites');
      const { tests, failures, errors } = report.attributes;
      assert.deepEqual({ tests, failures, errors }, { tests: '3', failures: '3', errors: '0' });
      const drawn = report.children.map((suite) => [
        suite.attributes.name,
        ...suite.children.map(({ name, attributes, children }) => [
          `${name} ${attributes.classname} ${attributes.name}`,
          ...children.map((child) => `${child.name} ${child.attributes.type ?? ''}`.trim()),
        ]),
      ]);
      assert.deepEqual(drawn, [
        [
          `Data/MobileApps/${SEED_APPLICATION}`,
          [`testcase ${SEED_APPLICATION} ${SEED_NAME}`, 'failure mobi/3', 'system-out'],
          [`testcase ${SEED_APPLICATION} cafecafe`, 'failure mobi/2'],
        ],
        ['Data/MobileApps/com.example.a&b', ['testcase com.example.a&b deadbeef', 'failure mobi/3']],
      ]);
      const [failure, output] = report.children[0]?.children[0]?.children ?? [];
      const message = '"status" must be one of "accepted", "pending"; it is "acepted".';
      assert.equal(failure?.attributes.message, message);
      assert.equal(failure?.text, `27:10 mobi/3 ${message}`);
      assert.equal(output?.text, '20:8 hint/jailbroken This device is jailbroken.');
      const [third] = report.children[1]?.children[0]?.children ?? [];
      assert.match(third?.attributes.message ?? '', /it is "\]\]>\]\]>"\. \(and 2 more\)$/);
    });

    it('the format junit stays well-formed whatever the files hold', async () => {
      scratch.seed('Data/MobileApps', seedWith('"accepted"', JSON.stringify('\u0000\u0001\ud800\uffff<&"\'>')));
      assert.equal(readXml((await check('junit')).stdout).attributes.failures, '1');
    });

    it('the format junit passes a case without findings', async () => {
      scratch.seed('Data/MobileApps');
      const { code, stdout } = await check('junit');
      assert.equal(code, 0);
      const report = readXml(stdout);
      assert.deepEqual(report.children[0]?.children[0]?.children, []);
      assert.equal(report.attributes.failures, '0');
    });
  });

  describe('github', () => {
    it('the format github writes a workflow command and a line of the log for each finding', async () => {
      damage();
      const { code, stdout } = await check('github');
      assert.equal(code, 1);
      assert.equal(
        stdout,
        `::error file=${FILE},line=27,endLine=27,col=10,endColumn=19,title=mobi/3::"status" must be one of "accepted", "pending"; it is "acepted".\n` +
          `::notice file=${FILE},line=20,endLine=20,col=8,endColumn=12,title=hint/jailbroken::This device is jailbroken.\n` +
          `${FILE}:27:10: error: "status" must be one of "accepted", "pending"; it is "acepted". [mobi/3]\n` +
          `${FILE}:20:8: hint: This device is jailbroken. [hint/jailbroken]\n`,
      );
    });

    it('the format github escapes what commands are made of', async function () {
      // Windows allows no colon in a name.
      if (process.platform === 'win32') this.skip();
      scratch.seed('Data/a,b:100%/MobileApps', seedWith('"accepted"', '"100%\\n"'));
      const { stdout } = await check('github');
      assert.match(
        stdout,
        /^::error file=Data\/a%2Cb%3A100%25\/MobileApps\/[^,:]+,line=27,[^:]*::[^\n]*it is "100%25\\n"\.\n/,
      );
    });

    it('the format github keeps a message with line ends in one command', async function () {
      if (process.platform === 'win32') this.skip();
      scratch.file(
        'Data/MobileApps/two\r\nlines/beef',
        SEED_SESSION.replaceAll(SEED_NAME, 'beef')
          .replace(/,\n"token":".*"/, '')
          .replace('accepted', 'pending'),
      );
      const { stdout } = await check('github');
      assert.match(
        stdout,
        /^::error file=Data\/MobileApps\/two%0D%0Alines\/beef,[^\n]*but it is in "two\\u\{d\}\\u\{a\}lines"\.\n/,
      );
      assert.equal(stdout.trimEnd().split('\n').length, 4, 'one error, one hint, each twice');
    });

    it('the format github names files relative to GITHUB_WORKSPACE where there is one', async () => {
      damage();
      const { stdout } = await check('github', { GITHUB_WORKSPACE: scratch.path('Data') });
      assert.ok(stdout.startsWith(`::error file=MobileApps/${SEED_APPLICATION}/`), stdout);
      const elsewhere = await check('github', { GITHUB_WORKSPACE: scratch.folder('other') });
      const absolute = scratch.path(...FILE.split('/')).replaceAll(':', '%3A');
      assert.ok(elsewhere.stdout.startsWith(`::error file=${absolute},`), elsewhere.stdout);
    });

    it('the format github writes nothing when nothing is wrong', async () => {
      scratch.seed('Data/MobileApps');
      assert.deepEqual(await check('github'), { code: 0, stdout: '', stderr: '' });
    });
  });
});

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { type CallOptions, run, Scratch, seedWith } from './commandLine';

interface Report {
  readonly folders: string[];
  readonly summary: { readonly files: number; readonly sessions: number; readonly invalid: number };
  readonly findings: {
    readonly code: string;
    readonly folder: string;
    readonly file: string;
    readonly message: string;
  }[];
}

/** A session of the seed's application on one device, which is a duplicate of another on the same. */
function onDevice(id: string): string {
  return SEED_SESSION.replaceAll(SEED_NAME, id)
    .replace(/,\n"token":".*"/, '')
    .replace('"accepted"', '"pending"');
}

/** Files of all kinds, by their place in a MobileApps folder. */
const FILES: Record<string, string | Uint8Array> = {
  [`${SEED_APPLICATION}/${SEED_NAME}`]: SEED_SESSION,
  [`${SEED_APPLICATION}/deadbeef01`]: onDevice('deadbeef01'),
  [`${SEED_APPLICATION}/deadbeef02`]: '{',
  [`${SEED_APPLICATION}/deadbeef03`]: Buffer.from(seedWith('iPhone X', 'Téléphone'), 'latin1'),
  [`${SEED_APPLICATION}/deadbeef04`]: `\ufeff${seedWith('"accepted"', '"acepted"')}`,
  [`${SEED_APPLICATION}/${SEED_NAME}~`]: SEED_SESSION,
  [`${SEED_APPLICATION}/${SEED_NAME}.json`]: SEED_SESSION,
  [`${SEED_APPLICATION}/deep/${SEED_NAME}`]: SEED_SESSION,
  [`${SEED_APPLICATION}/deep/deeper/${SEED_NAME}`]: SEED_SESSION,
  [SEED_NAME]: SEED_SESSION,
  [`other.app/${SEED_NAME}`]: SEED_SESSION,
};

describe('check of single paths', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.remove());

  async function check(paths: readonly string[], options?: CallOptions) {
    const { code, stdout, stderr } = await run(['check', ...paths, '--format', 'json'], {
      cwd: scratch.root,
      ...options,
    });
    return { code, stderr, report: (stdout === '' ? undefined : JSON.parse(stdout)) as Report };
  }

  function put(folder: string): void {
    for (const [place, text] of Object.entries(FILES)) scratch.file(path.join(folder, place), text);
  }

  for (const folder of ['Project/Data/MobileApps', 'Backup of May']) {
    it(`check of each file in ${folder} tells what the check of the folder tells of it`, async () => {
      put(folder);
      const whole = (await check([folder])).report;
      assert.ok(whole.findings.length > 10);
      for (const place of Object.keys(FILES)) {
        const { report, code, stderr } = await check([path.join(folder, place)]);
        const own = whole.findings.filter(({ file }) => file === place);
        assert.deepEqual(report.findings, own, place);
        assert.deepEqual([stderr, report.folders], ['', [scratch.path(folder)]], place);
        const isAtFault = own.some(({ code: each }) => each.startsWith('mobi/'));
        assert.equal(code, isAtFault ? 1 : 0, place);
        const isStray = own.some(({ code: each }) => /leftover|misplaced/.test(each));
        assert.deepEqual(report.summary.files, isStray ? 0 : 1, place);
        assert.equal(report.summary.invalid, isAtFault ? 1 : 0, place);
      }
    });

    it(`check of an application folder in ${folder} tells what is in it, and nothing else`, async () => {
      put(folder);
      const whole = (await check([folder])).report;
      const { report } = await check([path.join(folder, SEED_APPLICATION)]);
      const own = whole.findings.filter(({ file }) => file.startsWith(`${SEED_APPLICATION}/`));
      assert.deepEqual(report.findings, own);
      assert.deepEqual([report.summary.files, report.summary.invalid], [5, 3]);
    });
  }

  it('check of a path that is given twice, by a link, or under another one tells it once', async () => {
    put('MobileApps');
    const file = path.join('MobileApps', SEED_APPLICATION, 'deadbeef02');
    fs.symlinkSync(scratch.path(file), scratch.path('link'));
    fs.symlinkSync(scratch.path('MobileApps'), scratch.path('folder'), 'junction');
    const once = (await check([file])).report;
    const again = await check([
      file,
      file,
      scratch.path(file),
      'link',
      path.join('folder', SEED_APPLICATION, 'deadbeef02'),
    ]);
    assert.deepEqual(again.report.findings, once.findings);
    assert.equal(again.report.summary.files, 1);
    const whole = (await check(['MobileApps'])).report;
    const both = await check([file, path.join('MobileApps', SEED_APPLICATION), 'MobileApps', 'link', 'folder']);
    assert.deepEqual(both.report.findings, whole.findings);
    assert.equal(both.report.summary.files, whole.summary.files);
  });

  it('check of a file that stands in no MobileApps folder goes by the folder that it is in', async () => {
    scratch.file(`${SEED_APPLICATION}/${SEED_NAME}`, SEED_SESSION);
    assert.deepEqual((await check([`${SEED_APPLICATION}/${SEED_NAME}`])).report.findings, []);
    scratch.file(`Downloads/${SEED_NAME}`, SEED_SESSION);
    scratch.file('Downloads/session.json', SEED_SESSION);
    const told = (await check([`Downloads/${SEED_NAME}`, 'Downloads/session.json'])).report.findings;
    assert.deepEqual(
      told.map(({ file, code }) => [file, code]),
      [
        [`Downloads/${SEED_NAME}`, 'mobi/1'],
        ['Downloads/session.json', 'hint/misplaced'],
      ],
    );
  });

  it('check says of a file that is no session that it is none, and checks the others', async () => {
    const file = scratch.seed('MobileApps');
    scratch.file('MobileApps/manifest.json', '{}');
    scratch.file('notes', 'nothing');
    for (const none of ['notes', 'MobileApps/manifest.json']) {
      const { code, stderr, report } = await check([none]);
      assert.deepEqual([code, report], [2, undefined]);
      assert.match(stderr, /^session-workbench: [^\n]+ is no session file; give [^\n]+\n$/);
    }
    const { code, stderr, report } = await check(['notes', file]);
    assert.deepEqual([code, report.folders, report.summary.files], [0, [scratch.path('MobileApps')], 1]);
    assert.match(stderr, /^session-workbench: \S+notes is no session file; [^\n]+\n$/);
  });

  describe('from stdin', () => {
    /** A text, and the codes that it has on its own. */
    const TEXTS: [what: string, text: string | Buffer, codes: string[]][] = [
      ['a session', SEED_SESSION, []],
      ['a session with a byte order mark', `\ufeff${SEED_SESSION}`, ['hint/bom']],
      ['nothing', '', ['mobi/2']],
      ['a text that is not UTF-8', Buffer.from(seedWith('iPhone X', 'Téléphone'), 'latin1'), ['mobi/2']],
      ['a status that is none', seedWith('"accepted"', '"acepted"'), ['mobi/3']],
      ['a token that is none', SEED_SESSION.replace(/"token":".*"/, '"token":"?"'), ['mobi/4']],
      ['an object without ids', '{"status":"accepted"}', ['mobi/3']],
      ['a list', '[]', ['mobi/3']],
    ];
    for (const [what, text, codes] of TEXTS) {
      it(`check of stdin tells of ${what} what the text alone tells`, async () => {
        const { code, stderr, report } = await check(['-'], { input: text });
        assert.equal(stderr, '');
        assert.deepEqual([...new Set(report.findings.map((each) => each.code))], codes);
        assert.equal(code, codes.some((each) => each.startsWith('mobi/')) ? 1 : 0);
        assert.deepEqual([report.folders, report.summary.files], [[], 1]);
        for (const { file, folder } of report.findings) assert.deepEqual([file, folder], ['<stdin>', scratch.root]);
      });
    }

    it('check of stdin with a path goes by that path, and by what is beside it', async () => {
      put('MobileApps');
      const application = path.join('MobileApps', SEED_APPLICATION);
      const cases: [place: string, text: string, codes: string[]][] = [
        [path.join(application, 'deadbeef01'), onDevice('deadbeef01'), ['hint/id', 'hint/duplicate-device']],
        [path.join('MobileApps', 'new.app', SEED_NAME), SEED_SESSION, ['mobi/1']],
        [path.join(application, 'cafecafe'), SEED_SESSION, ['mobi/1']],
        [path.join('MobileApps', `${SEED_NAME}.json`), SEED_SESSION, ['hint/misplaced']],
        [path.join('nowhere', SEED_APPLICATION, SEED_NAME), SEED_SESSION, []],
        [path.join('nowhere', 'MobileApps', 'x', SEED_NAME), '{', ['mobi/2']],
      ];
      for (const [place, text, codes] of cases) {
        const { report, stderr } = await check(['-', '--stdin-path', place], { input: text });
        assert.equal(stderr, '');
        const all = report.findings.map(({ code }) => code);
        for (const code of codes) assert.ok(all.includes(code), `${place}: ${all.join()}`);
        if (codes.length === 0) assert.deepEqual(all, []);
        for (const { folder, file } of report.findings) assert.equal(path.join(folder, file), scratch.path(place));
      }
    });

    it('check of stdin shows the line in question, although there is no file', async () => {
      const input = seedWith('"accepted"', '"acepted"');
      const { stdout, code } = await run(['check', '-'], { cwd: scratch.root, input });
      assert.equal(code, 1);
      assert.match(stdout, /27 \| "status":"acepted",\n/);
      assert.match(stdout, /✖ 1 of 1 session at fault/);
    });

    it('check of stdin and of files at the same time tells both', async () => {
      scratch.seed('MobileApps', '{');
      const { report } = await check(['MobileApps', '-'], { input: '[]' });
      assert.deepEqual(report.findings.map(({ code }) => code).sort(), ['mobi/2', 'mobi/3']);
      assert.deepEqual([report.summary.files, report.folders], [2, [scratch.path('MobileApps')]]);
    });

    const refusals: [what: string, args: string[], input: string | Buffer, words: RegExp][] = [
      [
        'more than a session file may have',
        ['-'],
        Buffer.alloc(1024 * 1024 + 1, 32),
        /stdin has more than the 1048576 B/,
      ],
      ['a path for stdin without stdin', ['x', '--stdin-path', 'y'], '', /--stdin-path .*give - as a path, too/],
      [
        'a path where no session can be',
        ['-', '--stdin-path', 'MobileApps/manifest.json'],
        '{}',
        /is no place of a session file/,
      ],
    ];
    for (const [what, args, input, words] of refusals) {
      it(`check refuses ${what}, in one line`, async () => {
        const { code, stdout, stderr } = await run(['check', ...args], { cwd: scratch.root, input });
        assert.deepEqual([code, stdout], [2, '']);
        assert.match(stderr, words);
        assert.match(stderr, /^session-workbench: [^\n]+\n$/);
      });
    }
  });

  it('fix mends a single file and leaves the ones beside it', async () => {
    const env = { XDG_STATE_HOME: scratch.path('state'), HOME: scratch.path('state') };
    const text = `\ufeff${SEED_SESSION}`;
    const file = scratch.seed('MobileApps', text);
    const beside = scratch.file(`MobileApps/${SEED_APPLICATION}/deadbeef01`, `\ufeff${onDevice('deadbeef01')}`);
    const { code, stdout } = await run(['fix', file], { cwd: scratch.root, env });
    assert.match(stdout, /1 repair in 1 session file/);
    assert.equal(code, 0);
    assert.equal(fs.readFileSync(file, 'utf8'), SEED_SESSION);
    assert.match(fs.readFileSync(beside, 'utf8'), /^\ufeff/);
    const all = await run(['fix', path.join('MobileApps', SEED_APPLICATION)], { cwd: scratch.root, env });
    assert.match(all.stdout, /1 repair in 1 session file/);
    const stdin = await run(['fix', '-'], { cwd: scratch.root, env });
    assert.deepEqual([stdin.code, stdin.stdout], [2, '']);
    assert.match(stdin.stderr, /fix changes files, and - is none/);
  });
});

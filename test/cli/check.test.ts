import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { type CallOptions, run, Scratch, seedWith } from './commandLine';

/** Sessions in files that count as none, by their place in the MobileApps folder. */
const STRAYS: Record<string, 'hint/leftover' | 'hint/misplaced'> = {
  [`${SEED_NAME}.json`]: 'hint/misplaced',
  [`${SEED_APPLICATION}/${SEED_NAME} (1)`]: 'hint/leftover',
  [`${SEED_APPLICATION}/${SEED_NAME}_LOCAL_1`]: 'hint/leftover',
  [`${SEED_APPLICATION}/4913`]: 'hint/leftover',
  [`${SEED_APPLICATION}/deep/${SEED_NAME}`]: 'hint/misplaced',
};

interface JsonReport {
  version: 1;
  folders: string[];
  summary: {
    files: number;
    sessions: number;
    accepted: number;
    pending: number;
    invalid: number;
    findings: object;
    ms: number;
  };
  findings: {
    code: string;
    severity: string;
    folder: string;
    file: string;
    message: string;
    pointer: string;
    range: object;
  }[];
  unreadable?: { folder: string; file: string; reason: string }[];
}

async function check(paths: readonly string[], options?: CallOptions) {
  const { code, stdout, stderr } = await run(['check', ...paths, '--format', 'json'], options);
  return { code, stderr, report: (stdout === '' ? undefined : JSON.parse(stdout)) as JsonReport };
}

/** Text, or bytes, in the seed's place, to the one code that is found in it. */
const DAMAGE: Record<string, [content: string | Uint8Array, code: string, line: number]> = {
  'trailing comma': [seedWith('"\n}\n', '",\n}\n'), 'mobi/2', 28],
  'cut off': [SEED_SESSION.slice(0, 200), 'mobi/2', 14],
  comment: [seedWith('"send"', '// by link\n"send"'), 'mobi/2', 21],
  'key without quotes': [seedWith('"status"', 'status'), 'mobi/2', 26],
  'single quotes': [seedWith('"accepted"', "'accepted'"), 'mobi/2', 26],
  'something after': [`${SEED_SESSION}{}`, 'mobi/2', 29],
  empty: ['', 'mobi/2', 0],
  'not UTF-8': [Buffer.from(seedWith('iPhone X', 'Téléphone'), 'latin1'), 'mobi/2', 16],
  'not an object': ['[]', 'mobi/3', 0],
  'missing key': [seedWith('"email":"",\n', ''), 'mobi/3', 0],
  'missing nested key': [seedWith('"name":"Contact",\n  ', ''), 'mobi/3', 1],
  'misspelt status': [seedWith('"accepted"', '"acepted"'), 'mobi/3', 26],
  'wrong type': [seedWith('"simulator":true', '"simulator":"true"'), 'mobi/3', 19],
  'token that is no base64': [seedWith('"token":"eyJ', '"token":"*yJ'), 'mobi/4', 27],
  'token of another team': [SEED_SESSION.replace(/"token":".*"/, tokenFor('DAVAZDX8W5')), 'mobi/4', 27],
};

function tokenFor(teamID: string): string {
  const token = Buffer.from(JSON.stringify({ appNameID: 'com.contactApp.Contact', id: SEED_NAME, teamID })).toString(
    'base64',
  );
  return `"token":"${token}"`;
}

describe('check', () => {
  let scratch: Scratch;
  beforeEach(() => {
    scratch = new Scratch();
  });
  afterEach(() => scratch.remove());

  it('check finds nothing wrong with the session file of the documentation', async () => {
    scratch.seed('Project/Data/MobileApps');
    const { code, stderr, report } = await check(['.'], { cwd: scratch.root });
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    const { ms, ...summary } = report.summary;
    assert.ok(Number.isInteger(ms) && ms >= 0);
    assert.deepEqual(
      { ...report, summary },
      {
        version: 1,
        folders: [scratch.path('Project', 'Data', 'MobileApps')],
        summary: { files: 1, sessions: 1, accepted: 1, pending: 0, invalid: 0, findings: {} },
        findings: [],
      },
    );
  });

  it('check looks in the current folder when no path is given', async () => {
    scratch.seed('MobileApps');
    assert.deepEqual((await check([], { cwd: scratch.root })).report.folders, [scratch.path('MobileApps')]);
  });

  it('check finds each kind of damage, and only that', async () => {
    for (const [name, [content]] of Object.entries(DAMAGE)) scratch.seed(path.join(name, 'MobileApps'), content);
    const { code, report } = await check([scratch.root]);
    assert.equal(code, 1);
    const found = report.findings.map(({ folder, file, code, severity, range }) => {
      const { start } = range as { start: { line: number } };
      return [path.basename(path.dirname(folder)), file, code, severity, start.line];
    });
    const file = `${SEED_APPLICATION}/${SEED_NAME}`;
    const expected = Object.entries(DAMAGE).map(([name, [, code, line]]) => [name, file, code, 'error', line]);
    assert.deepEqual(
      found,
      expected.sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1)),
    );
  });

  it('check finds a file in the wrong folder', async () => {
    scratch.file(`MobileApps/DAVAZDX8W5.com.contactApp.Contact/${SEED_NAME}`, SEED_SESSION);
    const { code, report } = await check([scratch.root]);
    assert.equal(code, 1);
    assert.deepEqual(
      report.findings.map((finding) => [finding.code, finding.pointer]),
      [['mobi/1', '/team/id']],
    );
  });

  it('check finds a wrong file name, and counts no pending session that is at fault', async () => {
    scratch.file(`MobileApps/${SEED_APPLICATION}/deadbeef`, seedWith('"accepted"', '"pending"'));
    const { code, report } = await check([scratch.root]);
    assert.equal(code, 1);
    const [finding, ...others] = report.findings;
    assert.deepEqual(others, []);
    assert.deepEqual(finding, {
      code: 'mobi/1',
      severity: 'error',
      folder: scratch.path('MobileApps'),
      file: `${SEED_APPLICATION}/deadbeef`,
      message: `session.id is "${SEED_NAME}", but the file is named "deadbeef".`,
      pointer: '/session/id',
      range: { start: { line: 23, character: 7 }, end: { line: 23, character: 49 } },
    });
    const { ms: _, ...summary } = report.summary;
    const expected = { files: 1, sessions: 0, accepted: 0, pending: 0, invalid: 1, findings: { 'mobi/1': 1 } };
    assert.deepEqual(summary, expected);
  });

  it('check ends with 0 when there are only hints', async () => {
    scratch.seed('MobileApps', `\ufeff${seedWith('"simulator":true', '"jb":true')}`);
    const { code, report } = await check([scratch.root]);
    assert.equal(code, 0);
    assert.deepEqual(report.summary.findings, { 'hint/bom': 1, 'hint/jailbroken': 1 });
    assert.deepEqual(
      report.findings.map((finding) => finding.code),
      ['hint/bom', 'hint/jailbroken'],
    );
  });

  it('check sorts findings by folder, file and code', async () => {
    scratch.seed('b/MobileApps', seedWith('"accepted"', '"acepted"').replace(/"token":".*"/, '"token":"?"'));
    scratch.file('b/MobileApps/a.b/deadbeef', '');
    scratch.file('b/MobileApps/a/deadbeef', '');
    scratch.seed('a/MobileApps', '');
    const { report } = await check([scratch.root]);
    assert.deepEqual(
      report.findings.map(({ folder, file, code }) => [
        path.relative(scratch.root, folder).slice(0, 1),
        file.slice(0, 12),
        code,
      ]),
      [
        ['a', 'UTT7VDX8W5.c', 'mobi/2'],
        ['b', 'UTT7VDX8W5.c', 'mobi/3'],
        ['b', 'UTT7VDX8W5.c', 'mobi/4'],
        ['b', 'a.b/deadbeef', 'mobi/2'],
        ['b', 'a/deadbeef', 'mobi/2'],
      ],
    );
  });

  it('check takes a folder of another name whose sub-folders hold session files', async () => {
    scratch.seed('Backup of May');
    const { code, report } = await check([scratch.path('Backup of May')]);
    assert.equal(code, 0);
    assert.deepEqual(report.folders, [scratch.path('Backup of May')]);
    assert.equal(report.summary.files, 1);
  });

  it('check checks a folder once, however many paths lead to it', async () => {
    scratch.seed('a/MobileApps');
    fs.symlinkSync(scratch.path('a'), scratch.path('link'), 'junction');
    const inside = path.join('a', 'MobileApps', SEED_APPLICATION);
    const { code, report } = await check(['a', './a/MobileApps', '.', inside, 'link'], { cwd: scratch.root });
    assert.equal(code, 0);
    assert.deepEqual(report.folders, [scratch.path('a', 'MobileApps')]);
    assert.equal(report.summary.files, 1);
  });

  it('check tells sessions that count as none, in order, and counts none of them', async () => {
    for (const place of Object.keys(STRAYS)) scratch.file(`MobileApps/${place}`, SEED_SESSION);
    const { code, report } = await check(['MobileApps'], { cwd: scratch.root });
    assert.equal(code, 0);
    assert.equal(report.summary.files, 0);
    assert.deepEqual(report.summary.findings, { 'hint/leftover': 3, 'hint/misplaced': 2 });
    const told = report.findings.map(({ file, code: each }) => [file, each]);
    assert.deepEqual(
      told,
      Object.entries(STRAYS).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    for (const format of ['pretty', 'unix', 'sarif', 'junit', 'github']) {
      const { stdout } = await run(['check', 'MobileApps', '--format', format], { cwd: scratch.root });
      assert.equal(
        stdout.match(/hint\/misplaced/g)?.length ?? 0,
        { sarif: 3, pretty: 3, github: 4 }[format] ?? 2,
        format,
      );
    }
  });

  it('check tells two sessions with one push token, each with the other, over applications', async () => {
    const session = JSON.parse(SEED_SESSION);
    session.device.token = 'one-token';
    const put = (folder: string, id: string, token: string) => {
      const text = JSON.stringify({ ...session, device: { ...session.device, id, token } });
      scratch.file(`MobileApps/${folder}/${id}`, text);
    };
    put('A', 'a0000001', 'same');
    put('B', 'b0000002', 'same');
    put('B', 'b0000003', 'other');
    put('B', 'b0000004', '');
    put('B', 'b0000005', '');
    put('B', 'b0000006', 'booted');
    put('B', 'b0000007', 'booted');
    put('C', 'c0000001', '<abab0102 abab0304>');
    put('C', 'c0000002', 'ABAB0102ABAB0304');
    put('C', 'c0000003', 'ABAB0102ABAB0305');
    const { report } = await check(['MobileApps'], { cwd: scratch.root });
    const shared = report.findings.filter(({ code }) => code === 'hint/duplicate-push');
    assert.deepEqual(
      shared.map(({ file, message }) => [file, message.split(': ')[1]]),
      [
        ['A/a0000001', '"B/b0000002".'],
        ['B/b0000002', '"A/a0000001".'],
        ['C/c0000001', '"C/c0000002".'],
        ['C/c0000002', '"C/c0000001".'],
      ],
    );
    for (const { range, pointer } of shared.slice(0, 2)) {
      assert.equal(pointer, '/device/token');
      const { start, end } = range as { start: { character: number }; end: { character: number } };
      assert.equal(end.character - start.character, '"same"'.length);
    }
    assert.ok(!JSON.stringify(report).includes('one-token'));
  });

  describe('--schema', () => {
    const DRAFT_04 = {
      $schema: 'http://json-schema.org/draft-04/schema#',
      properties: { device: { required: ['simulator', 'token'] }, status: { enum: ['blocked'] } },
    };

    it('check and fix go by the schema that is given, in the draft that 4D uses, and by nothing else', async () => {
      const file = scratch.seed('MobileApps', seedWith('"accepted"', '"blocked"'));
      scratch.file('schema.json', JSON.stringify(DRAFT_04));
      const given = ['MobileApps', '--schema', 'schema.json'];
      const { code, report } = await check(given, { cwd: scratch.root });
      assert.equal(code, 1);
      assert.deepEqual(
        report.findings.map(({ pointer }) => pointer),
        ['/device'],
      );
      const env = { XDG_STATE_HOME: scratch.path('state'), HOME: scratch.path('state') };
      const fixed = await run(['fix', ...given, '--dry-run'], { cwd: scratch.root, env });
      assert.match(fixed.stdout, /"token"/);
      assert.doesNotMatch(fixed.stdout, /accepted/);
      assert.ok(fs.existsSync(file));
    });

    for (const [what, text] of [
      ['that is not there', undefined],
      ['that is no JSON', '{'],
      ['that is no schema', '{"type":"sessions"}'],
    ] as const) {
      for (const command of ['check', 'fix']) {
        it(`${command} refuses a schema ${what}, once and with a way out`, async () => {
          const file = scratch.seed('MobileApps');
          if (text !== undefined) scratch.file('schema.json', text);
          const ended = await run([command, 'MobileApps', '--schema', 'schema.json'], { cwd: scratch.root });
          assert.deepEqual([ended.code, ended.stdout], [2, '']);
          assert.match(
            ended.stderr,
            /schema\.json cannot be used: .+; give a JSON schema in draft-07, draft-06 or draft-04/,
          );
          assert.equal(ended.stderr.trimEnd().split('\n').length, 1);
          assert.equal(fs.readFileSync(file, 'utf8'), SEED_SESSION);
        });
      }
    }
  });

  it('check leaves other files alone', async () => {
    for (const name of ['manifest.json', 'AuthKey_X.p8', '.DS_Store', 'notes']) {
      scratch.file(`MobileApps/${SEED_APPLICATION}/${name}`, 'no session');
    }
    scratch.file('MobileApps/key.mobileapp', '{');
    scratch.file('MobileApps/deadbeef', '{');
    const { code, report } = await check([scratch.root]);
    assert.equal(code, 0);
    assert.equal(report.summary.files, 0);
  });

  describe('a call at fault', () => {
    async function refused(paths: readonly string[], words: RegExp): Promise<void> {
      const { code, stdout, stderr } = await run(['check', ...paths], { cwd: scratch.root });
      assert.match(stderr, words);
      assert.match(stderr, /^session-workbench: [^\n]+\n$/);
      assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
    }

    it('check says that a path does not exist', () =>
      refused(['nowhere'], /nowhere does not exist; give another path: a MobileApps folder/));

    it('check refuses an empty path, which a variable of a script leaves', () =>
      refused([''], /a path is empty; give a folder or a file, or \. for the working directory/));

    it('check says that a path is a file without a session', async () => {
      scratch.file('file', '');
      await refused(
        ['file'],
        /file is no session file; give a session file, an application folder or a MobileApps folder/,
      );
    });

    it('check says what it looked for and where', async () => {
      scratch.folder('empty', 'sub');
      await refused(['empty'], /no MobileApps folder at or under .*empty; give the folder of a 4D project/);
    });

    it('check wants a MobileApps folder at every path', async () => {
      scratch.seed('a/MobileApps');
      scratch.folder('empty');
      await refused(['a', 'empty'], /no MobileApps folder at or under [^,]*empty;/);
    });
  });

  for (const [what, file, code] of [
    ['a session too deep in it', `sub/${SEED_NAME}`, 'hint/misplaced'],
    ['a copy of itself in it', `${SEED_APPLICATION}/${SEED_NAME}`, 'hint/misplaced'],
  ] as const) {
    it(`neither check nor fix takes an application folder with ${what} for a MobileApps folder`, async () => {
      const folder = path.join('Backup', SEED_APPLICATION);
      scratch.file(path.join(folder, file), SEED_SESSION);
      const { report } = await check([folder], { cwd: scratch.root });
      assert.deepEqual(report.folders, [scratch.path('Backup')]);
      assert.deepEqual(
        report.findings.map((each) => [each.file, each.code]),
        [[`${SEED_APPLICATION}/${file}`, code]],
      );
      const { stdout } = await run(['fix', '--dry-run', scratch.path(folder)]);
      assert.match(stdout, /1 repair in 1 session file/);
      assert.ok(fs.existsSync(scratch.path(folder, file)), 'it stays where it is');
    });
  }

  describe('what cannot be read', () => {
    it('check says what it cannot read, ends with 2 and tells the rest', async () => {
      scratch.seed('MobileApps', seedWith('"accepted"', '"acepted"'));
      for (const name of ['deadbeef', 'deadcafe']) {
        scratch.file(`MobileApps/${SEED_APPLICATION}/${name}`, '');
        fs.truncateSync(scratch.path('MobileApps', SEED_APPLICATION, name), 17 * 1024 * 1024);
      }
      const { code, stderr, report } = await check([scratch.root]);
      assert.equal(code, 2);
      const first = scratch.path('MobileApps', SEED_APPLICATION, 'deadbeef');
      assert.equal(
        stderr,
        `session-workbench: cannot read ${first} and deadcafe: The file has 18 MB; a session file has less than 1 kB; ` +
          'move the file elsewhere: it is no session file\n',
      );
      const { files, sessions, invalid } = report.summary;
      assert.deepEqual({ files, sessions, invalid }, { files: 3, sessions: 0, invalid: 1 });
      assert.deepEqual(
        report.unreadable?.map(({ folder, file }) => [folder, file]),
        ['deadbeef', 'deadcafe'].map((name) => [scratch.path('MobileApps'), `${SEED_APPLICATION}/${name}`]),
      );
    });

    it('check names files and folders that it has no right to read', async function () {
      // Windows has no such rights; elsewhere root has them all, and calls as somebody else.
      if (process.platform === 'win32') this.skip();
      const others = process.getuid?.() === 0 ? { uid: 65534 } : {};
      const file = scratch.seed('a/MobileApps');
      const application = path.dirname(scratch.file('a/MobileApps/com.example.app/deadbeef', ''));
      const folder = scratch.folder('b', 'MobileApps');
      const above = scratch.folder('c');
      const locked = [file, application, folder, above];
      for (const each of locked) fs.chmodSync(each, 0o000);
      try {
        const { code, stderr, report } = await check([scratch.root], others);
        assert.equal(code, 2);
        assert.deepEqual(report.unreadable?.map(({ folder, file }) => path.join(folder, file)).sort(), locked.sort());
        const lines = stderr.trimEnd().split('\n');
        for (const line of lines)
          assert.match(line, /^session-workbench: cannot read .*; give this user the right to read/);
        assert.equal(lines.length, 2, stderr);
      } finally {
        for (const each of locked) fs.chmodSync(each, 0o755);
      }
    });
  });
});

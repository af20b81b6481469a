import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import type { FileReport } from '../../src/cli/checkReport';
import { fixFolder } from '../../src/cli/fix/fixedFolder';
import { ERROR_CODES, HINT_CODES } from '../../src/core/compliance/finding';
import { SessionChecker } from '../../src/core/compliance/sessionChecker';
import { repairsOf } from '../../src/core/repair/repairsOf';
import { builtInSchema } from '../../src/disk/builtInSchema';
import { CheckPool } from '../../src/disk/checkPool';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { CLI, type Ended, run, Scratch, seedWith } from './commandLine';

const OTHER = 'ab'.repeat(20);

/** Every file below a folder, by its path. */
function filesIn(folder: string): Map<string, string> {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => fs.statSync(path.join(folder, name)).isFile());
  return new Map(files.map((name) => [name, fs.readFileSync(path.join(folder, name)).toString('base64')]));
}

/** A session that belongs under a name, its token with it. */
function seedNamed(name: string): string {
  const session = JSON.parse(SEED_SESSION);
  const token = JSON.parse(Buffer.from(session.token, 'base64').toString());
  session.session.id = name;
  session.token = Buffer.from(JSON.stringify({ ...token, id: name }))
    .toString('base64')
    .replace(/=+$/, '');
  return JSON.stringify(session);
}

/** The file as a check would report it. */
function reportOf(file: string): FileReport {
  const session = { applicationFolder: SEED_APPLICATION, name: SEED_NAME, text: fs.readFileSync(file, 'utf8') };
  const { findings } = new SessionChecker(builtInSchema).check(session);
  return { name: SEED_NAME, findings, unreadable: undefined };
}

describe('fix', () => {
  let scratch: Scratch;
  let state: string;
  beforeEach(() => {
    scratch = new Scratch();
    state = scratch.path('state');
  });
  afterEach(() => scratch.remove());

  const fix = (...args: string[]): Promise<Ended> =>
    run(['fix', ...args], { cwd: scratch.root, env: { XDG_STATE_HOME: state, LOCALAPPDATA: state, HOME: state } });
  const backupIn = ({ stdout }: Ended): string => {
    const [, folder] = /^Backup: (.*)$/m.exec(stdout) ?? [];
    assert.ok(folder, stdout);
    return folder;
  };
  const inMobileApps = (...parts: string[]) => scratch.path('MobileApps', ...parts);
  const read = (...parts: string[]) => fs.readFileSync(inMobileApps(...parts), 'utf8');

  it('fix gives a session without an application that of the sessions beside it', async () => {
    const [application, name] = ['TEAM01.com.acme.shop', 'ab'.repeat(20)];
    fs.mkdirSync(inMobileApps(application), { recursive: true });
    const { application: its, ...rest } = JSON.parse(SEED_SESSION);
    const beside = { ...rest, application: { ...its, id: 'com.acme.shop', name: 'Shop' }, team: { id: 'TEAM01' } };
    fs.writeFileSync(inMobileApps(application, SEED_NAME), JSON.stringify(beside));
    fs.writeFileSync(inMobileApps(application, name), '{}');
    await fix('MobileApps');
    const fixed = JSON.parse(read(application, name));
    assert.deepEqual(fixed.application, { id: 'com.acme.shop', name: 'Shop', version: '1.0.0' });
    assert.deepEqual(fixed.team, { id: 'TEAM01' });
  });

  describe('misplaced sessions', () => {
    const put = () => {
      fs.mkdirSync(inMobileApps('Other', 'deep'), { recursive: true });
      fs.writeFileSync(inMobileApps(`${SEED_NAME}.json`), seedWith('"accepted"', '"Accepted"'));
      fs.writeFileSync(inMobileApps('Other', 'deep', OTHER), seedNamed(OTHER));
      fs.writeFileSync(inMobileApps('Other', `${OTHER} copy`), seedNamed(OTHER));
    };

    it('fix moves misplaced sessions to where their content says, and makes the other repairs there', async () => {
      put();
      const { code, stdout, stderr } = await fix('MobileApps');
      assert.deepEqual([code, stderr], [0, '']);
      assert.match(stdout, /hint\/misplaced {2}Move the file to where its content says/);
      assert.equal(read(SEED_APPLICATION, SEED_NAME), SEED_SESSION);
      assert.equal(read(SEED_APPLICATION, OTHER), seedNamed(OTHER));
      assert.deepEqual(
        [...filesIn(inMobileApps()).keys()].sort(),
        [`${SEED_APPLICATION}/${SEED_NAME}`, `${SEED_APPLICATION}/${OTHER}`, `Other/${OTHER} copy`].sort(),
      );
    });

    it('fix moves nothing when it is only to say what it would do, or is to repair another code', async () => {
      put();
      const before = filesIn(inMobileApps());
      const dry = await fix('MobileApps', '--dry-run', '--only', 'hint/misplaced');
      assert.match(dry.stdout, /2 repairs in 2 session files/);
      assert.deepEqual(filesIn(inMobileApps()), before);
      await fix('MobileApps', '--only', 'mobi/3');
      assert.deepEqual(filesIn(inMobileApps()), before);
      await fix('MobileApps', '--only', 'hint/misplaced');
      assert.equal(read(SEED_APPLICATION, SEED_NAME), seedWith('"accepted"', '"Accepted"'));
    });

    it('fix leaves a misplaced session whose place is taken, and says so', async () => {
      put();
      fs.mkdirSync(inMobileApps(SEED_APPLICATION));
      fs.writeFileSync(inMobileApps(SEED_APPLICATION, SEED_NAME), SEED_SESSION);
      const { code, stdout } = await fix('MobileApps', '--only', 'hint/misplaced');
      assert.equal(code, 1);
      assert.ok(stdout.includes(`"${SEED_APPLICATION}/${SEED_NAME}" is there already`), stdout);
      assert.equal(read(`${SEED_NAME}.json`), seedWith('"accepted"', '"Accepted"'));
    });
  });

  it('fix that gets a signal finishes the files that it writes, leaves nothing beside them, and says how many', async function () {
    if (process.platform === 'win32') this.skip();
    const names = Array.from({ length: 300 }, (_, at) => at.toString(16).padStart(40, '0'));
    const wrong = (name: string) => JSON.stringify({ ...JSON.parse(seedNamed(name)), token: '!' });
    const checker = new SessionChecker(builtInSchema);

    /** @returns whether there was something left to do */
    const endsInTime = async (signal: NodeJS.Signals): Promise<boolean> => {
      const application = scratch.folder(signal, 'MobileApps', SEED_APPLICATION);
      for (const name of names) fs.writeFileSync(path.join(application, name), wrong(name));
      const env = { ...process.env, XDG_STATE_HOME: state, HOME: state };
      const child = spawn(process.execPath, [CLI, 'fix', signal], { cwd: scratch.root, env });
      const output = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
      // The backup is told before the first file is written.
      await once(child.stdout, 'data');
      child.kill(signal);
      const [stdout, stderr, [code]] = await output;
      assert.deepEqual(fs.readdirSync(application).sort(), names);
      const left = names.filter((name) => {
        const content = fs.readFileSync(path.join(application, name), 'utf8');
        if (content === wrong(name)) return true;
        const { findings } = checker.check({ applicationFolder: SEED_APPLICATION, name, text: content });
        assert.ok(!findings.some((finding) => finding.code === 'mobi/4'), content);
        return false;
      });
      const repaired = names.length - left.length;
      assert.match(stdout, repaired === 0 ? /Nothing repaired/ : new RegExp(`in ${repaired} session file`));
      if (repaired === names.length) return false;
      assert.equal(code, 2, stderr);
      assert.match(stderr, /ended before all files were looked at; run it again for the others/);
      return true;
    };

    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      // On a busy machine, all may be done before the signal comes.
      while (!(await endsInTime(signal)));
    }
  });

  describe('a sample with every finding', () => {
    let folder: string;
    beforeEach(async () => {
      folder = inMobileApps();
      await run(['sample', scratch.root, '--sessions', '300', '--faults', '50', '--seed', '3']);
    });

    it('fix leaves nothing that can be repaired safely, and does nothing the second time', async () => {
      const first = await fix();
      assert.deepEqual([first.code, first.stderr], [1, '']);
      const { stdout } = await run(['check', folder, '--format', 'json']);
      const checker = new SessionChecker(builtInSchema);
      for (const { file, code } of JSON.parse(stdout).findings) {
        const [applicationFolder, name] = file.split('/') as [string, string];
        const session = { applicationFolder, name, text: fs.readFileSync(path.join(folder, file), 'utf8') };
        if (code === 'mobi/2') continue;
        for (const finding of checker.check(session).findings) {
          assert.deepEqual(
            repairsOf(session, finding).filter(({ safe }) => safe),
            [],
            finding.message,
          );
        }
      }
      const after = filesIn(folder);
      const second = await fix();
      assert.match(second.stdout, /Nothing repaired/);
      assert.doesNotMatch(second.stdout, /Backup|✔/);
      assert.deepEqual(filesIn(folder), after);
    });

    it('fix writes nothing in a dry run, and prints the same lines', async () => {
      const before = filesIn(scratch.root);
      const dry = await fix('--dry-run');
      assert.deepEqual(filesIn(scratch.root), before);
      const real = await fix();
      assert.equal(dry.code, real.code);
      assert.equal(
        dry.stdout.replace('Dry run: nothing was written.\n', ''),
        real.stdout.replace(/^Backup: .*\n/m, ''),
      );
    });

    it('fix keeps the old bytes of what it changed, and touches nothing else', async () => {
      const before = filesIn(folder);
      const ended = await fix();
      const after = filesIn(folder);
      const saved = filesIn(path.join(backupIn(ended), 'files'));
      const changed = [...before].filter(([name, bytes]) => after.get(name) !== bytes);
      assert.deepEqual([...saved], changed);
      assert.ok(changed.length > 50);
      assert.ok(changed.every(([name]) => !path.basename(name).includes('.')));
      assert.equal(after.size, before.size, 'no file is lost, and none is left behind');
    });
  });

  it('fix says what it did, what is left, and what a person could do', async () => {
    scratch.seed('MobileApps', `\ufeff${seedWith('"accepted"', '"Acepted"')}`);
    scratch.file(`MobileApps/${SEED_APPLICATION}/${OTHER}`, seedNamed(OTHER).replace('"accepted"', '"blocked"'));
    const ended = await fix();
    assert.equal(ended.code, 1);
    assert.equal(
      ended.stdout.replace(/^Backup: .*\n/, ''),
      [
        'MobileApps',
        '',
        `  ${SEED_APPLICATION}`,
        `    ${SEED_NAME}`,
        '      ✔ mobi/3  Change "status" to "accepted"',
        '      ✔ hint/bom  Remove the byte order mark',
        `    ${OTHER}`,
        '      ✖ mobi/3  "status" must be one of "accepted", "pending"; it is "blocked".',
        '          ? Change "status" to "accepted"',
        '          ? Change "status" to "pending"',
        '',
        '✖ 2 repairs in 1 session file, 1 is left to you',
        '',
      ].join('\n'),
    );
    assert.equal(read(SEED_APPLICATION, SEED_NAME), SEED_SESSION);
  });

  it('fix ends with 0 when nothing is at fault any more, or was', async () => {
    const file = scratch.seed('MobileApps', seedWith('"email":"",\n', ''));
    assert.equal((await fix()).code, 0);
    assert.equal(JSON.parse(fs.readFileSync(file, 'utf8')).email, '');
    const { code, stdout } = await fix();
    assert.deepEqual([code, stdout], [0, '✔ Nothing repaired, none is at fault\n']);
    assert.ok(fs.existsSync(state), 'of the first run there is a backup');
  });

  it('fix makes the folder that a file belongs in', async () => {
    scratch.file('MobileApps/Other/abc', SEED_SESSION);
    const ended = await fix();
    assert.equal(ended.code, 0);
    assert.equal(read(SEED_APPLICATION, SEED_NAME), SEED_SESSION);
    assert.ok(!fs.existsSync(inMobileApps('Other', 'abc')));
    assert.equal(fs.readFileSync(path.join(backupIn(ended), 'files/Other/abc'), 'utf8'), SEED_SESSION);
  });

  describe('another file in the way', () => {
    it('fix leaves a copy of a session where it is, mends what else is wrong with it, and says so', async () => {
      scratch.seed('MobileApps');
      scratch.file(`MobileApps/${SEED_APPLICATION}/deadbeef`, `\ufeff${SEED_SESSION}`);
      for (const args of [['--dry-run'], []]) {
        const { code, stdout } = await fix(...args);
        assert.equal(code, 1);
        assert.match(stdout, /✔ hint\/bom/);
        assert.ok(stdout.includes(`"${SEED_APPLICATION}/${SEED_NAME}" is there already`), stdout);
      }
      assert.equal(read(SEED_APPLICATION, SEED_NAME), SEED_SESSION);
      assert.equal(read(SEED_APPLICATION, 'deadbeef'), SEED_SESSION);
    });

    it('fix moves none of two files that differ and belong in one place, as only a person knows which counts', async () => {
      const other = SEED_SESSION.replace('"accepted"', '"pending"');
      scratch.file(`MobileApps/${SEED_APPLICATION}/sub/${SEED_NAME}`, SEED_SESSION);
      scratch.file(`MobileApps/${SEED_NAME}`, other);
      const { code, stdout } = await fix();
      assert.equal(code, 1);
      assert.equal(stdout.split('or another file belongs there too').length, 3, stdout);
      assert.ok(!fs.existsSync(inMobileApps(SEED_APPLICATION, SEED_NAME)));
      assert.equal(read(SEED_NAME), other);
    });

    it('fix moves one of two files that are the same and belong in one place', async () => {
      scratch.file('MobileApps/A/aaaaaaaa', SEED_SESSION);
      scratch.file('MobileApps/B/bbbbbbbb', `${SEED_SESSION}\n`);
      const dry = await fix('--dry-run');
      const real = await fix();
      assert.deepEqual([dry.code, real.code], [1, 1]);
      assert.equal(dry.stdout.replace(/Dry.*\n/, ''), real.stdout.replace(/Backup: .*\n/, ''));
      assert.equal(read(SEED_APPLICATION, SEED_NAME), SEED_SESSION);
      assert.equal(read('B', 'bbbbbbbb'), `${SEED_SESSION}\n`);
    });

    it('fix waits for a place that becomes free, and leaves two files in each other’s place', async () => {
      const [a, b, c, d] = ['aa', 'bb', 'cc', 'dd'].map((pair) => pair.repeat(20)) as [string, string, string, string];
      const put = (name: string, belongs: string) =>
        scratch.file(`MobileApps/${SEED_APPLICATION}/${name}`, seedNamed(belongs));
      put(a, b);
      put(b, 'ee'.repeat(20));
      put(c, d);
      put(d, c);
      const dry = await fix('--dry-run');
      const { code, stdout } = await fix();
      assert.equal(dry.stdout.replace(/Dry.*\n/, ''), stdout.replace(/Backup: .*\n/, ''));
      assert.equal(code, 1);
      assert.match(stdout, /2 repairs in 2 session files, 2 are left to you/);
      assert.deepEqual(fs.readdirSync(inMobileApps(SEED_APPLICATION)).sort(), [b, c, d, 'ee'.repeat(20)]);
      assert.equal(read(SEED_APPLICATION, b), seedNamed(b));
      assert.equal(read(SEED_APPLICATION, c), seedNamed(d));
    });
  });

  it('fix never leaves the folder, whatever a file says it is', async () => {
    const evil = ['../../x', '/etc/x', 'a\\b', '..', 'con', 'x.json'];
    for (const [i, id] of evil.entries()) {
      const session = { ...JSON.parse(SEED_SESSION), session: { id, ip: '::1' } };
      scratch.file(`MobileApps/${SEED_APPLICATION}/${i}${i}`, JSON.stringify({ ...session, token: 'x' }));
    }
    const before = fs.readdirSync(scratch.root, { recursive: true, encoding: 'utf8' }).sort();
    const { code } = await fix();
    assert.equal(code, 1);
    const after = fs.readdirSync(scratch.root, { recursive: true, encoding: 'utf8' }).sort();
    assert.deepEqual(after, before);
  });

  describe('--only', () => {
    it('fix --only repairs findings with that code, and tells of the others', async () => {
      scratch.seed('MobileApps', `\ufeff${seedWith('"accepted"', '"Accepted"')}`);
      const { code, stdout } = await fix('--only', 'hint/bom');
      assert.equal(code, 1);
      assert.match(stdout, /✔ hint\/bom.*✖ mobi\/3/s);
      assert.equal(read(SEED_APPLICATION, SEED_NAME), seedWith('"accepted"', '"Accepted"'));
    });

    it('fix --only may be repeated', async () => {
      scratch.seed('MobileApps', `\ufeff${seedWith('"accepted"', '"Accepted"')}`);
      assert.equal((await fix('--only', 'hint/bom', '--only', 'mobi/3')).code, 0);
      assert.equal(read(SEED_APPLICATION, SEED_NAME), SEED_SESSION);
    });

    it('fix --only refuses an unknown code and lists those there are', async () => {
      scratch.seed('MobileApps');
      const { code, stdout, stderr } = await fix('--only', 'mobi/5');
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /^session-workbench: [^\n]+; see session-workbench fix --help\n$/);
      for (const each of [...ERROR_CODES, ...HINT_CODES]) assert.ok(stderr.includes(each), each);
    });
  });

  it('fix repairs a file that changed meanwhile as it is then, and has that in the backup', async () => {
    const file = scratch.seed('MobileApps', `\ufeff${SEED_SESSION}`);
    const newer = `\ufeff${seedWith('"email":""', '"email":"new@example.com"')}`;
    const before = process.env.XDG_STATE_HOME;
    process.env.XDG_STATE_HOME = state;
    const pool = new CheckPool();
    try {
      const application = {
        name: SEED_APPLICATION,
        unreadable: undefined,
        identity: undefined,
        allNames: () => [],
        files: [reportOf(file)],
        strays: [],
      };
      const report = { path: inMobileApps(), applications: [application], strays: [] };
      let backup = '';
      const { files, failure } = await fixFolder(pool, report, { dryRun: false }, (folder) => {
        backup = folder;
        // After the file was read, before it is written.
        fs.writeFileSync(file, newer);
      });
      assert.equal(failure, undefined);
      assert.deepEqual(
        files.map(({ repairs, left, failure }) => [repairs.map(({ code }) => code), left, failure]),
        [[['hint/bom'], [], undefined]],
      );
      assert.equal(fs.readFileSync(file, 'utf8'), newer.slice(1));
      assert.equal(fs.readFileSync(path.join(backup, 'files', SEED_APPLICATION, SEED_NAME), 'utf8'), newer);
    } finally {
      await pool.dispose();
      if (before === undefined) delete process.env.XDG_STATE_HOME;
      else process.env.XDG_STATE_HOME = before;
    }
  });

  describe('what cannot be written', () => {
    it('a place where no folder can be made is named by fix as the place of backups', async function () {
      if (process.platform !== 'linux') this.skip();
      state = '/proc';
      scratch.seed('MobileApps', `\ufeff${SEED_SESSION}`);
      const { code, stderr } = await fix();
      assert.equal(code, 2);
      assert.match(stderr, /no backup can be made: Backups cannot be kept in \/proc\/[^:]*: [^\n]*\n$/);
      assert.doesNotMatch(stderr, /Refresh/);
    });

    it('fix changes nothing without a backup', async () => {
      state = scratch.file('no-folder', '');
      scratch.seed('MobileApps', `\ufeff${SEED_SESSION}`);
      const before = filesIn(scratch.root);
      const { code, stdout, stderr } = await fix();
      assert.equal(code, 2);
      assert.match(stderr, /^session-workbench: .*no backup can be made[^\n]*\n$/);
      assert.match(stdout, /^✖ Nothing repaired, as no backup can be made$/m);
      assert.deepEqual(filesIn(scratch.root), before);
      scratch.seed('MobileApps', SEED_SESSION.replace('accepted', 'x'));
      assert.match((await fix()).stdout, /^✖ Nothing repaired, 1 is left to you$/m);
    });

    it('fix says so of a file that is read-only, and goes on with the others', async () => {
      const file = scratch.seed('MobileApps', `\ufeff${SEED_SESSION}`);
      fs.chmodSync(file, 0o444);
      scratch.file(`MobileApps/${SEED_APPLICATION}/${OTHER}`, `\ufeff${seedNamed(OTHER)}`);
      const { code, stdout, stderr } = await fix();
      assert.equal(code, 2);
      assert.match(stdout, /✖ left as it was.*1 repair in 1 session file, 1 is left to you/s);
      assert.match(stderr, /^session-workbench: [^\n]*(is read-only|may not write)[^\n]*\n$/);
      assert.equal(read(SEED_APPLICATION, SEED_NAME), `\ufeff${SEED_SESSION}`);
      assert.equal(read(SEED_APPLICATION, OTHER), seedNamed(OTHER));
    });

    it('fix says what is wrong with the path', async () => {
      const { code, stderr } = await fix('nowhere');
      assert.equal(code, 2);
      assert.match(stderr, /nowhere does not exist/);
    });
  });
});

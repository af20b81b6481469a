import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import v8 from 'node:v8';
import fc from 'fast-check';
import { surveyApplication } from '../../src/disk/applicationSurvey';
import { CheckPool } from '../../src/disk/checkPool';
import { FolderScope } from '../../src/disk/folderScope';
import { SnapshotSeal } from '../../src/disk/snapshot/snapshotSeal';
import { entry, packed } from '../core/index/changes';
import { KEY, OpenedFolder, type RestartChanges } from './restarts';
import { APPLICATION, sessionFiles, sessionOf } from './sessions';
import { onPosix, temporaryFolder, writeTree } from './temporaryFolder';

const SECOND = 'TEAM000001.com.example.second';
const PUSH_TOKEN = 'push-token-that-nobody-may-see';

/** A folder with all that can be in one: sessions of every condition, shared devices and push tokens, other files. */
function writeFolder(folder: string): void {
  const pending = sessionOf('P', { status: 'pending' });
  const shared = sessionOf('A').text.replace('"status": "accepted"', '"status":"accepted" ');
  writeTree(folder, {
    ...sessionFiles('A', 'B', 'C', 'D', 'E'),
    [`${APPLICATION}/${pending.name}`]: pending.text,
    [`${APPLICATION}/${'0'.repeat(40)}`]: '{',
    [`${APPLICATION}/${'1'.repeat(40)}`]: '[]',
    [`${APPLICATION}/${'2'.repeat(40)}`]: shared,
    [`${APPLICATION}/manifest.json`]: '{}',
    [`${APPLICATION}/words`]: 'none of ours',
    [`${APPLICATION}/${sessionOf('A').name} copy`]: sessionOf('A').text,
    [`${APPLICATION}/below/${sessionOf('F').name}`]: sessionOf('F').text,
    [`${SECOND}/${'3'.repeat(40)}`]: sessionOf('G', {
      device: { description: 'iPad', version: '12', id: 'G', token: PUSH_TOKEN, os: 'iOS' },
    }).text,
    [`${SECOND}/${'4'.repeat(40)}`]: sessionOf('H', {
      device: { description: 'iPad', version: '12', id: 'H', token: PUSH_TOKEN, os: 'iOS' },
      email: 'ada@example.com',
    }).text,
    'readme.txt': 'hello',
  });
}

/** Waits until no file of these folders is so young that its stamp is not trusted. Only waiting makes an inode old. */
async function untilOld(...folders: string[]): Promise<void> {
  for (const folder of folders) {
    for (const application of fs.readdirSync(folder)) {
      if (!fs.statSync(path.join(folder, application)).isDirectory()) continue;
      const isYoung = () => {
        const { stamps } = surveyApplication(folder, application);
        return stamps.some((stamp) => Number.isNaN(stamp));
      };
      while (isYoung()) await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

describe('The snapshot of a MobileApps folder', () => {
  const temporary = temporaryFolder();
  const pool = new CheckPool();
  let folder: string;
  let snapshots: string;

  beforeEach(() => {
    folder = path.join(temporary(), 'MobileApps');
    snapshots = path.join(temporary(), 'storage', 'snapshots');
  });
  after(() => pool.dispose());

  const opened = (changes: RestartChanges = {}, by = pool) => new OpenedFolder(folder, by, snapshots, changes).start();
  const files = () => fs.readdirSync(snapshots).map((name) => path.join(snapshots, name));
  const file = () => files()[0] as string;
  const fileOf = (name: string, application = APPLICATION) => path.join(folder, application, name);

  /** What is known without a snapshot. */
  async function scanned(of = folder, by = pool): Promise<unknown> {
    const window = await new OpenedFolder(of, by, undefined).start();
    await window.end();
    return window.known;
  }

  async function saved(changes: RestartChanges = {}): Promise<void> {
    writeFolder(folder);
    await untilOld(folder);
    await (await opened(changes)).end();
  }

  it('a restart reads no file that has not changed, and knows the same as before', async () => {
    await saved();
    const again = await opened();
    assert.deepEqual(again.known, await scanned());
    assert.deepEqual([again.scans, again.checked, again.notes], [0, [], []]);
    await again.end();
  });

  it('a restart shows what was known before it looks at the disk, and says that it is not done', async () => {
    await saved();
    const again = new OpenedFolder(folder, pool, snapshots);
    const seen: unknown[] = [];
    again.index.onDidChange(() => seen.push([again.index.counts().files, again.index.stateOf(folder)?.kind]));
    await again.start();
    const all = again.index.counts().files;
    const first = seen.findIndex((each) => JSON.stringify(each) === JSON.stringify([all, 'scanning']));
    assert.ok(first >= 0, JSON.stringify(seen));
    assert.deepEqual(again.index.stateOf(folder)?.kind, 'ready');
    await again.end();
  });

  const IN_ITS_PLACE: Record<string, (place: string, other: string) => void> = {
    'a folder': (place) => fs.mkdirSync(path.join(place, 'more'), { recursive: true }),
    'a link to a file': (place, other) => fs.symlinkSync(other, place),
    'a link to nothing': (place, other) => fs.symlinkSync(`${other}.gone`, place),
    'a pipe': (place) => void execFileSync('mkfifo', [place]),
    'a file without an end': (place) => {
      fs.writeFileSync(place, '');
      fs.truncateSync(place, 2e9);
    },
  };
  for (const [what, make] of Object.entries(IN_ITS_PLACE)) {
    onPosix(`${what} in the place of a snapshot is told and removed, and what it leads to stays`, async () => {
      await saved();
      const place = file();
      const other = path.join(temporary(), 'precious');
      fs.writeFileSync(other, 'mine');
      fs.rmSync(place);
      make(place, other);
      const again = await opened();
      assert.deepEqual(again.notes, [
        `The snapshot of ${folder} is not used (not a snapshot): all its files are read.`,
      ]);
      assert.deepEqual(again.known, await scanned());
      await again.end();
      assert.ok(fs.lstatSync(place).isFile());
      assert.equal(fs.readFileSync(other, 'utf8'), 'mine');
    });
  }

  it('a restart reads what has changed and nothing else', async () => {
    await saved();
    fs.writeFileSync(fileOf(sessionOf('B').name), '[]');
    const again = await opened();
    assert.deepEqual(again.known, await scanned());
    assert.deepEqual([again.scans, again.checked], [0, [sessionOf('B').name]]);
    await again.end();
  });

  it('files that were changed within two seconds before they were read are read again at a restart', async () => {
    writeFolder(folder);
    await (await opened()).end();
    const again = await opened();
    assert.ok(again.checked.includes(sessionOf('B').name));
    await again.end();
    assert.deepEqual(again.known, await scanned());
  });

  const EDITS: Record<string, (folder: string, at: number) => void> = {
    content: (of, at) => edit(of, at, (each) => fs.appendFileSync(each, ' ')),
    'a text of the same size, and the time set back': (of, at) =>
      edit(of, at, (each) => {
        const { atime, mtime } = fs.statSync(each);
        fs.writeFileSync(each, fs.readFileSync(each, 'utf8').replace(/[a-z]/g, 'x'));
        fs.utimesSync(each, atime, mtime);
      }),
    'another file in its place': (of, at) =>
      edit(of, at, (each) => {
        fs.writeFileSync(path.join(of, '..', 'aside'), sessionOf('Z').text);
        fs.renameSync(path.join(of, '..', 'aside'), each);
      }),
    'another name': (of, at) =>
      edit(of, at, (each) => fs.renameSync(each, path.join(path.dirname(each), `abcdef0${at}`))),
    'two files that change places': (of, at) =>
      edit(of, at, (each) =>
        edit(of, at + 1, (other) => {
          fs.renameSync(each, path.join(of, '..', 'aside'));
          if (each !== other) fs.renameSync(other, each);
          fs.renameSync(path.join(of, '..', 'aside'), other);
        }),
      ),
    removal: (of, at) => edit(of, at, (each) => fs.rmSync(each)),
    'a new file': (of, at) => writeTree(of, { [`${APPLICATION}/fedcba9876${at}`]: sessionOf(`new ${at}`).text }),
    mode: (of, at) => edit(of, at, (each) => fs.chmodSync(each, 0o640)),
    time: (of, at) => edit(of, at, (each) => fs.utimesSync(each, at, at)),
    'a new application': (of, at) => writeTree(of, { [`com.example.n${at}/${'5'.repeat(40)}`]: '{}' }),
    'an application that is gone': (of, at) => {
      if (at % 3 === 0) fs.rmSync(path.join(of, SECOND), { recursive: true, force: true });
    },
    'another file of no session': (of, at) => writeTree(of, { [`${APPLICATION}/more${at}.json`]: sessionOf('A').text }),
    'a session too deep': (of, at) =>
      writeTree(of, { [`${APPLICATION}/below/${sessionOf('F').name}`]: at % 2 ? '{}' : '[' }),
    'a word that becomes a session': (of) => writeTree(of, { [`${APPLICATION}/words`]: '{}' }),
    'a folder in the place of a file': (of, at) =>
      edit(of, at, (each) => {
        fs.rmSync(each);
        fs.mkdirSync(each);
      }),
  };

  /** Changes a session file, if there is one. */
  function edit(of: string, at: number, change: (file: string) => void): void {
    const application = path.join(of, APPLICATION);
    const names = fs.readdirSync(application).filter((name) => /^[0-9a-f]{8,}$/.test(name));
    const some = names.filter((name) => fs.statSync(path.join(application, name)).isFile()).sort();
    const name = some[at % Math.max(some.length, 1)];
    if (name !== undefined) change(path.join(application, name));
  }

  it('what is known after a restart is what a full scan finds, whatever was edited before and after the snapshot', async () => {
    const one = fc.tuple(fc.constantFrom(...Object.keys(EDITS)), fc.nat(20));
    const lists = fc.sample(
      fc.record({
        told: fc.array(one, { maxLength: 3 }),
        untold: fc.array(one, { maxLength: 2 }),
        later: fc.array(one, { maxLength: 5 }),
      }),
      40,
    );
    // Each edit alone, too.
    for (const [at, name] of Object.keys(EDITS).entries()) lists.push({ told: [], untold: [], later: [[name, at]] });
    const folders = lists.map((_, at) => path.join(temporary(), `of${at}`, 'MobileApps'));
    for (const each of folders) writeFolder(each);
    await untilOld(...folders);
    for (const [at, edits] of lists.entries()) {
      const of = folders[at] as string;
      const make = (some: [string, number][]) => {
        for (const [name, place] of some) EDITS[name]?.(of, place);
      };
      const first = await new OpenedFolder(of, pool, snapshots).start();
      make(edits.told);
      await first.monitor.lookAgain();
      make(edits.untold);
      await first.end();
      make(edits.later);
      const again = await new OpenedFolder(of, pool, snapshots).start();
      assert.deepEqual(again.known, await scanned(of), JSON.stringify(edits));
      assert.deepEqual(again.notes, []);
      await again.end();
      // The second snapshot is of a restart.
      const third = await new OpenedFolder(of, pool, snapshots).start();
      assert.deepEqual(third.known, again.known, JSON.stringify(edits));
      await third.end();
    }
  });

  const REFUSED: Record<string, { spoil?: () => void; changes?: RestartChanges; fault: string }> = {
    'of which a byte was changed': {
      spoil: () => changed((bytes) => flip(bytes, bytes.length >> 1)),
      fault: 'damaged',
    },
    'that was cut off': { spoil: () => changed((bytes) => bytes.subarray(0, bytes.length - 40)), fault: 'damaged' },
    'that is empty': { spoil: () => changed(() => Buffer.alloc(0)), fault: 'damaged' },
    'that has more behind its end': {
      spoil: () => changed((bytes) => Buffer.concat([bytes, bytes])),
      fault: 'damaged',
    },
    'that is something else': { spoil: () => changed(() => Buffer.from('{}')), fault: 'damaged' },
    'of another key': { changes: { key: new Uint8Array(32).fill(8) }, fault: 'damaged' },
    'of another version': { changes: { version: '1.0.1' }, fault: 'other rules' },
  };
  for (const [what, { spoil, changes, fault }] of Object.entries(REFUSED)) {
    it(`a snapshot ${what} is thrown away with one line, and all files are read`, async () => {
      await saved();
      spoil?.();
      const again = await opened(changes);
      assert.deepEqual(again.known, await scanned());
      assert.deepEqual(again.notes, [`The snapshot of ${folder} is not used (${fault}): all its files are read.`]);
      assert.ok(again.scans > 0);
      assert.deepEqual(files(), []);
      await again.end();
      assert.equal(files().length, 1);
    });
  }

  function changed(change: (bytes: Buffer) => Buffer): void {
    fs.writeFileSync(file(), change(fs.readFileSync(file())));
  }
  function flip(bytes: Buffer, at: number): Buffer {
    bytes[at] = (bytes[at] as number) ^ 1;
    return bytes;
  }

  /** Puts another snapshot in its place, which was made with the right key by the right rules. */
  async function forge(...parts: unknown[]): Promise<void> {
    const { rules } = await pool.call('rules', { version: '1.0.0' });
    const seal = new SnapshotSeal(KEY, { folder, rules: rules as string });
    const sections = parts.flatMap((part) => seal.section(v8.serialize(part)));
    fs.writeFileSync(file(), Buffer.concat([seal.head, ...sections, ...seal.end()]));
  }
  const listing = { kind: 'application', application: APPLICATION, others: [], stampedOthers: '' };

  const ODD: Record<string, unknown[]> = {
    'sessions before their application': [{ kind: 'sessions', sessions: packed([entry('0123abcd')]) }],
    'an application twice': [listing, listing],
    'a part that is none': [listing, { kind: 'stamps', names: '../..', stamps: new Float64Array(4) }],
  };
  for (const [what, parts] of Object.entries(ODD)) {
    it(`a sealed snapshot with ${what} is thrown away`, async () => {
      await saved();
      await forge(...parts);
      const again = await opened();
      assert.deepEqual(again.notes, [`The snapshot of ${folder} is not used (damaged): all its files are read.`]);
      assert.deepEqual(again.known, await scanned());
      await again.end();
    });
  }

  it('sessions without a stamp and stamps without a session do not get into what is known', async () => {
    await saved();
    const { names, stamps, others = '' } = surveyApplication(folder, APPLICATION);
    const [first = ''] = names.split('/');
    const ghosts = packed([entry('ffffffff00'), entry(first, { email: 'twice@example.com' })]);
    await forge(
      { ...listing, stampedOthers: others },
      { kind: 'stamps', names, stamps },
      // Nothing of the other files, and of one file twice.
      { kind: 'sessions', sessions: ghosts },
      { kind: 'sessions', sessions: ghosts },
      { ...listing, application: 'com.example.none' },
      { kind: 'stamps', names, stamps },
      { kind: 'sessions', sessions: packed([entry(first)]) },
    );
    const again = await opened();
    assert.deepEqual(again.notes, []);
    const known = JSON.stringify(again.known);
    assert.ok(!known.includes('ffffffff00') && !known.includes('com.example.none'));
    // Who has the key can say of one file what is not so, but of no other.
    assert.deepEqual(again.checked.includes(first), false);
    fs.appendFileSync(fileOf(first), ' ');
    await again.monitor.lookAgain();
    assert.deepEqual(again.known, await scanned());
    await again.end();
  });

  it('a snapshot of another folder is not used, wherever its file is', async () => {
    await saved();
    const bytes = fs.readFileSync(file());
    fs.rmSync(file());
    const other = path.join(temporary(), 'other', 'MobileApps');
    writeFolder(other);
    await (await new OpenedFolder(other, pool, snapshots).start()).end();
    fs.writeFileSync(file(), bytes);
    const again = await new OpenedFolder(other, pool, snapshots).start();
    assert.deepEqual(again.notes, [`The snapshot of ${other} is not used (damaged): all its files are read.`]);
    await again.end();
  });

  it('a snapshot by another schema is not used, nor one of a schema that changed since', async () => {
    const schema = path.join(temporary(), 'schema.json');
    fs.writeFileSync(schema, '{ "type": "object" }');
    await saved();
    const byUsers = async () => {
      const by = new CheckPool({ schemaFile: schema });
      const window = await opened({}, by);
      assert.deepEqual(window.known, await scanned(folder, by));
      await window.end();
      await by.dispose();
      return window.notes.length;
    };
    assert.equal(await byUsers(), 1);
    assert.equal(await byUsers(), 0);
    fs.writeFileSync(schema, '{ "type": "object", "required": ["nothing"] }');
    assert.equal(await byUsers(), 1);
    fs.writeFileSync(schema, 'no schema');
    assert.equal(await byUsers(), 0);
    assert.deepEqual(files(), []);
  });

  it('nothing is saved of what was checked by a schema that does not hold any more', async () => {
    writeFolder(folder);
    const by = new CheckPool();
    const window = await opened({}, by);
    by.reloadSchema();
    await window.end();
    await by.dispose();
    assert.equal(fs.existsSync(snapshots), false);
  });

  it('a folder is saved when it was left in peace, and not again at once', async () => {
    writeFolder(folder);
    const window = await opened();
    assert.equal(fs.existsSync(snapshots), false);
    assert.deepEqual(window.timers.asked, [5_000]);
    window.timers.end();
    const until = async (wanted: () => boolean) => {
      while (!wanted()) await new Promise((resolve) => setTimeout(resolve, 10));
    };
    await until(() => window.timers.asked[0] === 60_000);
    assert.equal(files().length, 1);
    fs.writeFileSync(fileOf(sessionOf('B').name), '[]');
    await window.monitor.lookAgain();
    assert.deepEqual(window.timers.asked, [60_000]);
    window.timers.end();
    assert.deepEqual(window.timers.asked, [5_000]);
    const before = fs.readFileSync(file());
    await window.end();
    assert.ok(!fs.readFileSync(file()).equals(before));
    assert.deepEqual(window.timers.asked, []);
  });

  it('nothing is written at the end of a window in which nothing changed', async () => {
    await saved();
    await (await opened()).end();
    const before = fs.readFileSync(file());
    const again = await opened();
    await again.end();
    assert.ok(fs.readFileSync(file()).equals(before));
  });

  it('a folder of few files has no snapshot', async () => {
    await saved();
    await (await opened({ leastFiles: 500 })).end();
    assert.equal(files().length, 1);
    fs.rmSync(fileOf(sessionOf('B').name));
    await (await opened({ leastFiles: 500 })).end();
    assert.deepEqual(files(), []);
  });

  it('a snapshot that cannot be written is told in one line, and nothing stops', async () => {
    writeFolder(folder);
    fs.mkdirSync(path.dirname(snapshots));
    fs.writeFileSync(snapshots, 'in the way');
    const window = await opened();
    await window.end();
    assert.equal(window.notes.length, 1);
    assert.match(window.notes[0] as string, /^The snapshot of .* was not written: /);
  });

  it('a part of a folder that is opened is not saved', async () => {
    await saved();
    const before = fs.readFileSync(file());
    const window = await opened();
    const scope = new FolderScope();
    scope.addApplication(SECOND);
    window.monitor.setScope(scope);
    await window.monitor.lookAgain();
    await window.end();
    assert.ok(fs.readFileSync(file()).equals(before));
  });

  onPosix('a snapshot can be read by its owner alone, and no token is in it', async () => {
    await saved();
    assert.equal(fs.statSync(file()).mode & 0o777, 0o600);
    assert.equal(fs.statSync(snapshots).mode & 0o777, 0o700);
    const text = fs.readFileSync(file(), 'latin1');
    assert.ok(text.includes('ada@example.com'));
    assert.ok(!text.includes(PUSH_TOKEN));
    const tokens = ['A', 'B', 'C', 'P', 'H'].map((id) => JSON.parse(sessionOf(id).text).token as string);
    for (const token of tokens) {
      assert.ok(!text.includes(token.slice(0, 24)));
      assert.ok(!text.includes(Buffer.from(token, 'base64').toString('latin1').slice(0, 24)));
    }
  });
});

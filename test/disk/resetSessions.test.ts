import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Backup } from '../../src/disk/backup';
import { CheckPool } from '../../src/disk/checkPool';
import { resetSessions } from '../../src/disk/resetSessions';
import { SessionStore } from '../../src/disk/sessionStore';
import {
  BackupWayError,
  FileChangedError,
  FileGoneError,
  OutsideFolderError,
  ReadFailedError,
} from '../../src/disk/writeErrors';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { lock, onPosix, temporaryFolder, unprivileged, writeTree } from './temporaryFolder';

const SESSIONS = {
  [`${SEED_APPLICATION}/${SEED_NAME}`]: SEED_SESSION,
  [`${SEED_APPLICATION}/abcabcab`]: 'malformed',
  [`${SEED_APPLICATION}/device_one`]: '{"status": "pending"}',
  'com.example.android/abcabcab': '{}',
};

const OTHERS = {
  'key.mobileapp': 'secret',
  [`${SEED_APPLICATION}/manifest.json`]: '{}',
  [`${SEED_APPLICATION}/AuthKey_AB12.p8`]: 'key',
  [`${SEED_APPLICATION}/notes`]: 'not a session',
  [`${SEED_APPLICATION}/icons/abcabcab`]: '{}',
  'com.example.android/google-services.json': '{}',
  '.hidden/abcabcab': '{}',
};

describe('resetSessions', () => {
  const temporary = temporaryFolder();
  const pool = new CheckPool();
  let folder: string;
  let backupRoot: string;
  beforeEach(() => {
    folder = path.join(temporary(), 'MobileApps');
    backupRoot = path.join(temporary(), 'backups');
    writeTree(folder, { ...SESSIONS, ...OTHERS });
  });
  after(() => pool.dispose());

  const at = (name: string) => path.join(folder, ...name.split('/'));

  function tree(): Record<string, string> {
    const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const files = names.filter((name) => fs.lstatSync(path.join(folder, name)).isFile());
    return Object.fromEntries(
      files.map((name) => [name.split(path.sep).join('/'), fs.readFileSync(path.join(folder, name), 'utf8')]),
    );
  }

  it('a reset removes every session and nothing else, and the last reset comes back exactly', async () => {
    const file = at(`${SEED_APPLICATION}/${SEED_NAME}`);
    fs.utimesSync(file, 1000, 2000);
    fs.chmodSync(file, 0o640);
    const before = fs.statSync(file);
    const progress: string[] = [];
    const { removed, failed, backup } = await resetSessions(pool, folder, {
      backupRoot,
      onProgress: (done, total) => progress.push(`${done}/${total}`),
    });
    assert.deepEqual(tree(), OTHERS);
    assert.deepEqual([...removed].sort(), Object.keys(SESSIONS).map(at).sort());
    assert.deepEqual(failed, []);
    assert.deepEqual(progress, ['1/8', '2/8', '3/8', '4/8', '5/8', '6/8', '7/8', '8/8']);
    assert.ok(fs.existsSync(at('com.example.android')));

    const restored = await restoreLastReset(folder, backupRoot);
    assert.deepEqual(restored?.restored, Object.keys(SESSIONS).sort());
    assert.deepEqual([restored?.kept, restored?.failed, restored?.backup.path], [[], [], backup?.path]);
    assert.deepEqual(tree(), { ...SESSIONS, ...OTHERS });
    const after = fs.statSync(file);
    assert.deepEqual([after.mode, after.mtimeMs, after.uid], [before.mode, before.mtimeMs, before.uid]);
  });

  it('a reset of one application leaves the others', async () => {
    const { removed } = await resetSessions(pool, folder, { application: 'com.example.android', backupRoot });
    assert.deepEqual(removed, [at('com.example.android/abcabcab')]);
    const { 'com.example.android/abcabcab': _removed, ...rest } = SESSIONS;
    assert.deepEqual(tree(), { ...rest, ...OTHERS });
  });

  it('a reset lists anew', async () => {
    writeTree(folder, { 'com.example.new/abcabcab': '{}' });
    const { removed } = await resetSessions(pool, folder, { backupRoot });
    assert.ok(removed.includes(at('com.example.new/abcabcab')));
  });

  it('a reset of nothing makes no backup, and the one before is still the last', async () => {
    assert.equal(await restoreLastReset(folder, backupRoot), undefined);
    const first = await resetSessions(pool, folder, { backupRoot });
    assert.deepEqual(await resetSessions(pool, folder, { backupRoot }), {
      removed: [],
      failed: [],
      backup: undefined,
      pruned: [],
    });
    const fix = await Backup.create(folder, 'fix', backupRoot);
    await fix.finish();
    assert.equal((await restoreLastReset(folder, backupRoot))?.backup.path, first.backup?.path);
  });

  it('a reset backs up again what changes between backup and removal', async () => {
    const file = at('com.example.android/abcabcab');
    const store = new DisturbedStore(1);
    const { removed, failed } = await resetSessions(pool, folder, {
      application: 'com.example.android',
      backupRoot,
      store,
    });
    assert.deepEqual([removed, failed], [[file], []]);
    await restoreLastReset(folder, backupRoot);
    assert.equal(fs.readFileSync(file, 'utf8'), 'written by 4D 1');
  });

  it('a reset leaves and reports what changes all the time', async () => {
    const file = at('com.example.android/abcabcab');
    const store = new DisturbedStore(Number.POSITIVE_INFINITY);
    const { removed, failed } = await resetSessions(pool, folder, {
      application: 'com.example.android',
      backupRoot,
      store,
    });
    assert.deepEqual(removed, []);
    assert.deepEqual(
      failed.map(({ file, error }) => [file, error.constructor]),
      [[file, FileChangedError]],
    );
    assert.equal(fs.readFileSync(file, 'utf8'), 'written by 4D 3');
  });

  it('a reset leaves and reports a read-only file', async () => {
    const file = at('com.example.android/abcabcab');
    fs.chmodSync(file, 0o444);
    const { removed, failed } = await resetSessions(pool, folder, { backupRoot });
    assert.equal(removed.length, 3);
    assert.deepEqual(
      failed.map((each) => each.file),
      [file],
    );
    assert.deepEqual(tree(), { ...OTHERS, 'com.example.android/abcabcab': '{}' });
    // The backup has it too; it is there already, so restoring changes nothing.
    const restored = await restoreLastReset(folder, backupRoot);
    assert.deepEqual([restored?.restored.length, restored?.kept], [4, []]);
  });

  onPosix('a reset leaves and reports a file that cannot be read', async () => {
    for (const name of ['', 'com.example.android', SEED_APPLICATION]) fs.chmodSync(at(name), 0o777);
    for (const name of Object.keys(SESSIONS)) fs.chmodSync(at(name), 0o666);
    fs.mkdirSync(backupRoot);
    fs.chmodSync(backupRoot, 0o777);
    const file = at('com.example.android/abcabcab');
    lock(file);
    const { removed, failed } = await unprivileged(() => resetSessions(pool, folder, { backupRoot }));
    assert.equal(removed.length, 3);
    assert.deepEqual(
      failed.map(({ file, error }) => [file, error.constructor]),
      [[file, ReadFailedError]],
    );
    assert.ok(fs.existsSync(file));
  });

  it('a reset removes nothing when the backup cannot be made', async () => {
    fs.writeFileSync(backupRoot, 'in the way');
    await assert.rejects(resetSessions(pool, folder, { backupRoot }), BackupWayError);
    assert.deepEqual(tree(), { ...SESSIONS, ...OTHERS });
  });

  it('a reset says that the folder or application is gone', async () => {
    const gone = await resetSessions(pool, folder, { application: 'com.gone', backupRoot });
    assert.deepEqual(
      gone.failed.map(({ file, error }) => [file, error.constructor]),
      [[at('com.gone'), FileGoneError]],
    );
    fs.rmSync(folder, { recursive: true });
    await assert.rejects(resetSessions(pool, folder, { backupRoot }), FileGoneError);
  });

  it('a reset never leaves the MobileApps folder', async () => {
    writeTree(temporary(), { 'elsewhere/abcabcab': '{}' });
    const { removed, failed } = await resetSessions(pool, folder, { application: '../elsewhere', backupRoot });
    assert.deepEqual(removed, []);
    assert.ok(failed[0]?.error instanceof OutsideFolderError);
    assert.ok(fs.existsSync(path.join(temporary(), 'elsewhere/abcabcab')));
  });

  it('a reset is restored beside what was made since', async () => {
    await resetSessions(pool, folder, { backupRoot });
    writeTree(folder, { 'com.example.android/abcabcab': 'newer', 'com.example.android/abcabcad': 'new' });
    const restored = await restoreLastReset(folder, backupRoot);
    assert.deepEqual(restored?.kept, ['com.example.android/abcabcab']);
    assert.equal(restored?.restored.length, 3);
    const expected = {
      ...SESSIONS,
      ...OTHERS,
      'com.example.android/abcabcab': 'newer',
      'com.example.android/abcabcad': 'new',
    };
    assert.deepEqual(tree(), expected);
  });
});

/** A store before whose first removals 4D writes the file once more. */
class DisturbedStore extends SessionStore {
  private removals = 0;

  constructor(private readonly disturbances: number) {
    super();
  }

  override async remove(file: string, expected?: Buffer): Promise<void> {
    if (++this.removals <= this.disturbances) fs.writeFileSync(file, `written by 4D ${this.removals}`);
    await super.remove(file, expected);
  }
}

/** Restores the newest reset, as the command for it does; undefined when there was none. */
async function restoreLastReset(folder: string, backupRoot: string) {
  const backup = (await Backup.list(folder, backupRoot)).find(({ purpose }) => purpose === 'reset');
  return backup && { backup, ...(await Backup.restore(backup)) };
}

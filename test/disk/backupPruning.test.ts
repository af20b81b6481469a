import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Backup, type BackupPurpose } from '../../src/disk/backup';
import { pruneBackups } from '../../src/disk/backupPruning';
import { DEFAULT_KEEPING } from '../../src/disk/keptBackups';
import { onPosix, temporaryFolder, writeTree } from './temporaryFolder';

const DAY_MS = 86_400_000;

describe('the pruning of backups', () => {
  const temporary = temporaryFolder();
  let folder: string;
  let root: string;
  let home: string;

  /** A finished backup of a certain age, and its path. */
  async function backupOf(days: number, purpose: BackupPurpose = 'fix', isNote = false): Promise<string> {
    const backup = await Backup.create(folder, purpose, root);
    if (isNote) await backup.keepNote('change', {});
    else await backup.add(path.join(folder, 'team.app', 'abcdef01'));
    await backup.finish();
    home = path.dirname(backup.path);
    const time = new Date(Date.now() - days * DAY_MS).toISOString();
    change(backup.path, { time });
    const aged = path.join(home, `${time.replaceAll(':', '-')}-${purpose}`);
    fs.renameSync(backup.path, aged);
    return aged;
  }

  function change(backup: string, values: Record<string, unknown>): void {
    const manifest = path.join(backup, 'backup.json');
    const before = JSON.parse(fs.readFileSync(manifest, 'utf8')) as object;
    fs.writeFileSync(manifest, JSON.stringify({ ...before, ...values }));
  }

  beforeEach(() => {
    folder = path.join(temporary(), 'MobileApps');
    root = path.join(temporary(), 'backups');
    writeTree(folder, { 'team.app/abcdef01': '{}' });
  });

  it('backups that are too old go, and the others stay', async () => {
    const [young, , old, older] = [await backupOf(1), await backupOf(89), await backupOf(91), await backupOf(400)];
    const { removed, failed } = await pruneBackups(folder, root, DEFAULT_KEEPING);
    assert.deepEqual([[...removed].sort(), failed], [[old, older].sort(), []]);
    assert.equal(fs.readdirSync(home).length, 2);
    assert.ok(fs.existsSync(young));
  });

  it('a backup that has the record of a change alone is kept, and goes when it is too old', async () => {
    await backupOf(1, 'edit', true);
    const old = await backupOf(91, 'edit', true);
    const { removed } = await pruneBackups(folder, root, DEFAULT_KEEPING);
    assert.deepEqual([removed, fs.readdirSync(home).length], [[old], 1]);
  });

  it('backups that are too many go, the oldest of them', async () => {
    const made = [await backupOf(1), await backupOf(2), await backupOf(3), await backupOf(4)];
    assert.deepEqual(
      [...(await pruneBackups(folder, root, { count: 2, days: 90 })).removed].sort(),
      made.slice(2).sort(),
    );
  });

  it('a hundred small edits do not push out what was there before a reset', async () => {
    const reset = await backupOf(50, 'reset');
    const oldEdit = await backupOf(49, 'edit');
    for (let each = 0; each < 3; each++) await backupOf(each + 1, each === 1 ? 'undo' : 'edit');
    const { removed } = await pruneBackups(folder, root, { count: 2, days: 90 });
    assert.deepEqual(removed, [oldEdit]);
    assert.ok(fs.existsSync(reset));
  });

  it('a damaged backup is named, and the others are pruned', async () => {
    const [, damaged, old] = [await backupOf(1), await backupOf(2), await backupOf(100)];
    fs.writeFileSync(path.join(damaged, 'backup.json'), '{');
    const { removed, failed } = await pruneBackups(folder, root);
    assert.deepEqual([removed, failed.length], [[old], 1]);
    assert.match(failed[0]?.message ?? '', /backup\.json does not describe a backup/);
  });

  it('the newest backup stays however old it is, and when it is the only one that may be kept', async () => {
    const newest = await backupOf(1000);
    await backupOf(2000);
    await pruneBackups(folder, root, { count: 1, days: 1 });
    assert.deepEqual(fs.readdirSync(home), [path.basename(newest)]);
  });

  it('the backups of another MobileApps folder stay', async () => {
    const other = path.join(temporary(), 'other', 'MobileApps');
    await backupOf(100);
    const old = await backupOf(200);
    writeTree(other, { 'team.app/abcdef01': '{}' });
    await pruneBackups(other, root, { count: 1, days: 1 });
    assert.ok(fs.existsSync(old));
  });

  it('a backup that another process may still write stays for a day', async () => {
    await backupOf(0);
    const [fresh, stale] = [await backupOf(0.5), await backupOf(3)];
    for (const backup of [fresh, stale]) change(backup, { files: undefined });
    assert.deepEqual((await pruneBackups(folder, root, { count: 1, days: 90 })).removed, [stale]);
  });

  const foreign: Record<string, (backup: string) => void> = {
    'a file beside the manifest': (backup) => fs.writeFileSync(path.join(backup, 'mine.txt'), ''),
    'a folder beside the files': (backup) => fs.mkdirSync(path.join(backup, 'mine')),
    'a file that is no session file': (backup) => fs.writeFileSync(path.join(backup, 'files', 'team.app', 'a.txt'), ''),
    'a file in place of an application': (backup) => fs.writeFileSync(path.join(backup, 'files', 'mine'), ''),
    'a folder in an application': (backup) => fs.mkdirSync(path.join(backup, 'files', 'team.app', 'abcdef02')),
  };
  for (const [what, put] of Object.entries(foreign)) {
    it(`a backup stays with ${what}, which is not ours`, async () => {
      await backupOf(1);
      const old = await backupOf(500);
      put(old);
      assert.deepEqual(await pruneBackups(folder, root), { removed: [], failed: [] });
      assert.ok(fs.existsSync(path.join(old, 'files', 'team.app', 'abcdef01')));
    });
  }

  it('a folder that is named as no backup is stays', async () => {
    await backupOf(1);
    const old = await backupOf(500);
    fs.renameSync(old, path.join(home, 'kept by hand'));
    assert.deepEqual((await pruneBackups(folder, root)).removed, []);
    assert.ok(fs.existsSync(path.join(home, 'kept by hand')));
  });

  onPosix('a link in place of a backup is not followed', async () => {
    await backupOf(1);
    const old = await backupOf(500);
    const elsewhere = path.join(temporary(), 'elsewhere');
    fs.renameSync(old, elsewhere);
    fs.symlinkSync(elsewhere, old);
    assert.deepEqual((await pruneBackups(folder, root)).removed, []);
    assert.ok(fs.existsSync(path.join(elsewhere, 'backup.json')));
  });

  it('without backups there is nothing to remove', async () => {
    assert.deepEqual(await pruneBackups(folder, root), { removed: [], failed: [] });
  });
});

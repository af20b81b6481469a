import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Backup } from '../../src/disk/backup';
import { findFolders } from '../../src/disk/findFolders';
import { stateFolder } from '../../src/disk/stateFolder';
import {
  BackupPlaceError,
  FileGoneError,
  NotRegularFileError,
  OutsideFolderError,
  ReadFailedError,
  WriteFailedError,
} from '../../src/disk/writeErrors';
import { onPosix, temporaryFolder, unprivileged, writeTree } from './temporaryFolder';

describe('Backup', () => {
  const temporary = temporaryFolder();
  let folder: string;
  let root: string;
  beforeEach(() => {
    folder = path.join(temporary(), 'MobileApps');
    root = path.join(temporary(), 'state/backups');
    writeTree(folder, { 'team.app/abc': 'one', 'team.app/abd': 'two', 'other.app/abc': 'three' });
  });

  const at = (name: string) => path.join(folder, ...name.split('/'));
  const start = () => Backup.create(folder, 'fix', root);

  /** The newest; there must be one. */
  async function saved() {
    const [newest] = await Backup.list(folder, root);
    assert.ok(newest);
    return newest;
  }

  it('a backup brings back bytes, mode, owner and time of change', async () => {
    const file = at('team.app/abc');
    fs.chmodSync(file, 0o440);
    fs.utimesSync(file, 1000, 1_234_567.5);
    if (process.geteuid?.() === 0) fs.chownSync(file, 1234, 5678);
    const before = fs.statSync(file);
    const backup = await start();
    assert.deepEqual(await backup.add(file), Buffer.from('one'));
    await backup.add(at('other.app/abc'));
    await backup.finish();
    fs.rmSync(folder, { recursive: true });

    const newest = await saved();
    assert.deepEqual(newest, {
      path: backup.path,
      folder,
      purpose: 'fix',
      time: newest.time,
      files: ['other.app/abc', 'team.app/abc'],
      hasStrays: false,
      hasNotes: false,
      isFinished: true,
    });
    assert.ok(Math.abs(Date.now() - newest.time) < 60_000);
    assert.deepEqual(await Backup.restore(newest), {
      restored: ['other.app/abc', 'team.app/abc'],
      kept: [],
      failed: [],
    });
    const after = fs.statSync(file);
    assert.equal(fs.readFileSync(file, 'utf8'), 'one');
    for (const key of ['mode', 'uid', 'gid', 'mtimeMs'] as const) assert.equal(after[key], before[key], key);
    assert.deepEqual(fs.readdirSync(folder).sort(), ['other.app', 'team.app']);
  });

  onPosix(
    'whatever is in a backup is readable by this user alone, and what it brings back has the mode that it had',
    async () => {
      const modes = { 'team.app/abc': 0o644, 'team.app/abd': 0o666, 'other.app/abc': 0o440 };
      for (const [name, mode] of Object.entries(modes)) fs.chmodSync(at(name), mode);
      const backup = await start();
      for (const name of Object.keys(modes)) await backup.add(at(name));
      await backup.keepNote('fix', {});
      await backup.finish();
      for (const entry of fs.readdirSync(root, { recursive: true, withFileTypes: true })) {
        const { mode } = fs.statSync(path.join(entry.parentPath, entry.name));
        assert.equal(mode & 0o777, entry.isDirectory() ? 0o700 : 0o600, entry.name);
      }
      fs.rmSync(folder, { recursive: true });
      await Backup.restore(await saved());
      for (const [name, mode] of Object.entries(modes)) assert.equal(fs.statSync(at(name)).mode & 0o777, mode, name);
      assert.equal(fs.statSync(at('team.app')).mode & 0o777, 0o700);
    },
  );

  it('a backup says in a manifest what it is', async () => {
    const backup = await start();
    await backup.add(at('team.app/abc'));
    await backup.finish();
    const manifest = JSON.parse(fs.readFileSync(path.join(backup.path, 'backup.json'), 'utf8'));
    assert.deepEqual(manifest, {
      version: 1,
      folder,
      purpose: 'fix',
      time: new Date((await saved()).time).toISOString(),
      files: ['team.app/abc'],
    });
    assert.match(path.relative(root, backup.path), /^[0-9a-f]{16}[/\\]\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z-fix$/);
  });

  it('a backup is there when its process was killed before the end', async () => {
    const backup = await start();
    await backup.add(at('team.app/abc'));
    fs.writeFileSync(path.join(backup.path, 'files/team.app/.session-workbench-0000000000000000.tmp'), 'half');
    assert.deepEqual((await saved()).files, ['team.app/abc']);
  });

  it('a backup never overwrites a file with other content', async () => {
    const backup = await start();
    for (const name of ['team.app/abc', 'team.app/abd', 'other.app/abc']) await backup.add(at(name));
    await backup.finish();
    fs.writeFileSync(at('team.app/abc'), 'newer');
    fs.rmSync(at('other.app/abc'));
    assert.deepEqual(await Backup.restore(await saved()), {
      restored: ['other.app/abc', 'team.app/abd'],
      kept: ['team.app/abc'],
      failed: [],
    });
    assert.equal(fs.readFileSync(at('team.app/abc'), 'utf8'), 'newer');
    assert.equal(fs.readFileSync(at('other.app/abc'), 'utf8'), 'three');
  });

  onPosix('a backup tells which files could not be brought back', async () => {
    const backup = await start();
    for (const name of ['team.app/abc', 'other.app/abc']) await backup.add(at(name));
    await backup.finish();
    const newest = await saved();
    fs.rmSync(at('team.app'), { recursive: true });
    fs.symlinkSync(temporary(), at('team.app'));
    fs.rmSync(at('other.app/abc'));
    const { restored, failed } = await Backup.restore(newest);
    assert.deepEqual(restored, ['other.app/abc']);
    assert.deepEqual(
      failed.map(({ file, error }) => [file, error.constructor]),
      [['team.app/abc', NotRegularFileError]],
    );
    assert.ok(!fs.existsSync(path.join(temporary(), 'abc')));
  });

  it('a backup keeps a file as it was first, or as it is now when asked', async () => {
    const file = at('team.app/abc');
    const backup = await start();
    await backup.add(file);
    fs.writeFileSync(file, 'changed');
    assert.deepEqual(await backup.add(file), Buffer.from('one'));
    const copy = path.join(backup.path, 'files/team.app/abc');
    assert.equal(fs.readFileSync(copy, 'utf8'), 'one');
    assert.deepEqual(await backup.renew(file), Buffer.from('changed'));
    assert.equal(fs.readFileSync(copy, 'utf8'), 'changed');
    assert.equal(backup.size, 1);
  });

  it('a backup of nothing leaves nothing', async () => {
    const backup = await start();
    await assert.rejects(backup.add(at('team.app/gone')), FileGoneError);
    await backup.finish();
    assert.ok(!fs.existsSync(backup.path));
    assert.deepEqual(await Backup.list(folder, root), []);
  });

  it('backups are listed by folder, newest first, two of one moment too', async () => {
    const other = path.join(temporary(), 'elsewhere/MobileApps');
    writeTree(other, { 'team.app/abc': 'x' });
    const backups = await Promise.all([start(), start(), Backup.create(other, 'delete', root)]);
    for (const [i, backup] of backups.entries()) {
      await backup.add(i === 2 ? path.join(other, 'team.app/abc') : at('team.app/abc'));
      await backup.finish();
    }
    assert.equal(new Set(backups.map((backup) => backup.path)).size, 3);
    const listed = await Backup.list(folder, root);
    assert.deepEqual(listed.map((backup) => backup.path).sort(), [backups[0]?.path, backups[1]?.path].sort());
    assert.deepEqual(
      listed.map(({ time }) => time),
      listed.map(({ time }) => time).sort((a, b) => b - a),
    );
    assert.deepEqual(
      (await Backup.list(other, root)).map(({ purpose }) => purpose),
      ['delete'],
    );
  });

  onPosix('a backup is the same for a folder behind a link, and found when the folder is gone', async () => {
    const linked = path.join(temporary(), 'linked');
    fs.symlinkSync(path.dirname(folder), linked);
    const backup = await Backup.create(path.join(linked, 'MobileApps'), 'reset', root);
    await backup.add(path.join(linked, 'MobileApps/team.app/abc'));
    await backup.finish();
    fs.rmSync(folder, { recursive: true });
    assert.equal((await Backup.list(folder, root)).length, 1);
  });

  it('a backup cannot be in the MobileApps folder', async () => {
    await assert.rejects(Backup.create(folder, 'fix', at('backups')), BackupPlaceError);
    await assert.rejects(Backup.create(folder, 'fix', folder), BackupPlaceError);
    if (process.platform !== 'win32') {
      fs.symlinkSync(folder, path.join(temporary(), 'link'));
      await assert.rejects(Backup.create(folder, 'fix', path.join(temporary(), 'link/x')), BackupPlaceError);
    }
    assert.deepEqual(fs.readdirSync(folder).sort(), ['other.app', 'team.app']);
  });

  it('a backup is not swept by a scan of what is around it', async () => {
    const backup = await start();
    await backup.add(at('team.app/abc'));
    await backup.finish();
    assert.deepEqual(findFolders(temporary(), {}, (_, error) => assert.fail(error)).folders, [folder]);
  });

  onPosix('a backup may be looked into by this user only', async () => {
    const backup = await start();
    await backup.add(at('team.app/abc'));
    assert.equal(fs.statSync(backup.path).mode & 0o077, 0);
    await unprivileged(async () => {
      if (process.getuid?.() === 0) assert.throws(() => fs.readdirSync(backup.path), { code: 'EACCES' });
    });
  });

  it('a backup takes only files of its folder, and no links', async () => {
    const backup = await start();
    fs.writeFileSync(path.join(temporary(), 'secret'), 'x');
    await assert.rejects(backup.add(path.join(temporary(), 'elsewhere/team.app/abc')), OutsideFolderError);
    await assert.rejects(backup.add(`${folder}/team.app/../../secret`), OutsideFolderError);
    if (process.platform === 'win32') return;
    fs.symlinkSync(path.join(temporary(), 'secret'), at('team.app/abe'));
    await assert.rejects(backup.add(at('team.app/abe')), NotRegularFileError);
  });

  onPosix('a backup says why it cannot be written', async () => {
    fs.mkdirSync(root, { recursive: true });
    fs.chmodSync(root, 0o555);
    await unprivileged(() =>
      assert.rejects(start(), (error) => error instanceof WriteFailedError && error.code === 'EACCES'),
    );
  });

  it('a damaged manifest of a backup is named', async () => {
    const backup = await start();
    await backup.add(at('team.app/abc'));
    await backup.finish();
    for (const text of ['', 'null', '{"folder": 1}']) {
      fs.writeFileSync(path.join(backup.path, 'backup.json'), text);
      await assert.rejects(
        Backup.list(folder, root),
        (error) => error instanceof ReadFailedError && error.message.startsWith(path.join(backup.path, 'backup.json')),
      );
      const told: string[] = [];
      await Backup.list(folder, root, ({ file }) => told.push(file));
      assert.deepEqual(told, [path.join(backup.path, 'backup.json')]);
    }
  });

  it('a backup is where the system keeps such things', () => {
    const of = (platform: NodeJS.Platform, environment: NodeJS.ProcessEnv, home: string) =>
      stateFolder(platform, environment, home);
    assert.equal(of('linux', {}, '/home/a'), '/home/a/.local/state/session-workbench');
    assert.equal(of('linux', { XDG_STATE_HOME: '/state' }, '/home/a'), '/state/session-workbench');
    assert.equal(of('linux', { XDG_STATE_HOME: 'state' }, '/home/a'), '/home/a/.local/state/session-workbench');
    assert.equal(of('darwin', {}, '/Users/a'), '/Users/a/Library/Application Support/session-workbench');
    assert.equal(of('win32', { LOCALAPPDATA: 'D:\\Local' }, 'C:\\a'), 'D:\\Local\\session-workbench');
    assert.equal(of('win32', {}, 'C:\\a'), 'C:\\a\\AppData\\Local\\session-workbench');
  });
});

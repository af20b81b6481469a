import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { phraseText } from '../../src/core/compliance/phrase';
import { FileLock } from '../../src/disk/fileLock';
import { lockPathOf, ownKindOf, temporaryPathOf } from '../../src/disk/ownFile';
import { sessionPath } from '../../src/disk/sessionPlace';
import { SessionStore } from '../../src/disk/sessionStore';
import type { SessionWriteError } from '../../src/disk/sessionWriteError';
import {
  FileChangedError,
  FileExistsError,
  FileGoneError,
  NotRegularFileError,
  OutsideFolderError,
  ReadFailedError,
  WriteFailedError,
} from '../../src/disk/writeErrors';
import { endOf, startWithStore } from './childProcess';
import { onPosix, temporaryFolder, unprivileged, writeTree } from './temporaryFolder';

const OLD = Buffer.from('{"old": 1}\r\n');
const NEW = Buffer.from('\ufeff{"new": 2}');

describe('SessionStore', () => {
  const temporary = temporaryFolder();
  const store = new SessionStore();
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = path.join(temporary(), 'MobileApps');
    file = at('team.app/abc');
    writeTree(folder, { 'team.app/abc': OLD, 'other.app/manifest.json': '{}' });
  });

  function at(name: string): string {
    return path.join(folder, ...name.split('/'));
  }

  /** Everything under the MobileApps folder but folders. */
  function tree(): Record<string, string> {
    const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
    const files = names.filter((name) => fs.lstatSync(path.join(folder, name)).isFile());
    return Object.fromEntries(files.map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]));
  }

  const untouched = () => ({ 'other.app/manifest.json': '{}', 'team.app/abc': OLD.toString() });

  /** That something is refused with such an error, whose sentence ends, and that no file is touched. */
  async function refused<E extends SessionWriteError>(
    run: Promise<unknown>,
    type: new (...args: never[]) => E,
    expected: Record<string, string> = untouched(),
  ): Promise<E> {
    const error = await run.then(
      () => assert.fail('it was not refused'),
      (reason) => reason,
    );
    assert.ok(error instanceof type, String(error.stack));
    assert.equal(error.message, phraseText(error.phrase));
    assert.match(error.message, /\.$/);
    assert.deepEqual(tree(), expected);
    return error;
  }

  describe('replace', () => {
    it('replace replaces the bytes and keeps the mode', async () => {
      fs.chmodSync(file, 0o640);
      await store.replace(file, OLD, NEW);
      assert.deepEqual(fs.readFileSync(file), NEW);
      if (process.platform !== 'win32') assert.equal(fs.statSync(file).mode & 0o7777, 0o640);
      assert.deepEqual(fs.readdirSync(path.dirname(file)), ['abc']);
    });

    it('replace keeps the owner where this user may give files away', async function () {
      if (process.geteuid?.() !== 0) this.skip();
      fs.chownSync(file, 1234, 5678);
      fs.chmodSync(file, 0o4660);
      await store.replace(file, OLD, NEW);
      const { uid, gid, mode } = fs.statSync(file);
      assert.deepEqual([uid, gid, mode & 0o7777], [1234, 5678, 0o4660]);
    });

    it('replace writes a file of another user that it may write, although it cannot stay theirs', async function () {
      if (process.geteuid?.() !== 0) this.skip();
      fs.chmodSync(file, 0o666);
      fs.chmodSync(path.dirname(file), 0o777);
      await unprivileged(() => store.replace(file, OLD, NEW));
      assert.deepEqual(fs.readFileSync(file), NEW);
      assert.equal(fs.statSync(file).mode & 0o777, 0o666);
    });

    it('replace refuses a file that is not what was read', async () => {
      const error = await refused(store.replace(file, NEW, OLD), FileChangedError);
      assert.equal(error.file, file);
      await refused(store.replace(file, OLD.subarray(1), NEW), FileChangedError);
    });

    it('replace notices what comes between the temporary file and the rename', async () => {
      const foreign = Buffer.from('{"4D": true}');
      const calls = {
        link: fs.promises.link,
        // The first rename finds the file open elsewhere; when that ends, the file is another.
        rename: async () => {
          fs.writeFileSync(file, foreign);
          throw Object.assign(new Error('busy'), { code: 'EBUSY', syscall: 'rename' });
        },
      };
      const expected = { ...untouched(), 'team.app/abc': foreign.toString() };
      await refused(new SessionStore({ calls }).replace(file, OLD, NEW), FileChangedError, expected);
    });

    it('replace tries again while another program holds the file open', async () => {
      let tries = 0;
      const rename: typeof fs.promises.rename = async (from, to) => {
        if (++tries < 4) throw Object.assign(new Error('busy'), { code: 'EPERM', syscall: 'rename' });
        await fs.promises.rename(from, to);
      };
      await new SessionStore({ calls: { link: fs.promises.link, rename } }).replace(file, OLD, NEW);
      assert.deepEqual(fs.readFileSync(file), NEW);
      assert.equal(tries, 4);
    });

    it('replace says so when the file stays open', async () => {
      const rename = () => Promise.reject(Object.assign(new Error('busy'), { code: 'EBUSY', syscall: 'rename' }));
      const busy = new SessionStore({ calls: { link: fs.promises.link, rename } });
      const error = await refused(busy.replace(file, OLD, NEW), WriteFailedError);
      assert.equal(error.code, 'EBUSY');
      assert.match(error.message, /Another program holds .* open\. Close it there/);
    });

    it('replace says that a file or folder is gone', async () => {
      const gone = at('team.app/abd');
      await refused(store.replace(gone, OLD, NEW), FileGoneError);
      await refused(store.replace(at('gone.app/abc'), OLD, NEW), FileGoneError);
      fs.rmSync(folder, { recursive: true });
      await assert.rejects(store.replace(file, OLD, NEW), FileGoneError);
      assert.ok(!fs.existsSync(folder));
    });

    it('replace refuses a read-only file', async () => {
      fs.chmodSync(file, 0o444);
      for (const run of [
        () => store.replace(file, OLD, NEW),
        () => store.edit(file, () => NEW),
        () => store.move(file, at('team.app/abd'), OLD),
        () => store.remove(file, OLD),
        () => store.remove(file),
      ]) {
        const error = await refused(run(), WriteFailedError);
        assert.match(error.code, /^(EACCES|EPERM)$/);
      }
    });

    onPosix('replace refuses a file that only others may write', async () => {
      fs.chmodSync(path.dirname(file), 0o777);
      if (process.geteuid?.() !== 0) fs.chmodSync(file, 0o466);
      const error = await unprivileged(() => refused(store.replace(file, OLD, NEW), WriteFailedError));
      assert.equal(error.code, 'EACCES');
      assert.match(error.message, /You may not write .*abc\. Give yourself the permission/);
    });

    onPosix('replace refuses a read-only folder', async () => {
      fs.chmodSync(file, 0o666);
      fs.chmodSync(path.dirname(file), 0o555);
      const error = await unprivileged(() => refused(store.replace(file, OLD, NEW), WriteFailedError));
      assert.equal(error.code, 'EACCES');
      await unprivileged(() => refused(store.remove(file, OLD), WriteFailedError));
      await unprivileged(() => refused(store.move(file, at('team.app/abd'), OLD), WriteFailedError));
      fs.chmodSync(path.dirname(file), 0o755);
    });

    it('replace leaves everything as it was when the disk is full', async function () {
      const disk = smallDisk(temporary(), this);
      try {
        const full = path.join(disk, 'MobileApps/team.app/abc');
        writeTree(disk, { 'MobileApps/team.app/abc': OLD, filler: '' });
        fill(path.join(disk, 'filler'));
        const error = await refused(store.replace(full, OLD, Buffer.alloc(100_000, ' ')), WriteFailedError);
        assert.equal(error.code, 'ENOSPC');
        assert.match(error.message, /The disk is full, so .* is left as it was\. Make room/);
        await refused(store.move(full, `${full}d`, OLD, Buffer.alloc(100_000, ' ')), WriteFailedError);
        assert.deepEqual(fs.readdirSync(path.dirname(full)), ['abc']);
        assert.deepEqual(fs.readFileSync(full), OLD);
        fs.rmSync(path.join(disk, 'filler'));
        await store.replace(full, OLD, NEW);
        assert.deepEqual(fs.readFileSync(full), NEW);
      } finally {
        execFileSync('umount', [disk]);
      }
    });

    it('replace says that a disk can only be read', async function () {
      const disk = smallDisk(temporary(), this);
      try {
        writeTree(disk, { 'MobileApps/team.app/abc': OLD });
        execFileSync('mount', ['-o', 'remount,ro', disk]);
        const error = await refused(
          store.replace(path.join(disk, 'MobileApps/team.app/abc'), OLD, NEW),
          WriteFailedError,
        );
        assert.equal(error.code, 'EROFS');
      } finally {
        execFileSync('umount', [disk]);
      }
    });

    onPosix('replace refuses links, folders and pipes', async () => {
      fs.symlinkSync(file, at('team.app/abd'));
      fs.mkdirSync(at('team.app/abe'));
      execFileSync('mkfifo', [at('team.app/abf')]);
      const real = path.join(temporary(), 'real.app');
      writeTree(real, { abc: OLD });
      fs.symlinkSync(real, at('linked.app'));
      const expected = { ...untouched(), 'linked.app/abc': OLD.toString() };
      for (const name of ['team.app/abd', 'team.app/abe', 'team.app/abf', 'linked.app/abc']) {
        await refused(store.replace(at(name), OLD, NEW), NotRegularFileError, expected);
        await refused(
          store.edit(at(name), () => NEW),
          NotRegularFileError,
          expected,
        );
        await refused(store.remove(at(name)), NotRegularFileError, expected);
      }
      await refused(store.move(file, at('linked.app/abd'), OLD), NotRegularFileError, expected);
      assert.ok(fs.lstatSync(at('team.app/abd')).isSymbolicLink());
    });

    it('replace refuses what is no place for a session file', async () => {
      for (const place of [
        'MobileApps/team.app/abc',
        `${folder}/team.app/../other.app/abc`,
        at('other.app/manifest.json'),
        at('.hidden/abc'),
        `${file}\0`,
        path.parse(folder).root,
        '',
      ]) {
        await refused(store.replace(place, OLD, NEW), OutsideFolderError);
        await refused(store.remove(place), OutsideFolderError);
      }
    });

    it('replace writes only in the folder it is given', async () => {
      writeTree(temporary(), { 'MobileApps2/team.app/abc': OLD });
      const bound = new SessionStore({ folder });
      await refused(bound.replace(path.join(temporary(), 'MobileApps2/team.app/abc'), OLD, NEW), OutsideFolderError);
      await bound.replace(file, OLD, NEW);
      assert.deepEqual(fs.readFileSync(file), NEW);
    });
  });

  describe('edit', () => {
    it('edit writes what the change makes of the bytes, and answers it', async () => {
      const written = await store.edit(file, (bytes) => Buffer.concat([bytes, NEW]));
      assert.deepEqual(written, Buffer.concat([OLD, NEW]));
      assert.deepEqual(fs.readFileSync(file), written);
    });

    it('edit leaves the file alone when there is nothing to change', async () => {
      const before = fs.statSync(file, { bigint: true });
      assert.equal(await store.edit(file, () => undefined), undefined);
      const after = fs.statSync(file, { bigint: true });
      assert.deepEqual([after.ino, after.mtimeNs], [before.ino, before.mtimeNs]);
    });

    it('edit does it again on the new bytes when the file was changed meanwhile', async () => {
      const seen: string[] = [];
      await store.edit(file, (bytes) => {
        seen.push(bytes.toString());
        if (seen.length === 1) fs.writeFileSync(file, 'written in place');
        if (seen.length === 2) {
          fs.writeFileSync(at('team.app/new'), 'another file');
          fs.renameSync(at('team.app/new'), file);
        }
        return Buffer.concat([bytes, Buffer.from('!')]);
      });
      assert.deepEqual(seen, [OLD.toString(), 'written in place', 'another file']);
      assert.deepEqual(tree(), { ...untouched(), 'team.app/abc': 'another file!' });
    });

    it('edit gives up on a file that never stays the same', async () => {
      let tries = 0;
      const edit = store.edit(file, () => {
        fs.writeFileSync(file, String(++tries));
        return NEW;
      });
      await refused(edit, FileChangedError, { ...untouched(), 'team.app/abc': '5' });
    });

    it('edit says that the file or folder went in mid-action', async () => {
      const edit = store.edit(file, () => {
        fs.rmSync(file);
        return NEW;
      });
      await refused(edit, FileGoneError, { 'other.app/manifest.json': '{}' });
      writeTree(folder, { 'team.app/abc': OLD });
      await assert.rejects(
        store.edit(file, () => {
          fs.rmSync(folder, { recursive: true });
          return NEW;
        }),
        FileGoneError,
      );
      assert.ok(!fs.existsSync(folder));
    });

    onPosix('edit does not follow a link that takes the place of the file', async () => {
      const secret = path.join(temporary(), 'secret');
      fs.writeFileSync(secret, OLD);
      const edit = store.edit(file, () => {
        fs.rmSync(file);
        fs.symlinkSync(secret, file);
        return NEW;
      });
      await refused(edit, NotRegularFileError, { 'other.app/manifest.json': '{}' });
      assert.deepEqual(fs.readFileSync(secret), OLD);
    });

    it('edit rethrows the error of the change, and releases its lock', async () => {
      const reason = new Error('malformed');
      await assert.rejects(
        store.edit(file, () => {
          throw reason;
        }),
        reason,
      );
      assert.deepEqual(tree(), untouched());
      await store.edit(file, () => NEW);
    });

    it('edit refuses a file that is too large for a session', async () => {
      fs.truncateSync(file, 3_000_000);
      await assert.rejects(
        store.edit(file, () => NEW),
        (error) => error instanceof ReadFailedError && /3 MB/.test(error.message),
      );
    });

    it('edit loses no update when many edit at once', async () => {
      fs.writeFileSync(file, '0');
      const another = new SessionStore();
      await Promise.all(Array.from({ length: 40 }, (_, i) => (i % 2 ? store : another).edit(file, plusOne)));
      assert.equal(fs.readFileSync(file, 'utf8'), '40');
    });
  });

  describe('move', () => {
    it('move gives another name', async () => {
      const { ino } = fs.statSync(file);
      await store.move(file, at('team.app/abd'), OLD);
      assert.deepEqual(tree(), { 'other.app/manifest.json': '{}', 'team.app/abd': OLD.toString() });
      assert.equal(fs.statSync(at('team.app/abd')).ino, ino);
    });

    it('move makes the application folder, and changes the content along', async () => {
      fs.chmodSync(file, 0o640);
      await store.move(file, at('new.app/abd'), OLD, NEW);
      assert.deepEqual(tree(), { 'new.app/abd': NEW.toString(), 'other.app/manifest.json': '{}' });
      if (process.platform !== 'win32') assert.equal(fs.statSync(at('new.app/abd')).mode & 0o777, 0o640);
      assert.ok(fs.existsSync(at('team.app')));
    });

    it('a move to where the file is already is a replacement, or nothing', async () => {
      await store.move(file, file, OLD);
      assert.deepEqual(tree(), untouched());
      await store.move(file, file, OLD, NEW);
      assert.deepEqual(fs.readFileSync(file), NEW);
    });

    it('move never overwrites anything', async () => {
      fs.writeFileSync(at('other.app/abc'), 'precious');
      fs.mkdirSync(at('other.app/abd'));
      const expected = { ...untouched(), 'other.app/abc': 'precious' };
      for (const next of [undefined, NEW]) {
        const error = await refused(store.move(file, at('other.app/abc'), OLD, next), FileExistsError, expected);
        assert.equal(error.file, at('other.app/abc'));
        await refused(store.move(file, at('other.app/abd'), OLD, next), FileExistsError, expected);
      }
      if (process.platform === 'win32') return;
      fs.symlinkSync('nowhere', at('other.app/abe'));
      await refused(store.move(file, at('other.app/abe'), OLD), FileExistsError, expected);
    });

    it('one of two moves of files to one name is done', async () => {
      writeTree(folder, { 'team.app/abd': NEW });
      const moves = [store.move(file, at('new.app/ace'), OLD), store.move(at('team.app/abd'), at('new.app/ace'), NEW)];
      const outcomes = await Promise.allSettled(moves);
      const failed = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? outcome.reason : []));
      assert.equal(failed.length, 1);
      assert.ok(failed[0] instanceof FileExistsError);
      assert.deepEqual(Object.values(tree()).sort(), [NEW.toString(), OLD.toString(), '{}'].sort());
    });

    it('move refuses a file that is not what was read, and leaves no new folder', async () => {
      await refused(store.move(file, at('new.app/abd'), NEW), FileChangedError);
      assert.ok(!fs.existsSync(at('new.app')));
    });

    it('move takes the new file back when the old one was changed meanwhile', async () => {
      for (const next of [OLD, NEW]) {
        fs.writeFileSync(file, OLD);
        const link: typeof fs.promises.link = async (from, to) => {
          await fs.promises.link(from, to);
          fs.writeFileSync(file, 'by 4D');
        };
        const disturbed = new SessionStore({ calls: { link, rename: fs.promises.rename } });
        const expected = { ...untouched(), 'team.app/abc': 'by 4D' };
        await refused(disturbed.move(file, at('new.app/abd'), OLD, next), FileChangedError, expected);
        assert.ok(!fs.existsSync(at('new.app')));
      }
    });

    it('move keeps the new file when the old one was removed meanwhile', async () => {
      const link: typeof fs.promises.link = async (from, to) => {
        await fs.promises.link(from, to);
        fs.rmSync(file);
      };
      const disturbed = new SessionStore({ calls: { link, rename: fs.promises.rename } });
      const expected = { 'other.app/manifest.json': '{}', 'new.app/abd': OLD.toString() };
      await refused(disturbed.move(file, at('new.app/abd'), OLD), FileGoneError, expected);
    });

    it('move goes on with a move that was killed when both names were there', async () => {
      fs.linkSync(file, at('other.app/abc'));
      await store.move(file, at('other.app/abc'), OLD);
      assert.deepEqual(tree(), { 'other.app/abc': OLD.toString(), 'other.app/manifest.json': '{}' });
    });

    it('move works without hard links', async () => {
      const link = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTSUP', syscall: 'link' }));
      const withoutLinks = new SessionStore({ calls: { link, rename: fs.promises.rename } });
      await withoutLinks.move(file, at('new.app/abd'), OLD);
      await withoutLinks.move(at('new.app/abd'), at('new.app/abe'), OLD, NEW);
      assert.deepEqual(tree(), { 'new.app/abe': NEW.toString(), 'other.app/manifest.json': '{}' });
      writeTree(folder, { 'team.app/abc': OLD });
      await assert.rejects(withoutLinks.move(file, at('new.app/abe'), OLD), FileExistsError);
      await assert.rejects(withoutLinks.create(at('new.app/abe'), OLD), FileExistsError);
      assert.deepEqual(tree(), { ...untouched(), 'new.app/abe': NEW.toString() });
    });

    it('a move that fails without hard links leaves no claim on the name', async () => {
      const failWith = (code: string) => () =>
        Promise.reject(Object.assign(new Error(code), { code, syscall: 'link' }));
      const helpless = new SessionStore({ calls: { link: failWith('ENOTSUP'), rename: failWith('ENOSPC') } });
      await refused(helpless.move(file, at('new.app/abd'), OLD), WriteFailedError);
      assert.ok(!fs.existsSync(at('new.app')));
    });

    it('move stays in the MobileApps folder whatever an id says', async () => {
      const elsewhere = path.join(temporary(), 'Elsewhere');
      for (const to of [
        at('team.app/../../x'),
        path.join(folder, 'team.app', '../../x'),
        path.join(elsewhere, 'team.app/abc'),
        path.join(folder, 'x'),
        path.join(folder, 'a/b/c'),
        at('team.app/manifest.json'),
        at('.team/abc'),
        at('team.app/a:b'),
        at('team.app/a\0b'),
        at('con/abc'),
        'team.app/abd',
      ]) {
        await refused(store.move(file, to, OLD), OutsideFolderError);
      }
      assert.deepEqual(fs.readdirSync(temporary()), ['MobileApps']);
    });

    it('the maker of paths takes only plain names', () => {
      assert.equal(sessionPath({ folder, application: 'team.app', name: 'abc' }), file);
      for (const [application, name] of [
        ['..', 'x'],
        ['.', 'x'],
        ['', 'x'],
        ['a/b', 'x'],
        ['a\\b', 'x'],
        ['a', '../x'],
        ['a', path.resolve('x')],
        ['a', 'x\0'],
        ['a', 'x:y'],
        ['a.', 'x'],
        ['a', ''],
        ['a', 'nul'],
        ['a', 'key.mobileapp'],
      ] as const) {
        assert.throws(() => sessionPath({ folder, application, name }), OutsideFolderError, `${application} ${name}`);
      }
    });
  });

  describe('remove', () => {
    it('remove removes a file, if it is what was read', async () => {
      await refused(store.remove(file, NEW), FileChangedError);
      await store.remove(file, OLD);
      assert.deepEqual(tree(), { 'other.app/manifest.json': '{}' });
      await assert.rejects(store.remove(file), FileGoneError);
    });
  });

  describe('create', () => {
    it('create makes a file and its application folder, never over another', async () => {
      await store.create(at('new.app/abd'), NEW, { mode: 0o600, uid: 0, gid: 0, mtimeMs: 1_000_000_500_000 });
      assert.equal(fs.statSync(at('new.app/abd')).mtimeMs, 1_000_000_500_000);
      const expected = { ...untouched(), 'new.app/abd': NEW.toString() };
      assert.deepEqual(tree(), expected);
      await refused(store.create(at('new.app/abd'), OLD), FileExistsError, expected);
    });
  });

  describe('leftovers', () => {
    it('a process that is killed in the middle of 200 writes leaves every file whole', async () => {
      const writing = `
        for (let i = 1; ; i++) {
          await store.edit(args[0], () => Buffer.from(String(i).padEnd(20_000, '.')));
          console.log(i);
        }`;
      let left = 0;
      for (let round = 0; round < 6; round++) {
        fs.writeFileSync(file, '0'.padEnd(20_000, '.'));
        const written = await killAmid200(startWithStore(writing, file));
        const text = fs.readFileSync(file, 'utf8');
        assert.equal(text.length, 20_000);
        assert.match(text, /^\d+\.+$/);
        // Old or new: nothing that was told as done is lost.
        assert.ok(Number.parseInt(text, 10) - written <= 1, `${Number.parseInt(text, 10)} after ${written}`);
        assert.ok(Number.parseInt(text, 10) >= written);
        left += fs.readdirSync(path.dirname(file)).length - 1;
        await new SessionStore().edit(file, (bytes) => Buffer.concat([bytes, NEW]));
        assert.deepEqual(fs.readdirSync(path.dirname(file)), ['abc']);
      }
      assert.ok(left > 0, 'no kill left anything to tidy up');
    });

    it('a process that is killed while it moves leaves the session under one name or both', async () => {
      const moving = `
        const bytes = require('node:fs').readFileSync(args[0]);
        for (let i = 1; ; i++) {
          await store.move(args[(i + 1) % 2], args[i % 2], bytes);
          console.log(i);
        }`;
      const other = at('other.app/abd');
      for (let round = 0; round < 4; round++) {
        writeTree(folder, { 'team.app/abc': OLD });
        await killAmid200(startWithStore(moving, file, other));
        const there = [file, other].filter((name) => fs.existsSync(name));
        assert.ok(there.length > 0);
        for (const name of there) {
          assert.deepEqual(fs.readFileSync(name), OLD);
          await new SessionStore().remove(name, OLD);
        }
        // The next write in a folder tidies it up.
        for (const name of [file, other]) {
          await new SessionStore().create(name, OLD);
          await new SessionStore().remove(name);
        }
        assert.deepEqual(tree(), { 'other.app/manifest.json': '{}' });
      }
    });

    /** Kills a process that counts what it has done, at a random moment before 200; answers how far it told to be. */
    async function killAmid200(child: ChildProcess): Promise<number> {
      assert.ok(child.stdout);
      const last = 1 + Math.floor(Math.random() * 190);
      let told = '';
      for await (const chunk of child.stdout) {
        told += chunk;
        // Anywhere in the next write, which takes a few milliseconds.
        if (Number(told.trimEnd().split('\n').at(-1)) >= last)
          setTimeout(() => child.kill('SIGKILL'), Math.random() * 4);
      }
      assert.equal(child.exitCode, null);
      return Number(told.trimEnd().split('\n').at(-1));
    }

    it('two processes that edit one file 100 times each lose no update', async () => {
      fs.writeFileSync(file, '0');
      const counting = `
        for (let i = 0; i < 100; i++) {
          await store.edit(args[0], (bytes) => Buffer.from(String(Number(bytes) + 1)));
        }`;
      const ends = await Promise.all([startWithStore(counting, file), startWithStore(counting, file)].map(endOf));
      assert.deepEqual(ends, [0, 0]);
      assert.equal(fs.readFileSync(file, 'utf8'), '200');
      assert.deepEqual(fs.readdirSync(path.dirname(file)), ['abc']);
    });

    it('leftovers of others are swept at the first write in a folder, young ones stay', async () => {
      const directory = path.dirname(file);
      const old = new Date(Date.now() - 61_000);
      const dead = path.join(directory, '.session-workbench-00000000000000aa.lock');
      const stale = temporaryPathOf(directory, '00000000000000bb');
      const young = temporaryPathOf(directory, '00000000000000cc');
      for (const name of [dead, stale, young]) fs.writeFileSync(name, '');
      for (const name of [dead, stale]) fs.utimesSync(name, old, old);
      await new SessionStore().replace(file, OLD, NEW);
      assert.deepEqual(fs.readdirSync(directory), [path.basename(young), 'abc']);
    });

    it('leftovers have names that no scan takes for session files', () => {
      assert.equal(ownKindOf(path.basename(lockPathOf(file, 'lock'))), 'lock');
      assert.equal(lockPathOf(file, 'lock'), lockPathOf(at('team.app/ABC'), 'lock'));
      assert.equal(ownKindOf('abc'), undefined);
      assert.match(path.basename(temporaryPathOf(folder, '00000000000000cc')), /^\..+\.tmp$/);
    });
  });

  describe('the lock', () => {
    /** A lock as another process would have it. */
    function foreignLock(owner: { pid: number; host: string }, ageMs = 0): string {
      const lock = lockPathOf(file, 'lock');
      fs.writeFileSync(lock, JSON.stringify({ token: '00000000000000dd', ...owner }));
      const time = new Date(Date.now() - ageMs);
      fs.utimesSync(lock, time, time);
      return lock;
    }

    it('a lock makes others wait, and tells them when it takes too long', async () => {
      const lock = await FileLock.acquire(file);
      await assert.rejects(
        FileLock.acquire(file, 20),
        (error) => error instanceof WriteFailedError && error.code === 'EBUSY' && /another window/.test(error.message),
      );
      const waiting = store.replace(file, OLD, NEW);
      assert.ok(lock.isHeld());
      lock.release();
      await waiting;
      assert.deepEqual(fs.readFileSync(file), NEW);
    });

    it('a lock of another machine holds until it is old', async () => {
      foreignLock({ pid: process.pid, host: 'elsewhere' }, 50_000);
      await assert.rejects(FileLock.acquire(file, 20), WriteFailedError);
      foreignLock({ pid: process.pid, host: 'elsewhere' }, 61_000);
      (await FileLock.acquire(file, 20)).release();
    });

    it('a lock that was taken away stops the write', async () => {
      let tries = 0;
      await store.edit(file, (bytes) => {
        // As if this process had slept for minutes, and another had written and gone meanwhile.
        if (++tries === 1) fs.rmSync(lockPathOf(file, 'lock'));
        return Buffer.concat([bytes, NEW]);
      });
      assert.equal(tries, 2);
      assert.deepEqual(tree(), { ...untouched(), 'team.app/abc': Buffer.concat([OLD, NEW]).toString() });
    });

    it('a lock breaks at once when its process is dead, with its temporary file', async () => {
      const child = startWithStore('');
      await endOf(child);
      const own = await FileLock.acquire(file);
      const { host } = JSON.parse(fs.readFileSync(lockPathOf(file, 'lock'), 'utf8'));
      own.release();
      assert.ok(host.startsWith(os.hostname()));
      await store.replace(file, OLD, NEW);
      foreignLock({ pid: child.pid ?? 0, host });
      fs.writeFileSync(temporaryPathOf(path.dirname(file), '00000000000000dd'), 'half');
      await store.replace(file, NEW, OLD);
      assert.deepEqual(tree(), untouched());
    });
  });
});

function plusOne(bytes: Buffer): Buffer {
  return Buffer.from(String(Number(bytes) + 1));
}

/** A disk of 256 kB, where this user can make one; the test is skipped elsewhere. */
function smallDisk(folder: string, test: Mocha.Context): string {
  const disk = path.join(folder, 'disk');
  fs.mkdirSync(disk);
  try {
    if (process.platform !== 'linux') throw new Error('no tmpfs');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    test.skip();
  }
  return disk;
}

/** Fills what is left of a disk. */
function fill(file: string): void {
  const descriptor = fs.openSync(file, 'w');
  try {
    for (;;) fs.writeSync(descriptor, Buffer.alloc(4096));
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
  } finally {
    fs.closeSync(descriptor);
  }
}

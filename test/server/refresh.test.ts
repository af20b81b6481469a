import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Session } from '../../src/core/session/session';
import type { RefreshReport } from '../../src/core/systems/mobile/mobileSession';
import { APPLICATION, sessionFiles } from '../disk/sessions';
import { lock, onPosix, temporaryFolder, unprivileged, writeTree } from '../disk/temporaryFolder';
import { type Memory, mobileMemory, sessionFor, until } from './memoryFixture';

describe('MOBILE APP REFRESH SESSIONS', () => {
  const temporary = temporaryFolder();
  const make = mobileMemory();
  let folder: string;
  let memory: Memory;
  const a = sessionFor('A');
  const b = sessionFor('B');
  const c = sessionFor('C');

  const onDisk = (file: string) => path.join(folder, ...file.split('/'));
  const put = (file: string, text: string) => writeTree(folder, { [file]: text });
  const emailOf = async (file: string) => (await memory.state.get(file))?.session.email;
  const inMemory = async () => (await memory.state.list()).sessions.map(({ file }) => file).sort();
  const start = async (options = {}) => {
    memory = await make(folder, path.join(temporary(), 'backups'), options);
  };
  const edited = (text: string, change: (session: Session) => void): string => {
    const session = JSON.parse(text) as Session;
    change(session);
    return JSON.stringify(session);
  };
  const withEmail = (text: string, email: string) =>
    edited(text, (session) => {
      session.email = email;
    });
  const codes = ({ errors }: RefreshReport) => errors.map(({ file, code }) => [file, code]);

  beforeEach(() => {
    folder = path.join(temporary(), 'Data', 'MobileApps');
    writeTree(folder, sessionFiles('A', 'B', 'C'));
  });

  describe('checks all mobile application session files located in the MobileApps folder', () => {
    it('a refresh counts the files of every application, and nothing else', async () => {
      const { text } = sessionFor('other');
      writeTree(folder, {
        'com.example.other/0123456789': text,
        'com.example.other/test_session': '{}',
        'com.example.other/notes': 'no session',
        [`${APPLICATION}/manifest.json`]: '{',
        [`${APPLICATION}/AuthKey_1.p8`]: 'key',
        [`${APPLICATION}/sub/0123`]: '{',
        'key.mobileapp': 'key',
        '0123456789': '{',
      });
      await start();
      const report = await memory.state.refresh();
      assert.equal(report.checked, 5);
      assert.deepEqual(codes(report), [
        ['com.example.other/0123456789', 1],
        ['com.example.other/test_session', 3],
      ]);
    });

    it('a refresh has nothing to check where there is no folder', async () => {
      fs.rmSync(folder, { recursive: true });
      await start();
      assert.deepEqual(await memory.state.refresh(), { checked: 0, refreshed: [], removed: [], errors: [] });
    });

    it('a refresh tells of a file at fault every time, until it is mended', async () => {
      put(`${APPLICATION}/0000`, '{');
      await start();
      for (let i = 0; i < 3; i++) {
        assert.deepEqual(codes(await memory.state.refresh()), [[`${APPLICATION}/0000`, 2]]);
      }
      fs.rmSync(onDisk(`${APPLICATION}/0000`));
      assert.deepEqual(codes(await memory.state.refresh()), []);
    });
  });

  describe('updates existing session contents in memory for any edited files', () => {
    beforeEach(() => start());

    it('memory stays as it was before the refresh', async () => {
      put(a.file, withEmail(a.text, 'a@example.com'));
      assert.equal(await emailOf(a.file), '');
      const report = await memory.state.refresh();
      assert.deepEqual(report, { checked: 3, refreshed: [a.file], removed: [], errors: [] });
      assert.equal(await emailOf(a.file), 'a@example.com');
      assert.deepEqual((await memory.state.refresh()).refreshed, []);
    });

    it('a refresh takes the whole edited content, and tells when it was taken', async () => {
      memory.clock.move({ pause: true });
      memory.clock.move({ advanceMs: 60_000 });
      const next = { ...JSON.parse(b.text), status: 'pending', custom: { kept: [1] } };
      put(b.file, JSON.stringify(next, undefined, '\t'));
      await memory.state.refresh();
      assert.deepEqual((await memory.state.get(b.file))?.session, next);
      const { sessions } = await memory.state.list();
      assert.equal(sessions.find(({ file }) => file === b.file)?.loadedAt, memory.clock.state().now);
    });

    it('a refresh leaves the sessions that were not edited as they are', async () => {
      const before = (await memory.state.list()).sessions.filter(({ file }) => file !== a.file);
      memory.clock.move({ advanceMs: 60_000 });
      put(a.file, withEmail(a.text, 'a@example.com'));
      await memory.state.refresh();
      assert.deepEqual(
        (await memory.state.list()).sessions.filter(({ file }) => file !== a.file),
        before,
      );
    });

    it('a refresh does not update a session whose file was only touched, or saved as it was', async () => {
      const soon = new Date(Date.now() + 5_000);
      fs.utimesSync(onDisk(a.file), soon, soon);
      put(b.file, b.text);
      assert.deepEqual((await memory.state.refresh()).refreshed, []);
    });

    it('a refresh takes an edit that keeps size and time of change', async () => {
      const long = new Date('2020-01-01T00:00:00Z');
      put(a.file, withEmail(a.text, 'one@example.com'));
      fs.utimesSync(onDisk(a.file), long, long);
      await memory.state.refresh();
      put(a.file, withEmail(a.text, 'two@example.com'));
      fs.utimesSync(onDisk(a.file), long, long);
      assert.deepEqual((await memory.state.refresh()).refreshed, [a.file]);
      assert.equal(await emailOf(a.file), 'two@example.com');
    });

    it('a refresh takes edits in quick succession, of one size', async () => {
      for (let i = 10; i < 40; i++) {
        put(a.file, withEmail(a.text, `a${i}@example.com`));
        assert.deepEqual((await memory.state.refresh()).refreshed, [a.file]);
        assert.equal(await emailOf(a.file), `a${i}@example.com`);
      }
    });

    it('a refresh waits for a file that is half written', async () => {
      const text = withEmail(a.text, 'a@example.com');
      const half = () => fs.writeFileSync(onDisk(a.file), text.slice(0, 100));
      half();
      const refreshing = memory.state.refresh();
      // The same threads do this after the first look at the file.
      const other = await make(path.join(temporary(), 'other'), path.join(temporary(), 'backups'));
      for (let i = 0; i < 5; i++) {
        half();
        await other.state.refresh();
      }
      fs.writeFileSync(onDisk(a.file), text);
      assert.deepEqual(await refreshing, { checked: 3, refreshed: [a.file], removed: [], errors: [] });
    });
  });

  describe('refreshes a session if it already exists', () => {
    it('a refresh checks a new file, but does not take it in', async () => {
      await start();
      const d = sessionFor('D');
      put(d.file, d.text);
      const report = await memory.state.refresh();
      assert.deepEqual(report, { checked: 4, refreshed: [], removed: [], errors: [] });
      assert.equal(await memory.state.get(d.file), undefined);
    });

    it('a refresh takes in a new file when the switch takeNewFiles is on', async () => {
      await start({ takeNewFiles: true, loadAtStart: false });
      assert.deepEqual(await inMemory(), []);
      put(b.file, '{');
      assert.deepEqual((await memory.state.refresh()).refreshed, [a.file, c.file].sort());
      put(b.file, b.text);
      assert.deepEqual((await memory.state.refresh()).refreshed, [b.file]);
      assert.deepEqual((await memory.state.refresh()).refreshed, []);
    });

    it('a session that was removed stays so at a refresh, whatever its file becomes', async () => {
      await start();
      put(a.file, '{');
      await memory.state.refresh();
      put(a.file, a.text);
      assert.deepEqual(await memory.state.refresh(), { checked: 3, refreshed: [], removed: [], errors: [] });
      assert.equal(await memory.state.get(a.file), undefined);
    });
  });

  describe('removes the session from memory if its file is not valid or has been deleted', () => {
    beforeEach(() => start());

    const damages: [name: string, code: 1 | 2 | 3 | 4, damage: (text: string) => string][] = [
      ['location that does not match', 1, (text) => text.replaceAll('"TEAM000001"', '"TEAM000002"')],
      ['malformed JSON', 2, (text) => text.slice(0, -3)],
      ['no text at all', 2, () => ''],
      ['schema that is not validated', 3, (text) => text.replace('"accepted"', '"perhaps"')],
      ['no object', 3, () => '[]'],
      ['token that is not compliant', 4, (text) => text.replace(/"token": "[^"]+"/, '"token": "bm9uZQ"')],
    ];
    for (const [name, code, damage] of damages) {
      it(`a refresh removes a session whose file has the error mobi ${code}: ${name}`, async () => {
        // Of several errors the first in the order 2, 3, 1, 4 counts.
        const text = code === 1 ? edited(a.text, (session) => Object.assign(session, { token: 'x' })) : a.text;
        put(a.file, damage(text));
        memory.clock.move({ pause: true });
        const report = await memory.state.refresh();
        assert.deepEqual(report.removed, [a.file]);
        assert.deepEqual(codes(report), [[a.file, code]]);
        assert.equal(report.errors[0]?.component, 'mobi');
        assert.equal(await memory.state.get(a.file), undefined);
        assert.deepEqual(await memory.state.evictionOf(a.file), {
          id: a.session.session.id,
          file: a.file,
          at: memory.clock.state().now,
          code,
          why: report.errors[0]?.message,
        });
        assert.deepEqual(await inMemory(), [b.file, c.file].sort());
      });
    }

    it('a refresh removes a session whose file was deleted: a reset of one session', async () => {
      fs.rmSync(onDisk(a.file));
      const report = await memory.state.refresh();
      assert.deepEqual(report, { checked: 2, refreshed: [], removed: [a.file], errors: [] });
      const evicted = await memory.state.evictionOf(a.file);
      assert.equal(evicted?.code, undefined);
      assert.equal(evicted?.why, 'The session file was deleted.');
      assert.deepEqual((await memory.state.refresh()).removed, []);
    });

    it('a refresh removes a session whose file was deleted at once, whether or not the server has looked at it', async () => {
      await start();
      const d = sessionFor('D');
      await memory.state.write(d.session);
      const text = fs.readFileSync(onDisk(d.file), 'utf8');
      const agreement = async () => (await memory.state.list()).sessions.find(({ file }) => file === d.file)?.agreement;
      put(d.file, withEmail(text, 'other@example.com'));
      await until(async () => (await agreement()) === 'changedOnDisk');
      put(d.file, text);
      await until(async () => (await agreement()) === 'inMemory');
      fs.rmSync(onDisk(d.file));
      assert.deepEqual((await memory.state.refresh()).removed, [d.file]);
      assert.ok(!(await inMemory()).includes(d.file));
    });

    it('a refresh removes sessions deleted with their folder: a reset of all, by the example of the documentation', async () => {
      fs.rmSync(folder, { recursive: true });
      const report = await memory.state.refresh();
      assert.deepEqual(report, { checked: 0, refreshed: [], removed: [a.file, b.file, c.file].sort(), errors: [] });
      assert.deepEqual(await inMemory(), []);
      // And life goes on.
      await memory.state.write(a.session);
      assert.deepEqual(await memory.state.refresh(), { checked: 1, refreshed: [], removed: [], errors: [] });
    });

    it('a refresh also removes a session that memory alone had', async () => {
      await memory.state.write({ ...a.session, status: 'perhaps' as 'pending' });
      const report = await memory.state.refresh();
      assert.deepEqual([report.removed, codes(report)], [[a.file], [[a.file, 3]]]);
    });

    onPosix('a refresh removes a session whose file a folder or a link has replaced', async () => {
      fs.rmSync(onDisk(a.file));
      fs.mkdirSync(onDisk(a.file));
      fs.renameSync(onDisk(b.file), path.join(temporary(), 'elsewhere'));
      fs.symlinkSync(path.join(temporary(), 'elsewhere'), onDisk(b.file));
      const report = await memory.state.refresh();
      assert.deepEqual([report.checked, report.removed], [1, [a.file, b.file].sort()]);
    });

    onPosix('a refresh removes the sessions of an application folder that a link has taken the place of', async () => {
      fs.renameSync(onDisk(APPLICATION), path.join(temporary(), 'elsewhere'));
      fs.symlinkSync(path.join(temporary(), 'elsewhere'), onDisk(APPLICATION));
      const report = await memory.state.refresh();
      assert.deepEqual([report.checked, report.removed.length], [0, 3]);
    });
  });

  onPosix('a refresh leaves everything as it is where the MobileApps folder may not be read', async () => {
    await start();
    lock(folder);
    await unprivileged(() => assert.rejects(memory.state.refresh(), /MobileApps.* may not be looked into; give/));
    assert.equal((await inMemory()).length, 3);
  });

  onPosix('a refresh tells of a file and of an application folder that may not be read', async () => {
    const other = sessionFor('O', { application: { id: 'com.other', name: 'O', version: '1' } });
    const otherFile = `TEAM000001.com.other/${other.session.session.id}`;
    put(otherFile, other.text);
    await start();
    lock(path.dirname(onDisk(otherFile)));
    lock(onDisk(a.file));
    const report = await unprivileged(() => memory.state.refresh());
    assert.deepEqual(codes(report), [
      [a.file, 2],
      ['TEAM000001.com.other', 2],
    ]);
    // What is in the folder nobody knows; a file that cannot be read is not valid.
    assert.deepEqual(await inMemory(), [b.file, c.file, otherFile].sort());
  });

  it('a refresh checks a folder that was moved away and back', async () => {
    await start();
    fs.renameSync(folder, path.join(temporary(), 'away'));
    assert.equal((await memory.state.refresh()).removed.length, 3);
    fs.renameSync(path.join(temporary(), 'away'), folder);
    assert.deepEqual(await memory.state.refresh(), { checked: 3, refreshed: [], removed: [], errors: [] });
  });

  it('one refresh runs at a time, and a call during it gets the result of a refresh that began after the call', async () => {
    await start();
    const first = memory.state.refresh();
    put(a.file, withEmail(a.text, 'a@example.com'));
    fs.rmSync(onDisk(b.file));
    const [, second, third] = await Promise.all([first, memory.state.refresh(), memory.state.refresh()]);
    assert.equal(second, third);
    assert.equal(await emailOf(a.file), 'a@example.com');
    assert.equal(await memory.state.get(b.file), undefined);
    assert.equal(second?.checked, 2);
  });

  it('a refresh fires for what it changed, and for nothing else', async () => {
    await start();
    put(a.file, withEmail(a.text, 'a@example.com'));
    fs.rmSync(onDisk(b.file));
    await memory.state.refresh();
    await until(() => memory.changes.some(({ kind }) => kind === 'sessionRemoved'));
    await memory.state.refresh();
    const last = new Map(memory.changes.map((change) => [change.kind, change]));
    assert.deepEqual(last.get('sessionRemoved'), {
      kind: 'sessionRemoved',
      file: b.file,
      evicted: await memory.state.evictionOf(b.file),
    });
    const told = last.get('session');
    assert.ok(told?.kind === 'session');
    assert.deepEqual(
      [told.session.file, told.session.email, told.session.agreement],
      [a.file, 'a@example.com', 'inMemory'],
    );
    assert.ok(!JSON.stringify(memory.changes).includes(a.session.token as string));
    assert.ok(!JSON.stringify(memory.changes).includes(c.file));
  });
});

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { encodeToken, encodeTokenValue } from '../../src/core/session/connectionToken';
import type { Session } from '../../src/core/session/session';
import type { Agreement } from '../../src/core/systems/mobile/mobileSession';
import { Backup } from '../../src/disk/backup';
import { NotRegularFileError, OutsideFolderError } from '../../src/disk/writeErrors';
import type { StoreSnapshot } from '../../src/server/kernel/store/store';
import { sessionText } from '../../src/server/systems/mobile/sessionDocument';
import { endOf, startWithStore } from '../disk/childProcess';
import { APPLICATION, sessionFiles } from '../disk/sessions';
import { onPosix, temporaryFolder, writeTree } from '../disk/temporaryFolder';
import { type Memory, mobileMemory, sessionFor, until } from './memoryFixture';

describe('Mobile sessions in memory', () => {
  const temporary = temporaryFolder();
  const make = mobileMemory();
  let folder: string;
  let memory: Memory;
  const a = sessionFor('A');
  const b = sessionFor('B');

  const onDisk = (file: string) => path.join(folder, ...file.split('/'));
  const read = (file: string) => fs.readFileSync(onDisk(file), 'utf8');
  const put = (file: string, text: string) => writeTree(folder, { [file]: text });
  const backups = () => path.join(temporary(), 'backups');
  const start = async (options = {}, snapshot?: StoreSnapshot) => {
    memory = await make(folder, backups(), options, snapshot);
  };
  const described = async (file: string) => (await memory.state.list()).sessions.find((each) => each.file === file);
  const agreementOf = async (file: string): Promise<Agreement | undefined> => (await described(file))?.agreement;
  const agreement = (file: string, wanted: Agreement) => until(async () => (await agreementOf(file)) === wanted);
  const agreementsTold = (file: string) =>
    memory.changes.flatMap((change) =>
      change.kind === 'session' && change.session.file === file ? change.session.agreement : [],
    );
  const keptTexts = async () =>
    (await Backup.list(folder, backups())).map(({ path: backup, files: [name] }) =>
      fs.readFileSync(path.join(backup, 'files', String(name)), 'utf8'),
    );
  const withEmail = (email: string) => (session: Session) => ({ ...session, email });

  beforeEach(() => {
    folder = path.join(temporary(), 'Data', 'MobileApps');
    writeTree(folder, sessionFiles('A', 'B'));
  });

  describe('the start', () => {
    it('memory has at the start what is in the compliant files', async () => {
      put(`${APPLICATION}/0000`, '{');
      await start();
      const { folder: told, sessions, evicted } = await memory.state.list();
      assert.equal(told, folder);
      assert.deepEqual(sessions.map(({ file }) => file).sort(), [a.file, b.file].sort());
      assert.deepEqual(evicted, []);
      assert.deepEqual((await memory.state.get(a.file))?.session, a.session);
      assert.deepEqual(await described(a.file), {
        id: a.session.session.id,
        file: a.file,
        applicationId: 'com.example.app',
        applicationName: 'Example',
        teamId: 'TEAM000001',
        email: '',
        deviceId: 'A',
        deviceDescription: 'iPhone X',
        deviceOs: '',
        deviceVersion: '11.3',
        status: 'accepted',
        agreement: 'inMemory',
        loadedAt: (await described(a.file))?.loadedAt,
      });
    });

    it('memory has nothing at the start when told so, and takes in what logs in', async () => {
      await start({ loadAtStart: false });
      assert.deepEqual((await memory.state.list()).sessions, []);
      await memory.state.write(a.session);
      put(a.file, '{');
      await agreement(a.file, 'changedOnDisk');
    });

    it('memory reads a file with a byte order mark at the start', async () => {
      put(a.file, `\ufeff${a.text}`);
      await start();
      assert.deepEqual((await memory.state.get(a.file))?.session, a.session);
    });

    it('memory takes in 5,000 files, finds each by its token, and sees what happens to one', async () => {
      const devices = Array.from({ length: 5_000 }, (_, i) => `device ${i}`);
      writeTree(folder, sessionFiles(...devices));
      await start();
      assert.equal((await memory.state.list()).sessions.length, 5_002);
      for (const device of devices) {
        const { session, file } = sessionFor(device);
        assert.equal((await memory.state.byToken(session.token as string))?.file, file);
      }
      const { file } = sessionFor('device 4711');
      fs.rmSync(onDisk(file));
      await agreement(file, 'goneFromDisk');
      assert.deepEqual((await memory.state.refresh()).removed, [file]);
    });
  });

  describe('search by connection token', () => {
    const ids = { appNameID: 'com.example.app', id: a.session.session.id, teamID: 'TEAM000001' };
    beforeEach(() => start());

    it('memory finds a session by its token, however the token is written', async () => {
      const token = encodeToken(ids);
      assert.equal(token, a.session.token);
      const turned = { teamID: ids.teamID, id: ids.id, appNameID: ids.appNameID };
      for (const each of [token, `${token}${'='.repeat(-token.length & 3)}`, encodeTokenValue(turned)]) {
        assert.deepEqual(await memory.state.byToken(each), { file: a.file, session: a.session });
      }
    });

    it('memory notes the time of the request that finds a session', async () => {
      memory.clock.move({ pause: true });
      await memory.state.byToken(encodeToken(ids));
      assert.equal((await described(a.file))?.lastRequestAt, memory.clock.state().now);
      assert.equal((await described(b.file))?.lastRequestAt, undefined);
      await until(() => memory.changes.some((change) => change.kind === 'session' && change.session.lastRequestAt));
    });

    it('the session that a token finds is what memory has now, however often it was asked before', async () => {
      const token = encodeToken(ids);
      const email = async () => (await memory.state.byToken(token))?.session.email;
      for (let i = 0; i < 2; i++) assert.equal(await email(), a.session.email);
      await memory.state.change(a.file, withEmail('changed@example.com'));
      assert.equal(await email(), 'changed@example.com');
      put(a.file, JSON.stringify({ ...a.session, email: 'edited@example.com' }));
      await memory.state.refresh();
      assert.equal(await email(), 'edited@example.com');
      // Without waiting for the one before.
      const [changed, asked] = await Promise.all([
        memory.state.change(a.file, withEmail('meanwhile@example.com')),
        memory.state.byToken(token),
      ]);
      assert.ok(changed && asked);
      assert.equal(await email(), 'meanwhile@example.com');
      await memory.state.remove(a.file, 'gone');
      assert.equal(await email(), undefined);
      await memory.state.write(a.session);
      assert.equal(await email(), a.session.email);
      await memory.store.restore({ entries: [], logs: [] });
      fs.rmSync(onDisk(a.file));
      await memory.state.restored();
      assert.equal(await email(), undefined);
    });

    it('memory knows the accepted sessions in the order of the list, whatever becomes of them', async () => {
      const agrees = async () => {
        const { sessions } = await memory.state.list();
        const accepted = sessions.filter(({ status }) => status === 'accepted').map(({ file }) => file);
        assert.deepEqual(
          [...(await memory.state.accepted())],
          accepted.map((file, place) => [file, place]),
        );
        return accepted.length;
      };
      const withStatus = (status: Session['status']) => (session: Session) => ({ ...session, status });
      assert.equal(await agrees(), 2);
      await memory.state.change(a.file, withStatus('pending'));
      assert.equal(await agrees(), 1);
      await memory.state.write(sessionFor('C').session);
      assert.equal(await agrees(), 2);
      await memory.state.change(a.file, withStatus('accepted'));
      assert.equal(await agrees(), 3);
      await memory.state.remove(b.file, 'gone');
      assert.equal(await agrees(), 2);
      const snapshot = await memory.store.snapshot();
      await memory.state.change(a.file, withStatus('pending'));
      await memory.state.remove(a.file, 'gone');
      assert.equal(await agrees(), 1);
      await memory.store.restore(snapshot);
      await memory.state.restored();
      assert.equal(await agrees(), 2);
    });

    it('memory does not let a caller change the sessions that it holds', async () => {
      const held = await memory.state.byToken(encodeToken(ids));
      assert.ok(held);
      assert.throws(() => {
        held.session.device.description = 'another';
      }, TypeError);
      await memory.state.change(a.file, (session) => {
        session.device.description = 'changed in place';
        return session;
      });
      assert.equal((await memory.state.byToken(encodeToken(ids)))?.session.device.description, 'changed in place');
    });

    it('memory finds every session when there are more of them than its cache holds', async () => {
      const many = Array.from({ length: 5_100 }, (_, i) => sessionFor(`many ${i}`));
      writeTree(folder, Object.fromEntries(many.map(({ file, text }) => [file, text])));
      await start();
      for (let turn = 0; turn < 2; turn++) {
        for (const { file, session } of many) {
          const { id } = session.session;
          assert.equal((await memory.state.byToken(encodeToken({ ...ids, id })))?.file, file);
        }
      }
    });

    it('memory finds no session for a token that is malformed or that no session has', async () => {
      const { id, appNameID, teamID } = ids;
      const tokens = [
        '',
        'nonsense',
        '%%%%',
        btoa('null'),
        btoa('[]'),
        btoa('{'),
        btoa('"x"'),
        encodeTokenValue({ id, teamID }),
        encodeTokenValue({ appNameID, teamID }),
        encodeTokenValue({ appNameID, id }),
        encodeTokenValue({ appNameID: [appNameID], id, teamID }),
        encodeToken({ ...ids, id: id.toUpperCase() }),
        encodeToken({ ...ids, teamID: '' }),
        encodeToken({ ...ids, id: `../${APPLICATION}/${id}` }),
        encodeToken({ ...ids, id: `${id}\0` }),
        'A'.repeat(100_000),
      ];
      for (const token of tokens) assert.equal(await memory.state.byToken(token), undefined, token.slice(0, 100));
    });

    it('memory does not take the halves of a folder name for other ids', async () => {
      // The same folder and file, by a team that ends elsewhere.
      const split = { appNameID: 'example.app', id: ids.id, teamID: 'TEAM000001.com' };
      assert.equal(await memory.state.byToken(encodeToken(split)), undefined);
      assert.equal(
        await memory.state.byToken(encodeToken({ ...split, appNameID: APPLICATION, teamID: '' })),
        undefined,
      );
    });

    it('memory finds a session without a team, whether the token says so or not', async () => {
      const { team: _, ...rest } = a.session;
      const session = { ...rest, application: { ...rest.application, id: 'com.android' } };
      await memory.state.write(session as Session);
      const { id } = ids;
      for (const token of [
        { appNameID: 'com.android', id, teamID: '' },
        { appNameID: 'com.android', id },
      ]) {
        assert.equal((await memory.state.byToken(encodeTokenValue(token)))?.file, `com.android/${id}`);
      }
    });
  });

  describe('agreement with the disk', () => {
    beforeEach(() => start());

    it('memory follows edits, deletions and their being undone, and tells of each', async () => {
      put(a.file, a.text.replace('"accepted"', '"pending"'));
      await agreement(a.file, 'changedOnDisk');
      put(a.file, a.text);
      await agreement(a.file, 'inMemory');
      fs.rmSync(onDisk(a.file));
      await agreement(a.file, 'goneFromDisk');
      put(a.file, a.text);
      await agreement(a.file, 'inMemory');
      await until(() => agreementsTold(a.file).length === 4);
      assert.deepEqual(agreementsTold(a.file), ['changedOnDisk', 'inMemory', 'goneFromDisk', 'inMemory']);
      assert.deepEqual(agreementsTold(b.file), []);
      assert.equal((await memory.state.get(a.file))?.session.status, 'accepted');
    });

    it('memory follows the folder when it is moved away and back, and one that is put in its place', async () => {
      const away = path.join(temporary(), 'away');
      for (const place of [folder, path.dirname(folder), onDisk(APPLICATION)]) {
        fs.renameSync(place, away);
        await agreement(a.file, 'goneFromDisk');
        fs.renameSync(away, place);
        await agreement(a.file, 'inMemory');
        await agreement(b.file, 'inMemory');
      }
      fs.rmSync(folder, { recursive: true });
      await agreement(b.file, 'goneFromDisk');
      put(b.file, '{');
      await agreement(b.file, 'changedOnDisk');
      assert.equal(await agreementOf(a.file), 'goneFromDisk');
      put(b.file, b.text);
      await agreement(b.file, 'inMemory');
    });

    it('a session that the server writes itself always agrees with its file', async () => {
      const c = sessionFor('C');
      const seen = new Set<Agreement | undefined>();
      let writing = true;
      const watching = (async () => {
        while (writing) {
          for (const { file } of [a, b]) seen.add(await agreementOf(file));
          await new Promise((resolve) => setImmediate(resolve));
        }
      })();
      for (let i = 0; i < 40; i++) {
        await Promise.all([
          memory.state.write({ ...a.session, email: `a${i}@example.com` }),
          memory.state.change(b.file, withEmail(`b${i}@example.com`)),
          i % 2 ? memory.state.remove(c.file, 'test') : memory.state.write(c.session),
          i % 10 === 0 && memory.state.refresh(),
        ]);
      }
      // The watch reports the server's own last write after the change that somebody else makes here.
      await memory.state.write(c.session);
      put(c.file, '{');
      await agreement(c.file, 'changedOnDisk');
      writing = false;
      await watching;
      assert.deepEqual([...seen], ['inMemory']);
      for (const { file } of [a, b]) assert.deepEqual([...new Set(agreementsTold(file))], ['inMemory']);
    });
  });

  describe('writing a session', () => {
    beforeEach(() => start());

    it('a written session has its folders and its file in the shape of 4D, and memory holds it', async () => {
      fs.rmSync(folder, { recursive: true });
      const c = sessionFor('C');
      assert.deepEqual(await memory.state.write(c.session), { file: c.file, session: c.session });
      assert.equal(read(c.file), sessionText(c.session));
      assert.deepEqual(fs.readdirSync(path.dirname(onDisk(c.file))), [c.session.session.id]);
      await until(() => agreementsTold(c.file).length > 0);
    });

    it('a session that is written again is no longer listed as evicted', async () => {
      await memory.state.remove(a.file, 'The device logged out.');
      assert.equal((await memory.state.evictionOf(a.file))?.why, 'The device logged out.');
      await memory.state.write(a.session);
      assert.equal(await memory.state.evictionOf(a.file), undefined);
      assert.deepEqual((await memory.state.list()).evicted, []);
    });

    it('a write keeps what somebody else changed in the file, so that the next refresh takes it', async () => {
      put(a.file, a.text.replace('"accepted"', '"pending"'));
      await memory.state.write({ ...a.session, session: { ...a.session.session, ip: '::2' } });
      const onDiskNow = JSON.parse(read(a.file)) as Session;
      assert.deepEqual([onDiskNow.status, onDiskNow.session.ip], ['pending', '::2']);
      assert.equal((await memory.state.get(a.file))?.session.status, 'accepted');
      assert.equal(await agreementOf(a.file), 'changedOnDisk');
      assert.deepEqual((await memory.state.refresh()).refreshed, [a.file]);
      assert.equal((await memory.state.get(a.file))?.session.status, 'pending');
    });

    it('a write keeps a copy of a file that it has to write over, and says so', async () => {
      const c = sessionFor('C');
      put(c.file, '{ "by": "hand"');
      await memory.state.write(c.session);
      assert.equal(read(c.file), sessionText(c.session));
      assert.deepEqual(await keptTexts(), ['{ "by": "hand"']);
      assert.match(memory.logs.join('\n'), /changed by somebody else; what it said is kept in/);
      assert.equal(await agreementOf(c.file), 'inMemory');
    });

    it('a write keeps no copy where nothing is lost', async () => {
      const c = sessionFor('C');
      put(c.file, c.text);
      await memory.state.write(c.session);
      await memory.state.write({ ...a.session, email: 'a@example.com' });
      assert.deepEqual(await keptTexts(), []);
    });

    it('a session is written nowhere else than in its folder, whatever the ids are', async () => {
      const before = fs.readdirSync(temporary(), { recursive: true }).sort();
      const hostile = [
        '..',
        '../..',
        '../x',
        '/etc/x',
        'a/b',
        'a\\b',
        'a\0b',
        '',
        '.',
        '.hidden',
        'NUL',
        'a:b',
        'a.b',
        'x'.repeat(300),
        '\ud800',
      ];
      for (const id of hostile) {
        const asName = { ...a.session, session: { ...a.session.session, id } };
        await assert.rejects(memory.state.write(asName), OutsideFolderError, JSON.stringify(id));
        if (id === '' || id === 'a.b' || id === 'NUL' || id === '.' || id === '.hidden') continue;
        const asApplication = { ...a.session, application: { ...a.session.application, id } };
        await assert.rejects(memory.state.write(asApplication), OutsideFolderError, JSON.stringify(id));
        const { team: _, ...withoutTeam } = asApplication;
        await assert.rejects(memory.state.write(withoutTeam as Session), OutsideFolderError, JSON.stringify(id));
      }
      assert.deepEqual(fs.readdirSync(temporary(), { recursive: true }).sort(), before);
      assert.equal((await memory.state.list()).sessions.length, 2);
    });

    onPosix('a session is not written through links', async () => {
      fs.mkdirSync(path.join(temporary(), 'elsewhere'));
      fs.rmSync(onDisk(APPLICATION), { recursive: true });
      fs.symlinkSync(path.join(temporary(), 'elsewhere'), onDisk(APPLICATION));
      await assert.rejects(memory.state.write(a.session), NotRegularFileError);
      fs.rmSync(onDisk(APPLICATION));
      fs.mkdirSync(onDisk(APPLICATION));
      fs.symlinkSync(path.join(temporary(), 'target'), onDisk(a.file));
      await assert.rejects(memory.state.write(a.session), NotRegularFileError);
      assert.deepEqual(fs.readdirSync(path.join(temporary(), 'elsewhere')), []);
      assert.ok(!fs.existsSync(path.join(temporary(), 'target')));
    });
  });

  describe('changing a session', () => {
    beforeEach(() => start());

    it('a change of a session changes no other byte of its file', async () => {
      const text = a.text.replaceAll('\n', '\r\n').replace('{', '{ "mine": [1, 2],');
      put(a.file, text);
      await memory.state.refresh();
      const held = await memory.state.change(a.file, (session) => {
        session.status = 'pending';
        session.device.token = 'push';
        return session;
      });
      assert.equal(held?.session.status, 'pending');
      assert.equal(
        read(a.file),
        text.replace('"accepted"', '"pending"').replace('"id": "A"', '"id": "A",\r\n    "token": "push"'),
      );
      assert.deepEqual((await memory.state.get(a.file))?.session, JSON.parse(read(a.file)));
      assert.equal(await agreementOf(a.file), 'inMemory');
      assert.deepEqual((await memory.state.refresh()).refreshed, []);
    });

    it('a change that takes a property away writes the file anew', async () => {
      await memory.state.change(a.file, ({ send: _, ...session }) => session as Session);
      const { send: _, ...expected } = a.session;
      assert.equal(read(a.file), sessionText(expected as Session));
    });

    it('a change of a session keeps what somebody else changed in its file', async () => {
      put(a.file, a.text.replace('"accepted"', '"pending"'));
      await memory.state.change(a.file, withEmail('a@example.com'));
      assert.deepEqual(JSON.parse(read(a.file)), { ...a.session, email: 'a@example.com', status: 'pending' });
      assert.deepEqual((await memory.state.get(a.file))?.session, { ...a.session, email: 'a@example.com' });
      assert.equal(await agreementOf(a.file), 'changedOnDisk');
    });

    it('a change agrees with a file that somebody else changed in the same way', async () => {
      put(a.file, a.text.replace('"accepted"', '"pending"'));
      await memory.state.change(a.file, (session) => ({ ...session, status: 'pending' }));
      assert.equal(await agreementOf(a.file), 'inMemory');
    });

    it('a change does not bring back a file that was deleted', async () => {
      fs.rmSync(onDisk(a.file));
      assert.equal((await memory.state.change(a.file, withEmail('a@example.com')))?.session.email, 'a@example.com');
      assert.equal(await agreementOf(a.file), 'goneFromDisk');
      assert.deepEqual((await memory.state.refresh()).removed, [a.file]);
    });

    it('a change does nothing for a session that is not in memory, or whose ids would change', async () => {
      const c = sessionFor('C');
      put(c.file, c.text);
      assert.equal(await memory.state.change(c.file, withEmail('x')), undefined);
      assert.equal(read(c.file), c.text);
      const moved = memory.state.change(a.file, (session) => ({ ...session, session: { id: 'abc', ip: '' } }));
      await assert.rejects(moved, OutsideFolderError);
      assert.equal(read(a.file), a.text);
    });

    it('no change is lost when many come at once, of memory or of another process', async () => {
      const child = startWithStore(
        `for (let i = 0; i < 30; i++)
          await store.edit(args[0], (bytes) => {
            const session = JSON.parse(bytes);
            session.counted = (session.counted ?? 0) + 1;
            return Buffer.from(JSON.stringify(session));
          });`,
        onDisk(a.file),
      );
      const ended = endOf(child);
      const changes = Array.from({ length: 30 }, () =>
        memory.state.change(a.file, (session) => ({ ...session, email: `${session.email}x` })),
      );
      await Promise.all([...changes, memory.state.refresh()]);
      assert.equal(await ended, 0);
      const { email, counted } = JSON.parse(read(a.file));
      assert.deepEqual([email, counted], ['x'.repeat(30), 30]);
      await memory.state.refresh();
      assert.deepEqual((await memory.state.get(a.file))?.session, JSON.parse(read(a.file)));
      assert.deepEqual(await keptTexts(), []);
    });
  });

  describe('removing a session', () => {
    beforeEach(() => start());

    it('a removed session is gone from memory and its file from the disk', async () => {
      assert.equal(await memory.state.remove(a.file, 'The device logged out.'), true);
      assert.equal(await memory.state.get(a.file), undefined);
      assert.ok(!fs.existsSync(onDisk(a.file)));
      assert.equal(await memory.state.byToken(a.session.token as string), undefined);
      assert.equal(await memory.state.remove(a.file, 'again'), false);
      await until(() => memory.changes.some(({ kind }) => kind === 'sessionRemoved'));
      assert.deepEqual((await memory.state.refresh()).removed, []);
    });

    it('a session without its file can be removed, and a copy is kept of a file that somebody else changed', async () => {
      fs.rmSync(onDisk(a.file));
      assert.equal(await memory.state.remove(a.file, 'test'), true);
      put(b.file, '{ "by": "hand"');
      assert.equal(await memory.state.remove(b.file, 'test'), true);
      assert.deepEqual(await keptTexts(), ['{ "by": "hand"']);
    });

    it('memory remembers the last 500 removed sessions, the youngest first', async () => {
      const devices = Array.from({ length: 520 }, (_, i) => `device ${i}`);
      writeTree(folder, sessionFiles(...devices));
      await start();
      const files = devices.map((device) => sessionFor(device).file);
      for (const file of files) await memory.state.remove(file, 'test');
      const { evicted } = await memory.state.list();
      assert.deepEqual(
        evicted.map(({ file }) => file),
        files.slice(20).reverse(),
      );
    });
  });

  describe('recovery from a crash', () => {
    it('after a crash the sessions are as they were in memory, and memory finds out how they agree', async () => {
      await start();
      const c = sessionFor('C');
      await memory.state.write(c.session);
      await memory.state.byToken(a.session.token as string);
      await memory.state.remove(b.file, 'The device logged out.');
      const before = await memory.state.list();
      const snapshot = JSON.parse(JSON.stringify(await memory.store.snapshot()));
      memory.state.dispose();
      put(a.file, a.text.replace('"accepted"', '"pending"'));
      fs.rmSync(onDisk(c.file));
      put(b.file, b.text);
      await start({}, snapshot);
      const now = await memory.state.list();
      assert.deepEqual(
        now.sessions,
        before.sessions.map((each) => ({
          ...each,
          agreement: each.file === a.file ? 'changedOnDisk' : 'goneFromDisk',
        })),
      );
      assert.deepEqual(now.evicted, before.evicted);
      const { refreshed, removed } = await memory.state.refresh();
      assert.deepEqual([refreshed, removed], [[a.file], [c.file]]);
    });

    it('memory that was empty before a crash stays empty', async () => {
      await start({ loadAtStart: false });
      const snapshot = await memory.store.snapshot();
      await start({}, snapshot);
      assert.deepEqual((await memory.state.list()).sessions, []);
    });

    it('memory takes up a snapshot at run time, and is as at the start when the store was emptied', async () => {
      await start();
      const snapshot = await memory.store.snapshot();
      await memory.state.change(a.file, withEmail('a@example.com'));
      await memory.state.remove(b.file, 'test');
      await memory.store.restore(snapshot);
      memory.changes.length = 0;
      await memory.state.restored();
      assert.equal((await memory.state.get(a.file))?.session.email, '');
      assert.deepEqual([await agreementOf(a.file), await agreementOf(b.file)], ['changedOnDisk', 'goneFromDisk']);
      assert.equal(await memory.state.evictionOf(b.file), undefined);
      await until(() => memory.changes.some(({ kind }) => kind === 'all'));
      await memory.store.restore({ entries: [], logs: [] });
      await memory.state.restored();
      assert.equal((await memory.state.get(a.file))?.session.email, 'a@example.com');
      assert.equal(await memory.state.get(b.file), undefined);
      assert.equal(await agreementOf(a.file), 'inMemory');
    });
  });

  it('memory that was disposed fires nothing and looks at nothing', async () => {
    await start();
    memory.state.dispose();
    put(a.file, '{');
    const other = await make(folder, backups(), { loadAtStart: false });
    await other.state.write(b.session);
    put(b.file, '{');
    await until(async () => (await other.state.list()).sessions[0]?.agreement === 'changedOnDisk');
    assert.deepEqual(memory.changes, []);
  });
});

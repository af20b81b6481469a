import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { phraseText } from '../../src/core/compliance/phrase';
import { folderFaultPhrase } from '../../src/core/files/fileFault';
import { searchTextOf } from '../../src/core/index/sessionEntry';
import { type IndexDelta, SessionIndex } from '../../src/core/index/sessionIndex';
import { CheckPool } from '../../src/disk/checkPool';
import { checkFiles, scanApplication, scanFolder } from '../../src/disk/scanFolder';
import { rangeText } from '../core/compliance/checking';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { APPLICATION, sessionFiles, sessionOf } from './sessions';
import { lock, onPosix, temporaryFolder, unprivileged, writeTree } from './temporaryFolder';

describe('scanFolder', () => {
  const temporary = temporaryFolder();
  const pool = new CheckPool();
  let folder: string;
  let index: SessionIndex;
  let deltas: Pick<IndexDelta, 'entries' | 'applications' | 'folders'>[];
  beforeEach(() => {
    folder = path.join(temporary(), 'MobileApps');
    fs.mkdirSync(folder);
    index = new SessionIndex();
    deltas = [];
    index.onDidChange(({ entries, applications, folders }) => deltas.push({ entries, applications, folders }));
  });
  after(() => pool.dispose());

  it('a scan finds applications, sessions and what lies beside them', async () => {
    writeTree(folder, {
      [`${SEED_APPLICATION}/${SEED_NAME}`]: SEED_SESSION,
      [`${SEED_APPLICATION}/manifest.json`]: '{}',
      [`${SEED_APPLICATION}/AuthKey_AB12.p8`]: 'key',
      [`${SEED_APPLICATION}/icons/a.png`]: '',
      'com.example.android/google-services.json': '{}',
      '.hidden/abc': '{}',
      'key.mobileapp': 'secret',
    });
    await scanFolder(pool, index, folder);
    assert.deepEqual(index.stateOf(folder), { kind: 'ready' });
    assert.deepEqual(index.othersOf(folder), [
      { name: '.hidden', kind: 'directory' },
      { name: 'key.mobileapp', kind: 'file' },
    ]);
    assert.deepEqual(
      index.applications(folder).map(({ name, title, others, counts }) => [name, title, others, counts.files]),
      [
        [
          SEED_APPLICATION,
          'Contact',
          [
            { name: 'AuthKey_AB12.p8', kind: 'file' },
            { name: 'icons', kind: 'directory' },
            { name: 'manifest.json', kind: 'file' },
          ],
          1,
        ],
        ['com.example.android', undefined, [{ name: 'google-services.json', kind: 'file' }], 0],
      ],
    );
    const entry = index.entry({ folder, application: SEED_APPLICATION, name: SEED_NAME });
    assert.equal(entry?.condition, 'accepted');
    assert.deepEqual(entry.findings, []);
    assert.equal(entry.size, Buffer.byteLength(SEED_SESSION));
  });

  it('a scan goes from scanning to ready, and stays ready when it scans again', async () => {
    const states: (string | undefined)[] = [];
    index.onDidChange(({ folders }) => {
      if (folders.length > 0) states.push(index.stateOf(folder)?.kind);
    });
    writeTree(folder, sessionFiles('a'));
    await scanFolder(pool, index, folder);
    await scanFolder(pool, index, folder);
    assert.deepEqual(states, ['scanning', 'ready']);
  });

  it('a scan keeps no connection token', async () => {
    const { text } = sessionOf('b', { status: 'blocked' });
    writeTree(folder, { ...sessionFiles('a'), [`${APPLICATION}/abcabcab`]: text });
    await scanFolder(pool, index, folder);
    for (const { name } of index.entries(folder, APPLICATION)) {
      const entry = JSON.stringify(index.entry({ folder, application: APPLICATION, name }));
      const { token } = JSON.parse(fs.readFileSync(path.join(folder, APPLICATION, name), 'utf8'));
      assert.ok(!entry.includes(token));
    }
  });

  describe('files of all kinds', () => {
    // Text in UTF-8, and a byte that is never in UTF-8 wherever there is a NUL.
    const invalid = (text: string) => Buffer.from(Buffer.from(text).map((byte) => byte || 0xff));
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const files: [what: string, name: string, content: string | Buffer, told: string][] = [
      ['an empty file', '000000a1', '', 'mobi/2 0:0-0:0'],
      ['an empty file without a session’s name', 'notes', '', 'other file'],
      ['all bytes there are', '000000a2', bytes, 'mobi/2 2:114-2:115'],
      ['a byte that is not UTF-8', '000000a3', invalid('{\n"é📱": "\0"}'), 'mobi/2 1:8-1:9'],
      ['one after a genuine U+FFFD', '000000a4', invalid('{\n"\ufffdé\ufffd": "\ufffd\0"}'), 'mobi/2 1:9-1:10'],
      [
        'the beginning of U+FFFD alone',
        '000000a0',
        Buffer.from([0x7b, 0x22, 0xef, 0xbf, 0x22, 0x7d]),
        'mobi/2 0:2-0:3',
      ],
      ['one after a byte order mark', '000000a5', invalid('\ufeff{"\0"}'), 'mobi/2 0:2-0:3'],
      ['genuine U+FFFD in broken JSON', '000000a6', '{"\ufffd":1', 'mobi/2 0:6-0:6'],
      ['genuine U+FFFD alone', '000000b6', '["\ufffd"]', 'mobi/3 0:0-0:5'],
      ['a character cut in two at the end', '000000a7', Buffer.from('{"📱').subarray(0, 4), 'mobi/2 0:2-0:3'],
      ['UTF-16 with a byte order mark', '000000a8', Buffer.from('\ufeff{}', 'utf16le'), 'mobi/2 0:0-0:1'],
      ['UTF-16 without', '000000a9', Buffer.from('{}', 'utf16le'), 'mobi/2 0:1-0:2'],
      ['Latin-1', '000000aa', Buffer.from('{"name":"größe"}', 'latin1'), 'mobi/2 0:11-0:12'],
      ['brackets 100,000 deep', '000000ab', '['.repeat(100_000) + ']'.repeat(100_000), 'mobi/2 0:500-0:501'],
      ['brackets that never close', '000000ac', '{"a":'.repeat(100_000), 'mobi/2 0:2500-0:2501'],
      ['keys twice, 80,000 deep', '000000ad', `${'{"a":1,"a":'.repeat(80_000)}1`, 'mobi/2 0:5500-0:5501'],
      ['as many open brackets as a file may have', '000000af', '['.repeat(1024 * 1024), 'mobi/2 0:500-0:501'],
      ['JSON that is no object', '000000ae', '"session"', 'mobi/3 0:0-0:9'],
      ['an object under any name', 'some_session', ' \n{', 'mobi/2 1:1-1:1'],
      ['an object under a name with spaces', 'some session', ' \n{', 'other file'],
      ['an object under a short hexadecimal name', 'abc', '{', 'mobi/2 0:1-0:1'],
      ['no object under a short hexadecimal name', 'abd', '', 'other file'],
      ['what Vim leaves', '4913', '{', 'other file'],
      ['an object after a byte order mark', 'with-mark', '\ufeff{', 'mobi/2 0:1-0:1'],
      ['words', 'README', 'Do not edit.', 'other file'],
      ['a list', 'list', '[{}]', 'other file'],
      ['a name in other scripts', 'größe 📱 ｆｆ', '{', 'other file'],
      ['a name that every object has', '__proto__', '{', 'mobi/2 0:1-0:1'],
      ['a name of full length', 'f'.repeat(255), '{', 'mobi/2 0:1-0:1'],
      ['an upper-case name', 'ABCDEFAB', '{', 'mobi/2 0:1-0:1'],
      ['a leading dot', '.abc', '{', 'other file'],
      ['an extension', 'abc.json', '{', 'other file'],
      ['a trailing dot', 'abc.', '{', 'other file'],
    ];

    async function tell(names: string[]): Promise<string[]> {
      writeTree(folder, sessionFiles('a flawless one'));
      await scanFolder(pool, index, folder);
      const flawless = sessionOf('a flawless one').name;
      assert.deepEqual(index.entry({ folder, application: APPLICATION, name: flawless })?.findings, []);
      return names.map((name) => {
        const entry = index.entry({ folder, application: APPLICATION, name });
        const other = index.applicationOf(folder, APPLICATION)?.others.find((each) => each.name === name);
        assert.ok(!(entry && other));
        if (other) return `other ${other.kind}`;
        if (entry?.unreadable) return `unreadable: ${phraseText(entry.unreadable)}`;
        const finding = entry?.findings[0];
        // One finding for one damage; a schema that has nothing it asks for is many.
        return finding ? `${finding.code} ${rangeText(finding)}` : 'nothing';
      });
    }

    it('a scan takes all kinds of content and names for what they are, and goes on', async () => {
      writeTree(path.join(folder, APPLICATION), Object.fromEntries(files.map(([, name, content]) => [name, content])));
      const told = await tell(files.map(([, name]) => name));
      assert.deepEqual(
        told.map((each, i) => `${files[i]?.[0]}: ${each}`),
        files.map(([what, , , expected]) => `${what}: ${expected}`),
      );
    });

    it('a scan goes on after files that are far too large to be session files', async () => {
      const sizes = { '000000a1': 1024 * 1024, '000000a2': 1024 * 1024 + 1, '000000a3': 100e6, large: 100e6 };
      writeTree(path.join(folder, APPLICATION), { '000000a1': '{', '000000a2': '{', '000000a3': '{', large: '{' });
      for (const [name, size] of Object.entries(sizes)) fs.truncateSync(path.join(folder, APPLICATION, name), size);
      const told = await tell(Object.keys(sizes));
      assert.deepEqual(told, [
        'mobi/2 0:1-0:2',
        'unreadable: The file has 1 MB; a session file has less than 1 kB.',
        'unreadable: The file has 100 MB; a session file has less than 1 kB.',
        'other file',
      ]);
    });

    onPosix('a scan goes on after a file that may not be read', async () => {
      writeTree(path.join(folder, APPLICATION), {
        abcabcab: '{}',
        notHexadecimal: '{}',
        ...sessionFiles('a flawless one'),
      });
      writeTree(folder, sessionFiles('a flawless one'));
      for (const name of ['abcabcab', 'notHexadecimal']) lock(path.join(folder, APPLICATION, name));
      await unprivileged(async () => {
        await scanFolder(pool, index, folder);
      });
      const entry = index.entry({ folder, application: APPLICATION, name: 'abcabcab' });
      assert.equal(entry?.condition, 'unreadable');
      assert.equal(phraseText(entry.unreadable as never), 'Permission denied: you may not read this file.');
      assert.equal(entry.size, 2);
      assert.ok(entry.modified > 0);
      assert.deepEqual(entry.findings, []);
      assert.equal(index.counts().conditions.accepted, 1);
      // What it holds cannot be told, so it is left alone.
      assert.ok(index.applicationOf(folder, APPLICATION)?.others.some(({ name }) => name === 'notHexadecimal'));
    });

    onPosix('a scan does not follow links inside, outside and to nowhere, and goes on', async () => {
      const application = path.join(folder, APPLICATION);
      writeTree(temporary(), { outside: '{' });
      writeTree(application, { inside: '{}' });
      fs.symlinkSync(path.join(temporary(), 'outside'), path.join(application, '000000a1'));
      fs.symlinkSync('inside', path.join(application, '000000a2'));
      fs.symlinkSync('nowhere', path.join(application, '000000a3'));
      fs.symlinkSync('000000a4', path.join(application, '000000a4'));
      fs.symlinkSync(temporary(), path.join(application, '000000a5'));
      assert.deepEqual(
        await tell(['000000a1', '000000a2', '000000a3', '000000a4', '000000a5']),
        Array(5).fill('other link'),
      );
    });

    it('a scan goes on after a folder with the name of a session', async () => {
      writeTree(folder, { [`${APPLICATION}/abcabcab/def`]: '{' });
      assert.deepEqual(await tell(['abcabcab']), ['other directory']);
    });

    onPosix('a scan goes on after a pipe with the name of a session, which nobody writes to', async () => {
      fs.mkdirSync(path.join(folder, APPLICATION));
      for (const name of ['abcabcab', 'pipe']) execFileSync('mkfifo', [path.join(folder, APPLICATION, name)]);
      assert.deepEqual(await tell(['abcabcab', 'pipe']), ['other special', 'other special']);
    });

    onPosix('a scan goes on after a name that is not UTF-8', async () => {
      const application = path.join(folder, APPLICATION);
      fs.mkdirSync(application);
      fs.writeFileSync(Buffer.concat([Buffer.from(`${application}/`), Buffer.from([0x61, 0xff])]), '{');
      assert.deepEqual(await tell(['a\ufffd']), ['other file']);
    });
  });

  describe('MobileApps folders', () => {
    it('a MobileApps folder that does not exist is reported as gone, and found when it is back', async () => {
      writeTree(folder, sessionFiles('a', 'b'));
      await scanFolder(pool, index, folder);
      fs.rmSync(folder, { recursive: true });
      await scanFolder(pool, index, folder);
      assert.deepEqual(index.stateOf(folder), { kind: 'gone' });
      assert.equal(index.counts().files, 0);
      writeTree(folder, sessionFiles('a'));
      await scanFolder(pool, index, folder);
      assert.deepEqual(index.stateOf(folder), { kind: 'ready' });
      assert.equal(index.counts().files, 1);
    });

    it('a MobileApps folder below a file is reported as gone', async () => {
      const file = path.join(temporary(), 'file');
      fs.writeFileSync(file, '');
      const each = path.join(file, 'MobileApps');
      await scanFolder(pool, index, each);
      assert.deepEqual(index.stateOf(each), { kind: 'gone' });
    });

    const inItsPlace: Readonly<Record<string, readonly [make: (place: string) => void, says: RegExp]>> = {
      'a file': [(place) => fs.writeFileSync(place, ''), /^MobileApps is a file; give a folder$/],
      'a pipe': [(place) => execFileSync('mkfifo', [place]), /^MobileApps is a pipe \(FIFO\); give a folder$/],
      'a link to nothing': [(place) => fs.symlinkSync('nowhere', place), /^MobileApps is a link that leads nowhere; /],
      'a link to itself': [
        (place) => fs.symlinkSync(place, place),
        /^MobileApps is a link that leads back to itself; /,
      ],
      'a link to a device': [(place) => fs.symlinkSync('/dev/null', place), /^MobileApps is a device; give a folder$/],
    };
    for (const [what, [make, says]] of Object.entries(inItsPlace))
      onPosix(`${what} in the place of a MobileApps folder is told by what it is`, async () => {
        fs.rmSync(folder, { recursive: true });
        make(folder);
        await scanFolder(pool, index, folder);
        const state = index.stateOf(folder);
        assert.equal(state?.kind, 'failed');
        assert.match(phraseText(folderFaultPhrase('MobileApps', state.fault)), says);
      });

    onPosix('a MobileApps folder that may not be read is told as failed, and why', async () => {
      lock(folder);
      await unprivileged(() => scanFolder(pool, index, folder));
      const state = index.stateOf(folder);
      assert.equal(state?.kind, 'failed');
      assert.match(
        phraseText(folderFaultPhrase('MobileApps', state.fault)),
        / may not be looked into; give yourself the permission/,
      );
    });

    it('a MobileApps folder that is empty is told as ready', async () => {
      await scanFolder(pool, index, folder);
      assert.deepEqual(index.stateOf(folder), { kind: 'ready' });
      assert.deepEqual(index.applications(folder), []);
    });

    onPosix('a MobileApps folder is reached over a link like any other', async () => {
      writeTree(folder, sessionFiles('a'));
      const link = path.join(temporary(), 'link');
      fs.symlinkSync(folder, link);
      await scanFolder(pool, index, link);
      assert.equal(index.counts(link).files, 1);
    });
  });

  describe('application folders', () => {
    onPosix('an application folder that may not be read is told as such, and the scan goes on', async () => {
      writeTree(folder, { ...sessionFiles('a'), 'com.example.locked/abc': '{}' });
      lock(path.join(folder, 'com.example.locked'));
      await unprivileged(() => scanFolder(pool, index, folder));
      assert.match(index.applicationOf(folder, 'com.example.locked')?.unreadable ?? '', /^EACCES: permission denied/);
      assert.equal(index.applicationOf(folder, APPLICATION)?.counts.conditions.accepted, 1);
      assert.deepEqual(index.stateOf(folder), { kind: 'ready' });
    });

    onPosix('an application folder that is a link is told as a link, and not entered', async () => {
      writeTree(temporary(), { 'elsewhere/abc': '{' });
      fs.symlinkSync(path.join(temporary(), 'elsewhere'), path.join(folder, 'com.example.link'));
      await scanFolder(pool, index, folder);
      assert.deepEqual(index.othersOf(folder), [{ name: 'com.example.link', kind: 'link' }]);
      assert.deepEqual(index.applications(folder), []);
    });

    it('an application folder that went away after it was listed is told as empty', async () => {
      writeTree(folder, sessionFiles('a'));
      await scanFolder(pool, index, folder);
      fs.rmSync(path.join(folder, APPLICATION), { recursive: true });
      await scanApplication(pool, index, folder, APPLICATION);
      assert.equal(index.applicationOf(folder, APPLICATION)?.counts.files, 0);
      assert.equal(index.applicationOf(folder, APPLICATION)?.unreadable, undefined);
    });
  });

  it('a scan lists what lies beside by name', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `file ${(i * 17) % 30}.txt`);
    writeTree(folder, Object.fromEntries(names.map((name) => [name, ''])));
    writeTree(path.join(folder, APPLICATION), Object.fromEntries(names.map((name) => [name, ''])));
    await scanFolder(pool, index, folder);
    const sorted = names.toSorted();
    assert.deepEqual(
      index.othersOf(folder).map(({ name }) => name),
      sorted,
    );
    assert.deepEqual(
      index.applicationOf(folder, APPLICATION)?.others.map(({ name }) => name),
      sorted,
    );
  });

  it('a scan tells of the application folders before it lists them', async () => {
    writeTree(folder, { ...sessionFiles('a'), 'com.example.other/abcabcab': '' });
    const known: number[] = [];
    await scanFolder(pool, index, folder, {
      onListed: (applications) => {
        assert.deepEqual([...applications].sort(), [APPLICATION, 'com.example.other'].sort());
        known.push(index.counts().files);
      },
    });
    assert.deepEqual(known, [0]);
  });

  it('a scan knows nothing of the session in a file that it cannot make sense of', async () => {
    writeTree(folder, { [`${APPLICATION}/000000a1`]: '{', [`${APPLICATION}/000000a2`]: '{' });
    fs.truncateSync(path.join(folder, APPLICATION, '000000a2'), 100e6);
    await scanFolder(pool, index, folder);
    for (const name of ['000000a1', '000000a2']) {
      const entry = index.entry({ folder, application: APPLICATION, name });
      assert.deepEqual(entry?.fields, { teamId: '', simulator: false, jailbroken: false });
      assert.ok(searchTextOf(entry).includes(name));
    }
  });

  it('a scan drops a file that was deleted after it was listed', async () => {
    writeTree(folder, sessionFiles('a', 'b'));
    await scanFolder(pool, index, folder);
    const { name } = sessionOf('a');
    fs.rmSync(path.join(folder, APPLICATION, name));
    const looked = await checkFiles(pool, index, folder, APPLICATION, [name, sessionOf('b').name, 'abcabcab']);
    assert.deepEqual(looked, { notSessions: false });
    assert.deepEqual(
      [...index.entries(folder, APPLICATION)].map((entry) => entry.name),
      [sessionOf('b').name],
    );
  });

  it('a scan says of a file that became something else that it is no session file', async () => {
    writeTree(folder, { [`${APPLICATION}/test`]: '{}' });
    await scanFolder(pool, index, folder);
    assert.equal(index.counts().files, 1);
    fs.writeFileSync(path.join(folder, APPLICATION, 'test'), 'words');
    assert.deepEqual(await checkFiles(pool, index, folder, APPLICATION, ['test']), { notSessions: true });
    assert.equal(index.counts().files, 0);
  });

  onPosix('a scan takes no pipe, link or folder for the file that was there when it was listed', async () => {
    const application = path.join(folder, APPLICATION);
    writeTree(application, { '000000a1': '{', '000000a2': '{', '000000a3': '{' });
    const before = await pool.call('listApplication', { folder, application: APPLICATION });
    assert.deepEqual(before.names.sort(), ['000000a1', '000000a2', '000000a3']);
    for (const name of before.names) fs.rmSync(path.join(application, name));
    execFileSync('mkfifo', [path.join(application, '000000a1')]);
    fs.symlinkSync('/dev/zero', path.join(application, '000000a2'));
    fs.mkdirSync(path.join(application, '000000a3'));
    const { entries, unsettled, vanished, notSessions } = await pool.call('check', {
      folder,
      application: APPLICATION,
      names: before.names,
    });
    assert.deepEqual(
      [entries, unsettled, vanished, notSessions.sort()],
      [[], [], [], ['000000a1', '000000a2', '000000a3']],
    );
  });

  it('a scan does not report a file that is half written and completed a moment later', async () => {
    const { name, text } = sessionOf('a');
    const file = path.join(folder, APPLICATION, name);
    writeTree(folder, { [`${APPLICATION}/${name}`]: text.slice(0, 100) });
    const writer = setTimeout(() => fs.writeFileSync(file, text), 50);
    await scanFolder(pool, index, folder);
    clearTimeout(writer);
    const told = deltas.flatMap(({ entries }) => entries.flatMap(({ after }) => after?.findings ?? []));
    assert.deepEqual(told, []);
    assert.equal(index.counts().conditions.accepted, 1);
  });

  it('a scan reports a file that is rewritten again and again, in the end', async () => {
    const file = path.join(folder, APPLICATION, 'abcabcab');
    writeTree(folder, { [`${APPLICATION}/abcabcab`]: '{' });
    const writer = setInterval(() => fs.writeFileSync(file, '{'), 20);
    await scanFolder(pool, index, folder);
    clearInterval(writer);
    assert.equal(index.counts().conditions.atFault, 1);
  });

  it('a scan reports an old half of a file at once, while it waits for a fresh one', async () => {
    writeTree(folder, { [`${APPLICATION}/000000a0`]: '{', [`${APPLICATION}/000000b0`]: '{' });
    fs.utimesSync(path.join(folder, APPLICATION, '000000a0'), 1e9, 1e9);
    const order: string[] = [];
    index.onDidChange(({ entries }) => order.push(...entries.map(({ key }) => key.name)));
    await scanFolder(pool, index, folder);
    assert.deepEqual(order, ['000000a0', '000000b0']);
  });

  it('a scan marks the place of the device in every file that shares its device with another file', async () => {
    const { name, text } = sessionOf('shared');
    writeTree(folder, { [`${APPLICATION}/${name}`]: text, [`${APPLICATION}/abcabcab`]: text });
    await scanFolder(pool, index, folder);
    for (const entry of index.entries(folder, APPLICATION)) {
      const finding = entry.findings.find(({ code }) => code === 'hint/duplicate-device');
      assert.ok(finding);
      const line = text.split('\n')[finding.range.start.line] as string;
      assert.equal(line.slice(finding.range.start.character, finding.range.end.character), '"shared"');
      assert.equal(finding.range.end.line, finding.range.start.line);
    }
  });

  it('a scan changes nothing when nothing has changed, shared devices and findings included', async () => {
    writeTree(folder, {
      ...sessionFiles('a', 'b', 'shared'),
      [`${APPLICATION}/abcabcab`]: sessionOf('shared').text,
      [`${APPLICATION}/abd`]: sessionOf('c', { status: 'blocked' }).text,
      [`${APPLICATION}/abe`]: '{',
      'key.mobileapp': '',
    });
    await scanFolder(pool, index, folder);
    deltas.length = 0;
    await scanFolder(pool, index, folder);
    assert.deepEqual(deltas, []);
  });

  it('a scan tells only what changed since the last time', async () => {
    writeTree(folder, sessionFiles('a', 'b', 'c'));
    await scanFolder(pool, index, folder);
    deltas.length = 0;
    fs.rmSync(path.join(folder, APPLICATION, sessionOf('a').name));
    writeTree(folder, { [`${APPLICATION}/${sessionOf('b').name}`]: sessionOf('b', { status: 'pending' }).text });
    await scanFolder(pool, index, folder);
    const changes = deltas.flatMap(({ entries }) => entries.map(({ key, after }) => [key.name, after?.condition]));
    assert.deepEqual(
      changes.sort(),
      [
        [sessionOf('a').name, undefined],
        [sessionOf('b').name, 'pending'],
      ].sort(),
    );
  });

  it('a scan does not bring a folder back that was removed while it was scanned', async () => {
    writeTree(folder, sessionFiles('a', 'b'));
    for (const moment of [1, 2, 3, 4]) {
      const fresh = new SessionIndex();
      let told = 0;
      fresh.onDidChange(() => {
        if (++told === moment) fresh.apply({ kind: 'folderRemoved', folder });
      });
      await scanFolder(pool, fresh, folder);
      assert.deepEqual(fresh.folders(), [], `removed at change ${moment}`);
    }
  });
});

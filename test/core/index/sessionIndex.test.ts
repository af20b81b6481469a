import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isAmong } from '../../../src/core/index/indexDelta';
import type { OtherFile } from '../../../src/core/index/sessionEntry';
import { type IndexChange, type IndexDelta, SessionIndex, type SessionKey } from '../../../src/core/index/sessionIndex';
import { ReadCounter } from '../../support/readCounter';
import { anyChange, entry, listed, packed } from './changes';
import { differing, dumpOf, NaiveIndex, recount } from './naiveIndex';

const FOLDER = '/a';
const APP = 'TEAM.com.app';
const at = { folder: FOLDER, application: APP };
const READY: IndexChange = { kind: 'folderState', folder: FOLDER, state: { kind: 'ready' } };
const checked = (...entries: ReturnType<typeof entry>[]): IndexChange => ({ kind: 'checked', ...at, entries });

describe('SessionIndex', () => {
  it('the session index is what a naive index is, and tells exactly what differs, whatever happens', () => {
    const steps = anyChange.map((change) => new Apply(change));
    fc.assert(
      fc.property(fc.commands([steps], { size: '+1' }), (commands) => {
        fc.modelRun(() => {
          const model = new NaiveIndex();
          const real = listening();
          model.apply(READY);
          model.apply(listed(FOLDER, APP));
          for (const start of [listed(FOLDER, 'app', 'other'), { ...READY, folder: '/b' }, listed('/b', 'app')]) {
            model.apply(start);
            real.index.apply(start);
          }
          real.deltas.length = 0;
          return { model, real };
        }, commands);
      }),
      { numRuns: 300 },
    );
  });

  it('the index tells of a file that comes, changes and goes', () => {
    const index = readyIndex();
    const one = entry('1');
    const key = { ...at, name: '1' };
    assert.deepEqual(plain(index.apply(checked(one))), {
      entries: [{ key, before: undefined, after: one }],
      applications: [],
      folders: [],
    });
    const pending = entry('1', { condition: 'pending' });
    assert.deepEqual(plain(index.apply(checked(pending))), {
      entries: [{ key, before: one, after: pending }],
      applications: [],
      folders: [],
    });
    assert.deepEqual(plain(index.apply({ kind: 'vanished', ...at, names: ['1'] })), {
      entries: [{ key, before: pending, after: undefined }],
      applications: [],
      folders: [],
    });
  });

  it('the index gives the listener the very delta that apply gives back', () => {
    const index = readyIndex();
    let heard: IndexDelta | undefined;
    index.onDidChange((delta) => {
      heard = delta;
    });
    assert.equal(index.apply(checked(entry('1'))), heard);
  });

  it('a listener that changes the index leaves to the others what they are told', () => {
    const index = readyIndex();
    index.onDidChange(({ applications }) => {
      if (applications.length === 0) index.apply({ kind: 'vanished', ...at, names: ['1'] });
    });
    const heard: string[][] = [];
    const parts: unknown[] = [];
    index.onDidChange(({ entries, changed, added }) => {
      heard.push(entries.map(({ after }) => after?.name ?? 'gone'));
      const names = added.map(({ has, notable }) => [['1', '2', '3'].filter(has), notable.map(({ key }) => key.name)]);
      parts.push([changed.map(({ key }) => key.name), names]);
    });
    const two = entry('2', { condition: 'atFault' });
    index.apply({ kind: 'scanned', ...at, sessions: packed([entry('1'), two]) });
    assert.deepEqual(heard, [['gone'], ['1', '2']]);
    assert.deepEqual(parts, [
      [['1'], []],
      [[], [[['1', '2'], ['2']]]],
    ]);
  });

  it('a delta that nobody read before the next change is not read at all', () => {
    const index = readyIndex();
    const delta = index.apply({ kind: 'scanned', ...at, sessions: packed([entry('1')]) });
    index.apply({ kind: 'vanished', ...at, names: ['1'] });
    assert.throws(() => delta?.entries, /before the next change/);
    assert.throws(() => delta?.changed, /before the next change/);
    assert.throws(() => delta?.added[0]?.notable, /before the next change/);
    assert.throws(() => delta?.added[0]?.has('1'), /before the next change/);
  });

  it('the index lists the devices that several files of one application name, the file changed last first', () => {
    const index = readyIndex();
    const old = entry('1', { device: 'd', modified: 1 });
    const young = entry('2', { device: 'd', modified: 2 });
    index.apply(listed(FOLDER, APP, 'another'));
    index.apply(checked(old, young, entry('3', { device: 'other' })));
    index.apply({ kind: 'checked', folder: FOLDER, application: 'another', entries: [entry('4', { device: 'd' })] });
    const [shared, ...rest] = index.duplicateDevices();
    assert.deepEqual(rest, []);
    assert.deepEqual(
      { ...shared, entries: shared?.entries.map(({ name }) => name) },
      {
        ...at,
        deviceId: 'd',
        entries: ['2', '1'],
      },
    );
    index.apply({ kind: 'vanished', ...at, names: ['1'] });
    assert.deepEqual(index.duplicateDevices(), []);
  });

  describe('changes without a difference', () => {
    const others: OtherFile[] = [{ name: 'manifest.json', kind: 'file' }];
    const unreadable = 'EACCES';
    const again: [what: string, change: () => IndexChange][] = [
      [
        'for a state that it has',
        () => ({ kind: 'folderState', folder: FOLDER, state: { kind: 'failed', fault: { kind: 'pipe' } } }),
      ],
      [
        'for the same list of a folder',
        () => ({ kind: 'folderListed', folder: FOLDER, applications: [APP], others: [...others] }),
      ],
      [
        'for the same list of an application',
        () => ({ kind: 'applicationListed', ...at, names: ['1'], others: [...others], unreadable }),
      ],
      ['for a file that was only checked again', () => checked(entry('1', { device: 'd', condition: 'atFault' }))],
      ['for nothing checked', () => ({ kind: 'checked', ...at, entries: [] })],
      ['for the same buffer', () => ({ kind: 'buffer', key: { ...at, name: '2' }, entry: entry('2') })],
    ];
    for (const [what, change] of again) {
      it(`the index does not fire ${what}`, () => {
        const index = listening();
        index.index.apply(change());
        index.deltas.length = 0;
        assert.equal(index.index.apply(change()), undefined);
        assert.deepEqual(index.deltas, []);
      });
    }

    it('the index does not fire for what it never had', () => {
      const index = readyIndex();
      assert.equal(index.apply({ kind: 'vanished', ...at, names: ['1'] }), undefined);
      assert.equal(index.apply({ kind: 'buffer', key: { ...at, name: '1' }, entry: undefined }), undefined);
      index.apply(checked(entry('1')));
      assert.equal(index.apply({ kind: 'vanished', ...at, names: ['2'] }), undefined);
    });

    it('the index does not fire for a file on disk that an open buffer covers', () => {
      const index = readyIndex();
      index.apply(checked(entry('1')));
      index.apply({ kind: 'buffer', key: { ...at, name: '1' }, entry: entry('1', { condition: 'pending' }) });
      assert.equal(index.apply(checked(entry('1', { condition: 'atFault' }))), undefined);
      assert.equal(index.apply({ kind: 'vanished', ...at, names: ['1'] }), undefined);
    });

    it('the index does not fire for a device whose place is known and that is checked again without asking for it', () => {
      const index = readyIndex();
      index.apply(checked(entry('1', { device: 'd', located: true }), entry('2', { device: 'd', located: true })));
      assert.equal(index.apply(checked(entry('1', { device: 'd' }), entry('2', { device: 'd' }))), undefined);
      assert.deepEqual(index.unlocatedDuplicates(FOLDER, APP), []);
    });
  });

  describe('open buffers', () => {
    const key = { ...at, name: '1' };
    const saved = entry('1', { condition: 'accepted' });
    const unsaved = entry('1', { condition: 'atFault' });

    it('an open buffer counts before the file as long as it is open', () => {
      const index = readyIndex();
      index.apply(checked(saved));
      assert.deepEqual(index.apply({ kind: 'buffer', key, entry: unsaved })?.entries, [
        { key, before: saved, after: unsaved },
      ]);
      assert.equal(index.counts().conditions.atFault, 1);
      assert.deepEqual(index.apply({ kind: 'buffer', key, entry: undefined })?.entries, [
        { key, before: unsaved, after: saved },
      ]);
      assert.deepEqual(index.counts(), recount([saved]));
    });

    it('an open buffer counts when the file goes, and both are gone when it closes', () => {
      const index = readyIndex();
      index.apply(checked(saved));
      index.apply({ kind: 'buffer', key, entry: unsaved });
      index.apply({ kind: 'folderState', folder: FOLDER, state: { kind: 'gone' } });
      assert.deepEqual(index.entry(key), unsaved);
      assert.deepEqual(plain(index.apply({ kind: 'buffer', key, entry: undefined })), {
        entries: [{ key, before: unsaved, after: undefined }],
        applications: [at],
        folders: [],
      });
      assert.deepEqual(index.applications(FOLDER), []);
      assert.equal(index.counts().files, 0);
    });

    it('an open buffer counts when the application folder goes and comes back', () => {
      const index = readyIndex();
      index.apply(checked(saved, entry('2')));
      index.apply({ kind: 'buffer', key, entry: unsaved });
      index.apply(listed(FOLDER));
      assert.deepEqual([...index.entries(FOLDER, APP)], [unsaved]);
      index.apply(listed(FOLDER, APP));
      index.apply({ kind: 'buffer', key, entry: undefined });
      assert.deepEqual(
        index.applications(FOLDER).map(({ name }) => name),
        [APP],
      );
    });

    it('an open buffer shares its device with files on disk', () => {
      const index = readyIndex();
      index.apply(checked(entry('1', { device: 'x' }), entry('2', { device: 'd' })));
      index.apply({ kind: 'buffer', key, entry: entry('1', { device: 'd', located: true }) });
      assert.deepEqual(sharing(index), ['1', '2']);
      index.apply({ kind: 'buffer', key, entry: undefined });
      assert.deepEqual(sharing(index), []);
    });
  });

  describe('shared devices', () => {
    it('a shared device is found from the second file on, and until one is left', () => {
      const index = readyIndex();
      index.apply(checked(entry('1', { device: 'd' })));
      assert.deepEqual(sharing(index), []);
      assert.equal(index.apply(checked(entry('2', { device: 'd' })))?.entries.length, 2);
      assert.deepEqual(sharing(index), ['1', '2']);
      assert.equal(index.apply(checked(entry('3', { device: 'd' })))?.entries.length, 1);
      assert.equal(index.apply({ kind: 'vanished', ...at, names: ['1'] })?.entries.length, 1);
      assert.deepEqual(sharing(index), ['2', '3']);
      assert.equal(index.apply(checked(entry('3', { device: 'e' })))?.entries.length, 2);
      assert.deepEqual(sharing(index), []);
    });

    it('a shared device is a hint, which changes no condition', () => {
      const index = readyIndex();
      index.apply(
        checked(entry('1', { device: 'd', located: true }), entry('2', { device: 'd', condition: 'atFault' })),
      );
      const [finding] = index.entry({ ...at, name: '1' })?.findings ?? [];
      assert.equal(finding?.severity, 'hint');
      assert.equal(finding?.pointer, '/device/id');
      assert.deepEqual(finding?.range, { start: { line: 5, character: 8 }, end: { line: 5, character: 12 } });
      assert.deepEqual(
        index.entry({ ...at, name: '2' })?.findings.map(({ code }) => code),
        ['mobi/3', 'hint/duplicate-device'],
      );
      assert.deepEqual(index.counts().conditions, { accepted: 1, pending: 0, atFault: 1, unreadable: 0 });
    });

    it('no device is shared when there is none, nor across applications and folders', () => {
      const index = readyIndex();
      index.apply(checked(entry('1'), entry('2'), entry('3', { device: '' }), entry('4', { device: '' })));
      index.apply(checked(entry('5', { device: 'd' })));
      index.apply(listed(FOLDER, APP, 'other'));
      index.apply({ kind: 'checked', folder: FOLDER, application: 'other', entries: [entry('6', { device: 'd' })] });
      index.apply({ ...READY, folder: '/b' });
      index.apply(listed('/b', APP));
      index.apply({ kind: 'checked', folder: '/b', application: APP, entries: [entry('7', { device: 'd' })] });
      assert.deepEqual(sharing(index), []);
    });

    it('a shared device names the files whose place of the device nobody knows yet', () => {
      const index = readyIndex();
      index.apply(checked(entry('1', { device: 'd' }), entry('2', { device: 'd' }), entry('3', { device: 'e' })));
      assert.deepEqual(index.unlocatedDuplicates(FOLDER, APP).sort(), ['1', '2']);
      index.apply(checked(entry('1', { device: 'd', located: true })));
      assert.deepEqual(index.unlocatedDuplicates(FOLDER, APP), ['2']);
      assert.deepEqual(index.unlocatedDuplicates('/nowhere', APP), []);
    });

    it('20,000 files with one device are each read as often as 400 files are, and told of once', () => {
      const work = (files: number, device: (i: number) => string) => {
        const reads = new ReadCounter();
        const entries = Array.from({ length: files }, (_, i) => reads.watch(entry(`${i}`, { device: device(i) })));
        const index = readyIndex();
        let told = 0;
        index.onDidChange((delta) => {
          told += delta.entries.length;
        });
        for (let i = 0; i < entries.length; i += 400) index.apply(checked(...entries.slice(i, i + 400)));
        return { readsPerFile: reads.count / files, told };
      };
      const own = work(20_000, (i) => `${i}`);
      const shared = work(20_000, () => 'one');
      assert.deepEqual([own.told, shared.told], [20_000, 20_000]);
      // A file that shares its device is copied to add the finding. That reads each of its properties once more.
      assert.ok(own.readsPerFile > 5, `${own.readsPerFile}`);
      assert.ok(shared.readsPerFile < own.readsPerFile + 30, `${shared.readsPerFile} instead of ${own.readsPerFile}`);
      // What looks again at all that share the device reads fifty times as often when there are fifty batches. The first of a kind
      // is read once more.
      assert.equal(Math.round(shared.readsPerFile), Math.round(work(400, () => 'one').readsPerFile));
    });
  });

  describe('the identity of an application', () => {
    const of = (name: string, applicationId: string, teamId: string, title = 'App') => {
      const made = entry(name, { bundle: applicationId, title });
      return { ...made, fields: { ...made.fields, teamId } };
    };
    const right = [
      of('1', 'com.app', 'TEAM', 'App'),
      of('2', 'com.app', 'TEAM', 'App'),
      of('3', 'com.app', 'TEAM', 'Old'),
    ];
    const told = { applicationId: 'com.app', teamId: 'TEAM', applicationName: 'App' };
    const rows: [what: string, files: ReturnType<typeof entry>[], identity: typeof told | undefined][] = [
      ['what its sessions say, by the name that most have', right, told],
      ['what most say, when one reads the folder in another way', [...right, of('4', APP, '')], told],
      ['none, when as many say one thing as another', [of('1', 'com.app', 'TEAM'), of('4', APP, '')], undefined],
      ['none, when its sessions belong elsewhere', [of('1', 'com.other', 'TEAM')], undefined],
      ['none, when no session says one', [entry('1')], undefined],
    ];
    for (const [what, files, identity] of rows) {
      it(`the identity of an application is ${what}`, () => {
        const index = readyIndex();
        index.apply(checked(...files));
        assert.deepEqual(index.identityOf(FOLDER, APP), identity);
        index.apply({ kind: 'vanished', ...at, names: files.map(({ name }) => name) });
        assert.equal(index.identityOf(FOLDER, APP), undefined);
      });
    }
  });

  describe('folders', () => {
    const files = checked(entry('1'), entry('2'));
    const gone: IndexChange = { kind: 'folderState', folder: FOLDER, state: { kind: 'gone' } };
    const others: OtherFile[] = [{ name: 'key.mobileapp', kind: 'file' }];

    it('a folder that is gone is empty but known, and is filled when it is back', () => {
      const index = readyIndex();
      index.apply({ kind: 'folderListed', folder: FOLDER, applications: [APP], others });
      index.apply(files);
      const delta = index.apply(gone);
      assert.equal(delta?.entries.length, 2);
      assert.deepEqual(delta.applications, [at]);
      assert.deepEqual(delta.folders, [FOLDER]);
      assert.deepEqual(index.folders(), [FOLDER]);
      assert.deepEqual(index.stateOf(FOLDER), { kind: 'gone' });
      assert.deepEqual(index.applications(FOLDER), []);
      assert.deepEqual(index.othersOf(FOLDER), []);
      index.apply({ kind: 'folderState', folder: FOLDER, state: { kind: 'ready' } });
      index.apply(listed(FOLDER, APP));
      assert.equal(index.apply(files)?.entries.length, 2);
      assert.equal(index.counts().files, 2);
    });

    it('a folder that is removed leaves the index altogether, with what is open of it', () => {
      const index = readyIndex();
      index.apply(files);
      index.apply({ kind: 'buffer', key: { ...at, name: '9' }, entry: entry('9') });
      const delta = index.apply({ kind: 'folderRemoved', folder: FOLDER });
      assert.deepEqual(delta?.entries.map(({ key, after }) => [key.name, after]).sort(), [
        ['1', undefined],
        ['2', undefined],
        ['9', undefined],
      ]);
      assert.deepEqual(delta.applications, [at]);
      assert.deepEqual(index.folders(), []);
      assert.equal(index.stateOf(FOLDER), undefined);
      assert.deepEqual(index.counts(), recount([]));
    });

    it('a folder is listed from its first state until it is removed, and late reports about it are dropped', () => {
      const index = new SessionIndex();
      const news: IndexChange[] = [
        { kind: 'folderListed', folder: FOLDER, applications: [APP], others },
        { kind: 'applicationListed', ...at, names: [], others },
        files,
        { kind: 'vanished', ...at, names: ['1'] },
        { kind: 'buffer', key: { ...at, name: '1' }, entry: entry('1') },
        { kind: 'folderRemoved', folder: FOLDER },
      ];
      for (const change of news) assert.equal(index.apply(change), undefined);
      index.apply({ kind: 'folderState', folder: FOLDER, state: { kind: 'scanning' } });
      index.apply(listed(FOLDER, APP));
      index.apply(files);
      assert.equal(index.counts().files, 2);
      index.apply({ kind: 'folderRemoved', folder: FOLDER });
      for (const change of news) assert.equal(index.apply(change), undefined);
      assert.deepEqual(index.folders(), []);
    });
  });

  describe('applications', () => {
    it('an application that is listed counts, also when it is empty', () => {
      const index = readyIndex();
      const delta = index.apply(listed(FOLDER, 'b', 'a'));
      assert.deepEqual(delta?.applications.map(({ application }) => application).sort(), [APP, 'a', 'b']);
      assert.deepEqual(
        index.applications(FOLDER).map(({ name, counts }) => [name, counts.files]),
        [
          ['a', 0],
          ['b', 0],
        ],
      );
    });

    it('an application that is no longer listed leaves the index, with its files', () => {
      const index = readyIndex();
      index.apply(listed(FOLDER, APP, 'empty'));
      index.apply(checked(entry('1')));
      const delta = index.apply(listed(FOLDER));
      assert.deepEqual(delta?.applications.map(({ application }) => application).sort(), [APP, 'empty'].sort());
      assert.equal(delta.entries.length, 1);
      assert.equal(index.applicationOf(FOLDER, APP), undefined);
    });

    it('an application is listed as long as its folder has it, and late reports about it are dropped', () => {
      const index = readyIndex();
      const others: OtherFile[] = [{ name: 'manifest.json', kind: 'file' }];
      const news: IndexChange[] = [
        { kind: 'applicationListed', ...at, names: [], others: [] },
        { kind: 'applicationListed', ...at, names: ['1'], others, unreadable: 'EACCES' },
        { kind: 'checked', ...at, entries: [] },
        checked(entry('1')),
        { kind: 'vanished', ...at, names: ['1'] },
      ];
      index.apply(listed(FOLDER));
      for (const change of news) assert.equal(index.apply(change), undefined);
      // What is open and unsaved of it has a row, but only as long as it is.
      index.apply({ kind: 'buffer', key: { ...at, name: '9' }, entry: entry('9') });
      for (const change of news) assert.equal(index.apply(change), undefined);
      index.apply({ kind: 'buffer', key: { ...at, name: '9' }, entry: undefined });
      assert.deepEqual(index.applications(FOLDER), []);
    });

    it('an application that may not be read is known as such', () => {
      const index = readyIndex();
      index.apply(checked(entry('1')));
      const empty = { kind: 'applicationListed', ...at, names: [], others: [] } as const;
      assert.deepEqual(index.apply({ ...empty, unreadable: 'EACCES' })?.applications, [at]);
      assert.equal(index.applicationOf(FOLDER, APP)?.unreadable, 'EACCES');
      assert.equal(index.applicationOf(FOLDER, APP)?.counts.files, 0);
      assert.deepEqual(index.apply(empty)?.applications, [at]);
      assert.equal(index.applicationOf(FOLDER, APP)?.unreadable, undefined);
    });

    it('an application has the name that most of its sessions give', () => {
      const index = readyIndex();
      const title = () => index.applicationOf(FOLDER, APP)?.title;
      index.apply(checked(entry('1')));
      assert.equal(title(), undefined);
      index.apply(checked(entry('2', { title: 'Old' }), entry('3', { title: 'New' }), entry('4', { title: 'New' })));
      assert.equal(title(), 'New');
      index.apply({ kind: 'vanished', ...at, names: ['3', '4'] });
      assert.equal(title(), 'Old');
      index.apply({ kind: 'vanished', ...at, names: ['2'] });
      assert.equal(title(), undefined);
    });

    it('an application keeps its name when its files are only looked at anew', () => {
      const index = readyIndex();
      const title = () => index.applicationOf(FOLDER, APP)?.title;
      index.apply(checked(entry('1', { title: 'B' }), entry('2', { title: 'A' }), entry('3', { title: 'C' })));
      assert.equal(title(), 'A');
      for (const name of ['2', '1', '3']) {
        const known = index.entry({ ...at, name });
        assert.ok(known);
        assert.equal(index.apply(checked({ ...known })), undefined);
        assert.deepEqual(index.entry({ ...at, name }), known);
        assert.equal(title(), 'A');
      }
    });
  });

  it('a name that is told twice counts once, by the last word', () => {
    const index = readyIndex();
    const last = entry('1', { condition: 'pending' });
    assert.equal(index.apply(checked(entry('1'), last))?.entries.length, 1);
    assert.deepEqual(index.entry({ ...at, name: '1' }), last);
    assert.deepEqual(index.counts(), recount([last]));
    assert.equal(index.apply({ kind: 'vanished', ...at, names: ['1', '1'] })?.entries.length, 1);
    assert.deepEqual(index.counts(), recount([]));
  });

  it('the index tells nobody after it is disposed', () => {
    const { index, deltas } = listening();
    index.dispose();
    index.apply(checked(entry('1')));
    assert.deepEqual(deltas, []);
  });

  it('the index counts one folder or all', () => {
    const index = readyIndex();
    index.apply(checked(entry('1'), entry('2', { condition: 'pending' })));
    index.apply({ ...READY, folder: '/b' });
    index.apply(listed('/b', APP));
    index.apply({
      kind: 'checked',
      folder: '/b',
      application: APP,
      entries: [entry('1', { condition: 'unreadable' })],
    });
    assert.deepEqual(index.counts('/b'), recount([entry('1', { condition: 'unreadable' })]));
    assert.equal(index.counts().files, 3);
    assert.equal(index.counts('/nowhere').files, 0);
    assert.deepEqual([...index.entries('/nowhere', APP)], []);
    assert.equal(index.entry({ folder: '/nowhere', application: APP, name: '1' }), undefined);
  });
});

/** One change, made to the naive index and the real one. */
class Apply implements fc.Command<NaiveIndex, ReturnType<typeof listening>> {
  constructor(private readonly change: IndexChange) {}

  check(): boolean {
    return true;
  }

  run(model: NaiveIndex, { index, deltas }: ReturnType<typeof listening>): void {
    const before = model.dump();
    deltas.length = 0;
    model.apply(this.change);
    const after = model.dump();
    const delta = index.apply(this.change);

    assert.deepEqual(dumpOf(index), after);
    const expected = {
      entries: differing(before.entries, after.entries),
      applications: differing(before.applications, after.applications),
      folders: differing(before.folders, after.folders),
    };
    const differs = Object.values(expected).some((keys) => keys.length > 0);
    assert.deepEqual(deltas, differs ? [delta] : []);
    assert.deepEqual(
      {
        entries: (delta?.entries ?? []).map(({ key }) => `${key.folder} ${key.application} ${key.name}`).sort(),
        applications: (delta?.applications ?? []).map((key) => `${key.folder} ${key.application}`).sort(),
        folders: [...(delta?.folders ?? [])].sort(),
      },
      expected,
    );
    if (delta) assertParts(delta);
    for (const change of delta?.entries ?? []) {
      const { folder, application, name } = change.key;
      assert.deepEqual(change.before, before.entries[`${folder} ${application} ${name}`]);
      assert.deepEqual(change.after, after.entries[`${folder} ${application} ${name}`]);
    }
    assert.deepEqual(index.counts(), recount(Object.values(after.entries)));
    for (const folder of index.folders()) {
      const unplaced = index
        .unlocatedPushTokens(folder)
        .map(({ application, name }) => `${folder} ${application} ${name}`);
      const shares = Object.entries(after.entries).filter(
        ([key, { findings }]) =>
          key.startsWith(`${folder} `) && findings.some(({ code }) => code === 'hint/duplicate-push'),
      );
      assert.deepEqual(unplaced.sort(), shares.flatMap(([key, each]) => (each.pushRange ? [] : key)).sort());
      for (const { name, counts, title } of index.applications(folder)) {
        const entries = [...index.entries(folder, name)];
        assert.deepEqual(counts, recount(entries));
        const shares = entries.filter(({ findings }) => findings.some(({ code }) => code === 'hint/duplicate-device'));
        assert.deepEqual(
          index.unlocatedDuplicates(folder, name).sort(),
          shares.flatMap((each) => (each.deviceRange ? [] : each.name)).sort(),
        );
        for (const each of entries) assert.deepEqual(index.entry({ folder, application: name, name: each.name }), each);
        const uses = (wanted: string | undefined) =>
          entries.filter(({ fields }) => fields.applicationName === wanted).length;
        const titles = entries.map(({ fields }) => fields.applicationName).filter(Boolean);
        assert.ok(titles.length === 0 ? title === undefined : titles.every((each) => uses(each) <= uses(title)));
      }
    }
  }

  toString(): string {
    return fc.stringify(this.change);
  }
}

/** Each entry is told by itself, or with others; of those, the ones of which something is to be said. */
function assertParts({ entries, changed, added }: IndexDelta): void {
  const together = entries.filter(({ key }) => isAmong(key, added));
  assert.deepEqual([...changed, ...together], entries);
  assert.ok(together.every(({ before }) => before === undefined));
  const notable = added.flatMap((each) => each.notable);
  for (const each of notable)
    assert.deepEqual(
      together.filter(({ key }) => sameKey(key, each.key)),
      [each],
    );
  for (const { key, after } of together) {
    if (after?.unreadable === undefined && after?.findings.length === 0) continue;
    assert.ok(notable.some((each) => sameKey(each.key, key)));
  }
}

function sameKey(a: SessionKey, b: SessionKey): boolean {
  return a.folder === b.folder && a.application === b.application && a.name === b.name;
}

/** An index that knows the folder, and nothing in it. */
function readyIndex(): SessionIndex {
  const index = new SessionIndex();
  index.apply(READY);
  index.apply(listed(FOLDER, APP));
  return index;
}

function listening(): { index: SessionIndex; deltas: IndexDelta[] } {
  const index = readyIndex();
  const deltas: IndexDelta[] = [];
  index.onDidChange((delta) => deltas.push(delta));
  return { index, deltas };
}

function plain(delta: IndexDelta | undefined): Pick<IndexDelta, 'entries' | 'applications' | 'folders'> | undefined {
  return delta && { entries: delta.entries, applications: delta.applications, folders: delta.folders };
}

/** Names of the files with the hint that their device is shared. */
function sharing(index: SessionIndex): string[] {
  const names: string[] = [];
  for (const folder of index.folders()) {
    for (const { name: application } of index.applications(folder)) {
      for (const { name, findings } of index.entries(folder, application)) {
        if (findings.some(({ code }) => code === 'hint/duplicate-device')) names.push(name);
      }
    }
  }
  return names.sort();
}

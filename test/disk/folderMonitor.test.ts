import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import { CheckPool } from '../../src/disk/checkPool';
import type { CheckCall } from '../../src/disk/checkProtocol';
import { FolderMonitor } from '../../src/disk/folderMonitor';
import { FolderScope } from '../../src/disk/folderScope';
import type { Activity } from '../../src/disk/folderWatch';
import { APPLICATION, sessionFiles, sessionOf } from './sessions';
import { temporaryFolder, writeTree } from './temporaryFolder';
import { untilIndexed } from './untilIndexed';

describe('FolderMonitor', () => {
  const temporary = temporaryFolder();
  const pool = new CheckPool();
  const errors: string[] = [];
  let folder: string;
  let index: SessionIndex;
  let monitor: FolderMonitor;

  beforeEach(async () => {
    folder = path.join(temporary(), 'project', 'Data', 'MobileApps');
    writeTree(folder, sessionFiles('A', 'B', 'C'));
    index = new SessionIndex();
    errors.length = 0;
    monitor = new FolderMonitor(folder, pool, index, {
      boundary: temporary(),
      onError: (message) => errors.push(message),
    });
    await monitor.rescan();
  });

  afterEach(() => {
    monitor.dispose();
    assert.deepEqual(errors, []);
  });
  after(() => pool.dispose());

  const until = (wanted: () => boolean) => untilIndexed(index, wanted);

  const conditions = (application = APPLICATION): Record<string, string> =>
    Object.fromEntries([...index.entries(folder, application)].map(({ name, condition }) => [name, condition]));
  const conditionOf = (name: string, application = APPLICATION) =>
    index.entry({ folder, application, name })?.condition;
  const fileOf = (name: string, application = APPLICATION) => path.join(folder, application, name);
  const { name: a, text: textOfA } = sessionOf('A');

  it('an application keeps no reserve for more sessions after its first scan', () => {
    const rows = index.searched(folder, APPLICATION);
    assert.equal(rows?.table.size, 3);
    const { bytes } = rows.table;
    rows.table.trim();
    assert.equal(rows.table.bytes, bytes);
  });

  it('the monitor sees an edit in place', async () => {
    fs.writeFileSync(fileOf(a), textOfA.replace('"accepted"', '"pending"'));
    await until(() => conditionOf(a) === 'pending');
  });

  it('the monitor sees a file replaced by another one', async () => {
    fs.writeFileSync(fileOf('aside.tmp'), textOfA.replace('"accepted"', '"pending"'));
    fs.renameSync(fileOf('aside.tmp'), fileOf(a));
    await until(() => conditionOf(a) === 'pending');
    await until(() => index.applicationOf(folder, APPLICATION)?.others.length === 0);
  });

  it('the monitor sees a new file, and one that is deleted', async () => {
    const { name, text } = sessionOf('D');
    fs.writeFileSync(fileOf(name), text);
    await until(() => conditionOf(name) === 'accepted');
    fs.rmSync(fileOf(name));
    await until(() => conditionOf(name) === undefined);
    assert.equal(index.counts().files, 3);
  });

  it('the monitor sees a file that is renamed', async () => {
    fs.renameSync(fileOf(a), fileOf('e'.repeat(40)));
    await until(() => conditionOf('e'.repeat(40)) === 'atFault' && conditionOf(a) === undefined);
  });

  it('the monitor sees other files come and go', async () => {
    const others = () => index.applicationOf(folder, APPLICATION)?.others.map(({ name }) => name) ?? [];
    fs.writeFileSync(fileOf('manifest.json'), '{}');
    await until(() => others().includes('manifest.json'));
    fs.mkdirSync(fileOf('f'.repeat(40)));
    await until(() => others().includes('f'.repeat(40)));
    fs.rmSync(fileOf('manifest.json'));
    fs.rmdirSync(fileOf('f'.repeat(40)));
    await until(() => others().length === 0);
  });

  it('the monitor sees a file that becomes a session file only by its text', async () => {
    fs.writeFileSync(fileOf('test_session'), 'nothing');
    await until(() => index.applicationOf(folder, APPLICATION)?.others.length === 1);
    fs.writeFileSync(fileOf('test_session'), '{}');
    await until(() => conditionOf('test_session') === 'atFault');
    await until(() => index.applicationOf(folder, APPLICATION)?.others.length === 0);
  });

  const aside = () => path.join(temporary(), 'aside');
  /** What may stand where a session file was. */
  const STANDS: Record<string, (file: string) => void> = {
    'a link': (file) => fs.symlinkSync(aside(), file),
    'a link to a folder': (file) => fs.symlinkSync(temporary(), file),
    'an empty folder': (file) => fs.mkdirSync(file),
    'a folder with a session in it': (file) => {
      fs.mkdirSync(file);
      fs.writeFileSync(path.join(file, sessionOf('D').name), sessionOf('D').text);
    },
  };
  const listedAsOther = () => index.applicationOf(folder, APPLICATION)?.others.map(({ name, kind }) => [name, kind]);
  for (const [what, put] of Object.entries(STANDS)) {
    it(`the monitor lists a name no more among other files once it is a session again after it was ${what}`, async () => {
      fs.renameSync(fileOf(a), aside());
      put(fileOf(a));
      await until(() => conditionOf(a) === undefined && (listedAsOther()?.length ?? 0) > 0);
      fs.rmSync(fileOf(a), { recursive: true });
      fs.renameSync(aside(), fileOf(a));
      await until(() => conditionOf(a) === 'accepted' && listedAsOther()?.length === 0);
    });
  }

  it('the monitor sees what is no session become something else that is none', async () => {
    fs.rmSync(fileOf(a));
    fs.symlinkSync(temporary(), fileOf(a));
    await until(() => listedAsOther()?.[0]?.[1] === 'link');
    fs.rmSync(fileOf(a));
    fs.mkdirSync(fileOf(a));
    await until(() => listedAsOther()?.[0]?.[1] === 'directory');
    assert.equal(conditionOf(a), undefined);
  });

  it('the monitor sees a new application folder with all that is in it, and what is added to it later', async () => {
    const application = 'com.example.second';
    writeTree(folder, { [`${application}/${'1'.repeat(40)}`]: '{' });
    await until(() => conditionOf('1'.repeat(40), application) === 'atFault');
    fs.writeFileSync(fileOf('2'.repeat(40), application), '{');
    await until(() => conditionOf('2'.repeat(40), application) === 'atFault');
  });

  it('the monitor sees an application folder moved away and back, and another one put in its place', async () => {
    const away = path.join(temporary(), 'away');
    fs.renameSync(path.join(folder, APPLICATION), away);
    await until(() => index.applications(folder).length === 0);
    fs.renameSync(away, path.join(folder, APPLICATION));
    await until(() => Object.keys(conditions()).length === 3);
    // The folder is another one now than the one first watched: an edit in it must still be seen.
    fs.writeFileSync(fileOf(a), '');
    await until(() => conditionOf(a) === 'atFault');
  });

  it('the monitor sees the MobileApps folder moved away and back', async () => {
    fs.renameSync(folder, path.join(temporary(), 'away'));
    await until(() => index.stateOf(folder)?.kind === 'gone' && index.counts().files === 0);
    fs.renameSync(path.join(temporary(), 'away'), folder);
    await until(() => index.stateOf(folder)?.kind === 'ready' && index.counts().files === 3);
    fs.writeFileSync(fileOf(a), '');
    await until(() => conditionOf(a) === 'atFault');
  });

  it('the monitor sees a folder far above moved away, deleted and made anew', async () => {
    const project = path.join(temporary(), 'project');
    fs.renameSync(project, path.join(temporary(), 'away'));
    await until(() => index.stateOf(folder)?.kind === 'gone');
    fs.rmSync(path.join(temporary(), 'away'), { recursive: true });
    writeTree(folder, sessionFiles('X'));
    await until(() => index.stateOf(folder)?.kind === 'ready' && index.counts().files === 1);
  });

  it('the monitor sees all of a burst of edits', async () => {
    const names = Array.from({ length: 500 }, (_, i) => i.toString(16).padStart(40, '0'));
    for (const name of names) fs.writeFileSync(fileOf(name), '{');
    await until(() => index.counts().conditions.atFault === 500);
    for (const name of names) fs.rmSync(fileOf(name));
    await until(() => index.counts().files === 3);
  });

  it('the monitor never reports a file that is written in two parts', async () => {
    const { name, text } = sessionOf('slow');
    const seen: (string | undefined)[] = [];
    const subscription = index.onDidChange(() => seen.push(conditionOf(name)));
    const descriptor = fs.openSync(fileOf(name), 'w');
    fs.writeSync(descriptor, text.slice(0, 100));
    // Another file, at fault: when it is known, the watch has told of the half written one too.
    fs.writeFileSync(fileOf('0'.repeat(40)), '[]');
    await until(() => conditionOf('0'.repeat(40)) === 'atFault');
    fs.writeSync(descriptor, text.slice(100));
    fs.closeSync(descriptor);
    await until(() => conditionOf(name) === 'accepted');
    subscription.dispose();
    assert.ok(!seen.includes('atFault'));
  });

  it('the monitor looks at all stamps and watches again when a watch fails', async () => {
    await monitor.dispose();
    const { watch } = fs;
    const watchers: { place: unknown; watcher: fs.FSWatcher }[] = [];
    fs.watch = ((place: string, options: fs.WatchOptions) => {
      const watcher = watch(place, options);
      watchers.push({ place, watcher });
      return watcher;
    }) as typeof fs.watch;
    try {
      monitor = new FolderMonitor(folder, pool, index, {
        boundary: temporary(),
        onError: (message) => errors.push(message),
      });
      await monitor.rescan();
      const application = path.join(folder, APPLICATION);
      const failing = watchers.find(({ place }) => place === application)?.watcher;
      // Nothing tells of this change any more.
      failing?.removeAllListeners('change');
      fs.writeFileSync(fileOf(a), '{');
      failing?.emit('error', new Error('the watch was lost'));
      await until(() => conditionOf(a) === 'atFault');
      assert.deepEqual(errors.splice(0), [`${application} cannot be watched, so use Refresh: the watch was lost`]);
      fs.writeFileSync(fileOf(a), textOfA);
      await until(() => conditionOf(a) === 'accepted');
      assert.equal(watchers.filter(({ place }) => place === application).length, 2);
    } finally {
      fs.watch = watch;
    }
  });

  describe('a file system that tells nothing', () => {
    /** Tells the monitor what a watch would tell. */
    let report: (update: (activity: Activity) => void) => void;
    /** Every call that reads a file or a folder, with what it asks for. */
    let asked: string[];
    let dies: boolean;
    let untold: FolderMonitor;

    beforeEach(async () => {
      asked = [];
      dies = false;
      monitor.dispose();
      const asking = Object.create(pool, {
        call: {
          value: (call: CheckCall, params: { names?: readonly string[] }, ...rest: []) => {
            asked.push([call, ...(params.names ?? [])].join(' '));
            if (dies && call === 'check') return Promise.reject(new Error('The checking thread ended.'));
            return pool.call(call, params as never, ...rest);
          },
        },
      }) as CheckPool;
      untold = new FolderMonitor(folder, asking, index, {
        onError: (message) => errors.push(message),
        watch: (_folder, note) => {
          report = note;
          return { setApplications() {}, dispose() {} };
        },
      });
      await untold.rescan();
    });
    afterEach(() => untold.dispose());

    /** A file that is younger than two seconds is read at every look. */
    async function untilOld(): Promise<void> {
      do {
        asked = [];
        await untold.lookAgain();
      } while (asked.length > 2);
    }

    it('a look reads nothing when nothing has changed, and then what has', async () => {
      await untilOld();
      assert.deepEqual(asked, ['listFolder', 'survey']);
      fs.writeFileSync(fileOf(a), '{');
      asked = [];
      await untold.lookAgain();
      assert.deepEqual(new Set(asked), new Set(['listFolder', 'survey', `check ${a}`]));
      assert.equal(conditionOf(a), 'atFault');
    });

    for (const [what, put] of Object.entries(STANDS)) {
      it(`a look lists a name no more among other files once it is a session again after it was ${what}`, async () => {
        await untilOld();
        fs.renameSync(fileOf(a), aside());
        put(fileOf(a));
        // It was followed, so the stamps of the last look are those of the file.
        report(({ files }) => files.set(APPLICATION, new Map([[a, true]])));
        await until(() => conditionOf(a) === undefined && (listedAsOther()?.length ?? 0) > 0);
        fs.rmSync(fileOf(a), { recursive: true });
        fs.renameSync(aside(), fileOf(a));
        await untold.lookAgain();
        assert.deepEqual([conditionOf(a), listedAsOther()], ['accepted', []]);
      });
    }

    it('a look sees a link become a folder, which has the same name', async () => {
      fs.rmSync(fileOf(a));
      fs.symlinkSync(temporary(), fileOf(a));
      await untilOld();
      assert.deepEqual(listedAsOther(), [[a, 'link']]);
      fs.rmSync(fileOf(a));
      fs.mkdirSync(fileOf(a));
      await untold.lookAgain();
      assert.deepEqual(listedAsOther(), [[a, 'directory']]);
    });

    const HINTS: Record<string, { told: () => void }> = {
      'a burst of reports, as the system may have dropped others': {
        told: () => {
          for (let i = 0; i <= 2000; i++)
            report(({ files }) => files.set(APPLICATION, new Map([['manifest.json', false]])));
        },
      },
      'a report without a name': { told: () => report(({ unnamed }) => unnamed.add(APPLICATION)) },
      'a report that the folder may be another one': {
        told: () =>
          report((activity) => {
            activity.folder = true;
          }),
      },
    };
    for (const [what, { told }] of Object.entries(HINTS)) {
      it(`all stamps are compared after ${what}, and only what differs is read`, async () => {
        await untilOld();
        fs.writeFileSync(fileOf(a), '[]');
        asked = [];
        told();
        await until(() => conditionOf(a) === 'atFault');
        assert.deepEqual(
          asked.filter((each) => each !== 'listFolder'),
          ['survey', `check ${a}`],
        );
      });
    }

    it('all files are read again when a thread has died before it read those that differ', async () => {
      await untilOld();
      fs.writeFileSync(fileOf(a), '{');
      dies = true;
      await untold.lookAgain();
      assert.equal(conditionOf(a), 'accepted');
      assert.equal(errors.splice(0).length, 1);
      dies = false;
      await untold.lookAgain();
      assert.equal(conditionOf(a), 'atFault');
    });

    const CHANGES: Record<string, { make: () => void; wanted: () => boolean }> = {
      'another text': {
        make: () => fs.writeFileSync(fileOf(a), '{'),
        wanted: () => conditionOf(a) === 'atFault',
      },
      'a text of the same length, and the time set back': {
        make: () => {
          const { atime, mtime } = fs.statSync(fileOf(a));
          fs.writeFileSync(fileOf(a), textOfA.replace('"accepted"', '"acceptad"'));
          fs.utimesSync(fileOf(a), atime, mtime);
        },
        wanted: () => conditionOf(a) === 'atFault',
      },
      'another file in its place, of the same length and time': {
        make: () => {
          const { atime, mtime } = fs.statSync(fileOf(a));
          fs.writeFileSync(path.join(temporary(), 'aside'), textOfA.replace('"accepted"', '"acceptad"'));
          fs.utimesSync(path.join(temporary(), 'aside'), atime, mtime);
          fs.renameSync(path.join(temporary(), 'aside'), fileOf(a));
        },
        wanted: () => conditionOf(a) === 'atFault',
      },
      'a new file': {
        make: () => fs.writeFileSync(fileOf('0'.repeat(40)), '{'),
        wanted: () => conditionOf('0'.repeat(40)) === 'atFault' && index.counts().files === 4,
      },
      'a file that is gone': {
        make: () => fs.rmSync(fileOf(a)),
        wanted: () => conditionOf(a) === undefined && index.counts().files === 2,
      },
      'a file of another kind': {
        make: () => fs.writeFileSync(fileOf('manifest.json'), '{}'),
        wanted: () => index.applicationOf(folder, APPLICATION)?.others.length === 1,
      },
      'a new application folder': {
        make: () => writeTree(folder, { [`com.example.second/${'1'.repeat(40)}`]: '{' }),
        wanted: () => conditionOf('1'.repeat(40), 'com.example.second') === 'atFault',
      },
      'an application folder that is gone': {
        make: () => fs.rmSync(path.join(folder, APPLICATION), { recursive: true }),
        wanted: () => index.applications(folder).length === 0,
      },
      'the MobileApps folder gone': {
        make: () => fs.rmSync(folder, { recursive: true }),
        wanted: () => index.stateOf(folder)?.kind === 'gone',
      },
    };
    for (const [what, { make, wanted }] of Object.entries(CHANGES)) {
      it(`a look at the folder sees ${what}`, async () => {
        make();
        assert.equal(wanted(), false);
        await untold.lookAgain();
        assert.ok(wanted());
      });
    }

    it('a look sees a second change right after the first, of the same length and in the same moment', async () => {
      const { atime, mtime } = fs.statSync(fileOf(a));
      for (const [text, condition] of [
        ['"pending_"', 'atFault'],
        ['"accepted"', 'accepted'],
        ['"acceptxd"', 'atFault'],
      ] as const) {
        fs.writeFileSync(fileOf(a), textOfA.replace('"accepted"', text));
        fs.utimesSync(fileOf(a), atime, mtime);
        await untold.lookAgain();
        assert.equal(conditionOf(a), condition);
      }
    });

    it('a look sees the MobileApps folder come back', async () => {
      fs.renameSync(folder, path.join(temporary(), 'away'));
      await untold.lookAgain();
      assert.equal(index.stateOf(folder)?.kind, 'gone');
      fs.renameSync(path.join(temporary(), 'away'), folder);
      await untold.lookAgain();
      assert.equal(index.stateOf(folder)?.kind, 'ready');
      assert.equal(index.counts().files, 3);
    });

    it('looks at the folder that are asked for during a look become one', async () => {
      asked = [];
      await Promise.all(Array.from({ length: 20 }, () => untold.lookAgain()));
      // One that was under way, and one for all that asked meanwhile.
      assert.ok(asked.filter((each) => each === 'listFolder').length <= 2, asked.join());
    });
  });

  describe('a part that is opened', () => {
    const other = 'com.example.other';
    let scope: FolderScope;
    let part: FolderMonitor;

    beforeEach(() => {
      monitor.dispose();
      writeTree(folder, { [`${other}/${'1'.repeat(40)}`]: '{', 'com.example.third/file': '' });
      index = new SessionIndex();
      scope = new FolderScope();
    });
    afterEach(() => part.dispose());

    async function open(): Promise<void> {
      part = new FolderMonitor(folder, pool, index, { scope, onError: (message) => errors.push(message) });
      await part.rescan();
    }
    const files = () =>
      index.applications(folder).map(({ name }) => [name, [...index.entries(folder, name)].length].join(' '));

    it('an application folder that is opened is known with all its files, and nothing beside it', async () => {
      scope.addApplication(APPLICATION);
      await open();
      assert.deepEqual(files(), [`${APPLICATION} 3`]);
      assert.ok(index.isPartial(folder));
      assert.deepEqual(index.othersOf(folder), []);
      fs.writeFileSync(fileOf('2'.repeat(40), other), '{');
      writeTree(folder, { 'com.example.new/file': '' });
      fs.writeFileSync(fileOf('2'.repeat(40)), '{');
      await until(() => conditionOf('2'.repeat(40)) === 'atFault');
      await part.lookAgain();
      assert.deepEqual(files(), [`${APPLICATION} 4`]);
    });

    it('a file that is opened is known, is followed, and nothing beside it', async () => {
      scope.addFile(APPLICATION, a);
      await open();
      assert.deepEqual(files(), [`${APPLICATION} 1`]);
      assert.equal(index.applicationOf(folder, APPLICATION)?.isPartial, true);
      fs.writeFileSync(fileOf('2'.repeat(40)), '{');
      fs.writeFileSync(fileOf('manifest.json'), '{}');
      fs.writeFileSync(fileOf(a), '{');
      await until(() => conditionOf(a) === 'atFault');
      await part.lookAgain();
      assert.deepEqual(files(), [`${APPLICATION} 1`]);
      assert.deepEqual(index.applicationOf(folder, APPLICATION)?.others, []);
      fs.rmSync(fileOf(a));
      await until(() => conditionOf(a) === undefined);
    });

    it('the monitor can follow another part of a folder later, and then all of it', async () => {
      scope.addFile(APPLICATION, a);
      await open();
      const more = scope.copy();
      more.addApplication(other);
      part.setScope(more);
      await until(() => files().length === 2 && index.counts().files === 2);
      part.setScope(undefined);
      await until(() => files().length === 3 && index.counts().files === 4);
      assert.equal(index.isPartial(folder), false);
      assert.equal(index.applicationOf(folder, APPLICATION)?.isPartial, false);
      part.setScope(scope);
      await until(() => files().length === 1 && index.counts().files === 1);
    });
  });

  it('the monitor puts nothing into the index after it was disposed', async () => {
    monitor.dispose();
    fs.writeFileSync(fileOf(a), '');
    const other = new FolderMonitor(folder, pool, new SessionIndex(), { onError: (message) => errors.push(message) });
    await other.rescan();
    other.dispose();
    assert.equal(conditionOf(a), 'accepted');
  });
});

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import { CheckPool } from '../../src/disk/checkPool';
import { FolderMonitor } from '../../src/disk/folderMonitor';
import { listFolder } from '../../src/disk/listing';
import { checkFiles, scanApplication } from '../../src/disk/scanFolder';
import { SessionFileReader } from '../../src/disk/sessionFile';
import { APPLICATION, sessionFiles, sessionOf } from './sessions';
import { onPosix, temporaryFolder, writeTree } from './temporaryFolder';
import { untilIndexed } from './untilIndexed';

const GONE = 'com.gone.app';
const FILE = '1'.repeat(40);

describe('an application folder that is gone', () => {
  const temporary = temporaryFolder();
  const pool = new CheckPool();
  let folder: string;
  let index: SessionIndex;
  let monitor: FolderMonitor;
  let marks: number;

  beforeEach(async () => {
    folder = path.join(temporary(), 'MobileApps');
    writeTree(folder, { ...sessionFiles('A'), [`${GONE}/${FILE}`]: '{}', [`${GONE}/manifest.json`]: '{}' });
    index = new SessionIndex();
    marks = 0;
    monitor = new FolderMonitor(folder, pool, index, { onError: (message) => assert.fail(message) });
    await monitor.rescan();
  });
  afterEach(() => monitor.dispose());
  after(() => pool.dispose());

  const at = (...names: string[]) => path.join(folder, ...names);
  const aside = (name: string) => path.join(temporary(), name);
  const shown = () => index.applications(folder).map(({ name }) => name);
  const onDisk = () => listFolder(folder, new SessionFileReader()).applications;

  const until = (wanted: () => boolean) => untilIndexed(index, wanted);

  /** Until all that happened so far was told and taken in: what is told of last is known. */
  async function settled(): Promise<void> {
    // What is told while it is taken in has a round of its own.
    for (let round = 0; round < 2; round++) {
      const name = (++marks).toString(16).padStart(40, '0');
      writeTree(folder, { [`${APPLICATION}/${name}`]: '{}' });
      await until(() => index.entry({ folder, application: APPLICATION, name }) !== undefined);
    }
  }

  const REMOVALS: Record<string, () => void> = {
    'deleted with all that is in it': () => fs.rmSync(at(GONE), { recursive: true }),
    'deleted after its files were moved elsewhere, as an undo does': () => {
      for (const name of [FILE, 'manifest.json']) fs.renameSync(at(GONE, name), at(APPLICATION, name));
      fs.rmdirSync(at(GONE));
    },
    'moved out of the MobileApps folder': () => fs.renameSync(at(GONE), aside('trash')),
    'moved out, with a change in it right after': () => {
      fs.renameSync(at(GONE), aside('trash'));
      fs.writeFileSync(path.join(aside('trash'), FILE), '{}');
    },
    'changed and then deleted': () => {
      fs.writeFileSync(at(GONE, 'manifest.json'), '');
      fs.writeFileSync(at(GONE, 'a'.repeat(40)), '{}');
      fs.rmSync(at(GONE), { recursive: true });
    },
    'deleted, made anew and deleted again': () => {
      fs.rmSync(at(GONE), { recursive: true });
      writeTree(folder, { [`${GONE}/${FILE}`]: '{}' });
      fs.rmSync(at(GONE), { recursive: true });
    },
    'replaced by a file': () => {
      fs.rmSync(at(GONE), { recursive: true });
      fs.writeFileSync(at(GONE), '');
    },
    'given another name': () => fs.renameSync(at(GONE), at('com.new.name')),
    'hidden by its name': () => fs.renameSync(at(GONE), at(`.${GONE}`)),
  };
  for (const [how, remove] of Object.entries(REMOVALS)) {
    it(`an application folder stays gone when it is ${how}`, async () => {
      remove();
      await settled();
      assert.deepEqual(shown(), onDisk());
    });
  }

  onPosix('an application folder stays gone when it is replaced by a link', async () => {
    fs.renameSync(at(GONE), aside('real'));
    fs.symlinkSync(aside('real'), at(GONE));
    await settled();
    assert.deepEqual(shown(), onDisk());
  });

  it('an application folder stays gone together with many others', async () => {
    const many = Array.from({ length: 30 }, (_, i) => `com.example.a${i}`);
    writeTree(folder, Object.fromEntries(many.map((name) => [`${name}/${FILE}`, '{}'])));
    await until(() => index.counts().files === 32);
    for (const name of many) fs.rmSync(at(name), { recursive: true });
    await settled();
    assert.deepEqual(shown(), onDisk());
  });

  it('a look that was under way does not put back an application folder that is gone', async () => {
    fs.rmSync(at(GONE), { recursive: true });
    await until(() => !shown().includes(GONE));
    const { name, text } = sessionOf('B');
    await scanApplication(pool, index, folder, GONE);
    writeTree(folder, { [`.aside/${name}`]: text });
    await checkFiles(pool, index, folder, '.aside', [name]);
    assert.deepEqual(shown(), [APPLICATION]);
  });

  it('what is shown is what is on disk, whatever application folders go and come, and however fast', async () => {
    const names = fc.constantFrom('a', 'b', 'c');
    const step = fc.record({
      name: names,
      other: names,
      what: fc.constantFrom('write', 'delete', 'move', 'hide', 'show', 'file', 'pause'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        for (const name of ['a', 'b', 'c'])
          for (const left of [at(name), aside(name)]) fs.rmSync(left, { recursive: true, force: true });
        for (const { name, other, what } of steps) {
          const isFolder = onDisk().includes(name);
          if (what === 'write' && !fs.existsSync(at(name))) writeTree(folder, { [`${name}/${FILE}`]: '{}' });
          else if (what === 'write' && isFolder) fs.writeFileSync(at(name, 'manifest.json'), '{}');
          else if (what === 'delete') fs.rmSync(at(name), { recursive: true, force: true });
          else if (what === 'move' && isFolder && !fs.existsSync(at(other))) fs.renameSync(at(name), at(other));
          else if (what === 'hide' && isFolder && !fs.existsSync(aside(name))) fs.renameSync(at(name), aside(name));
          else if (what === 'show' && fs.existsSync(aside(name)) && !fs.existsSync(at(name)))
            fs.renameSync(aside(name), at(name));
          else if (what === 'file' && !fs.existsSync(at(name))) fs.writeFileSync(at(name), '');
          else if (what === 'pause') await new Promise((resolve) => setImmediate(resolve));
        }
        await settled();
        assert.deepEqual(shown(), onDisk());
        for (const name of onDisk()) {
          const files = [...index.entries(folder, name)].map((entry) => entry.name).sort();
          assert.deepEqual(
            files,
            fs
              .readdirSync(at(name))
              .filter((each) => each !== 'manifest.json')
              .sort(),
          );
        }
      }),
      { numRuns: 20 },
    );
  });
});

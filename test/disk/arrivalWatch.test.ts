import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { ArrivalWatch } from '../../src/disk/arrivalWatch';
import { temporaryFolder } from './temporaryFolder';

const ROOM = 6;

describe('ArrivalWatch', () => {
  const temporary = temporaryFolder();
  let told: Set<string>;
  let heard: () => void;
  let watch: ArrivalWatch;

  beforeEach(() => {
    told = new Set();
    heard = () => {};
    watch = new ArrivalWatch({
      arrived: (place) => {
        told.add(path.relative(temporary(), place));
        heard();
      },
      onError: (_, error) => assert.fail(error),
      room: ROOM,
      partOf: (folder) => path.relative(temporary(), folder).split(path.sep)[0] ?? '',
    });
  });
  afterEach(() => watch.dispose());

  const at = (name: string) => path.join(temporary(), name);
  const make = (...names: string[]) => {
    for (const name of names) fs.mkdirSync(at(name), { recursive: true });
    return names.map(at);
  };
  async function until(name: string): Promise<void> {
    while (!told.has(name)) {
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
    }
    told.clear();
  }

  it('an arrival watch tells of what comes in the folders it has, and in no other', async () => {
    make('a/deep', 'b');
    assert.deepEqual(watch.expect([at('a'), at('nowhere')]), [at('a')]);
    make('b/MobileApps', 'a/deep/MobileApps', 'a/MobileApps');
    await until(path.join('a', 'MobileApps'));
    assert.deepEqual(watch.expect([at('b')]), [at('b')]);
    make('a/more', 'b/more');
    await until(path.join('b', 'more'));
  });

  it('an arrival watch takes a folder that was deleted and made anew for a new one', async () => {
    watch.expect([temporary(), ...make('Data')]);
    watch.add(make('Data/v1'));
    fs.rmSync(at('Data'), { recursive: true });
    await until('Data');
    make('Data/v1');
    watch.forget(new Set([at('Data')]));
    assert.deepEqual(watch.add([at('Data'), at('Data/v1')]), [at('Data/v1')]);
    make('Data/v1/MobileApps', 'Data/MobileApps');
    await until(path.join('Data', 'MobileApps'));
  });

  it('an arrival watch tells of a folder that has come and is moved away, although nobody watches the one above', async () => {
    watch.add(make('a/b'));
    fs.renameSync(at('a/b'), at('a/c'));
    await until(path.join('a', 'b'));
    watch.forget(new Set([at('a/b')]));
    assert.deepEqual(watch.add([at('a/c')]), [at('a/c')]);
  });

  describe('no room for more', () => {
    /** Those that are watched: only the others can be watched anew. */
    function watched(names: string[]): string[] {
      return names.filter((name) => watch.add([at(name)]).length === 0);
    }

    it('an arrival watch without room gives up the oldest that have come, and none that is expected', () => {
      const expected = make('a/x1', 'a/x2', 'a/x3', 'a/x4', 'a/x5', 'a/x6', 'a/x7');
      watch.expect(expected);
      const names = Array.from({ length: ROOM + 2 }, (_, i) => `a/${i}`);
      assert.equal(watch.add(make(...names)).length, ROOM + 2);
      assert.deepEqual(watched(names.slice(2)), names.slice(2));
      assert.deepEqual(watch.expect(expected), []);
    });

    it('an arrival watch without room gives up those of the part that has the most', () => {
      watch.add(make('srv', 'srv/y', 'lib'));
      const names = Array.from({ length: 20 }, (_, i) => `build/${i}`);
      watch.add(make(...names));
      assert.deepEqual(watched(['srv', 'srv/y', 'lib', ...names.slice(17)]), [
        'srv',
        'srv/y',
        'lib',
        ...names.slice(17),
      ]);
    });

    it('an arrival watch without room gives up no folder with what is in it', () => {
      watch.add(make('a', 'a/1', 'a/1/2', 'a/1/2/3', 'a/1/2/3/4', 'a/1/2/3/4/5', 'a/1/2/3/4/5/6'));
      assert.deepEqual(watched(['a/1', 'a/1/2/3/4/5/6']), ['a/1', 'a/1/2/3/4/5/6']);
    });

    it('an arrival watch without room gives up what is not wanted any more', () => {
      watch.expect(make('a'));
      watch.add(make('a/1', 'b'));
      watch.keep((folder) => folder.startsWith(at('a')));
      assert.deepEqual(watch.add([at('a'), at('a/1'), at('b')]), [at('b')]);
    });
  });
});

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { ArrivalWatch } from '../../src/disk/arrivalWatch';
import { temporaryFolder } from './temporaryFolder';

describe('ArrivalWatch', () => {
  const temporary = temporaryFolder();
  let told: Set<string>;
  let heard: () => void;
  let watch: ArrivalWatch;

  beforeEach(() => {
    told = new Set();
    heard = () => {};
    watch = new ArrivalWatch(
      (place) => {
        told.add(path.relative(temporary(), place));
        heard();
      },
      (_, error) => assert.fail(error),
    );
  });
  afterEach(() => watch.dispose());

  const at = (name: string) => path.join(temporary(), name);
  async function until(name: string): Promise<void> {
    while (!told.has(name)) {
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
    }
    told.clear();
  }

  it('tells of what comes in the folders it has, and in no other', async () => {
    for (const name of ['a', 'a/deep', 'b']) fs.mkdirSync(at(name));
    assert.deepEqual(watch.add([at('a'), at('nowhere')]), [at('a')]);
    fs.mkdirSync(at('b/MobileApps'));
    fs.mkdirSync(at('a/deep/MobileApps'));
    fs.mkdirSync(at('a/MobileApps'));
    await until(path.join('a', 'MobileApps'));
    assert.deepEqual(watch.set([at('b')]), [at('b')]);
    fs.mkdirSync(at('a/more'));
    fs.mkdirSync(at('b/more'));
    await until(path.join('b', 'more'));
  });

  it('takes a folder that was deleted and made anew for a new one', async () => {
    fs.mkdirSync(at('Data'));
    watch.add([temporary(), at('Data')]);
    fs.rmdirSync(at('Data'));
    await until('Data');
    fs.mkdirSync(at('Data'));
    await until('Data');
    assert.deepEqual(watch.add([at('Data')]), [at('Data')]);
    fs.mkdirSync(at('Data/MobileApps'));
    await until(path.join('Data', 'MobileApps'));
  });
});

import assert from 'node:assert/strict';
import path from 'node:path';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import { CheckPool } from '../../src/disk/checkPool';
import { type FolderRules, nearestRules } from '../../src/disk/configuration/folderRules';
import { IgnoredFiles } from '../../src/disk/configuration/ignoredFiles';
import { scanFolder } from '../../src/disk/scanFolder';
import { SEED_APPLICATION, SEED_NAME, SEED_SESSION } from '../support/seedSession';
import { temporaryFolder, writeTree } from './temporaryFolder';

const rules = (folder: string, globs: readonly string[] = []): FolderRules => ({ folder: path.resolve(folder), globs });

describe('the rules of several configurations', () => {
  const outer = rules('/team', ['old', '*.bak']);
  const inner = rules('/team/app', ['new']);

  for (const [all, place, wanted] of [
    [[outer, inner], '/team/x', outer],
    [[outer, inner], '/team/app', inner],
    [[inner, outer], '/team/app/Data', inner],
    [[outer], '/team/app/Data', outer],
    [[outer, inner], '/teams', undefined],
    [[], '/team', undefined],
  ] as const) {
    it(`the nearest of ${all.length} configurations above ${place} holds there`, () => {
      assert.equal(nearestRules(all, path.resolve(place)), wanted);
    });
  }

  for (const [place, glob] of [
    ['/team/old', 'old'],
    ['/team/x/old/y', 'old'],
    ['/team/a.bak', '*.bak'],
    ['/team/app/old', undefined],
    ['/team/app/x/new', 'new'],
    ['/other/old', undefined],
  ] as const) {
    it(`${place} is ignored by ${glob ?? 'no glob'} of the nearest configuration`, () => {
      const ignored = new IgnoredFiles([outer, inner]);
      assert.equal(ignored.globOf(path.resolve(place))?.glob, glob);
      assert.equal(ignored.has(path.resolve(place)), glob !== undefined);
    });
  }
});

describe('checks by the configuration of each folder', () => {
  const temporary = temporaryFolder();
  const pools: CheckPool[] = [];
  afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.dispose())));

  /** The codes that are found in each of two projects. */
  async function codesIn(pool: CheckPool): Promise<string[][]> {
    const index = new SessionIndex();
    const codes: string[][] = [];
    for (const project of ['one', 'two']) {
      const folder = path.join(temporary(), project, 'MobileApps');
      await scanFolder(pool, index, folder);
      const entries = [...index.entries(folder, SEED_APPLICATION)];
      codes.push(entries.flatMap(({ findings }) => findings.map(({ code }) => code)));
      if (entries.length === 0) codes[codes.length - 1]?.push('none');
    }
    return codes;
  }

  beforeEach(() => {
    for (const project of ['one', 'two']) {
      writeTree(temporary(), { [`${project}/MobileApps/${SEED_APPLICATION}/${SEED_NAME}`]: SEED_SESSION });
    }
    writeTree(temporary(), { 'none.json': '{"not":{}}' });
  });

  it('a schema and globs hold for the folders below their configuration alone, also when they change', async () => {
    const pool = new CheckPool();
    pools.push(pool);
    assert.deepEqual(await codesIn(pool), [[], []]);
    const one = path.join(temporary(), 'one');
    const turns = ['one', 'two'].map((each) => pool.turnOf(path.join(temporary(), each, 'MobileApps')));
    pool.setConfigured([{ folder: one, globs: [], schemaFile: path.join(temporary(), 'none.json') }]);
    assert.deepEqual(await codesIn(pool), [['mobi/3'], []]);
    assert.notEqual(pool.turnOf(path.join(one, 'MobileApps')), turns[0]);
    assert.equal(pool.turnOf(path.join(temporary(), 'two', 'MobileApps')), turns[1]);
    pool.setConfigured([{ folder: one, globs: [SEED_APPLICATION] }]);
    assert.deepEqual(await codesIn(pool), [['none'], []]);
    pool.setConfigured([]);
    assert.deepEqual(await codesIn(pool), [[], []]);
  });

  it('a schema that is set for all folders comes before those of configurations', async () => {
    writeTree(temporary(), { 'all.json': '{}' });
    const configured = [{ folder: temporary(), globs: [], schemaFile: path.join(temporary(), 'none.json') }];
    const pool = new CheckPool({ schemaFile: path.join(temporary(), 'all.json'), configured });
    pools.push(pool);
    assert.deepEqual(await codesIn(pool), [[], []]);
    pool.setSchema(undefined);
    assert.deepEqual(await codesIn(pool), [['mobi/3'], ['mobi/3']]);
  });
});

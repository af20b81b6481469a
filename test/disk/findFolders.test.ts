import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { CheckPool } from '../../src/disk/checkPool';
import { type FindOptions, findFolders } from '../../src/disk/findFolders';
import { isMobileAppsName } from '../../src/disk/mobileAppsName';
import { lock, onPosix, temporaryFolder, unprivileged } from './temporaryFolder';

describe('findFolders', () => {
  const temporary = temporaryFolder();
  let skipped: [folder: string, code: string | undefined][];
  beforeEach(() => {
    skipped = [];
  });

  function make(...folders: string[]): void {
    for (const folder of folders) fs.mkdirSync(path.join(temporary(), folder), { recursive: true });
  }

  function find(exclude?: string[], root = temporary()): string[] {
    const note = (folder: string, error: NodeJS.ErrnoException) => {
      skipped.push([path.relative(temporary(), folder), error.code]);
    };
    const { folders: found } = findFolders(root, exclude ? { exclude } : {}, note);
    for (const folder of found) assert.ok(path.isAbsolute(folder));
    return found.map((folder) => path.relative(temporary(), folder).split(path.sep).join('/'));
  }

  it('MobileApps folders are found however deep, sorted, and none in another', () => {
    make('b/Data/MobileApps', 'a/MobileApps/TEAM.com.app/MobileApps', 'MobileApps', 'c/d/e/f/MobileApps');
    assert.deepEqual(find(), ['MobileApps', 'a/MobileApps', 'b/Data/MobileApps', 'c/d/e/f/MobileApps']);
    assert.deepEqual(skipped, []);
  });

  it('the search finds the folder itself', () => {
    make('MobileApps');
    assert.deepEqual(find([], path.join(temporary(), 'MobileApps')), ['MobileApps']);
    assert.deepEqual(find([], `${path.join(temporary(), 'MobileApps')}${path.sep}`), ['MobileApps']);
  });

  it('the search finds MobileApps folders from a relative path', () => {
    make('a/MobileApps');
    assert.deepEqual(find(['b'], path.relative(process.cwd(), temporary())), ['a/MobileApps']);
  });

  it('the search goes on at globs that JavaScript needs years for, and tells of one that is too large', () => {
    const name = 'a'.repeat(200);
    make(`${name}/MobileApps`, `${name}b/MobileApps`);
    assert.deepEqual(find(['*a*a*a*a*a*a*a*a*b']), [`${name}/MobileApps`]);
    assert.equal(skipped.length, 0);
    assert.deepEqual(find(['', 'x'.repeat(1001), `${name}b`]), [`${name}/MobileApps`]);
    assert.deepEqual(
      skipped.map(([folder]) => folder),
      [''],
    );
  });

  it('the search does not enter node_modules and .git, but other hidden folders', () => {
    make('node_modules/a/MobileApps', 'a/node_modules/MobileApps', '.git/MobileApps', '.hidden/MobileApps');
    assert.deepEqual(find(), ['.hidden/MobileApps']);
  });

  onPosix('the search does not enter links, nor take a link for a MobileApps folder', () => {
    make('real/MobileApps');
    fs.symlinkSync(path.join(temporary(), 'real'), path.join(temporary(), 'link'));
    make('other');
    fs.symlinkSync(path.join(temporary(), 'real/MobileApps'), path.join(temporary(), 'other/MobileApps'));
    fs.symlinkSync('..', path.join(temporary(), 'other/loop'));
    assert.deepEqual(find(), ['real/MobileApps']);
  });

  it('the folder that a first login makes is expected in each project without one, beside its data file', () => {
    const touch = (file: string) => fs.writeFileSync(path.join(temporary(), file), '');
    make(
      'new/Project/Sources',
      'used/Project',
      'used/Base/2026',
      'done/Project',
      'done/Data/MobileApps',
      'web/Project',
    );
    for (const project of ['new', 'used', 'done']) touch(`${project}/Project/${project}.4DProject`);
    touch('used/Base/2026/used.4DD');
    const expectedIn = (root: string) =>
      findFolders(root, {}, (_, error) => assert.fail(error)).expected.map((folder) =>
        path.relative(temporary(), folder).split(path.sep).join('/'),
      );
    assert.deepEqual(expectedIn(temporary()), ['new/Data/MobileApps', 'used/Base/2026/MobileApps']);
    assert.deepEqual(expectedIn(path.join(temporary(), 'new')), ['new/Data/MobileApps']);
    assert.deepEqual(expectedIn(path.join(temporary(), 'new/Project')), []);
  });

  describe('the places where one may come', () => {
    function likely(root = temporary(), options: FindOptions = {}): string[] {
      const found = findFolders(root, options, (_, error) => assert.fail(error)).likely;
      return found.map((folder) => path.relative(temporary(), folder).split(path.sep).join('/') || '.').sort();
    }
    const touch = (file: string) => fs.writeFileSync(path.join(temporary(), file), '');

    it('a MobileApps folder may come in the folders of a project, beside that of its code', () => {
      make('sales/Project/Sources/Methods', 'sales/Data', 'sales/Resources/en.lproj', 'sales/.git', 'other/deep');
      assert.deepEqual(likely(), ['sales', 'sales/Data', 'sales/Resources']);
    });

    it('a MobileApps folder may come in the folders of data files, and of structure files', () => {
      make('a/b/c', 'old', 'built');
      touch('a/b/c/data.4DD');
      touch('old/Contact.4DB');
      touch('built/Contact.4DZ');
      assert.deepEqual(likely(), ['a/b/c', 'built', 'old']);
    });

    it('a MobileApps folder may come in a workspace itself, and not in what is in a workspace of something else', () => {
      make('src/main', 'dist');
      assert.deepEqual(likely(temporary(), { isWorkspace: true }), ['.']);
      assert.deepEqual(likely(), []);
    });

    it('a MobileApps folder is expected in every searched folder of a new folder, the upper ones first', () => {
      make('srv/b/c', 'srv/a/b', 'srv/node_modules/d', 'srv/MobileApps/app', 'srv/dist/e');
      const options = { isNew: true, base: temporary(), exclude: ['srv/dist'] };
      const all = findFolders(path.join(temporary(), 'srv'), options, (_, error) => assert.fail(error)).likely;
      assert.deepEqual(
        all.map((folder) => folder.split(path.sep).length),
        [...all.map((folder) => folder.split(path.sep).length)].sort((a, b) => a - b),
      );
      assert.deepEqual(likely(path.join(temporary(), 'srv'), options), ['srv', 'srv/a', 'srv/a/b', 'srv/b', 'srv/b/c']);
    });

    it('a MobileApps folder may come in a folder that has just come in a project, as its data folder does', () => {
      make('sales/Project', 'sales/Data', 'other/Data');
      assert.deepEqual(likely(path.join(temporary(), 'sales/Data')), ['sales/Data']);
      assert.deepEqual(likely(path.join(temporary(), 'sales/Project')), []);
      assert.deepEqual(likely(path.join(temporary(), 'other/Data')), []);
    });
  });

  it('the search looks no further down than it is told', () => {
    make('a/MobileApps', 'a/b/MobileApps', 'MobileApps');
    const names = (depth: number) =>
      findFolders(temporary(), { depth }, (_, error) => assert.fail(error)).folders.length;
    assert.deepEqual([0, 1, 2, 3].map(names), [0, 1, 2, 3]);
  });

  it('the search finds what ignore files name', () => {
    make('project/Data/MobileApps', 'project/.git');
    for (const name of ['.gitignore', '.ignore', '.rgignore'])
      fs.writeFileSync(path.join(temporary(), 'project', name), '[dD][aA][tT][aA]/\n*\n');
    assert.deepEqual(find(), ['project/Data/MobileApps']);
  });

  it('the search does not take a file for a MobileApps folder', () => {
    fs.writeFileSync(path.join(temporary(), 'MobileApps'), '');
    assert.deepEqual(find(), []);
  });

  const ignoresCase = process.platform === 'win32' || process.platform === 'darwin';
  it('the search goes by the exact name where names are told apart by case', () => {
    for (const name of ['mobileapps', 'MOBILEAPPS']) assert.equal(isMobileAppsName(name), ignoresCase);
    for (const name of ['MobileApps ', 'MobileApp', 'xMobileApps', '']) assert.equal(isMobileAppsName(name), false);
    if (ignoresCase) return;
    make('a/mobileapps', 'b/MOBILEAPPS', 'c/MobileApps');
    assert.deepEqual(find(), ['c/MobileApps']);
  });

  it('the search honours globs of what is not entered', () => {
    make('build/MobileApps', 'a/build/MobileApps', 'a/Data/MobileApps', '.cache/MobileApps', 'b/c/MobileApps');
    const all = ['.cache/MobileApps', 'a/Data/MobileApps', 'a/build/MobileApps', 'b/c/MobileApps', 'build/MobileApps'];
    const without = (...names: string[]) => all.filter((name) => !names.includes(name));
    assert.deepEqual(find([]), all);
    assert.deepEqual(find(['build']), without('build/MobileApps'));
    assert.deepEqual(find(['**/build']), without('build/MobileApps', 'a/build/MobileApps'));
    assert.deepEqual(find(['**/build/**']), without('build/MobileApps', 'a/build/MobileApps'));
    assert.deepEqual(find(['**/.cache', 'b/*']), without('.cache/MobileApps', 'b/c/MobileApps'));
    assert.deepEqual(find(['a/Data/MobileApps']), without('a/Data/MobileApps'));
    assert.deepEqual(find(['{a,b}/**']), ['.cache/MobileApps', 'build/MobileApps']);
    assert.deepEqual(find(['*/MobileApps']), ['a/Data/MobileApps', 'a/build/MobileApps', 'b/c/MobileApps']);
    assert.deepEqual(find(['nothing', '**/Build']), all);
  });

  onPosix('the search passes over what it may not read, and says so', async () => {
    make('a/MobileApps', 'locked/MobileApps', 'z/MobileApps');
    lock(path.join(temporary(), 'locked'));
    await unprivileged(async () => assert.deepEqual(find(), ['a/MobileApps', 'z/MobileApps']));
    assert.deepEqual(skipped, [['locked', 'EACCES']]);
  });

  onPosix('the search says of a place that it may not look at that it was passed over', async () => {
    make('locked/inside');
    lock(path.join(temporary(), 'locked'));
    await unprivileged(async () => assert.deepEqual(find([], path.join(temporary(), 'locked/inside')), []));
    assert.deepEqual(skipped, [['locked/inside', 'EACCES']]);
  });

  it('the search finds nothing in what is not there, and in a file', () => {
    fs.writeFileSync(path.join(temporary(), 'file'), '');
    assert.deepEqual(find([], path.join(temporary(), 'nowhere')), []);
    assert.deepEqual(find([], path.join(temporary(), 'file')), []);
    assert.deepEqual(skipped, []);
  });

  onPosix('a search on a worker thread finds folders under several roots, and says what was passed over', async () => {
    make('a/MobileApps', 'b/MobileApps', 'b/locked');
    lock(path.join(temporary(), 'b/locked'));
    const pool = new CheckPool();
    const roots = ['b', 'a'].map((name) => path.join(temporary(), name));
    // The thread loads its code before the rights are gone.
    await pool.call('findFolders', { roots: [] });
    const found = await unprivileged(() => pool.call('findFolders', { roots }));
    await pool.dispose();
    assert.deepEqual(
      found.folders,
      ['b/MobileApps', 'a/MobileApps'].map((name) => path.join(temporary(), name)),
    );
    assert.equal(found.skipped.length, 1);
    assert.equal(found.skipped[0]?.folder, path.join(temporary(), 'b/locked'));
    assert.match(found.skipped[0]?.reason ?? '', /EACCES/);
  });
});

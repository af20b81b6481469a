import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import { entering } from '../../src/disk/folderWalk';
import { reaching } from '../../src/disk/reaching';

const BASE = path.resolve('/work/project');
/** What VS Code excludes by itself, and others that are one name, or more. */
const GLOBS = [
  '**/.git',
  '**/.svn',
  '**/.DS_Store',
  '**/CVS',
  '**/a',
  'a',
  '**/a/b',
  '**/b*',
  '**/{a,b}',
  '**/Thumbs.db',
  '',
];
const NAMES = ['a', 'b', 'a.b', '.git', '.svn', 'CVS', 'cvs', 'bb', 'Thumbs.db', 'Thumbsxdb', 'node_modules', 'Data'];

describe('whether a walk reaches a place', () => {
  it('a place is reached exactly when each folder on the way is entered, whatever globs exclude', async () => {
    const globs = fc.subarray(GLOBS);
    const names = fc.array(fc.constantFrom(...NAMES), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(globs, names, async (exclude, way) => {
        const isEntered = entering(BASE, exclude, () => {});
        const folders = way.map((_, at) => path.join(BASE, ...way.slice(0, at + 1)));
        const isReached = await reaching(BASE, exclude);
        assert.equal(isReached(path.join(BASE, ...way)), folders.every(isEntered));
      }),
      { numRuns: 1000 },
    );
  });

  it('a place beside the folder is never reached, whatever globs exclude', async () => {
    for (const exclude of [[], ['**/.git'], ['b*']]) {
      const isReached = await reaching(BASE, exclude);
      assert.deepEqual([isReached(`${BASE}s`), isReached(path.dirname(BASE)), isReached(BASE)], [false, false, true]);
    }
  });
});

import assert from 'node:assert/strict';
import { includeFamily } from '../../../src/core/scenario/includeFamily';

describe('the files that share their actors', () => {
  const FILES = new Map([
    ['main', ['login', 'gone']],
    ['other', ['login']],
    ['login', ['deep']],
    ['deep', ['main']],
    ['alone', []],
  ]);

  it('files share their actors with what they include, with what includes them, and so on, also in a circle', () => {
    for (const file of ['main', 'other', 'login', 'deep'])
      assert.deepEqual([...includeFamily(file, FILES)].sort(), ['deep', 'login', 'main', 'other'], file);
  });

  it('a file that includes nothing shares its actors with nobody', () => {
    assert.deepEqual([...includeFamily('alone', FILES)], ['alone']);
    assert.deepEqual([...includeFamily('unknown', FILES)], ['unknown']);
  });
});

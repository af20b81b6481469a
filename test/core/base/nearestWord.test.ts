import assert from 'node:assert/strict';
import { editDistance, nearestWord } from '../../../src/core/base/nearestWord';

describe('nearestWord', () => {
  it('nearestWord counts letters inserted, removed, replaced and exchanged', () => {
    const rows: [string, string, number][] = [
      ['', '', 0],
      ['', 'abc', 3],
      ['abc', 'abc', 0],
      ['acb', 'abc', 1],
      ['ab', 'abc', 1],
      ['axc', 'abc', 1],
      ['kitten', 'sitting', 3],
    ];
    for (const [a, b, distance] of rows) {
      assert.equal(editDistance(a, b), distance, `${a} ${b}`);
      assert.equal(editDistance(b, a), distance, `${b} ${a}`);
    }
  });

  it('nearestWord finds what was meant, and nothing where that is not sure', () => {
    const rows: [string, readonly string[], string | undefined][] = [
      ['LINK', ['link', 'code'], 'link'],
      ['coed', ['link', 'code'], 'code'],
      ['cd', ['link', 'code'], undefined],
      ['cat', ['cats', 'cart'], undefined],
      ['pending '.repeat(1000), ['pending'], undefined],
      ['', ['', 'a'], undefined],
    ];
    for (const [word, words, meant] of rows) assert.equal(nearestWord(word, words), meant, word.slice(0, 10));
  });
});

import assert from 'node:assert/strict';
import { KeptLines, OUTPUT_LIMIT } from '../../src/scenario/batch/keptLines';

describe('The output of a server in a report', () => {
  it('all lines of a server are kept where they are few', () => {
    const lines = new KeptLines();
    for (const line of ['a', '', 'b']) lines.add(line);
    assert.deepEqual(lines.all, ['a', '', 'b']);
  });

  for (const [what, line] of [
    ['short', 'a'.repeat(99)],
    ['long', 'a'.repeat(OUTPUT_LIMIT.characters * 3)],
    ['empty', ''],
  ] as const) {
    it(`the last lines of a server are kept where too many are written, and the number of others is told: ${what} ones`, () => {
      const lines = new KeptLines();
      const count = line === '' ? OUTPUT_LIMIT.characters * 2 : 50_000;
      for (let at = 0; at < count; at++) lines.add(line);
      lines.add('last');
      const [first = '', ...kept] = lines.all;
      assert.equal(kept.at(-1), 'last');
      const { length } = kept.join('\n');
      assert.ok(length <= OUTPUT_LIMIT.characters, `${length} characters`);
      assert.match(first, /\(OUTPUT_LIMIT\)/);
      assert.equal(Number(/(\d+)\]$/.exec(first)?.[1]) + kept.length, count + 1);
    });
  }
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Random } from '../../src/server/kernel/random/random';
import { SeededRandom } from '../../src/server/kernel/random/seededRandom';
import { SystemRandom } from '../../src/server/kernel/random/systemRandom';

const sources: [string, () => Random][] = [
  ['of the system', () => new SystemRandom()],
  ['of a seed', () => new SeededRandom('seed')],
];

for (const [name, make] of sources)
  describe(`Randomness ${name}`, () => {
    it(`randomness ${name} gives as many bytes as are asked for, and never the same again`, () => {
      const random = make();
      const seen = new Set<string>();
      for (let i = 0; i < 2000; i++) seen.add(random.bytes(16).toString('hex'));
      assert.equal(seen.size, 2000);
      for (const length of [0, 1, 31, 33, 1024, 1025, 10_000]) assert.equal(random.bytes(length).length, length);
    });

    it(`randomness ${name} does not change bytes that it has given before`, () => {
      const random = make();
      const first = random.bytes(16);
      const copy = Buffer.from(first);
      for (let i = 0; i < 1000; i++) random.bytes(16);
      assert.deepEqual(first, copy);
    });

    it(`randomness ${name} gives every whole number below the limit, as often as the others`, () => {
      const random = make();
      const counts = Array<number>(10).fill(0);
      for (let i = 0; i < 10_000; i++) {
        const number = random.integer(10);
        counts[number] = (counts[number] ?? Number.NaN) + 1;
      }
      // Ten standard deviations of 30: it does not happen by chance.
      for (const count of counts) assert.ok(Math.abs(count - 1000) < 300, counts.join());
      assert.equal(random.integer(1), 0);
    });

    it(`randomness ${name} refuses a limit that is not a positive whole number`, () => {
      for (const limit of [0, -1, 1.5, Number.NaN, 2 ** 53]) assert.throws(() => make().integer(limit), RangeError);
    });
  });

describe('The seed', () => {
  it('one seed gives the same bytes, in whatever portions they are drawn', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.nat(70), { maxLength: 10 }), (seed, lengths) => {
        const total = lengths.reduce((sum, length) => sum + length, 0);
        const parts = new SeededRandom(seed);
        const drawn = Buffer.concat(lengths.map((length) => parts.bytes(length)));
        assert.deepEqual(drawn, new SeededRandom(seed).bytes(total));
        assert.equal(parts.position, total);
      }),
    );
  });

  it('two seeds give different bytes, and one seed gives the same bytes on every machine', () => {
    const hex = (seed: string) => new SeededRandom(seed).bytes(8).toString('hex');
    assert.notEqual(hex('a'), hex('b'));
    assert.notEqual(hex(''), hex('0'));
    // SHA-256 of "0:a".
    assert.equal(hex('a'), '9df3c5fab8ef8fe7');
  });

  it('a random source goes on at the position of another one with the same seed', () => {
    const one = new SeededRandom('a');
    one.bytes(45);
    const other = new SeededRandom('a');
    other.position = one.position;
    assert.deepEqual(other.bytes(40), one.bytes(40));
    assert.equal(other.integer(1e9), one.integer(1e9));
    for (const position of [-1, 0.5, Number.NaN])
      assert.throws(() => {
        one.position = position;
      }, RangeError);
  });
});

import assert from 'node:assert/strict';
import { SampleRandom } from '../../../src/core/sample/sampleRandom';

const draw = (random: SampleRandom, count: number) => Array.from({ length: count }, () => random.next());

describe('random source', () => {
  it('a random source gives the same numbers for the same seed and stream, and others for others', () => {
    const numbers = draw(new SampleRandom(1, 2), 100);
    assert.deepEqual(draw(new SampleRandom(1, 2), 100), numbers);
    for (const [seed, stream] of [
      [1, 3],
      [2, 2],
      [2 ** 32 - 1, 2],
    ] as const) {
      const others = new Set(draw(new SampleRandom(seed, stream), 100));
      assert.ok(numbers.filter((each) => others.has(each)).length === 0);
    }
  });

  it('a random source gives the numbers it always gave: a sample of last year can be made again', () => {
    assert.deepEqual(draw(new SampleRandom(1), 3), [1950625580, 354034397, 661219729]);
  });

  it('a random source spreads evenly and stays in its limits', () => {
    const random = new SampleRandom(42);
    const counts = new Array(10).fill(0);
    for (let i = 0; i < 10_000; i++) counts[random.below(10)]++;
    for (const count of counts) assert.ok(count > 850 && count < 1150, String(counts));
    const between = new Set(Array.from({ length: 200 }, () => random.between(3, 5)));
    assert.deepEqual([...between].sort(), [3, 4, 5]);
    const chances = Array.from({ length: 10_000 }, () => random.chance(25)).filter(Boolean).length;
    assert.ok(chances > 2300 && chances < 2700, String(chances));
    assert.ok(!random.chance(0) && random.chance(100));
    assert.match(random.hex(40), /^[0-9a-f]{40}$/);
  });
});

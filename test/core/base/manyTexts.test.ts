import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ManyTexts } from '../../../src/core/base/manyTexts';
import { countSteps } from '../../support/steps';

describe('ManyTexts', () => {
  it('each character of a text is in a place that is found exactly if one of the texts covers it', () => {
    const text = (minLength: number, maxLength: number) =>
      fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength, maxLength });
    fc.assert(
      fc.property(fc.array(text(1, 5), { maxLength: 6 }), text(0, 40), (texts, whole) => {
        const wanted = new Set<number>();
        for (const each of texts) {
          for (let at = whole.indexOf(each); at >= 0; at = whole.indexOf(each, at + 1))
            for (let n = 0; n < each.length; n++) wanted.add(at + n);
        }
        const ranges = new ManyTexts(texts).rangesIn(whole);
        const found = ranges.flatMap(([start, end]) => Array.from({ length: end - start }, (_, n) => start + n));
        assert.deepEqual(
          found,
          [...wanted].sort((one, other) => one - other),
        );
      }),
      { numRuns: 2000 },
    );
  });

  const shapes: [what: string, texts: (n: number) => string[], whole: (n: number) => string][] = [
    ['that begin alike', (n) => Array.from({ length: n }, (_, at) => `token-${at}`), (n) => 'token-'.repeat(n)],
    [
      'of one letter',
      (n) => Array.from({ length: 30 }, (_, at) => `${'a'.repeat(n + at)}b`),
      (n) => 'a'.repeat(30 * n),
    ],
    [
      'that are all there',
      (n) => Array.from({ length: n }, (_, at) => `t${at};`),
      (n) => Array.from({ length: n }, (_, at) => `t${at};`).join(''),
    ],
  ];
  for (const [what, texts, whole] of shapes) {
    it(`twice as many texts ${what} in twice as much text take twice as many steps to find`, async () => {
      const stepsFor = async (n: number) => (await countSteps(() => new ManyTexts(texts(n)).rangesIn(whole(n)))).all;
      await stepsFor(10);
      const [some, twice] = [await stepsFor(200), await stepsFor(400)];
      assert.ok(twice < 2.4 * some, `${some} steps, then ${twice}`);
    });
  }
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import picomatch from 'picomatch';
import { globMatcher } from '../../../src/core/pattern/globMatcher';

describe('A glob from outside', () => {
  it('any glob matches what picomatch says that it matches', () => {
    const parts = [
      'a',
      'b',
      'B',
      '.',
      '/',
      '@',
      '*',
      '**',
      '?',
      '[ab]',
      '[!a]',
      '{a,b}',
      '!(a)',
      '+(a|b)',
      '\\*',
      '!',
      '**/',
    ];
    const glob = fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 6 }).map((each) => each.join(''));
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', 'B', '.', '/', '@', '*', '!'),
      minLength: 1,
      maxLength: 8,
    });
    const options = fc.constantFrom({ dot: true }, { nocase: true, dot: true, bash: true, windows: false });
    fc.assert(
      fc.property(glob, text, options, (pattern, subject, how) => {
        assert.equal(globMatcher(pattern, how)(subject), picomatch(pattern, { windows: false, ...how })(subject));
      }),
      { numRuns: 2000 },
    );
  });

  for (const glob of [
    '*a*a*a*a*a*a*a*b',
    '+(a|a)*+(a|a)*b',
    '*(*(*(a)))b',
    '**/**/**/**/**/**/b',
    '{a,a}{a,a}*{a,a}*{a,a}*b',
  ]) {
    it(`the glob ${glob} is judged for texts that JavaScript needs years for`, () => {
      const matches = globMatcher(glob, { dot: true });
      assert.equal(matches('a'.repeat(1000)), false);
      assert.equal(matches('a/'.repeat(500)), false);
    });
  }
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import picomatch from 'picomatch';
import { budgetOf } from '../../../src/core/pattern/boundedPattern';
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

  for (const [open, close] of [
    ['+(', ')'],
    ['!(', ')'],
    ['@(a|', ')'],
    ['(', ')'],
    ['{a,', '}'],
    ['*(a{b,', '})'],
  ] as const) {
    it(`a glob with ${open} in each other very often is refused before picomatch reads it`, () => {
      const deep = `${open.repeat(150)}a${close.repeat(150)}`.slice(0, 1000);
      assert.throws(() => globMatcher(deep, { dot: true }), /in each other; write it with fewer\.|too deep/);
      assert.ok(globMatcher(`${open.repeat(8)}a${close.repeat(8)}`, { dot: true }));
    });
  }

  it('several globs that share a budget take no more steps than one', () => {
    const budget = budgetOf(20_000);
    const matchers = Array.from({ length: 50 }, (_, n) => globMatcher(`${'*a*'.repeat(10)}b${n}`, { dot: true }));
    assert.throws(() => matchers.some((matches) => matches('a'.repeat(300), budget)), /with the patterns before it/);
    assert.ok(budget.left < 0);
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

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BoundedPattern, budgetOf } from '../../../src/core/pattern/boundedPattern';
import { PATTERN_LIMITS, PatternLimit } from '../../../src/core/pattern/patternLimit';
import { anyPattern, anyText } from './anyPattern';

/** Patterns of 4D projects, scenarios, policies and documents, and those that use what JavaScript has beyond them. */
const ORDINARY: readonly [source: string, flags: string, ...texts: string[]][] = [
  ['/validateEmail', '', '/tools/validateEmail', '/validateemail', '/'],
  ['/docs/invoices/(past|today)', '', '/docs/invoices/today/latest', '/docs/invoices/'],
  ['^/(?!api/|rest/)[\\w-]+', '', '/api/x', '/rest', '/start', '/restaurants'],
  ['/docs/[^/]+\\.html?$', 'i', '/DOCS/a.HTM', '/docs/a/b.html', '/docs/.html'],
  [
    '^https?://[^/]+/validate\\?state=[0-9A-F]{32}&redirect_uri=',
    'u',
    `http://a:1/validate?state=${'0A'.repeat(16)}&redirect_uri=`,
  ],
  ['^\\d{4}-\\d\\d-\\d\\dT', 'u', '2026-01-02T03:04', '26-1-2'],
  ['^[0-9a-f]{40}$', 'u', 'a'.repeat(40), 'a'.repeat(41), 'g'.repeat(40)],
  ['"token":"([^"]+)"', 'u', '{"token":"abc"}', '{"token":""}'],
  ['^(?!.*secret).*$', 'su', 'a\nb', 'a\nsecret'],
  ['(?<year>\\d+)-\\k<year>', 'u', '12-12', '12-13', '12-2'],
  ['(a)|(?<=b)\\1c', '', 'bc', 'a', 'c'],
  ['(?:a?b??)*', '', 'ab', 'abab', ''],
  ['(z)((a+)?(b+)?(c))*', '', 'zaacbbbcac', 'z'],
  ['((a)|b)*', '', 'ab', 'ba', ''],
  ['(?=(a+))a*b\\1', '', 'baaabac', 'aab'],
  ['(.*?)a(?!(a+)b\\2c)\\2(.*)', '', 'baaabaac'],
  ['(?<=([ab]+)([bc]+))$', '', 'abc', 'bbb'],
  ['(?<!\\$)\\b\\d+\\b', '', 'a 12', '$12', '$ 1'],
  ['^.$', '', '😀', 'a', '\n'],
  ['^.$', 'u', '😀', '\ud83d', '\u2028'],
  ['[^]', '', '\n', ''],
  ['[]|a', '', 'a', 'b'],
  ['\\u{1F600}+|\\ud83d', 'u', '😀😀', '\ud83d', 'x'],
  ['\\p{L}+\\P{L}', 'u', 'né!', '12'],
  ['s\\b', 'iu', '\u017f', 'S!', 'sk'],
  ['k', 'i', '\u212a', 'K'],
  ['k', 'iu', '\u212a', 'K'],
  ['^b|a$', 'm', 'a\nb', 'c\rb', 'ab', 'a\u2028x'],
  ['\\s\\S', '', '\u00a0x', '\ufeff\n', 'ab'],
  ['a{,2}b{', '', 'a{,2}b{', 'ab'],
  ['\\1(a)\\2', '', 'a\u0002', 'aa'],
  ['(?=a)*b', '', 'b', 'ab'],
  ['\\c[\\c]]', '', '\\c\\]', 'c'],
  ['\\x41\\u0042\\0\\cJ', '', 'AB\0\n'],
];

/** Patterns with which JavaScript's engine needs years, and texts for each. */
const EXPLOSIVE: readonly [source: string, text: string][] = [
  ['^/(\\w|_)+$', `/${'_'.repeat(28)}!`],
  ['(a|a)*b', 'a'.repeat(5000)],
  ['(a|a)'.repeat(28), 'a'.repeat(27)],
  ['^(a+)+$', `${'a'.repeat(5000)}!`],
  ['(a*)*b', 'a'.repeat(5000)],
  ['(?:a?){60}a{60}$', `${'a'.repeat(59)}b`],
  ['(.*)*x(.*)*y', 'x'.repeat(3000)],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(3000)],
  ['(?=(?:a|aa)+$)b', 'a'.repeat(500)],
  ['^(?!(?:a|a)*$)', 'a'.repeat(3000)],
  ['(?<=(?:a|a)*)b', 'a'.repeat(500)],
  ['(?:\\d+\\s?)+;', '1'.repeat(3000)],
  ['(x+x+)+y', 'x'.repeat(3000)],
  ['(?:a|A)+b', 'a'.repeat(5000)],
];

function native(source: string, flags: string, text: string): readonly (string | undefined)[] | undefined {
  const found = new RegExp(source, flags).exec(text);
  return found ? [...found] : undefined;
}

describe('A pattern from outside', () => {
  for (const [source, flags, ...texts] of ORDINARY) {
    it(`the pattern /${source}/${flags} finds what it finds in JavaScript`, () => {
      const pattern = new BoundedPattern(source, flags);
      for (const text of texts) assert.deepEqual(pattern.exec(text), native(source, flags, text), text);
    });
  }

  it('any pattern finds in any text what it finds in JavaScript', () => {
    fc.assert(
      fc.property(
        anyPattern(),
        fc.constantFrom('', 'i', 'm', 's', 'u', 'iu', 'imsu'),
        anyText(),
        (source, flags, text) => {
          fc.pre(isPattern(source, flags));
          const found = foundIn(source, flags, text);
          if (found === 'over') assert.match(source, /\\[12k]/);
          else assert.deepEqual(found, native(source, flags, text));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('any pattern that JavaScript refuses is refused with the words of JavaScript', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab(){}[]*+?|\\^$1,:=!<k>-'), maxLength: 10 }), (source) => {
        const refused = (make: () => unknown) => {
          try {
            make();
            return undefined;
          } catch (error) {
            return (error as Error).message;
          }
        };
        for (const flags of ['', 'u']) {
          assert.equal(
            refused(() => new BoundedPattern(source, flags)),
            refused(() => new RegExp(source, flags)),
          );
        }
      }),
      { numRuns: 1000 },
    );
  });

  for (const [source, text] of EXPLOSIVE) {
    it(`the explosive pattern /${source.slice(0, 40)}/ is judged in far fewer steps than are allowed`, () => {
      const budget = { left: PATTERN_LIMITS.steps };
      assert.equal(new BoundedPattern(source).test(text, budget), false);
      assert.ok(budget.left > PATTERN_LIMITS.steps / 2, String(PATTERN_LIMITS.steps - budget.left));
    });
  }

  it('any pattern is judged or refused within the steps that are allowed', () => {
    const repeated = anyPattern().chain((source) =>
      fc.constantFrom(`^(?:(?:${source})+)+$`, `(?:(?:${source})*)*!`, `(?:${source}|.)*\\b!`, `(?=(?:${source})+)+!`),
    );
    fc.assert(
      fc.property(repeated, anyText(), fc.integer({ min: 1, max: 40 }), (source, text, times) => {
        fc.pre(isPattern(source, ''));
        const budget = { left: 100_000 };
        try {
          new BoundedPattern(source).test(text.repeat(times), budget);
        } catch (error) {
          if (!(error instanceof PatternLimit)) throw error;
        }
        // One step may count for as much as the text is long, or the pattern.
        assert.ok(budget.left > -20_000, String(budget.left));
      }),
      { numRuns: 500 },
    );
  });

  it('a pattern with back-references that goes on for too long is refused with its name', () => {
    const pattern = new BoundedPattern('^(a|a)*\\1b$');
    assert.throws(() => pattern.test('a'.repeat(60)), {
      name: 'PatternLimit',
      message: /^The pattern “\^\(a\|a\)\*\\1b\$” takes too many steps on a text of 60 characters, /,
    });
  });

  for (const [source, words] of [
    ['(a{1000}){1000}', /repetitions are written out; repeat less\.$/],
    ['((a{100}){100}){100}', /written out/],
    ['(?:){99999999}', /written out/],
    ['(?:(?:){9999}){9999}', /written out/],
    ['(?:(?:a?){0,999}){0,999}', /written out/],
    ['a'.repeat(10_001), /is longer than 10000 characters/],
  ] as const) {
    it(`the pattern /${source.slice(0, 30)}/ is refused when it is read`, () => {
      assert.throws(
        () => new BoundedPattern(source),
        (error) => error instanceof PatternLimit && words.test(error.message) && error.message.length < 500,
      );
    });
  }

  it('a pattern of as many groups in each other as its length allows is judged or refused', () => {
    for (const open of ['(', '(?:', '(?=', '(?<!']) {
      const times = Math.floor((PATTERN_LIMITS.length - 1) / (open.length + 1));
      try {
        new BoundedPattern(`${open.repeat(times)}a${')'.repeat(times)}`).test('a');
      } catch (error) {
        assert.ok(error instanceof PatternLimit || error instanceof SyntaxError, String(error));
      }
    }
  });

  // The sentences of docs/scenarios.md#patterns. The texts are answers of the size that is read of one step.
  const words = 'lorem ipsum dolor sit amet ';
  const large = (unit: string) => unit.repeat(Math.floor((16 * 1_048_576) / unit.length));
  const patternsOfAnswers: readonly [source: string, unit: string][] = [
    ['x$', 'a'],
    ['^x', 'a'],
    ['^lorem .*z', 'a'],
    ['hello', 'a'],
    ['error: \\d+$', words],
    ['(?<all>"total":(\\d+))', words],
    ['(zebra)+', words],
    ['z.*', words],
    ['[0-9]{3}', words],
  ];
  for (const [source, unit] of patternsOfAnswers) {
    it(`the pattern ${source} is judged on the largest answer of ${unit}`, () => {
      const text = large(unit);
      const whole = PATTERN_LIMITS.steps + text.length;
      assert.equal(new BoundedPattern(source, 'u').test(text, budgetOf(whole)), false);
    });
  }
  for (const [source, length] of [
    ['\\w+@', 900_000],
    ['.*x', 800_000],
    [`${'(?:'.repeat(100)}a?${')*'.repeat(100)}b`, 300],
  ] as const) {
    it(`the pattern ${source.slice(0, 12)} is judged on a text of ${length} characters`, () => {
      const text = words.repeat(length).slice(0, length);
      assert.equal(new BoundedPattern(source, 'u').test(text), false);
    });
  }

  it('places where a pattern cannot begin cost steps too', () => {
    for (const text of ['a'.repeat(100_000), '漢'.repeat(100_000)]) {
      const budget = budgetOf(1000);
      assert.throws(() => new BoundedPattern('x$').test(text, budget), PatternLimit);
    }
  });

  it('patterns that share a budget take no more steps than one', () => {
    const budget = { left: 1000 };
    const pattern = new BoundedPattern('a*b');
    assert.throws(() => {
      for (let times = 0; times < 1000; times++) pattern.test('aaa', budget);
    }, PatternLimit);
  });
});

/** Only a pattern with back-references may take more steps than these for a text of a few characters. */
function foundIn(source: string, flags: string, text: string): readonly (string | undefined)[] | undefined | 'over' {
  try {
    return new BoundedPattern(source, flags).exec(text, { left: 200_000 });
  } catch (error) {
    if (error instanceof PatternLimit) return 'over';
    throw error;
  }
}

function isPattern(source: string, flags: string): boolean {
  try {
    void new RegExp(source, flags);
    return true;
  } catch {
    return false;
  }
}

import assert from 'node:assert/strict';
import { readHandlers } from '../../../src/core/handlers/readHandlers';
import { compilePattern } from '../../../src/core/handlers/urlPattern';

/** Expressions with paths that ICU 72 finds them in, and paths that it does not find them in. All were asked of that library. */
const SAME: readonly (readonly [expression: string, found: readonly string[], not: readonly string[]])[] = [
  // Sets.
  ['/m/[[:digit:]]+$', ['/m/1'], ['/m/d', '/m/:']],
  ['/m/[:digit:]+$', ['/m/1'], ['/m/d', '/m/:']],
  ['/[[:^alpha:]]b', ['/1b', '/bbb/-b'], ['/ab']],
  ['/[[:punct:]]b', ['/!b', '/-b'], ['/~b', '/ab']],
  ['/[[:word:]]+$', ['/ab', '/1b'], ['/a-b']],
  ['/[[:upper:]]b', ['/Ab'], ['/ab']],
  ['/\\p{letter}b', ['/ab'], ['/1b']],
  ['/\\p{script=latin}b', ['/ab'], ['/1b']],
  ['/[a-z&&[^x]]+$', ['/abc'], ['/axc', '/x']],
  ['/[^a-z&&[ab]]b', ['/1b', '/cb'], ['/ab', '/bb']],
  ['/[[a-z]--[b-z]]b', ['/ab'], ['/bb']],
  ['/[[a-z]-[b-z]]b', ['/ab'], ['/bb', '/-b']],
  ['/[a-z-[b]]b', ['/-b', '/bb'], ['/1b']],
  ['/[[a-z]&[ab]]b', ['/ab'], ['/cb', '/&b']],
  ['/[a&[b]]b', ['/&b', '/ab'], ['/cb']],
  ['/[[a-c]--[a]-[b]]$', ['/b', '/c'], ['/a']],
  ['/[a[b]]b', ['/ab', '/bb'], ['/[b']],
  ['/[]a]b', ['/]b', '/ab'], ['/cb']],
  ['/[^]a]b', ['/cb'], ['/]b', '/ab']],
  ['/[\\w-.]b', ['/-b', '/.b'], ['/!b']],
  ['/[\\h]b', [], ['/hb']],
  ['/[\\R]b', ['/Rb'], ['/ab']],
  // Quotations, edges and characters by name or number.
  ['/p/\\Qa.b\\E', ['/p/a.b'], ['/p/axb']],
  ['/p/\\Qa.b', ['/p/a.b'], ['/p/axb']],
  ['\\A/s/x\\z', ['/s/x'], ['/s/xy', '/a/s/x']],
  ['\\A/s/x\\Z', ['/s/x'], ['/s/xy']],
  ['\\G/s/x', ['/s/x'], ['/a/s/x']],
  ['/s/\\X$', ['/s/x'], ['/s/', '/s/xx']],
  ['/a\\Rb', [], ['/ab', '/aRb']],
  ['/q/x\\h', [], ['/q/xh']],
  ['\\x{61}b|\\x63b', ['/ab', '/cb'], ['/xb']],
  ['\\0141b|\\U00000063b', ['/ab', '/cb'], ['/141b']],
  ['/\\a|/\\e|/\\cA', [], ['/a', '/e', '/cA']],
  ['/x]y', ['/x]y'], ['/xy']],
  // Flags and comments.
  ['(?i)/docs', ['/DOCS'], ['/doc']],
  ['/d(?i:OC)s', ['/dOcs'], ['/DOCS']],
  ['/((?i)d[n-p])cs', ['/DOcs'], ['/DOCs']],
  ['(?i)/D(?-i)ocs', ['/docs', '/Docs'], ['/DOCS']],
  ['(?x) /docs # a comment', ['/docs'], ['/doc']],
  ['/d(?#a comment)ocs', ['/docs'], ['/d']],
  // What is not given back.
  ['/[a-z]++a', [], ['/aa', '/ba']],
  ['/[a-z]++/', ['/aa/'], ['/aa']],
  ['/(?>a|ab)c', ['/ac'], ['/abc']],
  ['/a{1,2}+ab', ['/aaab'], ['/aab']],
  ['/(?>(a)+)\\1b', [], ['/aab']],
  ['(?<n>a)\\k<n>b', ['/aab'], ['/ab']],
  ['(a)\\10', ['/aa0'], ['/a']],
  ['^*a', ['/a'], ['/b']],
];

/** Expressions that ICU 72 refuses. */
const REFUSED = [
  ...['/{id}', '/a}', '/a{,2}', '/[[a]b', '/[a&&]b', '/\\pL', '/\\p{^L}b', '\\x', '\\u12', '(?<n_m>a)', '\\k<n>'],
  ...[
    '(?<=/a*)b',
    '(?z)a',
    '(?)',
    '(?#',
    '[',
    '[]',
    '[z-a]',
    '\\b+',
    '\\A*',
    '(?=a)*b',
    'a**',
    'a)',
    '(a',
    '[a-',
    'a{3,1}',
  ],
];

/** Expressions that mean in ICU what JavaScript cannot do. */
const IMPOSSIBLE = [
  '\\N{LATIN SMALL LETTER A}',
  '(a)?\\1b',
  '(?:(a)|b)\\1',
  '\\2(a)(b)',
  '(?w)\\ba',
  '(?i:(a)\\1)',
  '(?i:é)',
];

function wordsOn(regexPattern: string): string[] {
  const { findings } = readHandlers(JSON.stringify([{ class: 'Handler', method: 'run', regexPattern }]));
  return findings.map(({ code, message }) => `${code}: ${message}`);
}

describe('expressions of ICU', () => {
  for (const [text, found, not] of SAME) {
    it(`the expression ${text} takes the paths that it takes in 4D`, () => {
      const pattern = compilePattern({ kind: 'regex', text }, 'anywhere');
      for (const path of found) assert.ok(pattern.test(path), path);
      for (const path of not) assert.ok(!pattern.test(path), path);
    });
  }

  it('an expression that 4D refuses is a finding, and takes no request', () => {
    for (const each of REFUSED) {
      assert.equal(wordsOn(each).length, 1, each);
      assert.match(wordsOn(each)[0] ?? '', /^handlers\/regex: (4D \(ICU\)|This regular expression)/, each);
    }
    assert.match(wordsOn('/users/{id}')[0] ?? '', /“\{” for a number of times: put a backslash before it/);
  });

  it('an expression that cannot be done as in 4D is a finding that names the part', () => {
    for (const each of IMPOSSIBLE) {
      assert.match(
        wordsOn(each)[0] ?? '',
        /^handlers\/regex: What “.+” means in 4D \(ICU\) cannot be done here exactly/,
        each,
      );
    }
  });

  it('an address of 4D is recognised however an expression writes it', () => {
    for (const each of ['\\Q/rest/\\E', '/\\x72est/', '\\A/rest/', '/(?#x)rest/']) {
      assert.match(wordsOn(each)[0] ?? '', /^handlers\/forbidden/, each);
    }
  });
});

import assert from 'node:assert/strict';
import { wordReplaced } from '../../../src/core/base/wordReplaced';

describe('wordReplaced', () => {
  for (const [text, shown] of [
    ['elm', '-'],
    ['an elm, elm.', 'an -, -.'],
    ['helm elms élm elm_ 1elm', 'helm elms élm elm_ 1elm'],
    ['a%20elm%20elm', 'a%20-%20-'],
    [String.raw`{"a":"\nelm\u00e9elm"}`, String.raw`{"a":"\n-\u00e9-"}`],
    ['%2elm', '%2elm'],
    ['elm-elm', '---'],
  ] as const) {
    it(`elm alone is replaced in “${text.replaceAll('%', '٪')}”`, () =>
      assert.equal(wordReplaced(text, 'elm', '-'), shown));
  }
});

import assert from 'node:assert/strict';
import { phraseText } from '../../../src/core/compliance/phrase';
import { mismatch } from '../../../src/core/scenario/matcher';
import { PatternWork } from '../../../src/core/scenario/patternWork';
import type { StepSource } from '../../../src/core/scenario/scenarioSource';
import { checkStep } from '../../../src/core/scenario/stepChecks';
import { taken } from '../../../src/core/scenario/takes';

const EXPLOSIVE = ['^/(\\w|_)+$', '(_|_)*b', '(_|_)'.repeat(28), '^(_+)+$', '(?=(_*)*b)', '(?:_?){60}_{60}b'];
const REFERS = '^(a|a)*\\1b$';

describe('The regular expressions of a scenario', () => {
  for (const pattern of EXPLOSIVE) {
    it(`an expectation that ${pattern.slice(0, 30)} matches fails at a text for which JavaScript needs years`, () => {
      const text = `/${'_'.repeat(27)}!`;
      assert.deepEqual(mismatch({ matches: pattern }, text), {
        expected: `something that matches /${pattern}/`,
        actual: JSON.stringify(text),
      });
    });
  }

  it('an expectation that nobody can judge fails and names its expression', () => {
    const difference = mismatch({ matches: REFERS }, 'a'.repeat(60));
    assert.match(
      difference?.actual ?? '',
      /^"a{60}"\. The pattern “\^\(a\|a\)\*\\1b\$” takes too many steps on a text of 60/,
    );
  });

  it('a variable takes the first group, and names an expression that nobody can judge', () => {
    const facts = { url: `id=12&${'a'.repeat(60)}`, journal: [], state: {} } as unknown as Parameters<typeof taken>[1];
    assert.equal(taken({ url: true, match: 'id=(\\d+)' }, facts), '12');
    assert.throws(
      () => taken({ url: true, match: '(a|a)*\\1b' }, facts),
      /The pattern “\(a\|a\)\*\\1b” takes too many/,
    );
  });

  it('an expression that is too large is found when the scenario is read', () => {
    for (const pattern of ['(a{1000}){1000}', 'a'.repeat(10_001), '(?:'.repeat(300) + ')'.repeat(300)]) {
      const steps = [
        { expect: { body: { matches: pattern } } },
        { take: { id: { body: true, match: pattern } } },
        { expect: { headers: { location: { matches: pattern } } } },
      ] as unknown as StepSource[];
      for (const step of steps) {
        const [finding, ...others] = checkStep(step, new PatternWork());
        assert.deepEqual([finding?.code, others], ['scenario/pattern', []]);
        assert.match(finding ? phraseText(finding.phrase) : '', /too large\. Limits: 10000 \(length\), 20000 \(size/);
      }
    }
  });
});

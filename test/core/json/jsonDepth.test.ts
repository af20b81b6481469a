import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Json } from '../../../src/core/json/json';
import { isTooDeep, JSON_DEPTH, tooDeepAt } from '../../../src/core/json/jsonDepth';

const limit = (levels: number) => ({ levels, name: 'TEST' });

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('depth of JSON', () => {
  it('the depth of a text and of its value are the number of brackets around the innermost', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.boolean(), (value, isSpaced) => {
        const text = JSON.stringify(value, undefined, isSpaced ? 2 : undefined);
        const depth = depthOf(JSON.parse(text));
        assert.equal(tooDeepAt(text, limit(depth)), undefined);
        assert.equal(isTooDeep(JSON.parse(text) as Json, limit(depth)), false);
        if (depth === 0) return;
        assert.match(text[tooDeepAt(text, limit(depth - 1)) ?? -1] ?? '', /[[{]/);
        assert.equal(isTooDeep(JSON.parse(text) as Json, limit(depth - 1)), true);
      }),
    );
  });

  const texts: Readonly<Record<string, string>> = {
    'a million arrays': '['.repeat(1_000_000),
    'a million objects': '{"a":'.repeat(1_000_000),
    'arrays and objects, closed': `${'[{"a":'.repeat(400)}1${'}]'.repeat(400)}`,
  };
  for (const [name, text] of Object.entries(texts)) {
    it(`the text is refused at the first bracket that is too deep: ${name}`, () => {
      const at = tooDeepAt(text) as number;
      assert.equal(text.slice(0, at).match(/[[{]/g)?.length, JSON_DEPTH.levels);
    });
  }

  it('brackets in strings do not count, whatever is escaped there and whether it ends', () => {
    const brackets = '['.repeat(2000);
    for (const text of [JSON.stringify(`\\"${brackets}\\`), `"${brackets}`, `"\\"${brackets}"`, `"${brackets}\\`]) {
      assert.equal(tooDeepAt(text), undefined, text.slice(0, 4));
    }
  });

  it('a value that has the same part in many places is judged without going through all of them', () => {
    let shared: Json = [];
    for (let i = 1; i < JSON_DEPTH.levels; i++) shared = [shared, shared];
    assert.equal(isTooDeep(shared), false);
    assert.equal(isTooDeep([shared]), true);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { JSON_DEPTH } from '../../../src/core/json/jsonDepth';
import { jsonSlices } from '../../../src/core/json/jsonSlices';
import { JsonTooDeepError } from '../../../src/core/json/parseJson';

/** What parsing in steps gives, and in how many steps. */
function inSteps(text: string, slice?: number): { value: unknown; steps: number } {
  const parsing = jsonSlices(text, JSON_DEPTH, slice);
  for (let steps = 1; ; steps++) {
    const { done, value } = parsing.next();
    if (done) return { value, steps };
  }
}

/** What a parser gives for a text: the value, or that there is none. */
function outcomeOf(parse: () => unknown): { value: unknown } | 'malformed' {
  try {
    return { value: parse() };
  } catch (error) {
    assert.ok(error instanceof SyntaxError, `${error}`);
    return 'malformed';
  }
}

const name = fc.oneof(fc.constantFrom('__proto__', 'constructor', '', '1', 'a', '"', '\\', '[', '},{'), fc.string());
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(name, fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie('any')),
    fc.dictionary(name, tie('any')),
  ),
})).any;
const slice = fc.integer({ min: 1, max: 40 });
const space = fc.constantFrom(undefined, 1, '\t');

describe('A long JSON text that is parsed in steps', () => {
  it('a JSON text that is parsed in steps of any size has the value that JSON.parse gives', () => {
    fc.assert(
      fc.property(value, space, slice, (json, indent, size) => {
        const text = JSON.stringify(json, undefined, indent);
        assert.deepEqual(inSteps(text, size).value, JSON.parse(text));
        assert.equal(JSON.stringify(inSteps(text, size).value), JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it('a text with some characters more or less is refused exactly if JSON.parse refuses it', () => {
    const mark = fc.constantFrom(...'[]{},:"\\ 10-.eE', 'null', '"a"', '"a":', '[1],', '\n', 'é');
    fc.assert(
      fc.property(value, space, slice, fc.nat(), fc.nat(3), mark, (json, indent, size, place, less, more) => {
        const text = JSON.stringify(json, undefined, indent);
        const at = place % (text.length + 1);
        const changed = text.slice(0, at) + more + text.slice(at + less);
        assert.deepEqual(
          outcomeOf(() => inSteps(changed, size).value),
          outcomeOf(() => JSON.parse(changed)),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('what stands beside a list without a comma is refused in steps of any size', () => {
    for (const beside of ['1', '-', '.5', 'e5', '"a"', '[1]', '{}', 'null']) {
      for (const text of [`[${beside}[1,2,3]]`, `[[1,2,3]${beside}]`, `{"a":${beside}{"b":1,"c":2}}`]) {
        for (let size = 1; size <= text.length; size++) {
          assert.throws(() => inSteps(text, size), SyntaxError, text);
        }
      }
    }
  });

  it('of two members with one name the last counts, also if they are parsed in two steps', () => {
    const text = '{"a":[1,2,3],"b":{"c":[4,5,6]},"a":[7,8,9],"__proto__":[1,2,3],"b":0}';
    for (let size = 1; size < text.length; size++) assert.deepEqual(inSteps(text, size).value, JSON.parse(text));
  });

  it('a JSON text is parsed in steps to the limit of its depth, and refused above it', () => {
    for (const [begin, end] of [
      ['[', ']'],
      ['{"a":1,"b":', '}'],
    ] as const) {
      const nested = (levels: number) => `${begin.repeat(levels)}1${end.repeat(levels)}`;
      assert.deepEqual(inSteps(nested(JSON_DEPTH.levels), 1).value, JSON.parse(nested(JSON_DEPTH.levels)));
      assert.throws(() => inSteps(nested(JSON_DEPTH.levels + 1), 1), new JsonTooDeepError(JSON_DEPTH));
    }
  });

  it('a text that is twice as long is parsed in twice as many steps', () => {
    const textOf = (count: number) => {
      const values = Array.from({ length: count }, (_, at) => ({ space: 'one', key: `${at}`, value: { at: [at] } }));
      return JSON.stringify({ version: 2, entries: values, logs: [{ log: 'a', values }] });
    };
    const steps = (count: number) => inSteps(textOf(count), 4096).steps;
    assert.ok(steps(2_000) > 20);
    assert.ok(steps(2_000) > 1.9 * steps(1_000));
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SessionChecker } from '../../../src/core/compliance/sessionChecker';
import { readHandlers } from '../../../src/core/handlers/readHandlers';
import { JSON_DEPTH, WRAPPED_JSON_DEPTH } from '../../../src/core/json/jsonDepth';
import { readJson } from '../../../src/core/json/jsonText';
import { JsonTooDeepError, parseJson } from '../../../src/core/json/parseJson';
import { parsedJson } from '../../../src/core/scenario/facts';
import { ScenarioText } from '../../../src/core/scenario/scenarioText';
import { decodeToken } from '../../../src/core/session/connectionToken';
import { readRoles } from '../../../src/core/systems/web/roles';

const nested = (levels: number, isObject = false) =>
  isObject ? `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}` : `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('JSON of somebody else', () => {
  it('a JSON text is parsed as by JSON.parse, with members that are called __proto__', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        assert.deepEqual(parseJson(text), JSON.parse(text));
      }),
    );
    const value = parseJson('{"__proto__": {"a": 1}}') as object;
    assert.deepEqual([Object.keys(value), Object.getPrototypeOf(value)], [['__proto__'], Object.prototype]);
  });

  it('a JSON text is parsed to the limit and refused above it, and its places are found just as far', () => {
    for (const limit of [JSON_DEPTH, WRAPPED_JSON_DEPTH]) {
      for (const isObject of [true, false]) {
        parseJson(nested(limit.levels, isObject), limit);
        assert.equal(readJson(nested(limit.levels, isObject), limit).stop, undefined);
        const deeper = nested(limit.levels + 1, isObject);
        assert.throws(() => parseJson(deeper, limit), new JsonTooDeepError(limit));
        assert.throws(() => parseJson(deeper, limit), SyntaxError);
        const offset = isObject ? limit.levels * 5 : limit.levels;
        const { stop } = readJson(deeper, limit);
        assert.deepEqual([stop?.expected, stop?.offset], ['shallower', offset]);
      }
    }
  });

  const checker = new SessionChecker(() => []);
  const readers: Readonly<Record<string, (text: string) => unknown>> = {
    'a session file': (text) =>
      checker.check({ applicationFolder: 'a', name: 'b', text }).findings[0]?.message ?? 'taken',
    'a connection token': (text) => decodeToken(btoa(text)),
    'HTTPHandlers.json': (text) => readHandlers(text).findings[0]?.message ?? 'taken',
    'roles.json': readRoles,
    'a scenario file': (text) => new ScenarioText(text).stop?.expected ?? 'taken',
    'an answer in a scenario': (text) => parsedJson(text) ?? 'too deep',
  };
  for (const [name, read] of Object.entries(readers)) {
    it(`what is nested too deeply is refused, and told as that: ${name}`, () => {
      for (const levels of [JSON_DEPTH.levels + 1, 100_000]) {
        for (const text of [nested(levels), nested(levels, true), '['.repeat(levels)]) {
          assert.match(
            JSON.stringify(read(text)),
            /too deeply: the limit is 500 \(JSON_DEPTH\)|tooDeep|shallower|too deep/,
          );
        }
      }
      assert.doesNotMatch(JSON.stringify(read(nested(JSON_DEPTH.levels - 1))), /tooDeep|shallower|too deep/);
    });
  }
});

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { isScenario } from '../../../src/core/scenario/isScenario';

const MEDIA = path.resolve(__dirname, '../../../../media');

const OURS: Record<string, string> = {
  'our schema alone': '{ "$schema": "../../schemas/scenario.schema.json" }',
  'our schema beside it': '{"$schema":"scenario.schema.json"}',
  'our schema in a package': '{"$schema":"./node_modules/session-workbench/schemas/scenario.schema.json"}',
  'our schema in the extension':
    '{"$schema":"file:///home/me/.vscode/extensions/session-workbench.session-workbench-0.1.0/schemas/scenario.schema.json"}',
  'our schema with separators of Windows': '{"$schema":"..\\\\schemas\\\\scenario.schema.json"}',
  'our schema on the web': '{"$schema":"https://example.com/session-workbench/main/schemas/scenario.schema.json"}',
  'our schema with a fragment': '{"$schema":"../schemas/scenario.schema.json#"}',
  'steps and actors': '{ "steps": [], "actors": {} }',
  'steps and server': '{ "server": {}, "steps": [] }',
  'steps and actors of wrong kinds': '{ "steps": 1, "actors": null }',
  'a schema that is none': '{ "$schema": null, "steps": [], "actors": {} }',
  'an empty schema': '{ "$schema": "", "steps": [], "actors": {} }',
  'a byte order mark': '\ufeff{ "steps": [], "actors": {} }',
  'names with escapes': '{ "st\\u0065ps": [], "actors": {} }',
  'a name twice, ours last': '{ "$schema": "https://other", "$schema": "../scenario.schema.json" }',
};

/** At fault, and ours: the faults are to be told. */
const OURS_AT_FAULT: Record<string, string> = {
  'a word that does not belong': '{\n "name": "x",\n oops,\n "actors": {},\n "steps": [] }',
  'a missing comma': '{ "actors": {} "steps": [] }',
  'a comma too many': '{ "actors": {}, "steps": [], }',
  'a comment': '{ // ours\n "actors": {}, /* and */ "steps": [] }',
  'no end': '{ "actors": {}, "steps": [ { "from": "A",',
  'an end too many': '{ "actors": {} }, "steps": [] }',
  'a text that is not closed': '{\n  "name": "x,\n  "actors": {},\n  "steps": []\n}',
  'a schema that is not closed': '{\n  "$schema": "../schem\n  "actors": {},\n  "steps": []\n}',
  'a value that is missing': '{ "actors": , "steps": ',
  'a bracket that is missing': '{\n  "name": "x",\n  "actors": {\n    "A": { "role": "app" },\n  "steps": []\n}',
  'a bracket too many': '{\n  "actors": {\n    "A": {}}}\n  },\n  "steps": []\n}',
  'a bracket alone': '{',
  'a name that is typed': '{ "na',
  'a name, and what does not belong': '{\n "name": "x",\n oops }',
  'actors, and no steps yet': '{ "name": "x", "actors": { "A": { "role": "app" } }, ',
  'a server, and no steps yet': '{ "name": "x", "server": { "web": {} }, "act',
  'two objects': '{\n  "actors": {}\n}\n{\n  "steps": []\n}',
};

const OTHERS: Record<string, string> = {
  nothing: '',
  'white space': ' \n',
  'an empty object': '{}',
  'a name alone': '{ "name": "x" }',
  'steps alone': '{ "steps": [{ "actors": {}, "server": {} }] }',
  'actors alone': '{ "actors": { "steps": [] } }',
  'server alone': '{ "server": {} }',
  'actors and server': '{ "actors": {}, "server": {} }',
  'everything deeper': '{ "scenario": { "steps": [], "actors": {}, "server": {} } }',
  'our schema deeper': '{ "scenario": { "$schema": "../../schemas/scenario.schema.json" } }',
  'a list': '[{ "steps": [], "actors": {} }]',
  'a list of names': '["steps", "actors"]',
  'a text': '"steps actors"',
  'a text that looks like one': '"{ \\"steps\\": [], \\"actors\\": {} }"',
  null: 'null',
  'a number': '42',
  NaN: 'NaN',
  'names in other letters': '{ "Steps": [], "Actors": {} }',
  'names as values': '{ "a": "steps", "b": "actors", "c": "$schema" }',
  'another schema': '{ "$schema": "https://example.com/scenario-v2.json" }',
  'another schema, and steps and actors': '{ "$schema": "https://other", "steps": [], "actors": {} }',
  'another schema of our name on the web':
    '{ "$schema": "https://example.com/schemas/scenario.schema.json", "steps": [], "actors": {} }',
  'another schema whose name ends as ours': '{ "$schema": "my-scenario.schema.json", "steps": [], "actors": {} }',
  'a schema itself': '{ "$schema": "http://json-schema.org/draft-07/schema#", "steps": {}, "actors": {} }',
  'steps in a comment': '{ /* "steps": [], */ "actors": {} // "steps": []\n}',
  'steps in an unfinished list': '[\n{\n  "steps": [],\n  "actors": {}',
  'another that is typed': '{ "name": "x", "scenario": { "steps": [',
  'steps that are typed': '{ "name": "x", "steps": [ { "actors": ',
  'comments and a comma too many': '{ // of another tool\n "name": "x", "actors": [1, ], /* no steps */ }',
  'no JSON at all': 'Scenario: steps and actors\n  "steps": 1\n  "actors": 2',
};

describe('A *.scenario.json', () => {
  for (const [what, text] of Object.entries({ ...OURS, ...OURS_AT_FAULT })) {
    it(`is ours: ${what}`, () => assert.equal(isScenario(text), true));
  }
  for (const [what, text] of Object.entries(OTHERS)) {
    it(`is another tool's: ${what}`, () => assert.equal(isScenario(text), false));
  }

  it('is ours when it ships', () => {
    const names = fs.readdirSync(MEDIA, { recursive: true, encoding: 'utf8' });
    const shipped = names.filter((name) => name.endsWith('.scenario.json'));
    assert.ok(shipped.length > 30);
    for (const name of shipped) assert.ok(isScenario(fs.readFileSync(path.join(MEDIA, name), 'utf8')), name);
  });

  it('is what JSON.parse says of a text without faults, however it is written', () => {
    const key = fc.oneof(fc.constantFrom('steps', 'actors', 'server', 'name', '$schema', '{', '"', '\\'), fc.string());
    const value = fc.jsonValue({ maxDepth: 3 });
    const source = fc.dictionary(key, fc.oneof(value, fc.dictionary(key, value)), { maxKeys: 6 });
    fc.assert(
      fc.property(fc.oneof(source, value, fc.array(source)), fc.constantFrom(0, 2, '\t'), (whole, indent) => {
        const isObject = typeof whole === 'object' && whole !== null && !Array.isArray(whole);
        const { $schema, ...members } = (isObject ? whole : {}) as Record<string, unknown>;
        fc.pre(typeof $schema !== 'string' || $schema === '');
        const expected =
          Object.hasOwn(members, 'steps') && (Object.hasOwn(members, 'actors') || Object.hasOwn(members, 'server'));
        assert.equal(isScenario(JSON.stringify(whole, undefined, indent)), expected);
      }),
    );
  });

  it('stays ours at every key while its steps are typed', () => {
    const typed = '{ "from": "A", "to": "B", "title": "x", "request": { "url": "/\\"" } }, ';
    for (let length = 0; length <= typed.length; length++) {
      const text = `{\n  "name": "x",\n  "actors": { "A": { "role": "app" } },\n  "steps": [\n    ${typed.slice(0, length)}\n  ]\n}`;
      assert.ok(isScenario(text), text);
    }
  });

  it("stays another tool's at every key", () => {
    const typed = '{ "do": "click", "on": "#\\"" }, ';
    for (let length = 0; length <= typed.length; length++) {
      const text = `{\n  "name": "x",\n  "steps": [\n    ${typed.slice(0, length)}\n  ]\n}`;
      assert.ok(!isScenario(text), text);
    }
  });

  it('is looked through once, however deep and long it is', () => {
    assert.equal(isScenario(`{ "a": ${'['.repeat(200_000)}`), false);
    assert.equal(isScenario(`{ "a": "${'\\"'.repeat(500_000)}", "steps": 1, "actors": 2 }`), true);
    assert.equal(isScenario(`{ "a": 1 ${'/*'.repeat(200_000)}`), false);
  });
});

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { isScenario } from '../../../src/core/scenario/isScenario';
import { countSteps } from '../../support/steps';

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
  'a bracket too many before a value': '{\n  "name": "x" } },\n  "steps": [\n  ],\n  "actors": {\n  }\n}',
  'a letter before it': 'x{ "actors": {}, "steps": [] }',
  'a letter behind it': '{ "actors": {}, "steps": [] } x',
  'another document behind it': '{ "actors": {}, "steps": [] }\n{ "$schema": "https://other" }',
  'lines that are no JSON behind it': '{\n  "actors": {},\n  "steps": [\n<<<<<<< HEAD\n',
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
  'a bracket alone': '{',
  'a name that is typed': '{ "na',
  'a name that is finished': '{"name":"Another"',
  'a member without its value': '{"name":"Another", "description":',
  'a name, and what does not belong': '{\n "name": "x",\n oops }',
  'actors, and no steps yet': '{ "name": "x", "actors": { "A": { "role": "app" } }, ',
  'a server, and no steps yet': '{ "name": "x", "server": { "web": {} }, "act',
  'a schema that is typed': '{ "$schema": "../schemas/scenario.schema.json',
  'JSON5 without quotes': "{\n  name: 'login',\n  given: ['a user'],\n}",
  'JSON5 without quotes around names': '{\n  steps: [],\n  actors: {},\n  server: "x",\n}',
  'UTF-16 that is read as UTF-8': Buffer.from('{"steps": [], "actors": {}}', 'utf16le').toString('utf8'),
  'UTF-16 the other way round': Buffer.from('{"steps": [], "actors": {}}', 'utf16le').swap16().toString('utf8'),
  'two objects': '{\n  "actors": {}\n}\n{\n  "steps": []\n}',
  'JSON Lines': '{"name":"a"}\n{"steps":[]}\n{"server":{}}',
  'JSON Lines whose first is empty': '{}\n{"steps":[],"server":{}}',
  'JSON Lines with commas between': '{"name":"a"},\n{"steps":[]},\n{"server":{}}',
  'JSON Lines that name our schema later': '{"name":"a"}\n{"$schema":"scenario.schema.json"}',
  'JSON Lines that begin with a number': '1\n{"steps":[],"server":{}}',
  'JSON Lines that begin with null': 'null {"steps":[],"server":{}}',
  'JSON Lines, the first cut off': '{"name":"a"\n{"steps":[]}\n{"server":{}}',
  'objects on end': '{"name":"a"}{"steps":[]}{"server":{}}',
  'a JSON text sequence': '\u001e{"name":"a"}\n\u001e{"steps":[]}\n\u001e{"server":{}}\n',
  'objects of several lines, the first at fault':
    '{\n  "name": "a",\n  "list": [\n}\n{\n  "steps": [],\n  "actors": {}\n}',
  'no JSON at all': 'Scenario: steps and actors\n  "steps": 1\n  "actors": 2',
};

describe('A *.scenario.json', () => {
  for (const [what, text] of Object.entries({ ...OURS, ...OURS_AT_FAULT })) {
    it(`a scenario is ours: ${what}`, () => assert.equal(isScenario(text), true));
  }
  for (const [what, text] of Object.entries(OTHERS)) {
    it(`a scenario is another tool's: ${what}`, () => assert.equal(isScenario(text), false));
  }

  it('every scenario that ships is ours', () => {
    const names = fs.readdirSync(MEDIA, { recursive: true, encoding: 'utf8' });
    const shipped = names.filter((name) => name.endsWith('.scenario.json'));
    assert.ok(shipped.length > 30);
    for (const name of shipped) assert.ok(isScenario(fs.readFileSync(path.join(MEDIA, name), 'utf8')), name);
  });

  it('isScenario says what JSON.parse says of a well-formed text, however it is written', () => {
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

  it('a scenario stays ours at every key while its steps are typed', () => {
    const typed = '{ "from": "A", "to": "B", "title": "x", "request": { "url": "/\\"" } }, ';
    for (let length = 0; length <= typed.length; length++) {
      const text = `{\n  "name": "x",\n  "actors": { "A": { "role": "app" } },\n  "steps": [\n    ${typed.slice(0, length)}\n  ]\n}`;
      assert.ok(isScenario(text), text);
    }
  });

  it("a scenario stays another tool's at every key", () => {
    const typed = '{ "do": "click", "on": "#\\"" }, ';
    for (let length = 0; length <= typed.length; length++) {
      const text = `{\n  "name": "x",\n  "steps": [\n    ${typed.slice(0, length)}\n  ]\n}`;
      assert.ok(!isScenario(text), text);
    }
  });

  it('a scenario becomes ours at the key that says so, and not before', () => {
    const typed = '{\n  "name": "x",\n  "actors": { "A": { "role": "app" } },\n  "steps":';
    for (let length = 0; length < typed.length; length++) {
      const text = typed.slice(0, length);
      assert.ok(!isScenario(text), text);
    }
    assert.ok(isScenario(typed));
    const named = '{ "$schema": "../schemas/scenario.schema.json"';
    for (let length = 0; length < named.length; length++) assert.ok(!isScenario(`{ ${named.slice(2, length)}`));
    // The value of a name counts, colon and all.
    assert.ok(isScenario(named));
  });

  it("a scenario stays another tool's when its documents have our members, in whatever order and layout", () => {
    const member = fc.constantFrom('steps', 'actors', 'server', 'name');
    const documents = fc.array(member, { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(
        documents,
        fc.constantFrom(0, 2, '\t'),
        fc.constantFrom('\n', '', ',\n', '\r\n'),
        (names, indent, end) => {
          const text = names.map((name) => JSON.stringify({ [name]: [{}] }, undefined, indent)).join(end);
          assert.ok(!isScenario(text), text);
        },
      ),
    );
  });

  it('a text is looked through once, however deep and long it is', () => {
    assert.equal(isScenario(`{ "a": ${'['.repeat(200_000)}`), false);
    assert.equal(isScenario(`{ "a": "${'\\"'.repeat(500_000)}", "steps": 1, "actors": 2 }`), true);
    assert.equal(isScenario(`{ "a": 1 ${'/*'.repeat(200_000)}`), false);
  });

  describe('costs', () => {
    const shapes: Record<string, (length: number) => string> = {
      'of another tool, in one line': (length) =>
        `{"steps":[${'{"id":0,"type":"click","target":"#el0"},'.repeat(length / 40)}{}]}`,
      'in one line that is not finished': (length) => `{"steps":[${'{"id":0},'.repeat(length / 9)}`,
      'of white space between names': (length) => `{${`"a"${' '.repeat(997)}`.repeat(length / 1000)}`,
      'of names without an end': (length) => '{'.padEnd(length, '"a\n'),
      'of blank lines': (length) => `{ "a": 1${'\n'.repeat(length)}`,
      'of nothing but an open comment': (length) => '/*'.padEnd(length, '/*'),
      'of what is no JSON before it': (length) => `${'1'.repeat(length)}{`,
    };
    for (const [what, shape] of Object.entries(shapes)) {
      // What its patterns cost is shown by `npm run bench`.
      it(`looking through a text that is eight times as long takes at most eight times the steps: ${what}`, async () => {
        const cost = async (length: number) => {
          const text = shape(length);
          return (await countSteps(() => assert.equal(isScenario(text), false))).all;
        };
        const short = await cost(125_000);
        const long = await cost(1_000_000);
        assert.ok(short > 0 && long < 9 * short, `${short} steps, then ${long}`);
      });
    }

    it('looking through a text never costs more than that of its first millions of characters', () => {
      const [long, longer] = [3, 5].map((millions) => {
        const text = `{"a":"${'x'.repeat(millions * 1_048_576)}","steps":[],"actors":{}}`;
        return isScenario(text);
      });
      assert.deepEqual([long, longer], [true, false]);
    });
  });
});

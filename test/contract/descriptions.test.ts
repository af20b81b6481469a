import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { undescribed } from './undescribed';

const folder = path.resolve(__dirname, '../../../schemas');
const files = fs.readdirSync(folder).filter((name) => name.endsWith('.json'));

const read = (file: string) => JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));

describe('the words of the schemas', () => {
  const others = Object.fromEntries(files.map((file) => [file, read(file)]));

  it('descriptions are looked for in every file of schemas/', () => {
    assert.ok(files.includes('openapi.json') && files.includes('scenario.schema.json') && files.length > 4);
  });

  for (const file of files) {
    it(`every property, parameter, definition and answer of ${file} is described`, () => {
      assert.deepEqual(undescribed(read(file), others), []);
    });
  }
});

describe('the search for what has no description', () => {
  const described = { description: 'Words.' };

  for (const [what, schema, missing] of [
    ['a property', { properties: { a: {} } }, ['/properties/a']],
    ['a property with an empty description', { properties: { a: { description: ' ' } } }, ['/properties/a']],
    ['a property of a list of objects', { items: { properties: { a: {} } } }, ['/items/properties/a']],
    [
      'a property of any further member',
      { additionalProperties: { properties: { a: {} } } },
      ['/additionalProperties/properties/a'],
    ],
    ['a property of an alternative', { oneOf: [{ properties: { a: {} } }] }, ['/oneOf/0/properties/a']],
    ['a property called like a keyword', { properties: { properties: described, not: {} } }, ['/properties/not']],
    ['a definition', { definitions: { a: {} } }, ['/definitions/a']],
    ['a schema of components', { components: { schemas: { a: {} } } }, ['/components/schemas/a']],
    [
      'a property that refers to what has none',
      { properties: { a: { $ref: '#/definitions/b' } }, definitions: { b: {} } },
      ['/properties/a', '/definitions/b'],
    ],
    ['a property that refers to nothing', { properties: { a: { $ref: '#/definitions/b' } } }, ['/properties/a']],
    [
      'an operation, its parameter and its answer',
      { paths: { '/a': { get: { parameters: [{ name: 'id' }], responses: { 200: {} } } } } },
      ['/paths/~1a/get', '/paths/~1a/get/parameters/0', '/paths/~1a/get/responses/200'],
    ],
  ] as const) {
    it(`the search for what has no description finds ${what}`, () => {
      assert.deepEqual(undescribed(schema), missing);
    });
  }

  for (const [what, schema] of [
    [
      'a property that refers to what has one',
      { properties: { a: { $ref: '#/definitions/b' } }, definitions: { b: described } },
    ],
    [
      'a condition, which declares nothing',
      { allOf: [{ if: { properties: { a: {} } }, else: { properties: { b: false } } }] },
    ],
    [
      'an example, a default or a constant',
      { examples: [{ properties: { a: {} } }], const: { properties: { a: {} } } },
    ],
  ] as const) {
    it(`the search for descriptions does not ask for words in ${what}`, () => {
      assert.deepEqual(undescribed(schema), []);
    });
  }
});

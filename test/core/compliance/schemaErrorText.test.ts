import assert from 'node:assert/strict';
import { phraseText } from '../../../src/core/compliance/phrase';
import { type SchemaError, schemaErrorTexts } from '../../../src/core/compliance/schemaErrorText';

// How errors of a real validator are told is tested with custom schemas in test/disk/schemaFile.test.ts.
describe('schemaErrorTexts', () => {
  const told = (errors: Partial<SchemaError>[], value: unknown) =>
    schemaErrorTexts(
      errors.map((error) => ({ instancePath: '', schemaPath: '#/x', keyword: 'x', params: {}, ...error })),
      value,
    ).map(({ pointer, phrase }) => `${pointer}: ${phraseText(phrase)}`);

  it('an error that the validator lists twice is told once', () => {
    const missing = { keyword: 'required', params: { missingProperty: 'a' } };
    assert.deepEqual(told([missing, missing], {}), [': Property "a" is missing.']);
  });

  it('two missing properties of one object are two findings', () => {
    const missing = (missingProperty: string) => ({ keyword: 'required', params: { missingProperty } });
    assert.deepEqual(told([missing('a'), missing('b')], {}), [
      ': Property "a" is missing.',
      ': Property "b" is missing.',
    ]);
  });

  it('a property that is not allowed is pointed at, whatever its name', () => {
    const error = { instancePath: '/device', keyword: 'additionalProperties', params: { additionalProperty: 'a/b~c' } };
    assert.deepEqual(told([error], { device: { 'a/b~c': 1 } }), [
      '/device/a~1b~0c: Property "a/b~c" is not allowed here.',
    ]);
  });

  it('a long value is shown shortened, an object or list by its kind', () => {
    const error = { instancePath: '/a', keyword: 'enum', params: { allowedValues: ['x', 1] } };
    assert.deepEqual(told([error], { a: 'y'.repeat(100) }), [
      `/a: "a" must be one of "x", 1; it is "${'y'.repeat(58)}…".`,
    ]);
    assert.deepEqual(told([error], { a: '\u{1f4f1}'.repeat(100) }), [
      `/a: "a" must be one of "x", 1; it is "${'\u{1f4f1}'.repeat(29)}…".`,
    ]);
    assert.deepEqual(told([error], { a: [1] }), ['/a: "a" must be one of "x", 1; it is array.']);
    assert.deepEqual(told([error], { a: null }), ['/a: "a" must be one of "x", 1; it is null.']);
  });

  it('a finding says how long a text must be, when that is longer than one', () => {
    const error = { instancePath: '/device/id', keyword: 'minLength', params: { limit: 16 } };
    assert.deepEqual(told([error], {}), ['/device/id: "device.id" is too short: 16 characters or more.']);
  });

  it("the validator's own words are kept for a keyword that has no words here", () => {
    const error = { instancePath: '/device/id', keyword: 'pattern', message: 'must match pattern "^x"' };
    assert.deepEqual(told([error], { device: { id: '' } }), ['/device/id: "device.id" must match pattern "^x".']);
    assert.deepEqual(told([{ keyword: 'minProperties', message: 'must NOT be empty' }], {}), [
      ': "/" must NOT be empty.',
    ]);
  });

  for (const [keyword, params, words] of [
    ['minProperties', { limit: 1 }, '"a" must not be empty.'],
    ['minProperties', { limit: 2 }, '"a" has too few properties: at least 2.'],
    ['maxProperties', { limit: 200 }, '"a" has too many properties: at most 200.'],
    ['maxLength', { limit: 8 }, '"a" is too long; the limit in characters is 8.'],
    ['uniqueItems', { i: 1, j: 0 }, 'The list "a" has the same item twice.'],
    ['false schema', {}, 'Property "a" is not allowed here.'],
  ] as const) {
    it(`an error of ${keyword} ${JSON.stringify(params)} is told in plain words, and not in those of the validator`, () => {
      const error = { instancePath: '/a', keyword, params, message: 'must NOT be so' };
      assert.deepEqual(told([error], { a: {} }), [`/a: ${words}`]);
    });
  }

  const properties = { user: {}, active: {}, blocked: {} };
  for (const [keyword, params, words] of [
    ['const', { allowedValue: true }, '"a" must be true; it is 5.'],
    ['minimum', { limit: 6 }, '"a" must be at least 6; it is 5.'],
    ['maximum', { limit: 4 }, '"a" must be at most 4; it is 5.'],
    ['minItems', { limit: 2 }, 'The list "a" is too short: at least 2.'],
    ['maxItems', { limit: 3 }, 'The list "a" is too long: at most 3.'],
    ['minProperties', { limit: 2 }, 'Of these properties, "a" must have at least 1: "active", "blocked".'],
    ['maxProperties', { limit: 2 }, 'Of these properties, "a" must have at most 1: "active", "blocked".'],
  ] as const) {
    it(`the keyword ${keyword} of a schema is told in words, with what may be there`, () => {
      const parentSchema = { required: ['user'], properties };
      assert.deepEqual(told([{ instancePath: '/a', keyword, params, parentSchema }], { a: 5 }), [`/a: ${words}`]);
    });
  }

  it('properties that are too many are named, at the first one that is too much', () => {
    const error = { instancePath: '/a', keyword: 'maxProperties', params: { limit: 2 }, parentSchema: { properties } };
    assert.deepEqual(told([error], { a: { blocked: 1, other: 1, user: 1, active: 1 } }), [
      '/a/active: Of these properties, "a" must have at most 2: "blocked", "user", "active".',
    ]);
  });

  it('the one property that is missing may be meant by the one that is unknown, and by none of several', () => {
    const missing = { keyword: 'required', params: { missingProperty: 'user' } };
    const unknown = (additionalProperty: string) => ({
      keyword: 'additionalProperties',
      params: { additionalProperty },
      parentSchema: { properties },
    });
    assert.deepEqual(told([missing, unknown('name')], { name: 1 }), [
      ': Property "user" is missing.',
      '/name: Property "name" is not allowed here; is "user" meant? Allowed: "user", "active", "blocked".',
    ]);
    assert.deepEqual(told([missing, unknown('name'), unknown('id')], { name: 1, id: 2 }).slice(1), [
      '/name: Property "name" is not allowed here; allowed: "user", "active", "blocked".',
      '/id: Property "id" is not allowed here; allowed: "user", "active", "blocked".',
    ]);
  });
});

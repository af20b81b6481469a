import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EditedText } from '../../../src/core/edit/editedText';
import { removeBom, setValue, setValues } from '../../../src/core/edit/jsonEdit';
import type { JsonValue } from '../../../src/core/edit/jsonValue';
import { applyEdits, type TextEdit } from '../../../src/core/edit/textEdit';
import { countSteps } from '../../support/steps';

function set(text: string, pointer: string, value: JsonValue): string | undefined {
  const edits = setValue(text, pointer, value);
  return edits && applyEdits(text, edits);
}

describe('applyEdits', () => {
  it('applyEdits takes edits in any order, insertions at one place in theirs', () => {
    const edits: TextEdit[] = [
      { start: 4, end: 5, text: '' },
      { start: 1, end: 1, text: 'x' },
      { start: 1, end: 1, text: 'y' },
    ];
    assert.equal(applyEdits('abcde', edits), 'axybcd');
  });

  it('applyEdits refuses edits that overlap or are outside', () => {
    const at = (start: number, end: number) => ({ start, end, text: '' });
    for (const edits of [[at(0, 2), at(1, 3)], [at(3, 2)], [at(0, 6)], [at(-1, 0)]]) {
      assert.throws(() => applyEdits('abcde', edits), RangeError);
    }
  });
});

describe('EditedText', () => {
  it('an edited text tells edits made one after the other as edits of the original', () => {
    const edit = fc.record({ from: fc.nat(20), length: fc.nat(4), text: fc.string({ maxLength: 4 }) });
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.array(edit, { maxLength: 6 }), (original, edits) => {
        const edited = new EditedText(original);
        for (const { from, length, text } of edits) {
          const start = Math.min(from, edited.text.length);
          edited.apply([{ start, end: Math.min(start + length, edited.text.length), text }]);
        }
        assert.equal(applyEdits(original, edited.edits()), edited.text);
      }),
    );
  });

  it('an edited text leaves out what was not edited', () => {
    const edited = new EditedText('abcdef');
    edited.apply([{ start: 1, end: 2, text: 'XY' }]);
    edited.apply([{ start: 5, end: 6, text: 'Z' }]);
    assert.deepEqual(edited.edits(), [
      { start: 1, end: 2, text: 'XY' },
      { start: 4, end: 5, text: 'Z' },
    ]);
    assert.deepEqual(new EditedText('abc').edits(), []);
  });
});

describe('setValue', () => {
  const rows: [what: string, text: string, pointer: string, value: JsonValue, after: string][] = [
    ['replaces a value', '{"a" : 1 ,"b":2}', '/a', 'x', '{"a" : "x" ,"b":2}'],
    ['replaces a value inside', '{"a":{"b":[1, 2]}}', '/a/b/1', true, '{"a":{"b":[1, true]}}'],
    ['replaces the whole', ' 1 ', '', 2, ' 2 '],
    ['behind a byte order mark', '\ufeff{"a":1}', '/a', 2, '\ufeff{"a":2}'],
    ['of equal keys the last', '{"a":1,"a":2,"b":0}', '/a', 3, '{"a":1,"a":3,"b":0}'],
    ['a key with an escape', '{"\\u0061/~":1}', '/a~1~0', 2, '{"\\u0061/~":2}'],
    ['an object by a text', '{"a":{"b":1},"c":2}', '/a', '', '{"a":"","c":2}'],
    ['nothing that is so already', '{"a":"\\u0062"}', '/a', 'b', '{"a":"\\u0062"}'],
    ['adds a member to one line', '{"a":1,"b":2}', '/c', 3, '{"a":1,"b":2,"c":3}'],
    ['with spaces', '{ "a": 1, "b": 2 }', '/c', 3, '{ "a": 1, "b": 2, "c": 3 }'],
    ['to one member on one line', '{"a": 1}', '/b', 2, '{"a": 1, "b": 2}'],
    ['to one member with a space before', '{ "a":1 }', '/b', 2, '{ "a":1, "b":2 }'],
    ['on lines', '{\n  "a": 1,\n  "b": 2\n}\n', '/c', 3, '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}\n'],
    ['on lines that end with CRLF', '{\r\n\t"a" :1\r\n}', '/b', 2, '{\r\n\t"a" :1,\r\n\t"b" :2\r\n}'],
    ['with the comma in front', '{ "a": 1\n, "b": 2\n}', '/c', 3, '{ "a": 1\n, "b": 2\n, "c": 3\n}'],
    ['behind a key that is there twice', '{"a":1,"b":2,"a":3}', '/c', 4, '{"a":1,"b":2,"a":3,"c":4}'],
    ['behind a first key that is there twice', '{ "a":1, "a":2 }', '/c', 4, '{ "a":1, "a":2, "c":4 }'],
    ['to an empty text', '{}', '/a', 1, '{"a":1}'],
    ['to an empty object as its neighbour is', '{"x":{ "y": 1 },"z":{}}', '/z/a', 1, '{"x":{ "y": 1 },"z":{ "a": 1 }}'],
    ['to an empty object as its parent is', '{\n  "x": {}\n}', '/x/a', 1, '{\n  "x": {\n    "a": 1\n  }\n}'],
    [
      'with its parents, laid out as 4D documents it',
      '{\n"a":{\n\t"b":1,\n\t"c":2\n},\n"d":3\n}\n',
      '/e/f',
      { g: 1 },
      '{\n"a":{\n\t"b":1,\n\t"c":2\n},\n"d":3,\n"e":{\n\t"f":{\n\t\t"g":1\n\t}\n}\n}\n',
    ],
    [
      'an object of two',
      '{\n\t"a": 1\n}',
      '/o',
      { x: 1, y: [1] },
      '{\n\t"a": 1,\n\t"o": {\n\t\t"x": 1,\n\t\t"y": [1]\n\t}\n}',
    ],
    ['a key of the prototype', '{"a":1}', '/__proto__/x', 1, '{"a":1,"__proto__":{"x":1}}'],
  ];
  for (const [what, text, pointer, value, after] of rows) {
    it(`setValue writes a value and leaves the rest as it is: ${what}`, () =>
      assert.equal(set(text, pointer, value), after));
  }

  it('setValue makes no edit of what is so already', () => {
    assert.deepEqual(setValue('{"a":1.0}', '/a', 1), []);
  });

  it('setValue refuses what it cannot edit', () => {
    const refused: [text: string, pointer: string][] = [
      ['', '/a'],
      ['{"a":1,}', '/a'],
      ['{"a":1} x', '/a'],
      ['\ufeff\ufeff{}', '/a'],
      ['[]', '/a'],
      ['{"a":1}', '/a/b'],
      ['{"a":[1]}', '/a/1'],
      ['{"a":[1]}', '/a/00'],
      ['"text"', '/a'],
    ];
    for (const [text, pointer] of refused) assert.equal(setValue(text, pointer, 1), undefined, text);
  });

  it('setValue gives what setting the value in the object gives, and touches nothing else', () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });
    const style = fc.constantFrom(undefined, 1, 2, '\t');
    const lines = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(
        json,
        style,
        lines,
        fc.boolean(),
        fc.string(),
        fc.jsonValue(),
        (object, indent, eol, bom, key, value) => {
          const text = (bom ? '\ufeff' : '') + JSON.stringify(object, undefined, indent).replaceAll('\n', eol);
          const pointer = `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
          const after = set(text, pointer, value as JsonValue);
          assert.ok(after !== undefined);
          const wanted = JSON.parse(text.replace(/^\ufeff/, ''));
          Object.defineProperty(wanted, key, { value, enumerable: true, configurable: true, writable: true });
          // As JSON: -0 is 0 there.
          assert.deepEqual(JSON.parse(after.replace(/^\ufeff/, '')), JSON.parse(JSON.stringify(wanted)));
          assert.equal(after.startsWith('\ufeff'), bom);
          // What JSON.stringify laid out stays as JSON.stringify would lay it out.
          // (JavaScript puts keys that are numbers first.)
          if (typeof value !== 'object' && Object.keys(object).length > 0 && !/^\d+$/.test(key)) {
            assert.equal(after.replace(/^\ufeff/, ''), JSON.stringify(wanted, undefined, indent).replaceAll('\n', eol));
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('setValues', () => {
  const inTurn = (text: string, values: readonly (readonly [string, JsonValue])[]) =>
    values.reduce<string | undefined>(
      (before, [pointer, value]) => (before === undefined ? undefined : set(before, pointer, value)),
      text,
    );
  const atOnce = (text: string, values: readonly (readonly [string, JsonValue])[]) => {
    const edits = setValues(text, values);
    return 'why' in edits ? undefined : applyEdits(text, edits);
  };

  it('values that are set at once are what they are when they are set one after the other', () => {
    const key = fc.constantFrom('a', 'b', '0', '1', '__proto__');
    const json = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom<JsonValue>(1, 'x', null, true, {}, []),
        fc.array(tie('value'), { maxLength: 2 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3 }),
      ),
    })).value;
    const pointer = fc.array(key, { maxLength: 4 }).map((parts) => parts.map((part) => `/${part}`).join(''));
    const values = fc.array(fc.tuple(pointer, json), { maxLength: 6 });
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 2, '\t'), fc.boolean(), values, (start, indent, bom, each) => {
        const text = (bom ? '\ufeff' : '') + JSON.stringify(start, undefined, indent);
        const [one, other] = [inTurn(text, each), atOnce(text, each)];
        const read = (all: string | undefined) => all && JSON.stringify(JSON.parse(all.replace(/^\ufeff/, '')));
        assert.equal(read(other), read(one));
        assert.equal(other?.startsWith('\ufeff'), one?.startsWith('\ufeff'));
      }),
      { numRuns: 1000 },
    );
  });

  it('members that are set at once stand as those that were there do', () => {
    const rows: [text: string, after: string][] = [
      ['{"a": 1}', '{"a": 2, "b": 3, "c": {"d": 4, "e": 5}}'],
      ['{}', '{"a":2,"b":3,"c":{"d":4,"e":5}}'],
      ['{\n  "a": 1\n}\n', '{\n  "a": 2,\n  "b": 3,\n  "c": {\n    "d": 4,\n    "e": 5\n  }\n}\n'],
    ];
    const values: [string, JsonValue][] = [
      ['/a', 2],
      ['/b', 3],
      ['/c/d', 4],
      ['/c/e', 5],
    ];
    for (const [text, after] of rows) assert.equal(atOnce(text, values), after);
  });

  it('what cannot be set names its pointer and the reason', () => {
    const deep = '/a'.repeat(501);
    assert.deepEqual(setValues('{', [['/a', 1]]), { why: 'malformed', pointer: '/a' });
    assert.deepEqual(
      setValues('{"a":1}', [
        ['/b', 1],
        ['/a/x', 1],
      ]),
      { why: 'noParent', pointer: '/a/x' },
    );
    assert.deepEqual(setValues('{}', [[deep, 1]]), { why: 'tooDeep', pointer: deep });
    assert.deepEqual(setValues('{', []), []);
  });

  it('values that would repeat the white space of a text too often are refused before it is written', () => {
    const text = `{${' '.repeat(100_000)}"a":1}`;
    const values = Array.from({ length: 200 }, (_, at): [string, JsonValue] => [`/k${at}`, at]);
    assert.deepEqual(setValues(text, values), { why: 'tooLong', pointer: '/k199' });
    assert.ok(Array.isArray(setValues(text, values.slice(0, 100))));
  });

  const forms: [what: string, textOf: (n: number) => string, pointer: (at: number) => string][] = [
    [
      'that are there',
      (n) => JSON.stringify(Object.fromEntries(keys(n).map((key) => [key, 0])), undefined, 2),
      (at) => `/k${at}`,
    ],
    ['that are new', () => '{\n  "a": 1\n}', (at) => `/k${at}`],
    ['each in a new object', () => '{\n  "a": { "x": 1 }\n}', (at) => `/k${at}/b/c`],
    [
      'each in an empty object',
      (n) => JSON.stringify(Object.fromEntries(keys(n).map((key) => [key, {}]))),
      (at) => `/k${at}/b`,
    ],
    ['of one new object', () => '{}', (at) => `/a/k${at}`],
    ['of a list', (n) => JSON.stringify(keys(n)), (at) => `/${at}`],
  ];
  for (const [what, textOf, pointer] of forms) {
    it(`twice as many members ${what} take twice as many steps to set`, async () => {
      const stepsFor = async (n: number) => {
        const text = textOf(n);
        const values = Array.from({ length: n }, (_, at): [string, JsonValue] => [pointer(at), 1]);
        const { all } = await countSteps(() => assert.ok(Array.isArray(setValues(text, values))));
        return all;
      };
      await stepsFor(50);
      const [some, twice] = [await stepsFor(400), await stepsFor(800)];
      assert.ok(twice < 2.3 * some, `${some} steps, then ${twice}`);
    });
  }
});

function keys(n: number): string[] {
  return Array.from({ length: n }, (_, at) => `k${at}`);
}

describe('removeBom', () => {
  it('removeBom removes a byte order mark and nothing else, and refuses a malformed text', () => {
    assert.deepEqual(removeBom('\ufeff{}'), [{ start: 0, end: 1, text: '' }]);
    assert.deepEqual(removeBom('{}'), []);
    assert.equal(removeBom('\ufeff{'), undefined);
  });
});

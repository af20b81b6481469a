import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type JsonNode, type JsonStop, nodeAt, readJson } from '../../../src/core/json/jsonText';
import { pointerOf } from '../../../src/core/json/pointer';
import { SEED_SESSION } from '../../support/seedSession';
import { countSteps } from '../../support/steps';

describe('readJson', () => {
  it('readJson accepts exactly what JSON.parse accepts, and stops where JSON.parse says it stopped', () => {
    fc.assert(
      fc.property(damagedJson(), (text) => {
        const parsed = parse(text);
        const { stop } = readJson(text);
        assert.equal(stop === undefined, parsed.ok);
        if (!parsed.ok && parsed.position !== undefined) assert.equal(stop?.offset, parsed.position);
        if (!parsed.ok && parsed.atEnd) assert.equal(stop?.atEnd, true);
      }),
      { numRuns: 4000 },
    );
  });

  it('readJson gives every value the text that JSON.parse makes the same value of', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, '\t'), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        const { root, stop, duplicateKeys } = readJson(text);
        assert.equal(stop, undefined);
        assert.deepEqual(duplicateKeys, []);
        for (const { pointer, value: expected } of valuesIn(JSON.parse(text))) {
          const node = nodeAt(root, pointer);
          assert.ok(node, `nothing at ${pointer}`);
          assert.deepEqual(JSON.parse(text.slice(node.start, node.end)), expected);
          assert.equal(node.kind, kindOf(expected));
        }
      }),
      { numRuns: 500 },
    );
  });

  const stops: [text: string, offset: number, end: number, expected: JsonStop['expected']][] = [
    // Nothing there
    ['', 0, 0, 'value'],
    [' \r\n\t', 4, 4, 'value'],
    // What must stand at a place, and does not
    ['x', 0, 1, 'value'],
    ['{x', 1, 2, 'keyOrEnd'],
    ['{1:2}', 1, 2, 'keyOrEnd'],
    ["{'a':1}", 1, 2, 'keyOrEnd'],
    ['{', 1, 1, 'keyOrEnd'],
    ['{,}', 1, 2, 'keyOrEnd'],
    ['{"a"}', 4, 5, 'colon'],
    ['{"a" 1}', 5, 6, 'colon'],
    ['{"a"', 4, 4, 'colon'],
    ['{"a":}', 5, 6, 'value'],
    ['{"a":', 5, 5, 'value'],
    ['{"a":1', 6, 6, 'commaOrEnd'],
    ['{"a":1 "b":2}', 7, 8, 'commaOrEnd'],
    ['{"a":1]', 6, 7, 'commaOrEnd'],
    ['{"a":1,}', 7, 8, 'key'],
    ['{"a":1,', 7, 7, 'key'],
    ['{"a":1,,"b":2}', 7, 8, 'key'],
    ['[', 1, 1, 'valueOrEnd'],
    ['[,]', 1, 2, 'valueOrEnd'],
    ['[1', 2, 2, 'commaOrEnd'],
    ['[1 2]', 3, 4, 'commaOrEnd'],
    ['[1}', 2, 3, 'commaOrEnd'],
    ['[1,]', 3, 4, 'value'],
    ['[1,', 3, 3, 'value'],
    ['1 2', 2, 3, 'endOfText'],
    ['{}{}', 2, 3, 'endOfText'],
    ['{} // done', 3, 4, 'endOfText'],
    ['"a" trailing words', 4, 12, 'endOfText'],
    // Comments
    ['/* a */{}', 0, 1, 'value'],
    ['{ // a\n}', 2, 3, 'keyOrEnd'],
    ['[1, /* a */ 2]', 4, 5, 'value'],
    // White space that JSON does not have
    ['\u00a0{}', 0, 1, 'value'],
    ['\ufeff{}', 0, 1, 'value'],
    ['{}\u2028', 2, 3, 'endOfText'],
    ['{\v}', 1, 2, 'keyOrEnd'],
    // Words
    ['tru', 3, 3, 'literal'],
    ['trUe', 2, 4, 'literal'],
    ['nil', 1, 3, 'literal'],
    ['fals3', 4, 5, 'literal'],
    ['trues', 4, 5, 'endOfText'],
    ['True', 0, 4, 'value'],
    ['undefined', 0, 9, 'value'],
    ['NaN', 0, 3, 'value'],
    ['Infinity', 0, 8, 'value'],
    // Numbers
    ['-', 1, 1, 'digit'],
    ['-x', 1, 2, 'digit'],
    ['-Infinity', 1, 9, 'digit'],
    ['01', 1, 2, 'endOfText'],
    ['[01]', 2, 3, 'commaOrEnd'],
    ['-01', 2, 3, 'endOfText'],
    ['1.', 2, 2, 'digit'],
    ['1.e5', 2, 4, 'digit'],
    ['.5', 0, 1, 'value'],
    ['+1', 0, 1, 'value'],
    ['1e', 2, 2, 'digit'],
    ['1e+', 3, 3, 'digit'],
    ['1e+x', 3, 4, 'digit'],
    ['0x1F', 1, 4, 'endOfText'],
    ['1_000', 1, 5, 'endOfText'],
    // Strings
    ['"', 1, 1, 'closingQuote'],
    ['"abc', 4, 4, 'closingQuote'],
    ['"a\nb"', 2, 3, 'closingQuote'],
    ['"a\tb"', 2, 3, 'closingQuote'],
    ['"a\u0000b"', 2, 3, 'closingQuote'],
    ['"\u001f"', 1, 2, 'closingQuote'],
    ['"\\x41"', 2, 5, 'escape'],
    ['"\\\'"', 2, 3, 'escape'],
    ['"\\', 2, 2, 'escape'],
    ['"\\u12', 5, 5, 'escape'],
    ['"\\u12G4"', 5, 7, 'escape'],
    ['"\\u"', 3, 4, 'escape'],
    ['{"a\\q":1}', 4, 5, 'escape'],
    // What is found is a whole character or word, wherever it is not ASCII
    ['[\u{1f4f1}]', 1, 3, 'valueOrEnd'],
    ['[\ud83d]', 1, 2, 'valueOrEnd'],
    ['[größe]', 1, 6, 'valueOrEnd'],
  ];

  for (const [text, offset, end, expected] of stops) {
    it(`readJson stops in ${JSON.stringify(text)} at ${offset}, where ${expected} is expected`, () => {
      assert.deepEqual(readJson(text).stop, { offset, end, expected, atEnd: offset === text.length });
      assert.throws(() => JSON.parse(text), SyntaxError);
    });
  }

  it('readJson names at most a line of what it found', () => {
    const { stop } = readJson(`[${'a'.repeat(10_000)}]`);
    assert.equal(stop?.offset, 1);
    assert.ok(stop.end - stop.offset <= 64);
  });

  it('readJson keeps what it read before it stopped', () => {
    const text = '{"a": [1, {"b": "c"}], "d": tru';
    const { root, stop } = readJson(text);
    assert.ok(stop);
    assert.equal(slice(text, nodeAt(root, '/a/1/b')), '"c"');
    assert.equal(nodeAt(root, '/d'), undefined);
  });

  describe('100,000 nested brackets', () => {
    const DEPTH = 100_000;
    const UNLIMITED = { levels: Number.POSITIVE_INFINITY, name: 'TEST' };
    const shapes = (depth: number): [what: string, text: string, offset: number | undefined][] => [
      ['closed arrays', '['.repeat(depth) + ']'.repeat(depth), undefined],
      ['closed objects', `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`, undefined],
      ['arrays that are never closed', '['.repeat(depth), depth],
      ['objects that are never closed', '{"a":'.repeat(depth), 5 * depth],
      ['one bracket too few', '['.repeat(depth) + ']'.repeat(depth - 1), 2 * depth - 1],
      ['one bracket too many', '['.repeat(depth) + ']'.repeat(depth + 1), 2 * depth],
      ['a wrong bracket in the depth', `${'['.repeat(depth)}}`, depth],
    ];
    const stepsFor = async (depth: number, at: number) => {
      const [, text = '', offset] = shapes(depth)[at] ?? [];
      return (await countSteps(() => assert.equal(readJson(text, UNLIMITED).stop?.offset, offset))).all;
    };
    for (const [at, [what]] of shapes(1).entries()) {
      it(`readJson takes ten times as many steps for 100,000 nested brackets as for 10,000, of ${what}`, async () => {
        const few = await stepsFor(DEPTH / 10, at);
        const many = await stepsFor(DEPTH, at);
        assert.ok(few > DEPTH / 10, `${few} steps`);
        assert.ok(many < 11 * few, `${few} steps, then ${many}`);
      });
    }

    it('readJson finds the value in the depth of 100,000 nested brackets', () => {
      const { root } = readJson(shapes(DEPTH)[1]?.[1] as string, UNLIMITED);
      const node = nodeAt(root, '/a'.repeat(DEPTH));
      assert.deepEqual([node?.kind, node?.start, node?.end], ['number', 5 * DEPTH, 5 * DEPTH + 1]);
    });
  });

  describe('duplicate keys', () => {
    const texts: [what: string, text: string, found: [pointer: string, written: string][]][] = [
      ['none', '{"a":{"a":1},"b":{"a":1}}', []],
      ['at the top', '{"a":1,"b":2,"a":3}', [['/a', '"a"']]],
      [
        'three times',
        '{"a":1,"a":2,"a":3}',
        [
          ['/a', '"a"'],
          ['/a', '"a"'],
        ],
      ],
      ['nested', '{"a":[0,{"b":{"c":1,"c":2}}]}', [['/a/1/b/c', '"c"']]],
      [
        'in the value of a duplicate',
        '{"a":1,"a":{"b":1,"b":2}}',
        [
          ['/a', '"a"'],
          ['/a/b', '"b"'],
        ],
      ],
      ['spelled with an escape', '{"a":1,"\\u0061":2}', [['/a', '"\\u0061"']]],
      [
        'spelled with two escapes',
        '{"/":1,"\\/":2,"\\u002F":3}',
        [
          ['/~1', '"\\/"'],
          ['/~1', '"\\u002F"'],
        ],
      ],
      ['__proto__', '{"__proto__":1,"__proto__":2}', [['/__proto__', '"__proto__"']]],
      ['__proto__ once', '{"__proto__":1,"constructor":2,"toString":3}', []],
      ['the empty key', '{"":1,"":2}', [['/', '""']]],
      ['not told apart by case', '{"a":1,"A":2}', []],
    ];
    for (const [what, text, found] of texts) {
      it(`readJson finds duplicate keys: ${what}`, () => {
        const { duplicateKeys, stop } = readJson(text);
        assert.equal(stop, undefined);
        assert.deepEqual(
          duplicateKeys.map(({ pointer, start, end }) => [pointer, text.slice(start, end)]),
          found,
        );
      });
    }

    it('duplicate keys leave the last value in place, as JSON.parse does', () => {
      const text = '{"a":1,"a":{"b":2}}';
      assert.equal(slice(text, nodeAt(readJson(text).root, '/a')), '{"b":2}');
      assert.deepEqual(JSON.parse(text), { a: { b: 2 } });
    });
  });
});

describe('nodeAt', () => {
  const text = '{"":{"":1},"a/b":2,"m~n":3,"~1":4,"list":[5,{"0":6}],"__proto__":7,"length":8}';
  const { root } = readJson(text);
  const found: [pointer: string, text: string | undefined][] = [
    ['', text],
    ['/', '{"":1}'],
    ['//', '1'],
    ['/a~1b', '2'],
    ['/m~0n', '3'],
    ['/~01', '4'],
    ['/list/0', '5'],
    ['/list/1/0', '6'],
    ['/__proto__', '7'],
    ['/length', '8'],
    ['/nowhere', undefined],
    ['/nowhere/at/all', undefined],
    ['/list/2', undefined],
    ['/list/-', undefined],
    ['/list/', undefined],
    ['/list/00', undefined],
    ['/list/0x1', undefined],
    ['/list/length', undefined],
    ['/a~1b/0', undefined],
  ];
  for (const [pointer, expected] of found) {
    it(`nodeAt finds ${expected ?? 'nothing'} at ${JSON.stringify(pointer)}`, () => {
      assert.equal(slice(text, nodeAt(root, pointer)), expected);
    });
  }

  it('nodeAt finds any key that pointerOf names', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 }), (path) => {
        const value = path.reduceRight<unknown>((inner, key) => Object.fromEntries([[key, inner]]), 'here');
        const node = nodeAt(readJson(JSON.stringify(value)).root, pointerOf(path));
        assert.equal(slice(JSON.stringify(value), node), '"here"');
      }),
    );
  });
});

/** JSON texts, most of them damaged: characters deleted, put in and replaced. */
function damagedJson(): fc.Arbitrary<string> {
  const whole = fc.oneof(
    fc
      .jsonValue({ depthSize: 'small' })
      .chain((value) => fc.constantFrom(JSON.stringify(value), JSON.stringify(value, null, 1))),
    fc.constantFrom(SEED_SESSION, '{"a":1,"a":[true,null,-0.5e+7,"\\u00e9\\n"]}'),
  );
  const edits = fc.array(
    fc.record({
      kind: fc.constantFrom('delete', 'insert', 'replace'),
      at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      text: fc.oneof(
        fc.constantFrom(...'{}[]":,\\/ \n\r\t-+.0123456789eEtfnu\'x\u0000\u00a0\u2028\ufeff\ud83d\udcf1'),
        fc.constantFrom('true', 'false', 'null', '\\u00', '""', '//', '\u{1f4f1}'),
      ),
    }),
    { maxLength: 3 },
  );
  return fc.tuple(whole, edits).map(([text, changes]) =>
    changes.reduce((each, { kind, at, text: put }) => {
      const offset = Math.floor(at * (each.length + 1));
      const rest = each.slice(kind === 'insert' ? offset : offset + 1);
      return each.slice(0, offset) + (kind === 'delete' ? '' : put) + rest;
    }, text),
  );
}

type Parsed = { ok: true } | { ok: false; position?: number; atEnd: boolean };

/** What JSON.parse says, the place as far as its message gives one. */
function parse(text: string): Parsed {
  try {
    JSON.parse(text);
    return { ok: true };
  } catch (error) {
    const { message } = error as Error;
    const position = / at position (\d+)/.exec(message)?.[1];
    return {
      ok: false,
      ...(position !== undefined && { position: Number(position) }),
      atEnd: message === 'Unexpected end of JSON input',
    };
  }
}

function* valuesIn(value: unknown, path: (string | number)[] = []): Generator<{ pointer: string; value: unknown }> {
  yield { pointer: pointerOf(path), value };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) yield* valuesIn(member, [...path, key]);
}

function kindOf(value: unknown): JsonNode['kind'] {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : (typeof value as JsonNode['kind']);
}

function slice(text: string, node: JsonNode | undefined): string | undefined {
  return node && text.slice(node.start, node.end);
}

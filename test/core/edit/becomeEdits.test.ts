import assert from 'node:assert/strict';
import { becomeEdits } from '../../../src/core/edit/becomeEdits';
import { applyEdits } from '../../../src/core/edit/textEdit';
import type { Json } from '../../../src/core/json/json';

const changed = (text: string, value: Json) => {
  const edits = becomeEdits(text, value);
  return edits && applyEdits(text, edits);
};

describe('a JSON text that becomes a value that grew', () => {
  for (const [name, text, value, expected] of [
    [
      'with its tabs',
      '{\n\t"s": [\n\t\t{ "a":1 }\n\t]\n}\n',
      { s: [{ a: 1 }, { b: [2] }] },
      '{\n\t"s": [\n\t\t{ "a":1 },\n\t\t{\n\t\t\t"b": [\n\t\t\t\t2\n\t\t\t]\n\t\t}\n\t]\n}\n',
    ],
    ['in one line', '{"s":[1, 2]}', { s: [1, 2, { b: 3 }] }, '{"s":[1, 2, {"b":3}]}'],
    [
      'with line breaks of Windows',
      '{\r\n    "s": []\r\n}',
      { s: [{ a: 1 }] },
      '{\r\n    "s": [\r\n        {\r\n            "a": 1\r\n        }\r\n    ]\r\n}',
    ],
    [
      'with brackets that touch',
      '{\n  "s": [{\n    "a": 1\n  }, {\n    "a": 2\n  }]\n}',
      { s: [{ a: 1 }, { a: 2 }, { a: 3 }] },
      '{\n  "s": [{\n    "a": 1\n  }, {\n    "a": 2\n  }, {\n    "a": 3\n  }]\n}',
    ],
    ['in an empty list of one line', '{"s":[]}', { s: [1, 2] }, '{"s":[1,2]}'],
    [
      'with a member in an item and one of its own',
      '{ "s":  [ { "a": 1 } ] }',
      { s: [{ a: 1, t: 'x' }, 2], v: { w: 1 } },
      '{ "s":  [ { "a": 1, "t": "x" }, 2 ], "v":  { "w":  1 } }',
    ],
    ['not at all', '\uFEFF{"a" : 1.0,\n"b":[ ]}', { a: 1, b: [] }, '\uFEFF{"a" : 1.0,\n"b":[ ]}'],
  ] as const) {
    it(`a text is written on ${name}, and keeps the rest byte for byte`, () => {
      assert.equal(changed(text, value as unknown as Json), expected);
    });
  }

  it('a text that is not JSON becomes nothing', () => {
    assert.equal(changed('{', {}), undefined);
  });
});

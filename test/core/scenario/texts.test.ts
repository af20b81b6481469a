import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isEqual, mismatch } from '../../../src/core/scenario/matcher';
import { altered, tampered, withoutParts } from '../../../src/core/scenario/tamper';
import { fillJson, fillText, placesIn, UnknownVariableError } from '../../../src/core/scenario/template';
import { unfillText } from '../../../src/core/scenario/unfill';

const values = (name: string) => ({ a: 'x y', n: 3, o: { p: 1 } })[name];

describe('Texts of a scenario', () => {
  it('texts of a scenario get values in place of variables', () => {
    assert.equal(
      fillText('{{a}}-{{ a | url }}-{{a|base64}}-{{n}}-{{o|json}}-{{o|inJson}}', values),
      'x y-x%20y-eCB5-3-{"p":1}-{\\"p\\":1}',
    );
    assert.deepEqual(fillJson({ '{{a}}': ['{{o}}', '{{n}}', ' {{n}}'], plain: true }, values), {
      'x y': [{ p: 1 }, 3, ' 3'],
      plain: true,
    });
    assert.throws(() => fillText('{{none}}', values), UnknownVariableError);
    assert.deepEqual(
      placesIn('a {{b}}{{c|url}} {{}} {{ }} {d}').map(({ name, filter, start }) => [name, filter, start]),
      [
        ['b', undefined, 2],
        ['c', 'url', 7],
      ],
    );
  });

  it('texts get variables in place of values, the longest first, and come back to what they were', () => {
    const named = [
      ['id', '12345678'],
      ['link', 'http://h/?t=12345678'],
      ['space', 'a b+c'],
    ] as const;
    assert.equal(unfillText('go http://h/?t=12345678 12345678 a%20b%2Bc', named), 'go {{link}} {{id}} {{space|url}}');
    fc.assert(
      fc.property(fc.array(fc.constantFrom('12345678', 'http://h/?t=', 'a b+c', 'id', ' ', '%')), (parts) => {
        const text = parts.join('');
        const back = fillText(unfillText(text, named), (name) => named.find(([each]) => each === name)?.[1]);
        assert.equal(back, text);
      }),
    );
  });

  it('texts are compared in every way, and a difference is told', () => {
    assert.equal(mismatch({ contains: 'b' }, 'abc'), undefined);
    assert.equal(mismatch({ contains: 2 }, [1, 2]), undefined);
    assert.deepEqual(mismatch({ contains: 3 }, [1, 2]), { expected: 'something that contains 3', actual: '[1,2]' });
    assert.deepEqual(mismatch({ absent: true }, 1), { expected: 'nothing', actual: '1' });
    assert.deepEqual(mismatch({ absent: false }, undefined), { expected: 'anything', actual: 'nothing' });
    assert.deepEqual(mismatch({ a: 1 }, { a: 2 }), {
      expected: '{"a":1}',
      actual: '{"a":2}',
      compared: { expected: '{\n  "a": 1\n}', actual: '{\n  "a": 2\n}' },
    });
    assert.equal(mismatch({ equals: { equals: 1 } }, { equals: 1 }), undefined, 'a value that looks like a test');
    assert.equal(mismatch({ matches: '^\\d+$' }, 42), undefined);
    assert.ok(mismatch({ matches: '^\\d+$', not: 42 }, 42));
    fc.assert(fc.property(fc.jsonValue(), (value) => isEqual(value as never, JSON.parse(JSON.stringify(value)))));
    assert.ok(!isEqual([], {} as never));
    assert.ok(!isEqual({ a: 1 }, { b: 1 }));
  });

  it('a text is altered by one character of the same kind', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Fa-f]{1,40}$/), (text) => {
        const other = altered(text);
        assert.equal(other.length, text.length);
        assert.equal([...text].filter((char, at) => char !== other[at]).length, 1);
        assert.match(other, /^[0-9A-Fa-f]+$/);
      }),
    );
    assert.equal(altered('==='), '===x');
  });

  it('parts of a request can be left out or changed, and those that are not there are told', () => {
    const request = {
      method: 'GET',
      url: '/x?a=1&%244DSID=ABC#z',
      headers: [
        ['Authorization', 'Bearer abc'],
        ['Cookie', 'a=1; b=22; c=d=e'],
      ] as [string, string][],
    };
    assert.deepEqual(withoutParts(request, ['cookie:b', 'AUTHORIZATION']).request.headers, [['Cookie', 'a=1; c=d=e']]);
    assert.deepEqual(withoutParts(request, ['cookie', 'x-none', 'cookie:none']).missing, ['x-none', 'cookie:none']);
    assert.deepEqual(withoutParts({ ...request, headers: [['Cookie', 'a=1']] }, ['cookie:a']).request.headers, []);
    const { request: other, missing } = tampered(request, [
      'token',
      'cookie:b',
      'query:$4DSID',
      'query:none',
      'header:None',
    ]);
    assert.deepEqual(other.headers, [
      ['Authorization', 'Bearer acc'],
      ['Cookie', 'a=1; b=23; c=d=e'],
    ]);
    assert.equal(other.url, '/x?a=1&%244DSID=ACC#z');
    assert.deepEqual(missing.sort(), ['header:None', 'query:none']);
  });
});

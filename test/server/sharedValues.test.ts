import assert from 'node:assert/strict';
import { webServer } from './webHarness';

/** Expressions of values that a shared object cannot hold, with what the error says. */
const REFUSED: readonly (readonly [expression: string, words: RegExp])[] = [
  ['new Date()', /as “v”: a date is to be given as a text, with toISOString\(\)/],
  ['({ a: [new Date()] })', /a date is to be given as a text/],
  ['NaN', /NaN is no number that JSON can say/],
  ['[1, -Infinity]', /-Infinity is no number/],
  ['() => 1', /it takes no functions/],
  ['({ a: { b() {} } })', /it takes no functions/],
  ['undefined', /it takes what JSON can say/],
];

/** Expressions of values that it holds, with what is read later. */
const KEPT: readonly (readonly [expression: string, kept: unknown])[] = [
  ['({ a: 1, b: [true, null, "t"] })', { a: 1, b: [true, null, 't'] }],
  ['({ a: undefined, b: 2 })', { b: 2 }],
  ['new Date(0).toISOString()', '1970-01-01T00:00:00.000Z'],
  ['Storage.before', { k: 1 }],
];

const FILES = {
  'WebCode/Kept.mjs': `
    const VALUES = [${[...REFUSED, ...KEPT].map(([expression]) => `() => (${expression})`).join(', ')}];
    export class Kept {
      static exposed = ['put', 'get', 'replaced'];
      put(index) {
        Use(Storage, () => { if (!Storage.before) Storage.before = { k: 1 }; });
        Use(Storage, () => { Storage.v = VALUES[index](); });
      }
      get() { return Storage.v; }
      replaced() {
        Use(Storage, () => { Storage.p = { k: 1 }; });
        const p = Storage.p;
        Use(Storage, () => { Storage.p = { k: 2 }; });
        return p.k;
      }
    }`,
};

describe('values of shared objects', () => {
  const server = webServer({}, FILES);
  const call = (name: string, ...given: unknown[]) => server().client().post(`/rest/$singleton/Kept/${name}`, given);

  it('what a shared object cannot hold is refused with words, also deep inside a value', async () => {
    for (const [index, [expression, words]] of REFUSED.entries()) {
      const { status, text } = await call('put', index);
      assert.equal(status, 500, expression);
      assert.match(JSON.parse(text).__ERROR[0].message, words, expression);
    }
  });

  it('what JSON can say is kept in a shared object as a copy', async () => {
    for (const [index, [expression, kept]] of KEPT.entries()) {
      const { status, text } = await call('put', REFUSED.length + index);
      assert.equal(status, 200, `${expression}: ${text}`);
      assert.deepEqual((await call('get')).json, { result: kept }, expression);
    }
  });

  it('what was taken out of a shared object is a place, as the documents say', async () => {
    assert.deepEqual((await call('replaced')).json, { result: 2 });
  });
});

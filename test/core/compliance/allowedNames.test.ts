import assert from 'node:assert/strict';
import fc from 'fast-check';
import { allowedNames } from '../../../src/core/compliance/allowedNames';

const MANY = Array.from({ length: 50 }, (_, at) => `option${String.fromCharCode(97 + (at % 26))}${at}`);

describe('allowedNames', () => {
  it('all names are told while they fit into a message', () => {
    assert.deepEqual(allowedNames(['body', 'url'], 'bdy'), { meant: 'body', names: ['body', 'url'], others: 0 });
    assert.deepEqual(allowedNames([], 'x'), { meant: undefined, names: [], others: 0 });
  });

  it('of many names the nearest are told first, and how many others there are', () => {
    const { meant, names, others } = allowedNames([...MANY, 'timeout'], 'timeuot');
    assert.deepEqual([meant, names[0]], ['timeout', 'timeout']);
    assert.equal(names.length + others, MANY.length + 1);
    assert.ok(others > 0);
  });

  it('of many names the first are told where no name is unknown', () => {
    const { names } = allowedNames(MANY);
    assert.deepEqual(names, MANY.slice(0, names.length));
  });

  it('a list is never longer than a message may have, and has one name at least', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 60 }), { minLength: 1 }),
        fc.string(),
        (all, name) => {
          const { names, others } = allowedNames(all, name);
          assert.ok(names.length > 0 && names.every((each) => all.includes(each)));
          assert.equal(new Set(names).size + others, all.length);
          assert.ok(names.map((each) => `"${each}"`).join(', ').length <= 160);
        },
      ),
    );
  });
});

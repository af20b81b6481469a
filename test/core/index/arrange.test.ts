import assert from 'node:assert/strict';
import fc from 'fast-check';
import { arrangeRows } from '../../../src/core/index/arrange';
import { SORT_ORDERS, type SortOrder } from '../../../src/core/index/arrangement';
import { PAGE_SIZE, pageCount, pageRange } from '../../../src/core/index/listPages';
import { osText, type SessionEntry } from '../../../src/core/index/sessionEntry';
import { SessionTable } from '../../../src/core/index/sessionTable';
import { entry } from './changes';
import { naiveArrange } from './naiveArrange';

function sorted(entries: readonly SessionEntry[], sort: SortOrder, reversed = false): string[] {
  const table = new SessionTable();
  for (const each of entries) table.add(each);
  const rows = { table, shown: (row: number) => table.entry(row), isSaidMore: (row: number) => table.isNotable(row) };
  return Array.from(arrangeRows(rows, [...table.rows()], sort, reversed), (row) => table.name(row));
}

describe('arrange', () => {
  it('sessions are sorted by device, numbers as numbers, in any case, sessions without one last', () => {
    const names = ['iPhone 9', 'iphone 10', 'iPhone 10 Pro', 'iPhone X', 'Pixel 7', 'Pixel 7a', undefined];
    const entries = names.map((description, i) => entry(`${i}`, description === undefined ? {} : { description }));
    assert.deepEqual(sorted(entries.toReversed(), 'device'), ['0', '1', '2', '3', '4', '5', '6']);
  });

  it('letters with accents stand beside those without, whichever way their file system writes them', () => {
    const names = [
      'alpha',
      'Älpha 2',
      'A\u0308lpha 10',
      'Émile',
      'Łukasz',
      'Ødegård',
      'pixel',
      'straße',
      'strasz',
      'zeta',
      '山田',
    ];
    const entries = names.map((description, i) => entry(String.fromCharCode(97 + i), { description }));
    assert.deepEqual(sorted(entries.toReversed(), 'device').join(''), 'abcdefghijk');
  });

  it('the marks of Japanese make another letter, which stands behind the plain one', () => {
    const entries = ['がき', 'かき'].map((description) => entry(description, { description }));
    assert.deepEqual(sorted(entries, 'device'), ['かき', 'がき']);
  });

  it('sessions are sorted by e-mail address, guests last', () => {
    const entries = [entry('guest', { email: '' }), entry('b', { email: 'b@x' }), entry('a', { email: 'A@x' })];
    assert.deepEqual(sorted(entries, 'email'), ['a', 'b', 'guest']);
  });

  it('the other way round sessions that have nothing to sort by stay last, and equal ones keep their order', () => {
    const back = (entries: SessionEntry[], sort: SortOrder) => sorted(entries, sort, true);
    const entries = [
      entry('guest', { email: '', modified: 1 }),
      entry('a', { email: 'a@x', modified: 2, description: 'iPhone 9' }),
      entry('b2', { email: 'b@x', modified: 3, description: 'iPhone 10' }),
      entry('b1', { email: 'b@x', modified: 4, description: 'iPad' }),
    ];
    assert.deepEqual(back(entries, 'email'), ['b1', 'b2', 'a', 'guest']);
    assert.deepEqual(back(entries, 'device'), ['b2', 'a', 'b1', 'guest']);
    assert.deepEqual(back(entries, 'modified'), ['guest', 'a', 'b2', 'b1']);
    assert.deepEqual(sorted(entries, 'modified'), ['b1', 'b2', 'a', 'guest']);
  });

  it('sessions are sorted by status, those that need somebody first', () => {
    const entries = (['accepted', 'pending', 'unreadable', 'atFault'] as const).map((condition) =>
      entry(condition, { condition }),
    );
    assert.deepEqual(sorted(entries, 'status'), ['atFault', 'unreadable', 'pending', 'accepted']);
  });

  it('sessions are sorted by operating system and its version as a number', () => {
    const systems: [string, string | undefined][] = [
      ['Android', '9 (Pie)'],
      ['Android', '29 (Android Q)'],
      ['iOS', '9.3'],
      ['iOS', '15.4'],
      ['iPadOS', undefined],
    ];
    const entries = systems.map(([deviceOs, deviceVersion], i) => {
      const plain = entry(`${i}`);
      return {
        ...plain,
        fields: { ...plain.fields, deviceOs, ...(deviceVersion && { deviceVersion }) },
      } as SessionEntry;
    });
    assert.deepEqual(sorted([...entries.toReversed(), entry('none')], 'os'), ['0', '1', '2', '3', '4', 'none']);
  });

  it('sessions are sorted by time, the last change first', () => {
    const entries = [entry('old', { modified: 1 }), entry('new', { modified: 3 }), entry('middle', { modified: 2 })];
    assert.deepEqual(sorted(entries, 'modified'), ['new', 'middle', 'old']);
  });

  it('sessions that are equal are sorted by e-mail address, then by device', () => {
    const entries = [
      entry('1', { description: 'iPhone 10', email: 'b' }),
      entry('2', { description: 'iPhone 10', email: 'a' }),
      entry('3', { description: 'iPhone 9', email: 'c' }),
    ];
    assert.deepEqual(sorted(entries, 'status'), ['2', '1', '3']);
    assert.deepEqual(sorted(entries, 'device'), ['3', '2', '1']);
  });

  it('sessions that are equal in all that are sorted by name, so that the order never depends on the reading', () => {
    const description = fc.constantFrom('a', 'b', '10', '9');
    const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 2 }), { maxLength: 12 });
    const shuffled = names.chain((all) =>
      fc.tuple(...all.map((name) => description.map((each) => entry(name, { description: each })))).chain((entries) => {
        return fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length }));
      }),
    );
    fc.assert(
      fc.property(shuffled, fc.constantFrom('device', 'status', 'os', 'email', 'modified'), ([one, other], sort) => {
        assert.deepEqual(sorted(one, sort), sorted(other, sort));
      }),
    );
  });

  it('rows are in the order in which a plain sort of their sessions has them', () => {
    const text = fc.constantFrom('', 'a', 'B', 'é', 'iPhone 9', 'iPhone 10', 'z\u0301');
    const traits = fc.record(
      {
        description: text,
        email: text,
        modified: fc.nat({ max: 3 }),
        condition: fc.constantFrom('accepted', 'pending', 'atFault', 'unreadable'),
      },
      { requiredKeys: [], noNullPrototype: true },
    );
    const entries = fc.array(traits, { maxLength: 30 }).map((all) => all.map((each, at) => entry(`${at}`, each)));
    fc.assert(
      fc.property(entries, fc.constantFrom(...SORT_ORDERS), fc.boolean(), (all, sort, reversed) => {
        const expected = naiveArrange(all, sort, reversed).map(({ name }) => name);
        assert.deepEqual(sorted(all, sort, reversed), expected);
      }),
    );
  });

  it('numbers are put in the order of their values', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (a, b) => {
        fc.pre(a !== b);
        const entries = [entry('a', { description: `iPhone ${a}` }), entry('b', { description: `iPhone ${b}` })];
        assert.deepEqual(sorted(entries, 'device'), a < b ? ['a', 'b'] : ['b', 'a']);
      }),
    );
  });
});

describe('pages', () => {
  it('a short list has no pages', () => {
    for (const length of [0, 1, PAGE_SIZE]) assert.equal(pageCount(length), 0);
  });

  it('pages hold the whole list in order, each full but the last', () => {
    fc.assert(
      fc.property(fc.integer({ min: PAGE_SIZE + 1, max: 5 * PAGE_SIZE }), (length) => {
        const list = Array.from({ length }, (_, i) => i);
        const cut = Array.from({ length: pageCount(length) }, (_, page) => list.slice(...pageRange(page)));
        assert.deepEqual(cut.flat(), list);
        for (const page of cut.slice(0, -1)) assert.equal(page.length, PAGE_SIZE);
      }),
    );
  });
});

describe('osText', () => {
  it('osText has the system, the version, both or none', () => {
    const { fields } = entry('1');
    assert.equal(osText({ ...fields, deviceOs: 'iOS', deviceVersion: '11.3' }), 'iOS 11.3');
    assert.equal(osText({ ...fields, deviceVersion: '11.3' }), '11.3');
    assert.equal(osText({ ...fields, deviceOs: 'iOS' }), 'iOS');
    assert.equal(osText(fields), '');
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CONDITION_ORDER } from '../../../src/core/index/arrange';
import { ArrangedIndex } from '../../../src/core/index/arrangedIndex';
import { type Arrangement, SORT_ORDERS } from '../../../src/core/index/arrangement';
import { PAGE_SIZE } from '../../../src/core/index/listPages';
import { type SessionEntry, sameEntry } from '../../../src/core/index/sessionEntry';
import { SessionIndex } from '../../../src/core/index/sessionIndex';
import { SessionSearch } from '../../../src/core/index/sessionSearch';
import { anyChange, entry, listed, packed } from './changes';
import { naiveArrange } from './naiveArrange';
import { FRENCH, naivelyFinds } from './naiveSearch';

const anyArrangement: fc.Arbitrary<Arrangement> = fc.record({
  sort: fc.constantFrom(...SORT_ORDERS),
  reversed: fc.boolean(),
  filter: fc.constantFrom(
    '',
    'a',
    'pending',
    '1',
    'nobody',
    'fault',
    'two',
    'equipe',
    'moved 1',
    'hint',
    'invité',
    'app',
  ),
});

const KEYS = ['/a', '/b'].flatMap((folder) => ['app', 'other'].map((application) => ({ folder, application })));

describe('ArrangedIndex', () => {
  it('an arranged index always shows what arranging the index anew would show, and tells what to draw again', () => {
    // Which lists somebody looks at decides which are kept.
    const step = fc.record({ change: anyChange, looks: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }) });
    fc.assert(
      fc.property(anyArrangement, fc.array(step, { maxLength: 20 }), (arrangement, steps) => {
        const index = readyIndex();
        const arranged = new ArrangedIndex(index, arrangement, new SessionSearch(FRENCH));
        const seen = new Set<(typeof KEYS)[number]>();
        for (const { change, looks } of steps) {
          const before = KEYS.map(({ folder, application }) => shown(index, folder, application, arrangement));
          const delta = index.apply(change);
          if (delta) {
            const { rearranged, redrawn } = arranged.take(delta);
            for (const [i, key] of KEYS.entries()) {
              // What nobody has looked at has no rows that could be wrong.
              if (!seen.has(key)) continue;
              const { folder, application } = key;
              const after = shown(index, folder, application, arrangement);
              if (rearranged.some((each) => each.folder === folder && each.application === application)) continue;
              assert.deepEqual(after.map(placeOf), before[i]?.map(placeOf));
              const changed = after.filter((each, at) => !sameEntry(each, before[i]?.[at])).map(({ name }) => name);
              const drawn = redrawn.filter((each) => each.folder === folder && each.application === application);
              for (const name of changed)
                assert.ok(
                  drawn.some((each) => each.name === name),
                  `${name} is not drawn again`,
                );
            }
          }
          for (const [i, key] of KEYS.entries()) {
            if (!looks[i]) continue;
            seen.add(key);
            assertShows(arranged, index, key.folder, key.application, arrangement);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('an arranged index shows everything anew in another arrangement', () => {
    const index = readyIndex();
    const arranged = new ArrangedIndex(index, { sort: 'email', filter: '' });
    const entries = [entry('1', { email: 'b', modified: 2 }), entry('2', { email: 'a', modified: 1 })];
    index.apply({ kind: 'checked', folder: '/a', application: 'app', entries });
    assert.deepEqual(names(arranged), ['2', '1']);
    arranged.setArrangement({ sort: 'modified', filter: '' });
    assert.deepEqual(names(arranged), ['1', '2']);
    assert.equal(arranged.count('/a', 'app'), 2);
    arranged.setArrangement({ sort: 'modified', filter: '1' });
    assert.deepEqual(names(arranged), ['1']);
    assert.equal(arranged.count('/a', 'app'), 1);
  });

  it('a long list of which few sessions come, go and move is what arranging it anew would show', () => {
    const at = { folder: '/a', application: 'app' };
    const text = fc.constantFrom('b', 'B2', 'b10', 'é');
    const traits = fc.record(
      { email: text, description: text, modified: fc.nat({ max: 3 }) },
      { requiredKeys: [], noNullPrototype: true },
    );
    const number = fc.nat({ max: 60 }).map(String);
    const some = fc.array(fc.tuple(number, traits), { maxLength: 5 });
    const step = fc.record({
      entries: some,
      gone: fc.array(number, { maxLength: 3 }),
      isPacked: fc.boolean(),
      arrangement: fc.option(anyArrangement, { nil: undefined }),
      looks: fc.boolean(),
    });
    const whole = { sort: 'device', reversed: false, filter: '' } as const;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const index = readyIndex();
        const entries = Array.from({ length: 40 }, (_, i) =>
          entry(`${i}`, { email: `b${i % 7}`, description: `d${i % 3}` }),
        );
        index.apply({ kind: 'checked', ...at, entries });
        let arrangement: Arrangement = whole;
        const arranged = new ArrangedIndex(index, arrangement, new SessionSearch(FRENCH));
        index.onDidChange((delta) => arranged.take(delta));
        assertShows(arranged, index, at.folder, at.application, arrangement);
        for (const { entries: those, gone, isPacked, arrangement: next, looks } of steps) {
          const made = those.map(([name, each]) => entry(name, each));
          const each = [...new Map(made.map((one) => [one.name, one])).values()];
          index.apply({ kind: 'vanished', ...at, names: gone });
          if (isPacked) index.apply({ kind: 'scanned', ...at, sessions: packed(each) });
          else index.apply({ kind: 'checked', ...at, entries: each });
          if (next) {
            arrangement = next;
            arranged.setArrangement(arrangement);
          }
          if (looks) assertShows(arranged, index, at.folder, at.application, arrangement);
        }
        assertShows(arranged, index, at.folder, at.application, arrangement);
      }),
      { numRuns: 300 },
    );
  });

  it('an arranged index that was not told of a change yet shows the sessions that are there', () => {
    const index = readyIndex();
    const arranged = new ArrangedIndex(index, { sort: 'device', filter: '' });
    const at = { folder: '/a', application: 'app' };
    index.apply({ kind: 'checked', ...at, entries: ['1', '2'].map((name) => entry(name)) });
    const early = arranged.application('/a', 'app').sessions;
    assert.deepEqual(
      [early.names(), early.at(-1)?.name, early.placeOf('2'), early.placeOf('3')],
      [['1', '2'], '2', 1, -1],
    );
    index.apply({ kind: 'vanished', ...at, names: ['1'] });
    assert.deepEqual(names(arranged), ['2']);
    index.apply({ kind: 'checked', ...at, entries: [entry('3')] });
    assert.deepEqual(names(arranged), ['2', '3']);
    index.apply({ kind: 'folderListed', folder: '/a', applications: [], others: [] });
    assert.deepEqual(names(arranged), []);
  });

  it('an arranged index says on which page a session is, of all or of its condition', () => {
    const index = readyIndex();
    const arranged = new ArrangedIndex(index, { sort: 'device', filter: '' });
    const entries = Array.from({ length: 2 * PAGE_SIZE + 1 }, (_, i) =>
      entry(`${i}`, { description: `${i}`, condition: i % 2 ? 'pending' : 'accepted' }),
    );
    index.apply({ kind: 'checked', folder: '/a', application: 'app', entries });
    const page = (name: number, grouped: boolean) => arranged.pageOf('/a', 'app', `${name}`, grouped);
    assert.equal(page(0, false), 0);
    assert.equal(page(PAGE_SIZE, false), 1);
    assert.equal(page(2 * PAGE_SIZE, false), 2);
    assert.equal(page(PAGE_SIZE, true), 0);
    assert.equal(page(2 * PAGE_SIZE, true), 1);
    assert.equal(page(9999, true), undefined);
    arranged.setArrangement({ sort: 'device', filter: 'pending' });
    assert.equal(page(0, false), undefined);
  });

  it('an arranged index shows what is not pushed, and says which lists change with a push', () => {
    const index = readyIndex();
    const unpushed = new Set(['1', '2']);
    const arranged = new ArrangedIndex(
      index,
      { sort: 'device', filter: 'not pushed' },
      new SessionSearch(FRENCH, ({ name }) => (unpushed.has(name) ? ['unpushed'] : [])),
    );
    index.apply({
      kind: 'checked',
      folder: '/a',
      application: 'app',
      entries: ['1', '2', '3'].map((name) => entry(name)),
    });
    assert.deepEqual(names(arranged), ['1', '2']);
    unpushed.delete('1');
    const key = { folder: '/a', application: 'app', name: '1' };
    assert.deepEqual(arranged.takeMarks([key]), [{ folder: '/a', application: 'app' }]);
    assert.deepEqual(names(arranged), ['2']);
    assert.equal(arranged.count('/a', 'app'), 1);
    unpushed.clear();
    assert.deepEqual(arranged.takeMarks({ folder: '/a' }), [{ folder: '/a', application: 'app' }]);
    assert.equal(arranged.count('/a', 'app'), 0);
    arranged.setArrangement({ sort: 'device', filter: '3' });
    assert.deepEqual(arranged.takeMarks([key]), []);
  });

  /** An index that knows one of the two folders. */
  function readyIndex(): SessionIndex {
    const index = new SessionIndex();
    index.apply({ kind: 'folderState', folder: '/a', state: { kind: 'ready' } });
    index.apply(listed('/a', 'app'));
    return index;
  }

  /** What a list shows, but for the look of each row. */
  function placeOf({ name, condition }: SessionEntry): string {
    return `${name} ${condition}`;
  }

  function shown(index: SessionIndex, folder: string, application: string, arrangement: Arrangement): SessionEntry[] {
    const { sort, filter, reversed } = arrangement;
    const found = [...index.entries(folder, application)].filter((each) =>
      naivelyFinds(index, folder, application, each, filter),
    );
    return naiveArrange(found, sort, reversed);
  }

  function names(arranged: ArrangedIndex): string[] {
    return arranged.application('/a', 'app').sessions.names();
  }

  function assertShows(
    arranged: ArrangedIndex,
    index: SessionIndex,
    folder: string,
    application: string,
    arrangement: Arrangement,
  ): void {
    const expected = shown(index, folder, application, arrangement);
    const { sessions, byCondition } = arranged.application(folder, application);
    assert.deepEqual(sessions.entries(), expected);
    assert.deepEqual(
      sessions.names(),
      expected.map(({ name }) => name),
    );
    assert.equal(arranged.count(folder, application), expected.length);
    for (const { name } of index.entries(folder, application)) {
      assert.equal(
        arranged.shows({ folder, application, name }),
        expected.some((each) => each.name === name),
      );
    }
    const groups = CONDITION_ORDER.map((condition) => expected.filter((each) => each.condition === condition));
    assert.deepEqual(
      Array.from(byCondition.values(), (each) => each.entries()),
      groups.filter(({ length }) => length > 0),
    );
  }
});

import assert from 'node:assert/strict';
import { chosenColumns, GRID_COLUMNS } from '../../../src/core/grid/gridColumns';
import { readGridPlace } from '../../../src/core/grid/gridMessages';
import { SessionGrid } from '../../../src/core/grid/sessionGrid';
import type { SessionEntry } from '../../../src/core/index/sessionEntry';
import { SessionIndex } from '../../../src/core/index/sessionIndex';
import { SessionSearch } from '../../../src/core/index/sessionSearch';
import { entry, listed } from '../index/changes';

const PLACE = { folder: '/m', application: 'T.app' };
const NAMES = ['ada', 'bob', 'cleo', 'dora'];

function gridOf(...entries: readonly SessionEntry[]) {
  const index = new SessionIndex();
  index.apply({ kind: 'folderState', folder: PLACE.folder, state: { kind: 'ready' } });
  index.apply(listed(PLACE.folder, PLACE.application, 'T.other'));
  const put = (...more: readonly SessionEntry[]) => index.apply({ kind: 'checked', ...PLACE, entries: more });
  put(...entries);
  const grid = new SessionGrid(index, PLACE, { sort: 'email', filter: '' }, new SessionSearch());
  return { index, grid, put };
}

const people = () => NAMES.map((name, at) => entry(name, { email: `${name}@x.y`, modified: at }));
const shown = (grid: SessionGrid) => grid.allKeys().map(({ name }) => name);
const selected = (grid: SessionGrid) => grid.selectedKeys().map(({ name }) => name);

describe('the sessions of a grid', () => {
  it('a grid is sorted by a column, and the other way round when it is sorted by it', () => {
    const { grid } = gridOf(...people());
    assert.deepEqual(shown(grid), NAMES);
    assert.deepEqual(grid.sorted, { column: 'who', isReversed: false });
    grid.sortBy('modified');
    assert.deepEqual(shown(grid), NAMES.toReversed());
    grid.sortBy('modified');
    assert.deepEqual(shown(grid), NAMES);
    assert.deepEqual(grid.sorted, { column: 'modified', isReversed: true });
    grid.sortBy('id');
    assert.deepEqual(grid.sorted, { column: 'id', isReversed: false });
  });

  it('a grid is sorted by what is only in the files once that was read, and what changes is read again', () => {
    const { grid, put, index } = gridOf(...people());
    grid.sortBy('address');
    assert.deepEqual(grid.sorted, { column: 'address', isReversed: false });
    assert.deepEqual(grid.unread, { column: 'address', names: NAMES });
    const addresses = { ada: '10.0.0.20', bob: '10.0.0.3', cleo: '', dora: '9.0.0.1' };
    grid.takeTexts('address', new Map(Object.entries(addresses)));
    assert.equal(grid.unread, undefined);
    assert.deepEqual(shown(grid), ['dora', 'bob', 'ada', 'cleo']);
    assert.deepEqual(
      grid.window(1, 3).map(({ name }) => name),
      ['bob', 'ada'],
    );
    grid.select('ada', 'only');
    assert.equal(grid.current, 2);
    grid.select('dora', 'range');
    assert.deepEqual(selected(grid), ['dora', 'bob', 'ada']);

    put(entry('cleo', { email: 'cleo@x.y', modified: 9 }), entry('emil', { email: 'emil@x.y' }));
    assert.deepEqual(grid.unread, { column: 'address', names: ['cleo', 'emil'] });
    grid.takeTexts('token', new Map([['cleo', 'fits']]));
    grid.takeTexts('address', new Map([['cleo', '10.0.0.4']]));
    assert.deepEqual(shown(grid), ['dora', 'bob', 'cleo', 'ada', 'emil']);
    index.apply({ kind: 'vanished', ...PLACE, names: ['bob'] });
    grid.setFilter('@x.y');
    grid.sortBy('address');
    assert.deepEqual(shown(grid), ['ada', 'cleo', 'dora', 'emil']);
    grid.sortBy('id');
    assert.deepEqual([grid.sorted, grid.unread], [{ column: 'id', isReversed: false }, undefined]);
  });

  it('a grid that is sorted by findings begins with the worst', () => {
    const { grid } = gridOf(entry('fine'), entry('bad', { condition: 'atFault' }), entry('good'));
    grid.sortBy('findings');
    assert.deepEqual(shown(grid), ['bad', 'fine', 'good']);
    grid.sortBy('findings');
    assert.deepEqual(shown(grid), ['fine', 'good', 'bad']);
  });

  it('a grid that is sorted by findings follows a hint that comes with another session', () => {
    const { grid, put } = gridOf(entry('a', { device: 'D' }), entry('b', { device: 'E' }), entry('c', { device: 'F' }));
    grid.sortBy('findings');
    assert.deepEqual(shown(grid), ['a', 'b', 'c']);
    put(entry('d', { device: 'F' }));
    assert.deepEqual(shown(grid), ['c', 'd', 'a', 'b']);
  });

  it('a click selects one session, Ctrl one more or less, and Shift all from where the last one began', () => {
    const { grid } = gridOf(...people());
    grid.select('bob', 'only');
    grid.select('dora', 'range');
    assert.deepEqual(selected(grid), ['bob', 'cleo', 'dora']);
    grid.select('ada', 'range');
    assert.deepEqual(selected(grid), ['ada', 'bob']);
    grid.select('ada', 'toggle');
    assert.deepEqual(selected(grid), ['bob']);
    grid.select('dora', 'toggle');
    assert.deepEqual(selected(grid), ['bob', 'dora']);
    grid.select('cleo', 'only');
    assert.deepEqual(selected(grid), ['cleo']);
    grid.selectAll(true);
    assert.deepEqual(selected(grid), NAMES);
    grid.selectAll(false);
    assert.deepEqual(selected(grid), []);
  });

  it('a range goes from the session that is clicked when the one that it began at is hidden', () => {
    const { grid } = gridOf(...people());
    grid.select('ada', 'only');
    grid.setFilter('o');
    assert.deepEqual(shown(grid), ['bob', 'cleo', 'dora']);
    grid.select('dora', 'range');
    assert.deepEqual(selected(grid), ['dora']);
  });

  it('a session that the filter hides, or that is gone, is no longer selected', () => {
    const { grid, index } = gridOf(...people());
    grid.selectAll(true);
    grid.setFilter('ada');
    assert.deepEqual([selected(grid), grid.count, grid.total], [['ada'], 1, 4]);
    grid.setFilter('');
    assert.deepEqual(selected(grid), ['ada']);
    index.apply({ kind: 'vanished', ...PLACE, names: ['ada'] });
    assert.deepEqual([selected(grid), grid.count], [[], 3]);
  });

  it('what is selected elsewhere is followed, and what is selected already is no change', () => {
    const { grid } = gridOf(...people());
    let changes = 0;
    grid.onDidChange(() => changes++);
    grid.follow(['cleo', 'bob']);
    assert.deepEqual([selected(grid), grid.current], [['bob', 'cleo'], 1]);
    grid.follow(['bob', 'cleo']);
    grid.follow(['nobody']);
    assert.equal(changes, 1);
    assert.deepEqual(selected(grid), ['bob', 'cleo']);
  });

  it('a grid goes to a session that is selected elsewhere or sorted to another place, and not back to one that was clicked', () => {
    const { grid } = gridOf(...people());
    grid.select('bob', 'only');
    grid.select('cleo', 'range');
    assert.deepEqual([grid.moves, grid.current], [0, 2]);
    grid.sortBy('modified');
    assert.deepEqual([grid.moves, grid.current], [1, 1]);
    grid.follow(['ada']);
    assert.deepEqual([grid.moves, grid.current], [2, 3]);
  });

  it('a grid follows its own application, and hears of no other', () => {
    const { grid, index, put } = gridOf(...people());
    const before = grid.revision;
    index.apply({ kind: 'checked', folder: PLACE.folder, application: 'T.other', entries: [entry('x')] });
    assert.equal(grid.revision, before);
    put(entry('abel', { email: 'abel@x.y' }));
    assert.notEqual(grid.revision, before);
    assert.deepEqual(shown(grid), ['abel', ...NAMES]);
    grid.dispose();
    const last = grid.revision;
    put(entry('zoe', { email: 'zoe@x.y' }));
    assert.equal(grid.revision, last);
  });
});

describe('what a grid keeps', () => {
  it('columns are those that were chosen, in the one order, and the first ones where nothing usable was kept', () => {
    assert.deepEqual(chosenColumns(['id', 'who', 'nothing', 'id']), ['who', 'id']);
    const first = chosenColumns(undefined);
    assert.ok(first.length > 3 && !first.includes('token'));
    for (const kept of [[], 'who', { who: true }, ['nothing'], null]) assert.deepEqual(chosenColumns(kept), first);
    assert.deepEqual(chosenColumns([...GRID_COLUMNS].reverse()), GRID_COLUMNS);
  });

  it('the place that a page has kept is read only when it is whole', () => {
    const place = { version: 1, folder: '/m', application: 'a' };
    assert.deepEqual(readGridPlace({ ...place, more: 1 }), place);
    for (const kept of [undefined, null, 3, {}, { ...place, version: 2 }, { ...place, folder: 1 }])
      assert.equal(readGridPlace(kept), undefined);
  });
});

import assert from 'node:assert/strict';
import { coverageByState } from '../../../src/core/flows/deviceCoverage';
import type { DeviceRow } from '../../../src/core/scenario/shownDevice';

const row = (id: string, from: string): DeviceRow => ({ id, from, event: 'e', to: 'B', effect: 'f', source: 'seed' });
const TABLE = [row('a.one', 'A'), row('b.one', 'B'), row('a.two', 'A')];

describe('the coverage of a transition table', () => {
  it('the coverage counts each row once, however often it was taken, by the state in which it begins', () => {
    const covered = coverageByState(TABLE, ['a.two', 'a.two', 'b.one']);
    assert.deepEqual(
      covered.map(({ from, rows, taken }) => [from, rows.map(({ row: { id }, isTaken }) => [id, isTaken]), taken]),
      [
        [
          'A',
          [
            ['a.one', false],
            ['a.two', true],
          ],
          1,
        ],
        ['B', [['b.one', true]], 1],
      ],
    );
  });

  it('the coverage does not count a row that the table does not have', () => {
    assert.deepEqual(
      coverageByState(TABLE, ['gone']).map(({ taken }) => taken),
      [0, 0],
    );
  });
});

import assert from 'node:assert/strict';
import { SYSTEM_PARTS } from '../../src/core/systems';
import { SYSTEMS } from '../../src/server/systems';

describe('the lists of emulated systems', () => {
  it('the list of the server has the systems of the list of core, by the same names', () => {
    const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name).sort();
    assert.deepEqual(names(SYSTEMS), names(SYSTEM_PARTS));
    assert.equal(new Set(names(SYSTEM_PARTS)).size, SYSTEM_PARTS.length);
  });

  it('at most one system says where the MobileApps folder of a server is', () => {
    assert.deepEqual(
      SYSTEM_PARTS.filter(({ folder }) => folder).map(({ name }) => name),
      ['mobile'],
    );
  });
});

import assert from 'node:assert/strict';
import type { Json } from '../../../../src/core/json/json';
import { keysOf, storageValueAt, withoutValueAt, withValueAt } from '../../../../src/core/systems/web/storageEdit';

describe('A storage that is edited', () => {
  const storage: Json = { cart: [{ sku: 'a' }, { sku: 'b' }], status: { step: 1 }, empty: null, text: 'abc' };

  it('a storage has a value at each path, and none elsewhere', () => {
    assert.deepEqual(storageValueAt(storage, []), storage);
    assert.equal(storageValueAt(storage, ['cart', '1', 'sku']), 'b');
    assert.equal(storageValueAt(storage, ['empty']), null);
    for (const path of [['none'], ['cart', '2'], ['cart', 'length'], ['text', '0'], ['empty', 'x'], ['toString']]) {
      assert.equal(storageValueAt(storage, path), undefined, path.join());
    }
    assert.deepEqual(keysOf(storageValueAt(storage, ['cart'])), ['0', '1']);
    assert.deepEqual(keysOf('text'), []);
  });

  it('a storage gets a new value at a path, and the storage of before is as it was', () => {
    const before = structuredClone(storage);
    assert.equal(storageValueAt(withValueAt(storage, ['cart', '0', 'sku'], 'z'), ['cart', '0', 'sku']), 'z');
    assert.deepEqual(storageValueAt(withValueAt(storage, ['cart', '2'], 7), ['cart']), [{ sku: 'a' }, { sku: 'b' }, 7]);
    assert.deepEqual(withValueAt({}, ['new'], { a: [] }), { new: { a: [] } });
    assert.deepEqual(withValueAt({ a: 1 }, [], { b: 2 }), { b: 2 });
    assert.deepEqual(storage, before);
  });

  it('a storage loses what is at a path, and nothing else', () => {
    assert.deepEqual(withoutValueAt(storage, ['cart', '0']), { ...storage, cart: [{ sku: 'b' }] });
    assert.deepEqual(withoutValueAt(storage, ['status', 'step']), { ...storage, status: {} });
    assert.deepEqual(withoutValueAt(storage, ['none', 'x']), storage);
  });

  it('a storage takes no value where nothing could have it', () => {
    assert.throws(() => withValueAt(storage, ['text', 'x'], 1), RangeError);
    assert.throws(() => withValueAt(storage, ['cart', '5'], 1), RangeError);
    assert.throws(() => withValueAt(storage, ['cart', 'x'], 1), RangeError);
  });
});

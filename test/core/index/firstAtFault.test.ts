import assert from 'node:assert/strict';
import { firstAtFault } from '../../../src/core/index/firstAtFault';
import { SessionIndex } from '../../../src/core/index/sessionIndex';
import { entry, listed } from './changes';

const FOLDER = '/a';

describe('the first session at fault', () => {
  it('the first session at fault is that of the first folder, application and name that has one', () => {
    const index = new SessionIndex();
    index.apply({ kind: 'folderState', folder: FOLDER, state: { kind: 'ready' } });
    index.apply(listed(FOLDER, 'first', 'second'));
    assert.equal(firstAtFault(index), undefined);
    const check = (application: string, ...entries: ReturnType<typeof entry>[]) =>
      index.apply({ kind: 'checked', folder: FOLDER, application, entries });
    check('first', entry('1'), entry('2', { condition: 'pending' }), entry('3', { condition: 'unreadable' }));
    assert.equal(firstAtFault(index), undefined);
    check('second', entry('9', { condition: 'atFault' }), entry('5', { condition: 'atFault' }), entry('1'));
    assert.deepEqual(firstAtFault(index), { folder: FOLDER, application: 'second', name: '5' });
    check('first', entry('2', { condition: 'atFault' }));
    assert.deepEqual(firstAtFault(index), { folder: FOLDER, application: 'first', name: '2' });
    index.apply({ kind: 'vanished', folder: FOLDER, application: 'first', names: ['2'] });
    assert.equal(firstAtFault(index)?.name, '5');
  });
});

import assert from 'node:assert/strict';
import { TaskTurns } from '../../src/disk/taskTurns';

describe('turns', () => {
  it('tasks of turns are done in their order, and the event loop goes on between long ones', async () => {
    let now = 0;
    const turns = new TaskTurns(() => now);
    const done: string[] = [];
    const long = (name: string) => () => {
      now += 10;
      done.push(name);
    };
    for (const name of 'abc') turns.add(long(name));
    const other = () => {
      done.push('other');
      if (!done.includes('c')) setImmediate(other);
    };
    setImmediate(other);
    await turns.done();
    assert.deepEqual(
      done.filter((name) => name !== 'other'),
      ['a', 'b', 'c'],
    );
    assert.ok(done.slice(done.indexOf('a'), done.indexOf('b')).includes('other'), done.join(' '));
    assert.ok(done.slice(done.indexOf('b'), done.indexOf('c')).includes('other'), done.join(' '));
  });

  it('turns without tasks are done at once', async () => {
    const turns = new TaskTurns();
    await turns.done();
    turns.add(() => {});
    await turns.done();
    await turns.done();
  });

  it('a task of turns that throws is told to who waits, and those behind it are left', async () => {
    const turns = new TaskTurns();
    const done: string[] = [];
    turns.add(() => done.push('a'));
    turns.add(() => {
      throw new Error('no');
    });
    turns.add(() => done.push('c'));
    await assert.rejects(turns.done(), /no/);
    assert.deepEqual(done, ['a']);
  });

  it('tasks of turns that were dropped are not done', async () => {
    const turns = new TaskTurns();
    turns.add(() => assert.fail('done'));
    turns.drop();
    await turns.done();
  });
});

import assert from 'node:assert/strict';
import { Emitter } from '../../../src/core/base/event';

describe('An emitter', () => {
  it('tells every listener, in the order they came', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    emitter.event((value) => heard.push(`a${value}`));
    emitter.event((value) => heard.push(`b${value}`));
    emitter.fire(1);
    assert.deepEqual(heard, ['a1', 'b1']);
  });

  it('tells a listener that subscribed twice twice, and once when one of the two is disposed', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const listener = (value: number) => heard.push(value);
    const first = emitter.event(listener);
    emitter.event(listener);
    emitter.fire(1);
    first.dispose();
    first.dispose();
    emitter.fire(2);
    assert.deepEqual(heard, [1, 1, 2]);
  });

  it('goes on telling the others when one is disposed', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    const first = emitter.event((value) => heard.push(`a${value}`));
    emitter.event((value) => heard.push(`b${value}`));
    first.dispose();
    emitter.fire(1);
    assert.deepEqual(heard, ['b1']);
  });

  it('tells a listener that comes while it fires the next value', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const subscription = emitter.event(() => {
      subscription.dispose();
      emitter.event((value) => heard.push(value));
    });
    emitter.fire(1);
    emitter.fire(2);
    assert.deepEqual(heard, [2]);
  });

  it('tells nobody after it is disposed', () => {
    const emitter = new Emitter<number>();
    emitter.event(() => assert.fail());
    emitter.dispose();
    emitter.fire(1);
  });
});

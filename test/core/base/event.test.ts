import assert from 'node:assert/strict';
import { Emitter } from '../../../src/core/base/event';

describe('An emitter', () => {
  it('an emitter tells every listener, in the order they came', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    emitter.event((value) => heard.push(`a${value}`));
    emitter.event((value) => heard.push(`b${value}`));
    emitter.fire(1);
    assert.deepEqual(heard, ['a1', 'b1']);
  });

  it('an emitter tells a listener that subscribed twice twice, and once when one of the two is disposed', () => {
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

  it('an emitter goes on telling the others when one listener is disposed', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    const first = emitter.event((value) => heard.push(`a${value}`));
    emitter.event((value) => heard.push(`b${value}`));
    first.dispose();
    emitter.fire(1);
    assert.deepEqual(heard, ['b1']);
  });

  it('a listener that comes while an emitter fires is told the next value', () => {
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

  it('an emitter tells the listeners after one that throws, and then throws what that one threw', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    const thrown = new Error('broken');
    emitter.event((value) => heard.push(`a${value}`));
    emitter.event(() => {
      throw thrown;
    });
    emitter.event((value) => heard.push(`c${value}`));
    assert.throws(
      () => emitter.fire(1),
      (error) => error === thrown,
    );
    assert.deepEqual(heard, ['a1', 'c1']);
  });

  it('an emitter throws all that several listeners threw, together', () => {
    const emitter = new Emitter<number>();
    const thrown = [new Error('first'), new Error('second')];
    for (const error of thrown) {
      emitter.event(() => {
        throw error;
      });
    }
    assert.throws(
      () => emitter.fire(1),
      (error) => error instanceof AggregateError && error.errors[0] === thrown[0] && error.errors[1] === thrown[1],
    );
  });

  it('an emitter knows whether anybody listens', () => {
    const emitter = new Emitter<number>();
    const one = emitter.event(() => {});
    const other = emitter.event(() => {});
    one.dispose();
    assert.equal(emitter.hasListeners, true);
    other.dispose();
    assert.equal(emitter.hasListeners, false);
  });

  it('an emitter tells nobody after it is disposed', () => {
    const emitter = new Emitter<number>();
    emitter.event(() => assert.fail());
    emitter.dispose();
    emitter.fire(1);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RecentMap } from '../../../src/core/base/recentMap';

const MOST = 4;
const key = fc.nat(11);
const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('set' as const), key, value: fc.nat(99) }) },
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('get' as const), key }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), key }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const) }) },
  ),
  { maxLength: 60 },
);

describe('RecentMap', () => {
  it('a map of what is recent never gives another value than the last, and surely has the keys that were used last', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const map = new RecentMap<number, number>(MOST);
        const values = new Map<number, number>();
        /** The keys in the order of their last use. */
        let used: number[] = [];
        const use = (each: number) => {
          used = [...used.filter((other) => other !== each), each];
        };
        for (const step of all) {
          if (step.kind === 'clear') {
            map.clear();
            values.clear();
            used = [];
          } else if (step.kind === 'delete') {
            map.delete(step.key);
            values.delete(step.key);
            used = used.filter((other) => other !== step.key);
          } else if (step.kind === 'set') {
            map.set(step.key, step.value);
            values.set(step.key, step.value);
            use(step.key);
          } else {
            const got = map.get(step.key);
            const isSure = used.slice(-MOST).includes(step.key);
            if (isSure || got !== undefined) assert.equal(got, values.get(step.key));
            if (got === undefined) used = used.filter((other) => other !== step.key);
            else use(step.key);
          }
        }
      }),
    );
  });

  it('a map of what is recent forgets what was not used while twice as many others were', () => {
    const map = new RecentMap<number, number>(MOST);
    for (let each = 0; each < 3 * MOST; each++) map.set(each, each);
    const kept = Array.from({ length: 3 * MOST }, (_, each) => each).filter((each) => map.get(each) !== undefined);
    assert.ok(kept.length <= 2 * MOST, `${kept}`);
    assert.ok(!kept.includes(0));
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { VirtualClock } from '../../src/server/kernel/clock/virtualClock';
import type { Space, Store } from '../../src/server/kernel/store/store';
import { FakeTime, mustNotFail } from './fakeTime';
import { type MakeStore, poll } from './makeStore';

interface Passcode {
  readonly session: string;
  readonly tags?: string[];
}

const PASSCODES: Space<Passcode> = { name: 'passcodes' };
const COUNTERS: Space<number> = { name: 'counters' };

/** Tests of what every store must do with the values in its spaces. */
export function describeSpaces(name: string, make: MakeStore): void {
  describe(`${name}: values`, () => {
    let time: FakeTime;
    let clock: VirtualClock;
    let store: Store;
    let expired: { space: string; key: string; value: unknown }[];

    beforeEach(async () => {
      time = new FakeTime();
      clock = new VirtualClock(mustNotFail, time);
      store = await make(clock);
      expired = [];
      store.onDidExpire((gone) => expired.push(gone));
    });
    afterEach(async () => {
      await store.dispose();
      clock.dispose();
    });

    const expiry = () => poll(() => expired.length > 0);

    it('a store gives what was put, and nothing for what was not', async () => {
      await store.put(PASSCODES, 'a', { session: '1' });
      assert.deepEqual(await store.get(PASSCODES, 'a'), { session: '1' });
      assert.equal(await store.get(PASSCODES, 'b'), undefined);
      await store.put(PASSCODES, 'a', { session: '2' });
      assert.deepEqual(await store.get(PASSCODES, 'a'), { session: '2' });
    });

    it('a store takes any text for a key and for the name of a space, and mixes none of them up', async () => {
      const names = ['', ' ', 'a', 'a:b', 'b:a', '__proto__', 'constructor', 'é😀', 'x'.repeat(1000), '\0', '*'];
      for (const space of names) for (const key of names) await store.put({ name: space }, key, `${space}|${key}`);
      for (const space of names) {
        for (const key of names) assert.equal(await store.get({ name: space }, key), `${space}|${key}`);
        assert.deepEqual(
          await store.entries({ name: space }),
          names.map((key) => [key, `${space}|${key}`]),
        );
      }
    });

    it('a store holds any plain JSON, falsy values too', async () => {
      const space: Space<fc.JsonValue> = { name: 'any' };
      const holds = async (value: fc.JsonValue) => {
        // JSON has no -0, so the expected value makes the same round trip.
        const expected = JSON.parse(JSON.stringify(value));
        await store.put(space, 'key', value);
        assert.deepEqual(await store.get(space, 'key'), expected);
        assert.deepEqual(await store.take(space, 'key'), expected);
      };
      for (const value of [null, false, 0, '', [], {}, 'é😀\u2028\0\ud800', { ['__proto__']: 1 }]) await holds(value);
      await fc.assert(fc.asyncProperty(fc.jsonValue(), holds), { numRuns: 50 });
    });

    it('a store refuses what is no JSON, and keeps what was there', async () => {
      await store.put({ name: 'any' }, 'key', 1);
      for (const value of [undefined, () => 1, 1n])
        await assert.rejects(store.put({ name: 'any' }, 'key', value), TypeError);
      await assert.rejects(store.put({ name: 'any' }, 'key', 2, { expiresAt: Number.NaN }), RangeError);
      assert.equal(await store.get({ name: 'any' }, 'key'), 1);
    });

    it('a store copies on the way in and out', async () => {
      const given = { session: '1', tags: ['a'] };
      await store.put(PASSCODES, 'a', given);
      given.tags.push('b');
      (await store.get(PASSCODES, 'a'))?.tags?.push('c');
      (await store.entries(PASSCODES))[0]?.[1].tags?.push('d');
      (await store.update(PASSCODES, 'b', () => given))?.tags?.push('e');
      given.tags.push('f');
      await store.update(PASSCODES, 'a', (value) => {
        const same = { session: value?.session ?? '', tags: value?.tags ?? [] };
        same.tags.push('g');
        return same;
      });
      assert.deepEqual(await store.get(PASSCODES, 'a'), { session: '1', tags: ['a', 'g'] });
      assert.deepEqual(await store.get(PASSCODES, 'b'), { session: '1', tags: ['a', 'b'] });
    });

    it('a store gives a value once to those who take it', async () => {
      await store.put(PASSCODES, 'a', { session: '1' });
      assert.deepEqual(await store.take(PASSCODES, 'a'), { session: '1' });
      assert.equal(await store.take(PASSCODES, 'a'), undefined);
      assert.equal(await store.get(PASSCODES, 'a'), undefined);
      assert.deepEqual(expired, []);
    });

    it('a store lets exactly one of 1,000 at once take each of 100 keys', async () => {
      const keys = Array.from({ length: 100 }, (_, i) => `key${i}`);
      await Promise.all(keys.map((key) => store.put(PASSCODES, key, { session: key })));
      // All callers run at once, alternating between the keys.
      const takes = Array.from({ length: 1000 }, () => keys.map((key) => store.take(PASSCODES, key))).flat();
      const taken = (await Promise.all(takes)).filter((value) => value !== undefined);
      assert.deepEqual(taken.map(({ session }) => session).sort(), [...keys].sort());
      assert.deepEqual(await store.entries(PASSCODES), []);
    });

    it('a store loses no update of many at once, nor one that comes with takes', async () => {
      const increment = () => store.update(COUNTERS, 'a', (value) => (value ?? 0) + 1);
      const answers = await Promise.all(Array.from({ length: 1000 }, increment));
      assert.equal(await store.get(COUNTERS, 'a'), 1000);
      assert.deepEqual(
        answers.map(Number).sort((a, b) => a - b),
        Array.from({ length: 1000 }, (_, i) => i + 1),
      );

      const mixed = Array.from({ length: 500 }, (_, i) =>
        i % 7 === 0 ? store.take(COUNTERS, 'b') : undefined,
      ).flatMap((take) => [take, store.update(COUNTERS, 'b', (value) => (value ?? 0) + 1)]);
      const left = Promise.all(mixed).then(() => store.take(COUNTERS, 'b'));
      const takes = [...mixed.filter((_, i) => i % 2 === 0), left];
      const sum = (await Promise.all(takes)).reduce<number>((total, value) => total + (value ?? 0), 0);
      assert.equal(sum, 500);
    });

    it('a store updates what is there, makes what is not, and removes when there is to be nothing', async () => {
      assert.equal(await store.update(COUNTERS, 'a', () => undefined), undefined);
      assert.equal(await store.update(COUNTERS, 'a', (value) => (value === undefined ? 1 : 2)), 1);
      assert.equal(await store.update(COUNTERS, 'a', (value) => (value ?? 0) + 10), 11);
      assert.equal(await store.update(COUNTERS, 'a', () => undefined), undefined);
      assert.equal(await store.get(COUNTERS, 'a'), undefined);
      assert.deepEqual(expired, []);
    });

    it('a store changes nothing when the change throws', async () => {
      await store.put(COUNTERS, 'a', 1);
      const broken = new Error('broken');
      await assert.rejects(
        store.update(COUNTERS, 'a', () => {
          throw broken;
        }),
        broken,
      );
      assert.equal(await store.get(COUNTERS, 'a'), 1);
    });

    it('a store deletes a key, and says whether there was one', async () => {
      await store.put(COUNTERS, 'a', 0);
      assert.equal(await store.delete(COUNTERS, 'a'), true);
      assert.equal(await store.delete(COUNTERS, 'a'), false);
      assert.equal(await store.get(COUNTERS, 'a'), undefined);
    });

    it('a store lists a space in the order in which its keys were first put', async () => {
      for (const key of ['b', 'a', '2', '1']) await store.put(COUNTERS, key, 1);
      await store.put(COUNTERS, 'b', 2);
      await store.update(COUNTERS, 'a', () => 3);
      await store.delete(COUNTERS, '2');
      await store.put(COUNTERS, '2', 4);
      assert.deepEqual(await store.entries(COUNTERS), [
        ['b', 2],
        ['a', 3],
        ['1', 1],
        ['2', 4],
      ]);
      assert.deepEqual(await store.entries({ name: 'none' }), []);
    });

    it('a store gives the part of a space that follows a key, in the order of the keys', async () => {
      const keys = fc.uniqueArray(fc.string({ maxLength: 3 }), { maxLength: 20 });
      const page = fc.record(
        { after: fc.string({ maxLength: 3 }), limit: fc.integer({ min: 1, max: 9 }) },
        { requiredKeys: [] },
      );
      await fc.assert(
        fc.asyncProperty(keys, page, async (all, { after, limit }) => {
          for (const [key] of await store.entries(COUNTERS)) await store.delete(COUNTERS, key);
          for (const [at, key] of all.entries()) await store.put(COUNTERS, key, at);
          const asked = { ...(after !== undefined && { after }), ...(limit !== undefined && { limit }) };
          const wanted = all.filter((key) => after === undefined || key > after);
          if (after !== undefined || limit !== undefined) wanted.sort();
          assert.deepEqual(
            await store.entries(COUNTERS, asked),
            wanted.slice(0, limit).map((key) => [key, all.indexOf(key)]),
          );
        }),
        { numRuns: 30 },
      );
    });

    it('a store counts a value as absent from its time on, not before, and tells once', async () => {
      await store.put(PASSCODES, 'a', { session: '1' }, { expiresAt: clock.now() + 1000 });
      clock.move({ advanceMs: 999 });
      assert.deepEqual(await store.get(PASSCODES, 'a'), { session: '1' });
      assert.deepEqual(expired, []);
      clock.move({ advanceMs: 1 });
      await expiry();
      assert.equal(await store.get(PASSCODES, 'a'), undefined);
      assert.equal(await store.take(PASSCODES, 'a'), undefined);
      assert.equal(await store.delete(PASSCODES, 'a'), false);
      assert.deepEqual(await store.entries(PASSCODES), []);
      time.pass(10_000);
      assert.deepEqual(expired, [{ space: 'passcodes', key: 'a', value: { session: '1' } }]);
    });

    it('a store counts a value as absent even when no timer has run yet', async () => {
      const read: ((key: string) => Promise<unknown>)[] = [
        (key) => store.get(PASSCODES, key),
        (key) => store.take(PASSCODES, key),
        (key) => store.delete(PASSCODES, key).then((was) => was || undefined),
        (key) => store.update(PASSCODES, key, (value) => value),
        () => store.entries(PASSCODES).then((entries) => entries[0]),
      ];
      for (const [i, reading] of read.entries()) {
        const key = `key${i}`;
        await store.put(PASSCODES, key, { session: key }, { expiresAt: clock.now() + 1000 });
        time.jump(1000);
        assert.equal(await reading(key), undefined);
      }
      time.pass(60_000);
      assert.deepEqual(
        expired.map(({ key }) => key),
        read.map((_, i) => `key${i}`),
      );
    });

    it('a store gives no value that was over when it was put', async () => {
      await store.put(COUNTERS, 'a', 1, { expiresAt: clock.now() });
      assert.equal(await store.get(COUNTERS, 'a'), undefined);
    });

    it('a store gives a value that is put over an old one its own lifetime', async () => {
      await store.put(COUNTERS, 'a', 1, { expiresAt: clock.now() + 1000 });
      await store.put(COUNTERS, 'b', 1, { expiresAt: clock.now() + 1000 });
      await store.put(COUNTERS, 'a', 2);
      await store.put(COUNTERS, 'b', 2, { expiresAt: clock.now() + 2000 });
      clock.move({ advanceMs: 1000 });
      assert.deepEqual(await store.entries(COUNTERS), [
        ['a', 2],
        ['b', 2],
      ]);
      clock.move({ advanceMs: 1000 });
      await expiry();
      assert.deepEqual(expired, [{ space: 'counters', key: 'b', value: 2 }]);
      assert.deepEqual(await store.entries(COUNTERS), [['a', 2]]);
    });

    it('an update that computes the lifetime from the new value changes both together, however many run at once', async () => {
      const now = clock.now();
      const lives = Array.from({ length: 50 }, (_, i) => 1000 + ((i * 37) % 50));
      await Promise.all(
        lives.map((ms) => store.update(COUNTERS, 'a', () => now + ms, { expiresAt: (value) => value })),
      );
      const value = await store.get(COUNTERS, 'a');
      const { entries } = await store.snapshot();
      assert.deepEqual(
        entries.map(({ key, expiresAt }) => [key, expiresAt]),
        [['a', value]],
      );
      await store.update(COUNTERS, 'a', (before) => before, { expiresAt: () => Number.POSITIVE_INFINITY });
      await store.update(COUNTERS, 'b', () => undefined, { expiresAt: () => assert.fail('there is no value') });
      await assert.rejects(
        store.update(COUNTERS, 'a', () => 1, { expiresAt: () => Number.NaN }),
        RangeError,
      );
      clock.move({ advanceMs: 10_000 });
      assert.deepEqual(await store.entries(COUNTERS), [['a', value]]);
    });

    it('an update keeps the lifetime in the store, unless it is given another', async () => {
      const expiresAt = clock.now() + 1000;
      await store.put(COUNTERS, 'kept', 1, { expiresAt });
      await store.put(COUNTERS, 'renewed', 1, { expiresAt });
      await store.put(COUNTERS, 'endless', 1);
      await store.update(COUNTERS, 'kept', () => 2);
      await store.update(COUNTERS, 'renewed', () => 2, { expiresAt: expiresAt + 1000 });
      await store.update(COUNTERS, 'endless', () => 2);
      await store.update(COUNTERS, 'made', () => 2, { expiresAt });
      clock.move({ advanceMs: 1000 });
      await poll(() => expired.length >= 2);
      assert.deepEqual(await store.entries(COUNTERS), [
        ['renewed', 2],
        ['endless', 2],
      ]);
      clock.move({ advanceMs: 1000 });
      assert.deepEqual(await store.entries(COUNTERS), [['endless', 2]]);
    });

    it('a store tells of values in the order in which their times are over', async () => {
      const now = clock.now();
      for (const [key, ms] of [
        ['c', 30],
        ['a', 10],
        ['b', 20],
        ['late', 99],
      ] as const)
        await store.put(COUNTERS, key, 1, { expiresAt: now + ms });
      clock.move({ advanceMs: 30 });
      await poll(() => expired.length >= 3);
      assert.deepEqual(
        expired.map(({ key }) => key),
        ['a', 'b', 'c'],
      );
    });

    it('a store does what a plain map with lifetimes does, whatever happens in whatever order', async () => {
      const key = fc.constantFrom('a', 'b', 'c');
      const lifetime = fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined });
      const step = fc.oneof(
        fc.record({ does: fc.constant('put' as const), key, value: fc.nat(9), lifetime }),
        fc.record({
          does: fc.constant('update' as const),
          key,
          value: fc.option(fc.nat(9), { nil: undefined }),
          lifetime,
        }),
        fc.record({ does: fc.constantFrom('take', 'delete', 'get'), key }),
        fc.record({ does: fc.constant('advance' as const), ms: fc.nat(15) }),
        fc.record({ does: fc.constant('jump' as const), ms: fc.nat(15) }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
          const ownTime = new FakeTime();
          const ownClock = new VirtualClock(mustNotFail, ownTime);
          const tested = await make(ownClock);
          const model = new Map<string, { value: number; expiresAt: number | undefined }>();
          const prune = () => {
            for (const [name, { expiresAt }] of model)
              if (expiresAt !== undefined && expiresAt <= ownClock.now()) model.delete(name);
          };
          for (const step of steps) {
            prune();
            const held = 'key' in step ? model.get(step.key) : undefined;
            if (step.does === 'advance') ownClock.move({ advanceMs: (step as { ms: number }).ms });
            else if (step.does === 'jump') ownTime.jump((step as { ms: number }).ms);
            else if (step.does === 'put' || step.does === 'update') {
              const { value, lifetime: ms } = step as { value: number | undefined; lifetime: number | undefined };
              const options = ms === undefined ? undefined : { expiresAt: ownClock.now() + ms };
              const name = (step as { key: string }).key;
              if (step.does === 'put') {
                await tested.put(COUNTERS, name, value as number, options);
                model.set(name, { value: value as number, expiresAt: options?.expiresAt });
              } else {
                await tested.update(COUNTERS, name, () => value, options);
                if (value === undefined) model.delete(name);
                else model.set(name, { value, expiresAt: options?.expiresAt ?? held?.expiresAt });
              }
            } else {
              const name = (step as { key: string }).key;
              if (step.does === 'get') assert.equal(await tested.get(COUNTERS, name), held?.value);
              else if (step.does === 'take') assert.equal(await tested.take(COUNTERS, name), held?.value);
              else assert.equal(await tested.delete(COUNTERS, name), held !== undefined);
              if (step.does !== 'get') model.delete(name);
            }
            prune();
            assert.deepEqual(
              await tested.entries(COUNTERS),
              [...model].map(([name, { value }]) => [name, value]),
            );
          }
          await tested.dispose();
          ownClock.dispose();
        }),
      );
    });
  });
}

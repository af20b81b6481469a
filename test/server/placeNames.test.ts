import assert from 'node:assert/strict';
import { declareReasons } from '../../src/core/server/declareReasons';
import { DevServer } from '../../src/server/devServer';
import { ServerStartError } from '../../src/server/kernel/start/startErrors';
import { WrittenEntry } from '../../src/server/kernel/store/log';
import type { Lifetime, Place, Space } from '../../src/server/kernel/store/store';
import type { Kernel } from '../../src/server/kernel/system/kernel';
import { assertPlaceNames } from '../../src/server/kernel/system/placeNames';
import { DeclaredPlaces, type SystemStore, UndeclaredPlaceError } from '../../src/server/kernel/system/systemStore';
import { SYSTEMS } from '../../src/server/systems';
import { ownStores } from './ownStore';

const check = () => undefined;
const plugin = (name: string, ...spaces: Place[]) => ({ name, spaces, logs: [] });

describe('The names of places in the store', () => {
  const wrong: Record<string, [plugins: Parameters<typeof assertPlaceNames>[0], problem: RegExp]> = {
    'a space of another system': [
      [plugin('a', { name: 'b.x', check })],
      /^The space “b\.x” of the system “a” must have a name that begins with “a\.”; rename it/,
    ],
    'a space of the kernel': [[plugin('a', { name: 'clock', check })], /a name that begins with “a\.”; rename it/],
    'a name that only resembles its own': [[plugin('a', { name: 'ab.x', check })], /a name that begins with “a\.”;/],
    'one space twice': [
      [plugin('a', { name: 'a.x', check }, { name: 'a.x', check })],
      /^The space “a\.x” of the system “a” is declared already; declare it once/,
    ],
    'a space without a check': [[plugin('a', { name: 'a.x' })], /has no check .*; give it a `check`\.$/],
    'the name of another system': [[plugin('a'), plugin('a')], /^Two systems have the name “a”; rename one/],
    'a log of another system': [
      [{ name: 'a', spaces: [], logs: [{ name: 'journal', check }] }],
      /^The log “journal” of the system “a” must have a name/,
    ],
  };
  for (const [what, [plugins, problem]] of Object.entries(wrong)) {
    it(`no server starts with a system that has ${what}, and the answer has the way out`, async () => {
      const whole = plugins.map((each) => ({
        ...each,
        reasonCodes: declareReasons(each.name, {}),
        paths: () => [],
        create: () => assert.fail(),
      }));
      const starting = DevServer.start({}, { log: () => {} }, whole);
      await assert.rejects(starting, (error) => {
        assert.ok(error instanceof ServerStartError);
        assert.match(error.problem.message, problem);
        return true;
      });
    });
  }

  it('the places of all systems that ship belong to one system each', () => {
    assertPlaceNames(SYSTEMS);
    assertPlaceNames([
      plugin('a', { name: 'a.x', check }, { name: 'a.x', isLocal: true }),
      plugin('b', { name: 'b.x', check }),
    ]);
  });
});

describe('The store of one system', () => {
  const ownStore = ownStores();
  const OWN: Space<number> = { name: 'a.own', check };
  const LOG = { name: 'a.log', check };

  const uses: Record<string, (store: SystemStore, place: Place) => unknown> = {
    get: (store, place) => store.get(place, 'k'),
    put: (store, place) => store.put(place, 'k', 1),
    take: (store, place) => store.take(place, 'k'),
    update: (store, place) => store.update(place, 'k', () => 1),
    delete: (store, place) => store.delete(place, 'k'),
    entries: (store, place) => store.entries(place),
    follow: (store, place) => store.follow(place, {}),
    append: (store, place) => store.append(place, new WrittenEntry(1)),
    page: (store, place) => store.page(place),
    latest: (store, place) => store.latest(place, 1),
    clear: (store, place) => store.clear(place),
    followLog: (store, place) => store.followLog(place, () => {}),
  };
  const LOG_USES = ['append', 'page', 'latest', 'clear', 'followLog'];

  for (const [method, use] of Object.entries(uses)) {
    it(`a system that uses a place that is not its own by ${method} gets an error that says so`, async () => {
      const { store } = ownStore();
      const own = new DeclaredPlaces(store, { name: 'a', spaces: [OWN], logs: [LOG] });
      const kind = LOG_USES.includes(method) ? 'log' : 'space';
      const cases: [Place, RegExp][] = [
        [{ name: 'b.x' }, new RegExp(`The ${kind} “b\\.x” is not one of the system “a”; .* begin with “a\\.”`)],
        [{ name: 'clock' }, /“clock” is not one of the system “a”/],
        [{ name: 'ab.x' }, /“ab\.x” is not one of the system “a”/],
        [{ name: 'a.other' }, new RegExp(`does not declare the ${kind} “a\\.other”; add it to \`${kind}s\``)],
        [{ name: OWN.name, isLocal: true }, /local/],
        [kind === 'log' ? OWN : LOG, new RegExp(`does not declare the ${kind}`)],
      ];
      for (const [place, problem] of cases) {
        await assert.rejects(
          async () => use(own, place),
          (error) => error instanceof UndeclaredPlaceError && problem.test(error.message),
        );
      }
      await use(own, kind === 'log' ? LOG : OWN);
      assert.ok((await store.snapshot()).entries.every(({ space }) => space === OWN.name));
    });
  }

  const lifetimes: Record<string, [expires: Lifetime | undefined, given: number | undefined, isRight: boolean]> = {
    'never, and gets no time': [undefined, undefined, true],
    'never, and gets a time': [undefined, 5, false],
    'at a time that only the code knows, and gets one': ['known', 5, true],
    'at a time that only the code knows, and gets none': ['known', undefined, false],
    'when they say, and gets that time': [(value: number) => value, 5, true],
    'when they say, and gets another time': [(value: number) => value, 6, false],
    'when they say, and gets no time': [(value: number) => value, undefined, false],
    'never if they say so, and gets a time': [() => 'never', 5, false],
    'when another value says, which is not read now': [
      (_value, _key, others) => (others(OWN, 'x') === undefined ? 'known' : 1),
      5,
      true,
    ],
  };
  for (const [what, [expires, given, isRight]] of Object.entries(lifetimes)) {
    it(`the store of a system ${isRight ? 'takes' : 'refuses'} a value of a space whose values expire ${what}`, async () => {
      const { store } = ownStore();
      const space: Space<number> = { ...OWN, ...(expires && { expires }) };
      const own = new DeclaredPlaces(store, { name: 'a', spaces: [space], logs: [] });
      const options = given === undefined ? {} : { expiresAt: given + 1e15 };
      const uses = [() => own.put(space, 'k', 1e15 + 5, options)];
      if (given !== undefined) {
        uses.push(
          () => own.update(space, 'l', () => 1e15 + 5, options).then(() => {}),
          () => own.update(space, 'm', () => 1e15 + 5, { expiresAt: () => 1e15 + given }).then(() => {}),
        );
      }
      for (const use of uses) {
        if (isRight) await use();
        else {
          await assert.rejects(
            use,
            /^UndeclaredLifetimeError: The space “a\.own” .* does not fit its `expires`: .*; declare/,
          );
        }
      }
      assert.equal((await store.entries(space)).length, isRight ? uses.length : 0);
    });
  }

  it('a server gives each of its systems a store of that kind', async () => {
    const create = (kernel: Kernel) => kernel.store.get({ name: 'web.session' }, 'k').then(() => assert.fail());
    const curious = { ...plugin('curious'), reasonCodes: declareReasons('curious', {}), paths: () => [], create };
    const starting = DevServer.start({ web: {} }, { log: () => {} }, [...SYSTEMS, curious]);
    await assert.rejects(starting, /The space “web\.session” is not one of the system “curious”/);
  });

  it('a system has each method of the store that is about places, and hears only of its own values that expire', async () => {
    const { store, clock } = ownStore();
    const own = new DeclaredPlaces(store, { name: 'a', spaces: [OWN], logs: [] });
    const heard: string[] = [];
    own.onDidExpire(({ space }) => heard.push(space));
    for (const space of [OWN, { name: 'b.x' }]) await store.put(space, 'k', 1, { expiresAt: clock.now() + 5 });
    clock.move({ advanceMs: 10 });
    assert.deepEqual(heard, [OWN.name]);
    const methods = Object.getOwnPropertyNames(DeclaredPlaces.prototype);
    assert.deepEqual(
      Object.keys(uses).filter((method) => !methods.includes(method)),
      [],
    );
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KeyGroups } from '../../src/server/kernel/store/keyGroups';
import type { Space } from '../../src/server/kernel/store/store';
import { SessionCounts } from '../../src/server/systems/web/sessionCounts';
import type { HeldWebSession } from '../../src/server/systems/web/webSessions';
import { WEB_SESSIONS } from '../../src/server/systems/web/webSpaces';
import { ownStores } from './ownStore';
import { SharedStore } from './sharedStore';

type Named = { readonly name: string };
const THINGS: Space<Named> = { name: 'things' };
const MANY = 2_000;

const change = fc.record({
  isOwn: fc.boolean(),
  what: fc.constantFrom('put', 'delete', 'restore'),
  key: fc.constantFrom('a', 'b', 'c', 'd', '__proto__'),
  name: fc.constantFrom('ada', 'bob', '__proto__', ''),
});

describe('What is known of a space without a look at all of it', () => {
  const makeStore = ownStores();

  it('the values with a name are found after any changes, whoever made them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 30 }), async (changes) => {
        const shared = new SharedStore(makeStore().store);
        const [own, other] = [shared.view(), shared.view()];
        await other.put(THINGS, 'before', { name: 'ada' });
        const groups = new KeyGroups(own, THINGS, ({ name }) => name);
        await groups.load();
        for (const { isOwn, what, key, name } of changes) {
          const view = isOwn ? own : other;
          if (what === 'put') await view.put(THINGS, key, { name });
          else if (what === 'delete') await view.delete(THINGS, key);
          else await view.restore({ entries: [{ space: THINGS.name, key, value: { name } }], logs: [] });
          for (const each of ['ada', 'bob', '__proto__', '', 'nobody']) {
            const all = (await own.entries(THINGS)).map(([, value]) => value);
            const wanted = all.filter((value) => value.name === each);
            assert.deepEqual(await groups.of(each), wanted);
          }
        }
        groups.dispose();
      }),
    );
  });

  it('sessions that have expired together count no more, and no session is read for that', async () => {
    const { store, clock } = makeStore();
    await store.put(WEB_SESSIONS, 'stays', { userName: 'ada' } as HeldWebSession);
    for (let at = 0; at < MANY; at++) {
      const expiresAt = clock.now() + 1000;
      await store.put(WEB_SESSIONS, `${at}`, { userName: '' } as HeldWebSession, { expiresAt });
    }
    const counts = new SessionCounts(store, ({ userName }) => userName === '');
    await counts.load();
    store.entries = () => assert.fail('all sessions are read');
    assert.deepEqual(await counts.now(), { sessions: MANY + 1, guests: MANY });
    clock.move({ advanceMs: 2000 });
    assert.deepEqual(await counts.now(), { sessions: 1, guests: 0 });
    counts.dispose();
  });
});

import assert from 'node:assert/strict';
import { SessionAnnouncer } from '../../src/server/systems/mobile/memory/sessionAnnouncer';
import type { MobileStateChange } from '../../src/server/systems/mobile/mobileState';

describe('the announcements about mobile sessions', () => {
  const made: SessionAnnouncer[] = [];
  afterEach(() => {
    for (const each of made.splice(0)) each.dispose();
  });

  const announcer = () => {
    const described = { session: async () => undefined, eviction: async () => undefined };
    const each = new SessionAnnouncer(described, (error) => assert.fail(String(error)));
    made.push(each);
    const changes: MobileStateChange[] = [];
    each.onDidChange((change) => changes.push(change));
    return { each, changes };
  };

  /** Resolves when everything that was to be announced until now was announced: another announcer is called after it. */
  const announced = async () => {
    const { each } = announcer();
    await new Promise<void>((resolve) => {
      each.onDidChange(() => resolve());
      each.changedAll();
    });
  };

  for (const [what, within] of [
    ['everything', (each: SessionAnnouncer) => each.changedAll()],
    ['a session', (each: SessionAnnouncer) => each.changed('a/b')],
    ['an agreement', (each: SessionAnnouncer) => each.disagreed('a/b', 'inMemory')],
    ['another operation', (each: SessionAnnouncer) => each.asOne(async () => each.changedAll())],
  ] as const) {
    it(`an operation that changes ${what} is announced once, when it has ended, however long it takes`, async () => {
      const { each, changes } = announcer();
      await each.asOne(async () => {
        await within(each);
        await announced();
        assert.deepEqual(changes, []);
      });
      await announced();
      assert.deepEqual(changes, [{ kind: 'all' }]);
      each.changed('a/b');
      await announced();
      assert.deepEqual(changes.slice(1), [{ kind: 'sessionRemoved', file: 'a/b' }]);
    });
  }
});

import assert from 'node:assert/strict';
import { phraseText } from '../../src/core/compliance/phrase';
import type { JournalEntry } from '../../src/core/protocol/journal';
import { entryHeadline } from '../../src/core/server/entryHeadline';
import { JOURNAL_WORDS } from '../../src/core/systemWords';
import type { DevServer } from '../../src/server/devServer';
import { Control, devServers } from './devServers';
import { type Call, call } from './httpCall';

const USERS = [{ name: 'ada', password: 'example' }];
/** A JWT, which an app may send in the place of the name. */
const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEiLCJpYXQiOjE1MTYyMzkwMjJ9.c2lnbmF0dXJlLW9mLXRoaXM';

/** How each system is asked to log somebody in. */
const LOGINS: Record<string, (name: string, password: string) => Call & { readonly path: string }> = {
  web: (name, password) => ({
    path: '/rest/$directory/login',
    method: 'POST',
    headers: { 'username-4d': name, 'password-4d': password },
    body: '',
  }),
  tokens: (username, password) => ({
    path: '/api/login',
    method: 'POST',
    body: { username, password, device: { name: 'Phone', platform: 'iOS', model: 'X', appVersion: '1' } },
  }),
  mendix: (username, password) => ({
    path: '/xas/',
    method: 'POST',
    body: { action: 'login', params: { username, password } },
  }),
};

describe('the journal of a refused login', () => {
  const start = devServers();

  async function entryOf(server: DevServer, login: Call & { readonly path: string }): Promise<JournalEntry> {
    await call(server.address().url + login.path, login);
    return (await new Control(server.address()).get('/journal?limit=1000')).json.entries.at(-1);
  }
  const subjectOf = (entry: JournalEntry) => {
    const { subject } = entryHeadline(entry, JOURNAL_WORDS);
    return typeof subject === 'object' ? phraseText(subject) : subject;
  };

  for (const [system, login] of Object.entries(LOGINS)) {
    it(`the journal of ${system} says by which name a refused login asked, and never what may be a secret`, async () => {
      const server = await start({ [system]: { users: USERS } });
      const wrong = await entryOf(server, login('ada', 'mistyped-7'));
      assert.deepEqual([wrong.actor.asked, wrong.actor.user, subjectOf(wrong)], ['ada', undefined, 'ada']);
      assert.equal(subjectOf(await entryOf(server, login('eve', 'mistyped-7'))), 'eve');
      for (const secret of ['typed-in-the-wrong-box', TOKEN]) {
        const entry = await entryOf(server, login(secret, secret === TOKEN ? 'example' : secret));
        assert.equal(entry.actor.asked, undefined);
        assert.ok(!JSON.stringify(entry.actor).includes(secret));
      }
    });

    it(`the journal of ${system} names a user whose login was accepted, and not twice`, async () => {
      const server = await start({ [system]: { users: USERS } });
      assert.equal((await entryOf(server, login('ada', 'example'))).actor.asked, undefined);
    });
  }
});

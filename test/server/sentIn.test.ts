import assert from 'node:assert/strict';
import type { JournalEntry } from '../../src/core/protocol/journal';
import { SENT_IN } from '../../src/core/protocol/sentIn';
import type { DevServer } from '../../src/server/devServer';
import { Control, devServers } from './devServers';
import { type Answer, type Call, call } from './httpCall';

const DEVICE = { name: 'Phone', platform: 'iOS', model: 'X', appVersion: '1' };

describe('a request in a session whose secret only the server has', () => {
  const start = devServers();

  const sentIn = (server: DevServer, session: string, path: string, more: Call = {}): Promise<Answer> => {
    const { url, controlToken } = server.address();
    const headers = { [SENT_IN.session]: session, [SENT_IN.token]: controlToken, ...more.headers };
    return call(url + path, { ...more, headers });
  };
  const journalOf = async (server: DevServer): Promise<JournalEntry[]> =>
    (await new Control(server.address()).get('/journal?limit=1000')).json.entries;

  /** A session of each system, and a call that only who is in it may make. */
  const SESSIONS = {
    async web(server: DevServer) {
      const { json } = await new Control(server.address()).post('/web/sessions');
      await new Control(server.address()).call('PATCH', `/web/sessions/${json.id}`, { userName: 'ada' });
      return { id: json.id, path: '/rest/$info/sessionInfo', call: {}, says: /ada/ };
    },
    async tokens(server: DevServer) {
      const body = { username: 'ada', password: 'example', device: DEVICE };
      const { json } = await call(`${server.address().url}/api/login`, { method: 'POST', body });
      return { id: json.session.id, path: '/api/me', call: {}, says: /ada/ };
    },
    async mendix(server: DevServer) {
      const body = { action: 'login', params: { username: 'ada', password: 'example' } };
      await call(`${server.address().url}/xas/`, { method: 'POST', body });
      const { json } = await new Control(server.address()).get('/mendix/sessions');
      const [{ id }] = json.filter(({ user }: { user: string }) => user === 'ada');
      return { id, path: '/xas/', call: { method: 'POST', body: { action: 'keepalive', params: {} } }, says: /^/ };
    },
  };

  for (const [system, open] of Object.entries(SESSIONS)) {
    it(`a request is answered in a session of ${system} as that of its client, and the journal has no secret of it`, async () => {
      const server = await start({ [system]: {} });
      const { id, path, call: asked, says } = await open(server);
      const answer = await sentIn(server, `${system}:${id}`, path, asked);
      assert.equal(answer.status, 200, answer.text);
      assert.match(answer.text, says);
      const entries = await journalOf(server);
      const entry = entries.findLast(({ causes }) => causes.some(({ rule }) => rule === 'server.sent-in'));
      assert.equal(entry?.url, path);
      assert.ok(!JSON.stringify(entries).includes(server.address().controlToken));
      assert.ok(!Object.keys(entry?.request?.headers ?? {}).some((name) => name.startsWith('session-workbench')));
    });

    it(`a request in a session of ${system} that is not there is refused, and reaches no system`, async () => {
      const server = await start({ [system]: {} });
      const { id, path, call: asked } = await open(server);
      for (const session of [`${system}:${id}x`, `nobody:${id}`, id, '']) {
        const { status } = await sentIn(server, session, path, asked);
        const refused = (await journalOf(server)).at(-1);
        assert.deepEqual(
          [status, refused?.causes.some(({ rule }) => rule === 'server.session-unknown')],
          [404, true],
          session,
        );
      }
    });
  }

  it('a request in a session is sent by nobody without the control token, by no page, and by nobody elsewhere', async () => {
    const server = await start({ web: {} });
    const { id, path } = await SESSIONS.web(server);
    const session = `web:${id}`;
    const cases: [object, number, string][] = [
      [{ [SENT_IN.token]: 'wrong' }, 401, 'token-wrong'],
      [{ [SENT_IN.token]: '' }, 401, 'token-missing'],
      [{ origin: server.address().url, 'sec-fetch-site': 'same-origin' }, 403, 'origin-foreign'],
      [{ host: `10.0.2.2:${new URL(server.address().url).port}` }, 403, 'not-loopback'],
    ];
    for (const [headers, status, code] of cases) {
      const answer = await sentIn(server, session, path, { headers: headers as Record<string, string> });
      assert.deepEqual([answer.status, answer.json?.error.code], [status, code], answer.text);
      assert.doesNotMatch(answer.text, /ada|Authorization/);
      if (status === 401) assert.match(answer.text, /Session-Workbench-Token/);
    }
    const { status } = await call(server.address().url + path, { headers: { [SENT_IN.session]: session } });
    assert.equal(status, 401);
  });

  it('a stand-in of a secret is good for its own request only', async () => {
    const server = await start({ mendix: {} });
    const { id, path, call: asked } = await SESSIONS.mendix(server);
    const { headers } = await sentIn(server, `mendix:${id}`, path, asked);
    const cookies = [headers['set-cookie'] ?? []].flat().map((each) => each.split(';', 1)[0] ?? '');
    const again = await call(server.address().url + path, { ...asked, headers: { cookie: cookies.join('; ') } });
    assert.equal(again.status, 401);
  });
});

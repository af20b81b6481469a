import assert from 'node:assert/strict';
import type { JournalEntry } from '../../../src/core/protocol/journal';
import { type Answer, call } from '../../server/httpCall';
import { type MendixHarness, mendixServer } from './mendixHarness';

const HEADER = 'session-workbench-reasons';
const ASKING = { [HEADER]: 'wanted' };

type Ask = (server: MendixHarness, headers: Readonly<Record<string, string>>) => Promise<Answer>;

const raw =
  (body: string, type: string): Ask =>
  (server, headers) =>
    call(`${server.url}/xas/`, { method: 'POST', headers: { 'content-type': type, ...headers }, body });

const refused = (
  method: string,
  path: string,
  status: number,
  more: Readonly<Record<string, string>> = {},
): [string, number, Ask] => [
  `that refuses ${method} ${path}`,
  status,
  (server, headers) => call(server.url + path, { method, headers: { ...headers, ...more } }),
];

/** Why the journal says that the last request to the runtime was answered so. What no route takes is of no face. */
async function causesOf({ control }: MendixHarness): Promise<string[]> {
  const { entries } = (await control.get('/journal?limit=1000')).json as { entries: JournalEntry[] };
  const entry = entries.filter(({ face }) => face !== 'control').at(-1);
  return entry?.causes.map(({ rule }) => rule) ?? [];
}

const ASKED: readonly [what: string, status: number, ask: Ask][] = [
  ['of a session that begins', 200, (server, headers) => server.client().xas('get_session_data', {}, headers)],
  [
    'of a wrong password',
    401,
    (server, headers) =>
      server.client().xas('login', { username: 'jane', password: 'a secret that is wrong' }, headers),
  ],
  ['of a call without a session', 401, (server, headers) => server.client().xas('retrieve', {}, headers)],
  [
    'of a wrong CSRF token',
    401,
    async (server, headers) =>
      (await server.signedIn()).xas('logout', {}, { ...headers, 'x-csrf-token': 'another secret' }),
  ],
  ['of a body without an action', 560, raw('{"password":"a secret that is wrong"}', 'application/json')],
  ['of a body that is no JSON', 560, raw('{"password":"a secret that is wrong', 'application/json')],
  ['of a body that is not read', 415, raw('password', 'application/octet-stream')],
  ...(['GET', 'HEAD', 'PUT', 'DELETE'] as const).flatMap((method) => [
    refused(method, '/xas/', 405),
    refused(method, '/xas/foo', 404),
  ]),
  refused('POST', '/xas/foo', 404),
  refused('POST', '/xas//', 404),
  refused('OPTIONS', '/xas/', 403, { origin: 'https://other.example' }),
  [
    'of a fault',
    503,
    async (server, headers) => {
      await server.control.post('/faults', { kind: 'status', status: 503, scope: {} });
      return server.client().xas('retrieve', {}, headers);
    },
  ],
];

describe('the reasons that a Mendix client can ask for', () => {
  const server = mendixServer();

  for (const [what, status, ask] of ASKED) {
    it(`the answer ${what} has the reason codes of the journal in a header, if they are asked for, and no other word`, async () => {
      const { status: given, headers } = await ask(server(), ASKING);
      assert.equal(given, status);
      assert.equal(headers[HEADER], (await causesOf(server())).join(', '));
      assert.match(String(headers[HEADER]), /^(?:(?:mendix|server|fault)(?:\.[\w-]+)+(?:, |$))+$/);
    });

    it(`the answer ${what} has the headers of the runtime alone, if nobody asks for reasons`, async () => {
      const { headers } = await ask(server(), {});
      assert.deepEqual(
        Object.keys(headers).filter((name) => name.includes('workbench') || name.includes('reason')),
        [],
      );
    });
  }
});

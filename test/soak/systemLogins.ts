import type { ServerOptions } from '../../src/server/kernel/options/options';
import type { Answer } from '../server/httpCall';
import { iosBody } from '../server/mobile/devices';
import type { SoakServer } from './soakServer';

/** Options with a server of every system. A MobileApps folder comes to them. */
export const LOGIN_OPTIONS: ServerOptions = {
  web: { users: [{ name: 'jane', password: 'example' }] },
  mendix: { securityLevel: 'production' },
  // A session of this preset lives for 30 days: without a limit, all of a day would be there at its end.
  tokens: { preset: 'consumer', maxSessions: 5 },
};

/** A login whose answer says that it succeeded. */
export interface Login {
  /** Whether the server still lets in whoever logged in. */
  readonly works: () => Promise<boolean>;
}

export interface SystemLogin {
  /** @throws Error if the answer is another than that of a login that succeeded */
  readonly login: (server: SoakServer, at: number) => Promise<Login>;
  /** Whether a login outlives a quarter of an hour without a request. */
  readonly outlivesStep: boolean;
}

/** So many devices and users log in again and again, so that their number is no reason to grow. */
const PEOPLE = 500;

/** How a client of each system logs in, by the name of the system. */
export const SYSTEM_LOGINS: Readonly<Record<string, SystemLogin>> = {
  mobile: {
    outlivesStep: true,
    login: async (server, at) => {
      const device = { id: `device-${at % PEOPLE}`, description: 'Phone', version: '1' };
      const body = iosBody({ email: `${at % PEOPLE}@example.com`, device });
      const headers = { 'x-qmobile': '1' };
      const answer = await server.call('/mobileapp/$authenticate', { method: 'POST', headers, body });
      const { token } = succeeded(answer).json;
      const bearer = { ...headers, authorization: `Bearer ${token}` };
      return { works: async () => (await server.call('/mobileapp/$licensecheck', { headers: bearer })).status === 200 };
    },
  },
  web: {
    outlivesStep: true,
    login: async (server) => {
      const headers = { 'username-4D': 'jane', 'password-4D': 'example' };
      const answer = await server.call('/rest/$directory/login', { method: 'POST', headers });
      if (succeeded(answer).json.result !== true) throw new Error(`No web login: ${answer.text}`);
      const cookie = cookiesOf(answer);
      return {
        // Whoever has no session gets a cookie of a new one.
        works: async () => {
          const again = await server.call('/rest/$catalog', { headers: { cookie } });
          return cookiesOf(again) === '' || cookiesOf(again) === cookie;
        },
      };
    },
  },
  mendix: {
    outlivesStep: false,
    login: async (server, at) => {
      const body = { action: 'login', params: { username: `user${at % PEOPLE}`, password: 'example' } };
      const answer = succeeded(await server.call('/xas/', { method: 'POST', body }));
      const headers = { cookie: cookiesOf(answer), 'x-csrf-token': answer.json.csrftoken };
      const query = { action: 'retrieve_by_xpath', params: { xpath: '//System.User' } };
      return {
        works: async () => (await server.call('/xas/', { method: 'POST', headers, body: query })).status === 200,
      };
    },
  },
  tokens: {
    outlivesStep: true,
    login: async (server, at) => {
      const body = { username: `user${at % PEOPLE}`, password: 'example', device: { name: 'Phone', platform: 'iOS' } };
      const { json } = succeeded(await server.call('/api/login', { method: 'POST', body }));
      const refresh = { method: 'POST', body: { refresh_token: json.refresh_token } };
      return { works: async () => (await server.call('/api/refresh', refresh)).status === 200 };
    },
  },
};

function succeeded(answer: Answer): Answer {
  if (answer.status !== 200) throw new Error(`No login: ${answer.status} ${answer.text.slice(0, 500)}`);
  return answer;
}

function cookiesOf({ headers }: Answer): string {
  return (headers['set-cookie'] ?? []).map((line) => line.split(';', 1).join()).join('; ');
}

import assert from 'node:assert/strict';
import type { ServerOptions } from '../../../src/server/kernel/options/options';
import { until } from '../../server/devServers';
import { type Answer, call } from '../../server/httpCall';
import type { RouteDriver } from '../../server/routeDriver';
import type { SystemTest } from '../systemTest';

type MendixOptions = NonNullable<ServerOptions['mendix']>;

interface Client {
  xas(action: string, params?: object, csrf?: string): Promise<Answer>;
}

const SHORTEST_MS = 500;
const LONGEST_MS = 36_525 * 86_400_000;
const CENTURY_MIN = 36_525 * 1440;

const REMEMBER = { username: 'jane', password: 'secret', useAuthToken: true };

/** A client that keeps its cookies and its CSRF token. */
function clientOf(post: (headers: Readonly<Record<string, string>>, body: object) => Promise<Answer>): Client {
  const cookies = new Map<string, string>();
  let known: string | undefined;
  return {
    async xas(action, params = {}, csrf = known) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = { ...(cookie !== '' && { cookie }), ...(csrf !== undefined && { 'x-csrf-token': csrf }) };
      const answer = await post(headers, { action, params });
      for (const line of answer.headers['set-cookie'] ?? []) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      known = answer.json?.csrftoken ?? known;
      return answer;
    },
  };
}

function drivenClient(driver: RouteDriver): Client {
  return clientOf((headers, body) => driver.call('/xas/', { method: 'POST', headers, body }));
}

async function signIn(client: Client, more: object = {}): Promise<void> {
  assert.equal((await client.xas('login', { ...REMEMBER, ...more })).status, 200);
  assert.equal((await client.xas('get_session_data')).status, 200);
}

export const SYSTEM_TEST: SystemTest = {
  goodOptions: {
    mendix: {
      runtimeVersion: '11.3.0',
      profile: 'offline',
      users: [{ name: 'jane', password: 'example', active: false }],
      anonymous: false,
      securityLevel: 'production',
      settings: {
        SessionTimeout: 'PT20M',
        ClusterManagerActionInterval: '5 minutes',
        SessionKeepAliveUpdatesInterval: 60_000,
        LongLivedSessionTimeout: 86_400_000,
        EnableKeepAlive: false,
        'com.mendix.webui.HybridAppLoginTimeOut': -1,
        'com.mendix.webui.AuthTokenTimeout': 60,
        ApplicationRootUrl: 'https://myapp.example.com',
        'com.mendix.core.SessionIdCookieName': 'SID',
        'com.mendix.core.SameSiteCookies': 'None',
      } satisfies Required<MendixOptions['settings']>,
      switches: {
        login2: false,
        loginBody: 'empty',
        keepAliveAction: 'ping',
        expiredStatus: 560,
        csrfStatus: 403,
        rotateToken: true,
        logoutEndsToken: false,
        passwordEndsTokens: false,
        loginEndsToken: false,
        tokenTimeoutUnit: 'seconds',
        sessionCookieLife: 'timeout',
        deviceCookieLife: 'browser',
        gap: 'revive',
        idleFrom: 'write',
        dataCallRevives: false,
        matchUserAgent: true,
        loginHtmlTokens: true,
        inactiveEndsSessions: false,
        blockedTokenRevives: true,
        deviceTokenName: 'deviceToken',
        forwardedHttps: false,
        reloginReason: 'session_expired',
        linkTarget: '/index.html',
        crossSiteLink: 'session',
        markerCounts: 'once',
      } satisfies Required<MendixOptions['switches']>,
    } satisfies Required<ServerOptions['mendix']>,
  },
  numbers: {
    'mendix.settings.SessionTimeout': [SHORTEST_MS, LONGEST_MS],
    'mendix.settings.ClusterManagerActionInterval': [SHORTEST_MS, LONGEST_MS],
    'mendix.settings.SessionKeepAliveUpdatesInterval': [SHORTEST_MS, LONGEST_MS],
    'mendix.settings.LongLivedSessionTimeout': [SHORTEST_MS, LONGEST_MS],
    'mendix.settings.com.mendix.webui.HybridAppLoginTimeOut': [-1, CENTURY_MIN],
    'mendix.settings.com.mendix.webui.AuthTokenTimeout': [-1, CENTURY_MIN],
  },
  fullOptions: () => ({
    mendix: { users: [{ name: 'jane', password: 'secret' }], securityLevel: 'production' },
  }),
  counted: ['mendix.live'],
  lastUsed: ['lastActiveAt', 'lastWrittenAt'],
  stories: {
    'a Mendix client is remembered, and logs out': async (driver) => {
      const client = drivenClient(driver);
      for (const page of ['/', '/login.html', '/link/order/1']) await driver.call(page);
      await client.xas('get_session_data');
      for (const password of ['wrong', 'secret', 'secret']) {
        await client.xas('login', { ...REMEMBER, password });
        await client.xas('get_session_data');
      }
      for (const action of ['retrieve', 'keepalive', 'login2', 'none']) await client.xas(action);
      await client.xas('retrieve', {}, 'wrong');
      await driver.call('/xas', { method: 'POST', body: { action: 'get_session_data' } });
      await client.xas('logout');
      for (const action of ['logout', 'retrieve', 'get_session_data']) await client.xas(action);
      for (const body of [{}, [], { action: 1 }]) await driver.call('/xas/', { method: 'POST', body });
      const headers = { cookie: 'OfflineLogout=true' };
      await driver.call('/xas/', { method: 'POST', headers, body: { action: 'retrieve' } });
    },
    'a Mendix client comes back after its session, and its user is blocked': async (driver) => {
      const client = drivenClient(driver);
      await signIn(client);
      for (const advanceMs of [600_000, 900_000]) {
        await driver.prepared('POST', '/clock', { advanceMs });
        for (const action of ['retrieve', 'keepalive', 'get_session_data']) await client.xas(action);
      }
      for (let times = 0; times < 4; times++) {
        await drivenClient(driver).xas('login', { username: 'jane', password: 'wrong' });
      }
      await driver.prepared('PATCH', '/mendix/users/jane', { blocked: false });
    },
    'a test changes Mendix sessions, users and tokens': async (driver) => {
      for (let count = 0; count < 3; count++) await signIn(drivenClient(driver));
      const [jane] = (await driver.controlled('GET', '/mendix/users')).json;
      const [one, other] = jane.tokens.map(({ id }: { id: string }) => `/mendix/tokens/${id}`);
      for (let time = 0; time < 2; time++) {
        await driver.controlled('DELETE', one);
        await driver.controlled('POST', `${other}/expire`);
      }
      for (const blocked of [true, true, false, false])
        await driver.controlled('PATCH', '/mendix/users/jane', { blocked });
      for (const patch of [{ password: 'other' }, { password: 'secret' }, {}, { active: 1 }])
        await driver.controlled('PATCH', '/mendix/users/jane', patch);
      const [{ id }] = (await driver.controlled('GET', '/mendix/sessions')).json;
      for (let time = 0; time < 2; time++) await driver.controlled('DELETE', `/mendix/sessions/${id}`);
      await driver.controlled('POST', '/mendix/sweep');
      await driver.prepared('POST', '/clock', { advanceMs: 600_000 });
      await driver.controlled('POST', '/mendix/sweep');
      for (const active of [false, false, true, true])
        await driver.controlled('PATCH', '/mendix/users/jane', { active });
    },
  },
  controlCalls: async ({ control, url, check }) => {
    const client = () => clientOf((headers, body) => call(`${url}/xas/`, { method: 'POST', headers, body }));
    await signIn(client(), { shouldgeneratetoken: true });
    await client().xas('get_session_data');
    const sessions = await control.get('/mendix/sessions');
    check('GET', '/mendix/sessions', sessions);
    const jane = sessions.json.find((each: { user: string }) => each.user === 'jane');
    assert.equal(jane.tokens.length, 2);
    const change = (name: string, patch: object) => control.call('PATCH', `/mendix/users/${name}`, patch);
    for (const blocked of [true, false]) check('PATCH', '/mendix/users/{name}', await change('jane', { blocked }));
    for (const [name, patch] of [
      ['none', { active: true }],
      ['jane', {}],
    ] as const)
      check('PATCH', '/mendix/users/{name}', await change(name, patch));
    check('GET', '/mendix/users', await control.get('/mendix/users'));
    check('GET', '/state', await control.get('/state'));
    const [one, other] = jane.tokens.map(({ id }: { id: string }) => `/mendix/tokens/${id}`);
    for (let time = 0; time < 2; time++) {
      check('DELETE', '/mendix/tokens/{id}', await control.call('DELETE', one));
      check('POST', '/mendix/tokens/{id}/expire', await control.post(`${other}/expire`));
      check('DELETE', '/mendix/sessions/{id}', await control.call('DELETE', `/mendix/sessions/${jane.id}`));
    }
    check('POST', '/mendix/sweep', await control.post('/mendix/sweep'));
    // The anonymous user goes with the session, so that every kind of change is told.
    const [{ id }] = (await control.get('/mendix/sessions')).json;
    check('DELETE', '/mendix/sessions/{id}', await control.call('DELETE', `/mendix/sessions/${id}`));
    await until(
      async () => (await control.get('/mendix/users')).json.filter((each: { anonymous: boolean }) => each.anonymous),
      (anonymous) => anonymous.length === 0,
    );
  },
};

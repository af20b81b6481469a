import assert from 'node:assert/strict';
import type { ServerOptions } from '../../../src/server/kernel/options/options';
import type { TokensOptions } from '../../../src/server/systems/tokens/tokensOptions';
import { type Answer, call } from '../../server/httpCall';
import type { RouteDriver } from '../../server/routeDriver';
import type { SystemTest } from '../systemTest';
import { authorization, CLIENT, FORM_TYPE, newProof, REDIRECT, sentBack } from './oauthBrowser';

/** How many ended sessions a server remembers. */
const MOST_ENDED = 100;
const CENTURY_S = 36_500 * 86_400;
const DEVICE = { name: 'Phone', platform: 'iOS', model: 'iPhone 17', appVersion: '1.0' };

/** An app that keeps its tokens. */
class DrivenApp {
  private access = '';
  private refreshTokens: string[] = [];
  session = '';

  constructor(private readonly driver: RouteDriver) {}

  async login(password = 'secret', username = 'jane'): Promise<Answer> {
    return this.keep(await this.send('POST', '/api/login', { username, password, device: DEVICE }));
  }

  /** @param age 0 for the refresh token that it got last, 1 for the one before */
  async refresh(age = 0): Promise<Answer> {
    return this.keep(await this.send('POST', '/api/refresh', { refresh_token: this.refreshTokens.at(-1 - age) }));
  }

  send(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.driver.call(path, {
      method,
      headers: { ...(this.access !== '' && { authorization: `Bearer ${this.access}` }) },
      ...(body !== undefined && { body }),
    });
  }

  private keep(answer: Answer): Answer {
    if (answer.status !== 200) return answer;
    const { access_token, refresh_token, session } = answer.json;
    this.access = access_token;
    this.refreshTokens.push(refresh_token);
    this.session = session.id;
    return answer;
  }
}

export const SYSTEM_TEST: SystemTest = {
  goodOptions: {
    tokens: {
      users: [{ name: 'jane', password: 'example', disabled: true }],
      clients: [
        { clientId: 'app', redirectUris: ['com.example.app:/callback'], name: 'Example' },
        { clientId: 'web', redirectUris: ['http://127.0.0.1/callback'], secret: 'example' },
      ],
      preset: 'fintech',
      accessTokenSeconds: 60,
      refreshIdleSeconds: 600,
      refreshAbsoluteSeconds: 6000,
      rotation: 'keep',
      graceSeconds: 10,
      graceStyle: 'reject',
      reuse: 'token',
      maxSessions: 2,
      atLimit: 'deny',
      passwordChange: 'others',
      invalidGrantStatus: 401,
      tokenFormat: 'jwt',
      passwordGrant: true,
      issuer: 'https://login.example.com',
      paths: {
        metadata: '/.well-known/openid-configuration',
        authorize: '/auth/authorize',
        token: '/auth/token',
        revoke: '/auth/revoke',
        introspect: '/auth/introspect',
        jwks: '/auth/keys',
        login: '/v1/login',
        refresh: '/v1/refresh',
        me: '/v1/me',
        sessions: '/v1/sessions',
        password: '/v1/password',
        logout: '/v1/logout',
      } satisfies Required<TokensOptions['paths']>,
      fields: {
        username: 'email',
        password: 'secret',
        device: 'client',
        access_token: 'accessToken',
        token_type: 'tokenType',
        expires_in: 'expiresIn',
        refresh_token: 'refreshToken',
        scope: 'scopes',
        session: 'login',
        current: 'old',
        new: 'next',
        error: 'code',
        error_description: 'message',
        reason: 'why',
      } satisfies Required<TokensOptions['fields']>,
    } satisfies Required<ServerOptions['tokens']>,
  },
  numbers: {
    'tokens.accessTokenSeconds': [1, CENTURY_S],
    'tokens.refreshIdleSeconds': [1, CENTURY_S],
    'tokens.refreshAbsoluteSeconds': [1, CENTURY_S],
    'tokens.graceSeconds': [0, CENTURY_S],
    'tokens.maxSessions': [0, 1_000_000],
  },
  fullOptions: () => ({
    tokens: {
      users: [
        { name: 'jane', password: 'secret' },
        { name: 'john', password: 'secret' },
      ],
      maxSessions: 4,
    },
  }),
  counted: ['tokens.timer'],
  lastUsed: ['lastActiveAt'],
  stories: {
    'an app signs in, refreshes, and presents a token twice': async (driver) => {
      const app = new DrivenApp(driver);
      for (const password of ['wrong', 'secret']) await app.login(password);
      for (const time of [1, 2]) assert.ok(await app.refresh(), `refresh ${time}`);
      await app.send('GET', '/api/me');
      await driver.prepared('POST', '/clock', { advanceMs: 3_600_000 });
      await app.send('GET', '/api/me');
      for (const path of ['/api/me', '/api/sessions']) await app.send('HEAD', path);
      await app.refresh();
      await app.refresh(1);
      for (const age of [0, 1]) await app.refresh(age);
      await app.send('GET', '/api/me');
    },
    'an app lists sessions, ends them, and changes the password': async (driver) => {
      const [app, other, third] = [new DrivenApp(driver), new DrivenApp(driver), new DrivenApp(driver)];
      for (const each of [app, other, third]) await each.login();
      for (const path of ['/api/sessions', '/api/sessions?state=all', '/api/sessions?state=none']) {
        await app.send('GET', path);
      }
      for (const path of ['/api/me', '/api/sessions', '/api/sessions?state=none']) await app.send('HEAD', path);
      for (const id of [other.session, other.session, 'none']) await app.send('DELETE', `/api/sessions/${id}`);
      for (const query of ['?except=current', '?except=current', '?except=none']) {
        await app.send('DELETE', `/api/sessions${query}`);
      }
      for (const current of ['wrong', 'secret']) {
        await app.send('POST', '/api/password', { current, new: 'other' });
      }
      await app.login('other');
      await app.send('DELETE', '/api/sessions');
      await app.login('other');
      for (const time of [1, 2]) assert.ok(await app.send('POST', '/api/logout'), `logout ${time}`);
    },
    'an OAuth client signs in, refreshes, asks about tokens and revokes them': async (driver) => {
      const { verifier, challenge } = newProof();
      const asked = new URLSearchParams(authorization({ verifier, challenge }, { login_hint: 'jane', prompt: 'none' }));
      const form = (path: string, members: Readonly<Record<string, string>>) =>
        driver.call(path, {
          method: 'POST',
          headers: { 'content-type': FORM_TYPE },
          body: new URLSearchParams({ client_id: CLIENT, ...members }).toString(),
        });
      const codes = [];
      for (const method of ['HEAD', 'GET']) {
        codes.push(sentBack(await driver.call(`/oauth/authorize?${asked}`, { method })).get('code') ?? '');
      }
      codes.push(sentBack(await form('/oauth/authorize', Object.fromEntries(asked))).get('code') ?? '');
      const given = { grant_type: 'authorization_code', redirect_uri: REDIRECT, code_verifier: verifier };
      let refreshToken = '';
      let accessToken = '';
      // A code that comes twice ends what it was given for.
      for (const code of [codes[0], codes[0], codes[1], 'none'] as string[]) {
        const { json, status } = await form('/oauth/token', { ...given, code });
        if (status === 200) [refreshToken, accessToken] = [json.refresh_token, json.access_token];
      }
      const refreshed = await form('/oauth/token', { grant_type: 'refresh_token', refresh_token: refreshToken });
      await form('/oauth/token', { grant_type: 'none' });
      for (const token of [refreshed.json.access_token, refreshed.json.refresh_token, 'none']) {
        await form('/oauth/introspect', { token });
      }
      await form('/oauth/introspect', {});
      for (const token of [accessToken, accessToken, refreshed.json.refresh_token, refreshToken, 'none']) {
        await form('/oauth/revoke', { token });
      }
      await form('/oauth/revoke', {});
    },
    'a user signs in more often than allowed': async (driver) => {
      for (let count = 0; count < 6; count++) await new DrivenApp(driver).login('secret', 'john');
    },
    'a test changes token sessions and users': async (driver) => {
      const app = new DrivenApp(driver);
      await app.login('secret', 'john');
      await app.refresh();
      const [session] = (await driver.controlled('GET', '/tokens/sessions')).json.filter(
        (each: { id: string }) => each.id === app.session,
      );
      const tokens = session.family.map(({ id }: { id: string }) => id);
      for (const token of ['none', ...tokens]) {
        await driver.controlled('POST', `/tokens/sessions/${app.session}/tokens/${token}/replay`);
      }
      await driver.controlled('POST', '/tokens/sessions/none/tokens/none/replay');
      await app.login('secret', 'john');
      for (const id of [app.session, app.session, 'none']) await driver.controlled('DELETE', `/tokens/sessions/${id}`);
      await app.login('secret', 'john');
      for (const name of ['john', 'john', 'none']) await driver.controlled('DELETE', `/tokens/users/${name}/sessions`);
      await app.login('secret', 'john');
      for (const patch of [{ disabled: true }, { disabled: true }, {}]) {
        await driver.controlled('PATCH', '/tokens/users/john', patch);
      }
      await app.login('secret', 'john');
      await driver.controlled('PATCH', '/tokens/users/john', { disabled: false });
      await app.login('secret', 'john');
      for (const password of ['other', 'secret']) await driver.controlled('PATCH', '/tokens/users/john', { password });
      await driver.controlled('GET', '/tokens/users');
      await app.login('secret', 'john');
    },
  },
  controlCalls: async ({ control, url, check }) => {
    const login = async (username = 'jane') => {
      const body = { username, password: 'secret', device: DEVICE };
      const answer = await call(`${url}/api/login`, { method: 'POST', body });
      assert.equal(answer.status, 200);
      return answer.json as { readonly session: { readonly id: string }; readonly refresh_token: string };
    };
    const { session, refresh_token } = await login();
    await call(`${url}/api/refresh`, { method: 'POST', body: { refresh_token } });
    const sessions = await control.get('/tokens/sessions');
    check('GET', '/tokens/sessions', sessions);
    const { family } = sessions.json.find(({ id }: { id: string }) => id === session.id);
    const replay = '/tokens/sessions/{id}/tokens/{token}/replay';
    for (const token of [family[1].id, family[0].id, 'none']) {
      check('POST', replay, await control.post(`/tokens/sessions/${session.id}/tokens/${token}/replay`));
    }
    // More sessions end than are remembered, so that every kind of change is told.
    for (let count = 0; count < MOST_ENDED + 5; count++) await login('john');
    const other = await login();
    for (const id of [other.session.id, 'none']) {
      check('DELETE', '/tokens/sessions/{id}', await control.call('DELETE', `/tokens/sessions/${id}`));
    }
    for (const name of ['jane', 'none']) {
      check('DELETE', '/tokens/users/{name}/sessions', await control.call('DELETE', `/tokens/users/${name}/sessions`));
    }
    check('GET', '/tokens/users', await control.get('/tokens/users'));
    check('GET', '/state', await control.get('/state'));
    for (const [name, patch] of [
      ['jane', { password: 'secret' }],
      ['none', { disabled: true }],
      ['jane', {}],
    ] as const) {
      check('PATCH', '/tokens/users/{name}', await control.call('PATCH', `/tokens/users/${name}`, patch));
    }
  },
};

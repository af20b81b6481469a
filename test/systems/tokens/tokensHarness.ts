import assert from 'node:assert/strict';
import type { ControlledSession, TokensUser } from '../../../src/core/systems/tokens/tokenSession';
import type { TokensState } from '../../../src/core/systems/tokens/tokensSlice';
import type { ServerOptions } from '../../../src/server/kernel/options/options';
import type { ServerRuntime } from '../../../src/server/serverRuntime';
import type { TokensOptions } from '../../../src/server/systems/tokens/tokensOptions';
import { type Answer, call } from '../../server/httpCall';
import { SystemHarness } from '../systemHarness';

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export const USERS = [
  { name: 'ada', password: 'example' },
  { name: 'ben', password: 'sample' },
] as const;

/** A dev session server with token sessions: called over real HTTP, driven by its control API. */
export class TokensHarness extends SystemHarness {
  static start(
    tokens: TokensOptions = {},
    options: Omit<ServerOptions, 'tokens'> = {},
    runtime: Partial<ServerRuntime> = {},
  ): Promise<TokensHarness> {
    const given = { ...options, tokens: 'users' in tokens ? tokens : { users: USERS, ...tokens } };
    return TokensHarness.started(given, runtime, (server, log) => new TokensHarness(server, log, 'tokens'));
  }

  /** An app on a device, which has not signed in. */
  app(device?: object): TokensApp {
    return new TokensApp(this.url, device);
  }

  /** An app that has signed in. */
  async signedIn(user = 'ada', device?: object): Promise<TokensApp> {
    const app = this.app(device);
    assert.equal((await app.login(user)).status, 200);
    return app;
  }

  async state(): Promise<TokensState> {
    return (await this.control.get('/state')).json.systems.tokens;
  }

  async sessions(): Promise<readonly ControlledSession[]> {
    return (await this.control.get('/tokens/sessions')).json;
  }

  /** The session of an app. @throws AssertionError if it is forgotten */
  async session(app: TokensApp): Promise<ControlledSession> {
    const session = (await this.sessions()).find(({ id }) => id === app.sessionId);
    assert.ok(session, 'the session is forgotten');
    return session;
  }

  async user(name: string): Promise<TokensUser | undefined> {
    return (await this.control.get('/tokens/users')).json.find((user: TokensUser) => user.name === name);
  }
}

/** An app with a form of its own, which keeps what it got. */
export class TokensApp {
  access = '';
  refreshToken = '';
  sessionId = '';

  constructor(
    private readonly url: string,
    private readonly device: object = { name: 'Phone', platform: 'iOS' },
  ) {}

  async login(username = 'ada', password = PASSWORDS[username] ?? 'example'): Promise<Answer> {
    return this.keep(await this.post('/api/login', { username, password, device: this.device }));
  }

  /** Refreshes, with its own refresh token unless another is given. */
  async refresh(token = this.refreshToken): Promise<Answer> {
    return this.keep(await this.post('/api/refresh', { refresh_token: token }));
  }

  /** Presents a token as somebody else would, who keeps nothing. */
  present(token: string): Promise<Answer> {
    return this.post('/api/refresh', { refresh_token: token });
  }

  me(token = this.access): Promise<Answer> {
    return call(`${this.url}/api/me`, { headers: { authorization: `Bearer ${token}` } });
  }

  get(path: string): Promise<Answer> {
    return call(`${this.url}${path}`, { headers: this.headers });
  }

  delete(path: string): Promise<Answer> {
    return call(`${this.url}${path}`, { method: 'DELETE', headers: this.headers });
  }

  /** A call with its access token, if it has one. */
  post(path: string, body: unknown = {}): Promise<Answer> {
    return call(`${this.url}${path}`, { method: 'POST', headers: this.headers, body });
  }

  changePassword(next: string, current = 'example'): Promise<Answer> {
    return this.post('/api/password', { current, new: next });
  }

  private get headers(): Record<string, string> {
    return this.access === '' ? {} : { authorization: `Bearer ${this.access}` };
  }

  private keep(answer: Answer): Answer {
    if (answer.status !== 200) return answer;
    this.access = answer.json.access_token;
    this.refreshToken = answer.json.refresh_token ?? this.refreshToken;
    this.sessionId = answer.json.session.id;
    return answer;
  }
}

const PASSWORDS: Readonly<Record<string, string>> = Object.fromEntries(
  USERS.map(({ name, password }) => [name, password]),
);

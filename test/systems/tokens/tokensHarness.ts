import assert from 'node:assert/strict';
import type { ServerAddress } from '../../../src/core/protocol/address';
import type { JournalEntry } from '../../../src/core/protocol/journal';
import type { ControlledSession, TokensUser } from '../../../src/core/systems/tokens/tokenSession';
import type { TokensState } from '../../../src/core/systems/tokens/tokensSlice';
import { DevServer, type ServerRuntime } from '../../../src/server/devServer';
import type { ServerOptions } from '../../../src/server/kernel/options/options';
import type { TokensOptions } from '../../../src/server/systems/tokens/tokensOptions';
import { Control } from '../../server/devServers';
import { type Answer, call } from '../../server/httpCall';

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

export const USERS = [
  { name: 'ada', password: 'example' },
  { name: 'ben', password: 'sample' },
] as const;

/** A dev session server with token sessions: called over real HTTP, driven by its control API. */
export class TokensHarness {
  readonly control: Control;

  private constructor(
    private readonly server: DevServer,
    /** The lines of its log. */
    readonly log: readonly string[],
  ) {
    this.control = new Control(server.address());
  }

  static async start(
    tokens: TokensOptions = {},
    options: Omit<ServerOptions, 'tokens'> = {},
    runtime: Partial<ServerRuntime> = {},
  ): Promise<TokensHarness> {
    const lines: string[] = [];
    const server = await DevServer.start(
      { ...options, tokens: 'users' in tokens ? tokens : { users: USERS, ...tokens } },
      { log: (line) => lines.push(line), ...runtime },
    );
    const harness = new TokensHarness(server, lines);
    // Time passes only when a test says so.
    await harness.control.post('/clock', { pause: true });
    return harness;
  }

  get address(): ServerAddress {
    return this.server.address();
  }

  get url(): string {
    return this.server.address().url;
  }

  stop(): Promise<void> {
    return this.server.close();
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

  async advance(ms: number): Promise<void> {
    assert.equal((await this.control.post('/clock', { advanceMs: ms })).status, 200);
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

  patchUser(name: string, patch: object): Promise<Answer> {
    return this.control.call('PATCH', `/tokens/users/${name}`, patch);
  }

  async lastEntry(): Promise<JournalEntry> {
    const { entries } = (await this.control.get('/journal?limit=1000')).json as { entries: JournalEntry[] };
    const entry = entries.filter(({ face }) => face === 'tokens').at(-1);
    assert.ok(entry, 'the token server has answered nothing');
    return entry;
  }

  /** Why the last request was answered as it was. */
  async rules(): Promise<string[]> {
    return (await this.lastEntry()).causes.map(({ rule }) => rule);
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

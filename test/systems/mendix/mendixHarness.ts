import assert from 'node:assert/strict';
import { CookieJar } from 'tough-cookie';
import type { MendixSession, MendixUser } from '../../../src/core/systems/mendix/mendixSession';
import type { MendixState } from '../../../src/core/systems/mendix/mendixSlice';
import type { ServerOptions } from '../../../src/server/kernel/options/options';
import type { ServerRuntime } from '../../../src/server/serverRuntime';
import type { MendixOptions } from '../../../src/server/systems/mendix/mendixOptions';
import { type Answer, call } from '../../server/httpCall';
import { during, perTest } from '../../server/perTest';
import { SystemHarness } from '../systemHarness';

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
export const YEAR_MS = 365 * DAY_MS;
/** The idle limit, unless a test sets another. */
export const TIMEOUT_MS = 10 * MINUTE_MS;
/** So long after the last request a session is gone: the sweeps are five minutes apart. */
export const SWEPT_MS = 15 * MINUTE_MS;

export const USERS = [
  { name: 'jane', password: 'example' },
  { name: 'john', password: 'sample' },
] as const;

/** A dev session server with a Mendix runtime: called over real HTTP, driven by its control API. */
export class MendixHarness extends SystemHarness {
  static start(
    mendix: MendixOptions = {},
    options: Omit<ServerOptions, 'mendix'> = {},
    runtime: Partial<ServerRuntime> = {},
  ): Promise<MendixHarness> {
    const given = { ...options, mendix: 'users' in mendix ? mendix : { users: USERS, ...mendix } };
    return MendixHarness.started(given, runtime, (server, log) => new MendixHarness(server, log, 'mendix'));
  }

  /** Somebody with an own cookie jar. */
  client(userAgent?: string): MendixClient {
    return new MendixClient(this.url, userAgent);
  }

  /** Somebody who has signed in, and whose session is loaded. */
  async signedIn(params: object = {}, profile = ''): Promise<MendixClient> {
    const client = this.client();
    await client.start({ profile });
    assert.equal((await client.login('jane', 'example', params)).status, 200);
    await client.start({ profile });
    return client;
  }

  async sweep(): Promise<Answer> {
    return this.control.post('/mendix/sweep');
  }

  async state(): Promise<MendixState> {
    return (await this.control.get('/state')).json.systems.mendix;
  }

  async sessions(): Promise<readonly MendixSession[]> {
    return (await this.control.get('/mendix/sessions')).json;
  }

  async session(user: string): Promise<MendixSession | undefined> {
    return (await this.sessions()).find((session) => session.user === user);
  }

  async user(name: string): Promise<MendixUser | undefined> {
    return (await this.control.get('/mendix/users')).json.find((user: MendixUser) => user.name === name);
  }

  /** Ends the session of a user by hand. */
  async endSession(user: string): Promise<Answer> {
    return this.control.call('DELETE', `/mendix/sessions/${(await this.session(user))?.id}`);
  }
}

/** A Mendix client with a cookie jar that does what a browser does with cookies. */
export class MendixClient {
  readonly jar = new CookieJar();
  csrf: string | undefined;

  constructor(
    private readonly url: string,
    private readonly userAgent = 'Mozilla/5.0',
  ) {}

  async xas(action: string, params?: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.post({ action, ...(params && { params }) }, headers);
  }

  /** Opens an address, as a browser does that follows a link. */
  async visit(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const url = new URL(path, this.url).href;
    // From another site a browser sends no strict cookie.
    const cookie = headers['sec-fetch-site'] === 'cross-site' ? '' : await this.jar.getCookieString(url);
    const answer = await call(url, {
      headers: { 'user-agent': this.userAgent, ...(cookie !== '' && { cookie }), ...headers },
    });
    for (const line of answer.headers['set-cookie'] ?? []) await this.jar.setCookie(line, url);
    return answer;
  }

  async post(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const url = new URL('/xas/', this.url).href;
    const cookie = await this.jar.getCookieString(url);
    const answer = await call(url, {
      method: 'POST',
      headers: {
        'user-agent': this.userAgent,
        ...(cookie !== '' && { cookie }),
        ...(this.csrf !== undefined && { 'x-csrf-token': this.csrf }),
        ...headers,
      },
      body,
    });
    for (const line of answer.headers['set-cookie'] ?? []) await this.jar.setCookie(line, url);
    return answer;
  }

  /** What a client does when it starts, or loads again. */
  async start(params: object = {}): Promise<Answer> {
    const answer = await this.xas('get_session_data', { profile: '', timezoneoffset: 0, version: 2, ...params });
    this.csrf = answer.json.csrftoken;
    return answer;
  }

  /** @param wish a member `useAuthToken`, or what an old client sends */
  async login(username: string, password: string | undefined, wish: object = {}, action = 'login'): Promise<Answer> {
    const answer = await this.xas(action, { username, password, ...wish });
    if (answer.status === 200 && answer.json.csrftoken) this.csrf = answer.json.csrftoken;
    return answer;
  }

  data(): Promise<Answer> {
    return this.xas('retrieve_by_xpath', { xpath: '//System.User' });
  }

  /** The names of the cookies that the client has. */
  async cookies(): Promise<readonly string[]> {
    return (await this.jar.getCookies(this.url)).map(({ key }) => key).sort();
  }

  /** The value of a cookie that the client has. */
  async cookie(name: string): Promise<string | undefined> {
    return (await this.jar.getCookies(this.url)).find(({ key }) => key === name)?.value;
  }

  /** Writes a cookie as a script of the app does. */
  async write(cookie: string): Promise<void> {
    await this.jar.setCookie(cookie, this.url);
  }

  /** The same browser in another tab, or a copy of it. */
  async copy(): Promise<MendixClient> {
    const other = new MendixClient(this.url, this.userAgent);
    for (const cookie of await this.jar.getCookies(this.url)) await other.jar.setCookie(cookie, this.url);
    other.csrf = this.csrf;
    return other;
  }
}

/** The cookie that an answer sets under a name: its value and its attributes, in the order that they are sent. */
export function setCookie({ headers }: Answer, name: string): string | undefined {
  return headers['set-cookie']?.find((line) => line.startsWith(`${name}=`));
}

/** The user that `get_session_data` answered. */
export function userOf({ json }: Answer): string {
  return json.user.attributes.Name.value;
}

/** A server for each test of a suite. */
export function mendixServer(
  mendix: MendixOptions = {},
  options: Omit<ServerOptions, 'mendix'> = {},
): () => MendixHarness {
  return perTest(() => MendixHarness.start(mendix, options));
}

/** A server for one test. */
export function withMendix(
  mendix: MendixOptions,
  run: (server: MendixHarness) => Promise<void>,
  options: Omit<ServerOptions, 'mendix'> = {},
): Promise<void> {
  return during(MendixHarness.start(mendix, options), run);
}

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { CookieJar } from 'tough-cookie';
import type { JournalEntry } from '../../src/core/protocol/journal';
import { WEB_CALLS } from '../../src/core/systems/web/webCalls';
import type { WebSession } from '../../src/core/systems/web/webSession';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import { DevServer } from '../../src/server/devServer';
import type { ServerOptions } from '../../src/server/kernel/options/options';
import type { WebOptions } from '../../src/server/systems/web/webOptions';
import { writeTree } from '../disk/temporaryFolder';
import { type Answer, type Call, call } from './httpCall';
import { during, perTest } from './perTest';

const HOUR_MS = 3_600_000;

/** Code for the tests in place of 4D code. It returns properties of `Session` and calls its functions. */
const TOOLS = `
exports.Tools = class Tools {
  static exposed = ['whoAmI', 'restore', 'createOTP', 'nothing', 'fail'];
  static onHTTPGet = ['whoAmI', 'restore', 'createOTP'];
  whoAmI() {
    return Session && {
      id: Session.id, isGuest: Session.isGuest(), userName: Session.userName, privileges: Session.getPrivileges(),
      storage: JSON.parse(JSON.stringify(Session.storage)), idleTimeout: Session.idleTimeout,
      expirationDate: Session.expirationDate, info: Session.info,
    };
  }
  session() { return this.answer(this.whoAmI()); }
  restore(token) { return Session.restore(token); }
  restoreState(request) {
    const done = Session.restore(request.urlQuery.state);
    return this.answer({ done, ...this.whoAmI() });
  }
  createOTP(lifespan) { return Session.createOTP(lifespan); }
  nothing() {}
  fail() { throw new Error('It was asked to fail.'); }
  set(request) {
    const { privileges, storage, idleTimeout, clear } = request.getJSON();
    const results = [];
    if (clear) results.push(Session.clearPrivileges());
    if (privileges !== undefined) results.push(Session.setPrivileges(privileges));
    if (idleTimeout !== undefined) Session.idleTimeout = idleTimeout;
    if (storage) Use(Session.storage, () => Object.assign(Session.storage, storage));
    return this.answer({ results, ...this.whoAmI() });
  }
  count() {
    Use(Session.storage, () => { Session.storage.count = (Session.storage.count ?? 0) + 1; });
    return this.answer({});
  }
  promote() {
    const before = Session.hasPrivilege('simple');
    const [first, unknown] = [Session.promote('medium'), Session.promote('no such')];
    const [again, during, listed] = [Session.promote('simple'), Session.hasPrivilege('simple'), Session.getPrivileges()];
    const second = Session.promote('full');
    Session.demote(second);
    const full = Session.hasPrivilege('full');
    Session.demote(first);
    return this.answer({ before, first, unknown, again, during, listed, second, full, after: Session.hasPrivilege('simple') });
  }
  answer(value) {
    const message = new OutgoingMessage();
    message.setBody(value ?? { session: null });
    return message;
  }
};
`;

const HANDLERS = ['session', 'set', 'count', 'promote', 'restoreState', 'fail', 'missing'].map((method) => ({
  class: 'Tools',
  method,
  regexPattern: `^/tools/${method}$`,
}));

export const ROLES = {
  privileges: [
    { privilege: 'simple', includes: [] },
    { privilege: 'medium', includes: ['simple'] },
    { privilege: 'full', includes: ['medium'] },
  ],
  roles: [{ role: 'Boss', privileges: ['full'] }],
  permissions: { allowed: [] },
  restrictedByDefault: false,
  forceLogin: false,
};

/** The small 4D project that these tests use. */
export const PROJECT: Readonly<Record<string, unknown>> = {
  'Project/Contact.4DProject': '{}',
  'Project/Sources/roles.json': ROLES,
  'Project/Sources/HTTPHandlers.json': HANDLERS,
  'WebCode/Tools.js': TOOLS,
  'WebCode/methods/whoAmI.js':
    'exports.whoAmI = () => webSendText(JSON.stringify({ id: Session && Session.id }), "application/json");',
  'WebFolder/index.html': '<h1>Home</h1>',
  'WebFolder/style.css': 'h1 { color: red }',
};

/** A dev session server with a new web project. Tests call it over HTTP, and control it through its control API. */
export class WebHarness {
  private constructor(
    readonly folder: string,
    private readonly server: DevServer,
    readonly control: HttpControlClient,
    readonly logs: readonly string[],
  ) {}

  static async start(
    web: WebOptions = {},
    files: Readonly<Record<string, unknown>> = {},
    options: Omit<ServerOptions, 'web'> = {},
  ): Promise<WebHarness> {
    const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-workbench-web-')));
    writeTree(folder, { ...PROJECT, ...files });
    const logs: string[] = [];
    try {
      // The path of the folder is known only now, so options with paths in it are made here.
      const server = await DevServer.start(
        { ...options, web: { project: folder, ...web } },
        { log: (line) => logs.push(line) },
      );
      return new WebHarness(folder, server, new HttpControlClient(server.address()), logs);
    } catch (error) {
      fs.rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get url(): string {
    return this.server.address().url;
  }

  get platformUrl(): string {
    return this.server.address().externalPlatformUrl;
  }

  async stop(): Promise<void> {
    await this.server.close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  /** A client with its own cookie jar. */
  client(): WebClient {
    return new WebClient(this.url);
  }

  advance(ms: number): Promise<unknown> {
    return this.control.moveClock({ advanceMs: ms });
  }

  /** Moves the clock just far enough for a session to expire. */
  idle(): Promise<unknown> {
    return this.advance(HOUR_MS);
  }

  async sessions(): Promise<readonly WebSession[]> {
    return this.control.ask(WEB_CALLS.list());
  }

  async lastEntry(): Promise<JournalEntry> {
    const entries = (await this.control.journal(0, 1000)).entries.filter(({ face }) => face === 'web');
    const entry = entries.at(-1);
    assert.ok(entry, 'the web face has answered nothing');
    return entry;
  }

  /** The reason codes of the last answer. */
  async rules(): Promise<string[]> {
    return (await this.lastEntry()).causes.map(({ rule }) => rule);
  }
}

/** A client with a cookie jar, which handles cookies as a browser does. It does not follow redirects. */
export class WebClient {
  readonly jar = new CookieJar();

  constructor(private readonly url: string) {}

  async call(target: string, { method = 'GET', headers = {}, body }: Call = {}): Promise<Answer> {
    const url = new URL(target, this.url);
    const cookie = await this.jar.getCookieString(url.href);
    const answer = await call(url, {
      method,
      headers: { ...(cookie !== '' && { cookie }), ...headers },
      body,
    });
    for (const line of answer.headers['set-cookie'] ?? []) await this.jar.setCookie(line, url.href);
    return answer;
  }

  post(target: string, body?: unknown): Promise<Answer> {
    return this.call(target, { method: 'POST', ...(body !== undefined && { body }) });
  }

  form(target: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
    return this.call(target, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
  }

  /** The value of the client's session cookie. */
  async cookie(): Promise<string | undefined> {
    const cookies = await this.jar.getCookies(this.url);
    return cookies.find(({ key }) => key.startsWith('4DSID_'))?.value;
  }
}

/**
 * Returns the output of curl.
 * @throws when curl is not installed or fails
 */
export async function curl(...given: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('curl', ['--silent', '--show-error', '--max-time', '20', ...given]);
  return stdout;
}

/** A server for each test of a suite. */
export function webServer(
  web: WebOptions = {},
  files: Readonly<Record<string, unknown>> = {},
  options: Omit<ServerOptions, 'web'> = {},
): () => WebHarness {
  return perTest(() => WebHarness.start(web, files, options));
}

/** A server for one test. */
export function withWebServer(
  web: WebOptions,
  run: (server: WebHarness) => Promise<void>,
  files: Readonly<Record<string, unknown>> = {},
  options: Omit<ServerOptions, 'web'> = {},
): Promise<void> {
  return during(WebHarness.start(web, files, options), run);
}

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { DevServer } from '../../../src/server/devServer';
import type { TokensOptions } from '../../../src/server/systems/tokens/tokensOptions';
import { Control } from '../../server/devServers';
import { call } from '../../server/httpCall';
import { titlesIn } from '../../support/testTitles';
import {
  type AppRequest,
  type DeviceClock,
  Gate,
  type HttpAnswer,
  LockTimer,
  type Moment,
  type PlatformTimer,
  SessionError,
  SessionManager,
  TokenClient,
  TokenStore,
  type UseStore,
} from './guideApp';

const MINUTE_MS = 60_000;
const LIMITS = { inactivityMs: 5 * MINUTE_MS, backgroundMs: MINUTE_MS };
const ME: AppRequest = { method: 'GET', path: '/api/me' };

/** The clocks of a phone, and the one timer of its app, which stands still in deep sleep. */
class PhoneClocks implements DeviceClock, PlatformTimer {
  private wall = Date.UTC(2026, 0, 1);
  private elapsed = MINUTE_MS;
  private uptime = MINUTE_MS;
  private boot = 1;
  private due: { readonly at: number; readonly over: () => void } | undefined;

  now(): Moment {
    return { wall: this.wall, elapsed: this.elapsed, boot: this.boot };
  }

  start(ms: number, over: () => void): void {
    this.due = { at: this.uptime + ms, over };
  }

  stop(): void {
    this.due = undefined;
  }

  pass(ms: number, isAsleep = false): void {
    this.wall += ms;
    this.elapsed += ms;
    if (!isAsleep) this.uptime += ms;
    const { due } = this;
    if (!due || this.uptime < due.at) return;
    this.due = undefined;
    due.over();
  }

  setWall(ms: number): void {
    this.wall += ms;
  }

  reboot(): void {
    this.boot += 1;
    this.elapsed = 0;
    this.uptime = 0;
    this.due = undefined;
  }
}

/** A process of the app. What is on disk is passed on from one to the next. */
class AppProcess {
  readonly sessions = new SessionManager();
  readonly client: TokenClient;
  readonly lockTimer: LockTimer;
  readonly gate: Gate;
  readonly sent: string[] = [];
  /** Takes the place of the network while a test wants it to. */
  network: ((request: AppRequest, send: () => Promise<HttpAnswer>) => Promise<HttpAnswer>) | undefined;

  constructor(
    private readonly url: string,
    readonly clocks = new PhoneClocks(),
    readonly store = new TokenStore(),
    readonly uses: UseStore = {},
  ) {
    const send = (request: AppRequest) => {
      this.sent.push(`${request.method} ${request.path}`);
      return this.network ? this.network(request, () => this.post(request)) : this.post(request);
    };
    this.client = new TokenClient(this.store, this.sessions, send);
    this.lockTimer = new LockTimer(this.sessions, uses, clocks, clocks, LIMITS);
    this.gate = new Gate(this.store, this.client, this.sessions, this.lockTimer);
  }

  get state(): string {
    return this.sessions.state.kind;
  }

  get reason(): string | undefined {
    return this.sessions.state.kind === 'expired' ? this.sessions.state.reason : undefined;
  }

  /** As both platforms do it: the app comes to the front first, also where its process is new. */
  async launch(): Promise<void> {
    this.lockTimer.used();
    await this.gate.start();
  }

  /** The same app after its process was ended. */
  restarted(): AppProcess {
    this.clocks.stop();
    return new AppProcess(this.url, this.clocks, this.store, this.uses);
  }

  async signIn(device: string): Promise<void> {
    const body = { username: 'ada', password: 'example', device: { name: device } };
    const { status, json } = await call(`${this.url}/api/login`, { method: 'POST', body });
    assert.equal(status, 200);
    this.gate.signedIn({ access: json.access_token, refresh: json.refresh_token, session: json.session.id });
  }

  private post({ method, path, headers = {}, form }: AppRequest): Promise<HttpAnswer> {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = form && new URLSearchParams(form).toString();
    return call(`${this.url}${path}`, { method, headers: { ...headers, ...(form && type) }, body });
  }
}

describe('the app of the guide', () => {
  let server: DevServer;
  let control: Control;
  let app: AppProcess;

  before(async () => {
    const users = [{ name: 'ada', password: 'example' }];
    const tokens: TokensOptions = { users, accessTokenSeconds: 60, graceSeconds: 10, maxSessions: 1 };
    server = await DevServer.start({ tokens }, { log: () => {} });
    control = new Control(server.address());
    assert.equal((await control.post('/clock', { pause: true })).status, 200);
  });
  beforeEach(async () => {
    app = new AppProcess(server.address().url);
    await app.signIn('phone');
  });
  after(() => server.close());

  const advance = (ms: number) => control.post('/clock', { advanceMs: ms });
  const failsWith = (sending: Promise<unknown>, kind: SessionError['kind']) =>
    assert.rejects(sending, (error) => error instanceof SessionError && error.kind === kind);

  /** The next refresh is answered by the server at once; the answer arrives when told. */
  const holdRefresh = () => {
    let arrives = () => {};
    let isAsked = () => {};
    const held = new Promise<void>((resolve) => {
      arrives = resolve;
    });
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve;
    });
    app.network = async (request, send) => {
      const answer = await send();
      if (request.path !== '/oauth/token') return answer;
      isAsked();
      await held;
      return answer;
    };
    return { asked, arrives: () => arrives() };
  };

  it('a cold start of the app of the guide shows nothing private before its tokens were looked at', async () => {
    const next = app.restarted();
    const seen: string[] = [];
    next.network = (_, send) => {
      seen.push(next.state);
      return send();
    };
    await next.gate.start();
    assert.deepEqual([seen, next.sessions.seen], [['loading'], ['loading', 'active']]);
    const empty = new AppProcess(server.address().url, next.clocks);
    await empty.gate.start();
    assert.deepEqual([empty.sessions.seen, empty.sent], [['loading', 'expired'], []]);
  });

  it('an old access token is renewed by the app of the guide, and the request is sent once more', async () => {
    await advance(61_000);
    assert.equal((await app.client.send(ME)).status, 200);
    assert.deepEqual(app.sent, ['GET /api/me', 'POST /oauth/token', 'GET /api/me']);
    assert.equal(app.state, 'active');
  });

  it('two requests of the app of the guide that are refused at once cause one refresh', async () => {
    await advance(61_000);
    const answers = await Promise.all([app.client.send(ME), app.client.send(ME), app.client.send(ME)]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    assert.equal(app.sent.filter((each) => each === 'POST /oauth/token').length, 1);
  });

  it('a refused refresh ends the session of the app of the guide, and the reason is kept', async () => {
    await new AppProcess(server.address().url).signIn('tablet');
    await failsWith(app.client.send(ME), 'over');
    assert.deepEqual([app.state, app.reason, app.store.read()], ['expired', 'signed_in_elsewhere', undefined]);
    await failsWith(app.client.send(ME), 'over');
    assert.equal(app.sent.length, 2);
  });

  it('no failure of the network ends the session of the app of the guide', async () => {
    await advance(61_000);
    const kept = app.store.read();
    const failures: [string, (send: () => Promise<HttpAnswer>) => Promise<HttpAnswer>][] = [
      ['no network', () => Promise.reject(new Error('no route'))],
      ['500', async () => ({ status: 500, json: undefined })],
      ['503', async () => ({ status: 503, json: { error: 'temporarily_unavailable' } })],
      ['a 400 of something between', async () => ({ status: 400, json: undefined })],
      ['a 401 of a proxy', async () => ({ status: 401, json: { error: 'proxy' } })],
    ];
    for (const [what, fails] of failures) {
      app.network = (request, send) => (request.path === '/oauth/token' ? fails(send) : send());
      await failsWith(app.client.send(ME), 'unreachable');
      assert.deepEqual([app.state, app.store.read()], ['active', kept], what);
      const next = app.restarted();
      next.network = app.network;
      assert.deepEqual([await next.gate.start(), next.state], [false, 'loading'], what);
    }
    app.network = undefined;
    assert.equal((await app.client.send(ME)).status, 200);
  });

  it('a request of the app of the guide that is refused after a refresh is not sent a third time', async () => {
    app.network = async (request, send) => (request.path === '/api/me' ? { status: 401, json: {} } : send());
    await failsWith(app.client.send(ME), 'refused');
    assert.deepEqual(app.sent, ['GET /api/me', 'POST /oauth/token', 'GET /api/me']);
    assert.equal(app.state, 'active');
  });

  it('a late answer for the session before changes nothing in the app of the guide', async () => {
    await advance(61_000);
    const { asked, arrives } = holdRefresh();
    const sending = failsWith(app.client.send(ME), 'over');
    await asked;
    await app.signIn('phone');
    const kept = app.store.read();
    arrives();
    await sending;
    assert.deepEqual([app.state, app.store.read()], ['active', kept]);
  });

  it('a new session of the app of the guide refreshes although a refresh of the session before is under way', async () => {
    await advance(61_000);
    const { asked, arrives } = holdRefresh();
    const before = failsWith(app.client.send(ME), 'over');
    await asked;
    app.network = undefined;
    await app.signIn('phone');
    await advance(61_000);
    const answers = await Promise.all([app.client.send(ME), app.client.send(ME)]);
    assert.deepEqual([answers.map(({ status }) => status), app.state], [[200, 200], 'active']);
    const kept = app.store.read();
    arrives();
    await before;
    assert.deepEqual([app.state, app.store.read()], ['active', kept]);
    assert.equal(app.sent.filter((each) => each === 'POST /oauth/token').length, 2);
  });

  it('a request of the app of the guide is never sent again with the token of another session', async () => {
    let isFirst = true;
    app.network = async (_, send) => {
      if (!isFirst) return send();
      isFirst = false;
      await app.signIn('phone');
      return { status: 401, json: {} };
    };
    await failsWith(app.client.send(ME), 'over');
    assert.deepEqual([app.sent, app.state], [['GET /api/me'], 'active']);
  });

  it('a refresh whose answer is lost is made up for by the app of the guide within the grace', async () => {
    await advance(61_000);
    const used = app.store.read();
    app.network = async (request, send) => {
      const answer = await send();
      if (request.path === '/oauth/token') throw new Error('the answer is lost');
      return answer;
    };
    await failsWith(app.client.send(ME), 'unreachable');
    assert.deepEqual(app.store.read(), used);
    app.network = undefined;
    await advance(9_000);
    assert.equal((await app.client.send(ME)).status, 200);
    assert.notDeepEqual(app.store.read(), used);
  });

  it('a touch after the inactivity limit locks the app of the guide', () => {
    app.clocks.pass(LIMITS.inactivityMs - 1);
    app.lockTimer.used();
    app.clocks.pass(LIMITS.inactivityMs - 1);
    assert.equal(app.state, 'active');
    // The timer stands still in deep sleep, so it is the touch that finds out.
    app.clocks.pass(LIMITS.inactivityMs, true);
    assert.equal(app.state, 'active');
    app.lockTimer.used();
    assert.equal(app.state, 'locked');
    app.lockTimer.used();
    assert.equal(app.state, 'locked');
  });

  it('the timer of the app of the guide locks without a touch, and an unlock asks the server first', async () => {
    app.clocks.pass(LIMITS.inactivityMs);
    assert.equal(app.state, 'locked');
    await app.gate.unlock();
    assert.deepEqual([app.state, app.sent], ['active', ['GET /api/me']]);
    app.clocks.pass(LIMITS.inactivityMs);
    await new AppProcess(server.address().url).signIn('tablet');
    await app.gate.unlock();
    assert.deepEqual([app.state, app.reason], ['expired', 'signed_in_elsewhere']);
  });

  for (const [what, change] of [
    ['is left alone', () => {}],
    ['is set back by a day', (clocks: PhoneClocks) => clocks.setWall(-24 * 60 * MINUTE_MS)],
  ] as const) {
    it(`a wall clock that ${what} does not change when the app of the guide locks on return`, () => {
      for (const [awayMs, state] of [
        [LIMITS.backgroundMs, 'active'],
        [LIMITS.backgroundMs + 1, 'locked'],
      ] as const) {
        app.lockTimer.left();
        app.clocks.pass(awayMs, true);
        change(app.clocks);
        app.lockTimer.used();
        assert.equal(app.state, state);
      }
    });
  }

  it('no clock that is set back lets the app of the guide skip the lock', () => {
    app.lockTimer.left();
    app.clocks.setWall(-60 * MINUTE_MS);
    app.clocks.pass(30 * MINUTE_MS, true);
    app.lockTimer.used();
    assert.equal(app.state, 'locked');
  });

  it('a reboot does not let the app of the guide skip the lock', async () => {
    for (const setBackMs of [0, 60 * MINUTE_MS]) {
      await app.signIn('phone');
      app.lockTimer.left();
      app.clocks.pass(30 * MINUTE_MS, true);
      app.clocks.reboot();
      app.clocks.pass(2 * MINUTE_MS);
      app.clocks.setWall(-setBackMs);
      const next = app.restarted();
      await next.launch();
      assert.equal(next.state, 'locked');
    }
  });

  const endings: [string, (phone: AppProcess) => void, string][] = [
    ['locked in front', ({ lockTimer }) => lockTimer.lock(), 'locked'],
    ['locked in front by its timer', ({ clocks }) => clocks.pass(LIMITS.inactivityMs), 'locked'],
    ['unused in front for too long', ({ clocks }) => clocks.pass(LIMITS.inactivityMs, true), 'locked'],
    ['unused in front for a moment', ({ clocks }) => clocks.pass(MINUTE_MS + 1), 'active'],
    [
      'away for too long',
      ({ lockTimer, clocks }) => [lockTimer.left(), clocks.pass(LIMITS.backgroundMs + 1)],
      'locked',
    ],
    ['away for a moment', ({ lockTimer, clocks }) => [lockTimer.left(), clocks.pass(LIMITS.backgroundMs)], 'active'],
    ['locked, and then away for a moment', ({ lockTimer }) => [lockTimer.lock(), lockTimer.left()], 'locked'],
  ];
  for (const [what, ends, state] of endings)
    it(`a process of the app of the guide that ends ${what} is followed by one that is ${state}`, async () => {
      ends(app);
      const next = app.restarted();
      await next.launch();
      assert.deepEqual(next.sessions.seen, ['loading', state]);
      const third = next.restarted();
      await third.launch();
      assert.deepEqual(third.sessions.seen, ['loading', state]);
    });

  it('a lock of the app of the guide outlives its process', async () => {
    app.lockTimer.lock();
    const next = app.restarted();
    await next.launch();
    await next.gate.unlock();
    assert.deepEqual(next.sessions.seen, ['loading', 'locked', 'active']);
  });

  it('an app of the guide that has lost its last use starts with the lock', async () => {
    const next = new AppProcess(server.address().url, app.clocks, app.store);
    await next.launch();
    assert.deepEqual(next.sessions.seen, ['loading', 'locked']);
  });

  it('an unlock of the app of the guide begins the time anew, however long it was locked', async () => {
    app.clocks.pass(LIMITS.inactivityMs);
    app.clocks.pass(60 * MINUTE_MS);
    await app.gate.unlock();
    app.lockTimer.used();
    assert.deepEqual(app.sessions.seen, ['loading', 'active', 'locked', 'active']);
    app.clocks.pass(LIMITS.inactivityMs - 1);
    assert.equal(app.state, 'active');
    app.clocks.pass(1);
    assert.equal(app.state, 'locked');
  });

  it('a sign-in to the app of the guide begins the time anew, however old the session before was', async () => {
    app.clocks.pass(LIMITS.inactivityMs);
    app.sessions.end('idle_timeout');
    app.clocks.pass(LIMITS.inactivityMs, true);
    await app.signIn('phone');
    app.lockTimer.used();
    assert.equal(app.state, 'active');
    app.clocks.pass(LIMITS.inactivityMs);
    assert.equal(app.state, 'locked');
  });

  it('an app of the guide that nobody touches after its start is locked by the timer', async () => {
    const next = app.restarted();
    await next.launch();
    next.clocks.pass(LIMITS.inactivityMs);
    assert.deepEqual(next.sessions.seen, ['loading', 'active', 'locked']);
  });

  it('an app of the guide that is left during its unlock stays locked after too long a time', async () => {
    app.lockTimer.lock();
    app.network = async (_, send) => {
      app.lockTimer.left();
      app.clocks.pass(LIMITS.backgroundMs + 1);
      app.lockTimer.used();
      return send();
    };
    await app.gate.unlock();
    assert.equal(app.state, 'locked');
    app.network = undefined;
    await app.gate.unlock();
    assert.equal(app.state, 'active');
  });

  it('a cold start of the app of the guide that is answered with 503 shows no content', async () => {
    const next = app.restarted();
    next.network = async () => ({ status: 503, json: undefined });
    await next.launch();
    assert.deepEqual([await next.gate.start(), next.sessions.seen], [false, ['loading']]);
    next.network = undefined;
    assert.deepEqual([await next.gate.start(), next.sessions.seen], [true, ['loading', 'active']]);
  });

  it('docs/mobile-app-sessions.md names a test of this file for each of its rules', async () => {
    const root = path.resolve(__dirname, '../../../..');
    const text = fs.readFileSync(path.join(root, 'docs/mobile-app-sessions.md'), 'utf8');
    const [, table = ''] = /\n\| Rule \| Test \|\n\| --- \| --- \|\n((?:\|.*\n)+)/.exec(text) ?? [];
    const named = [...table.matchAll(/^\| .+ \| (.+) \|$/gm)].map(([, title = '']) => title);
    assert.ok(named.length > 10);
    const titles = (await titlesIn(['systems/tokens/guideApp.test.ts'])).map(({ title }) => title);
    assert.deepEqual(
      named.filter((title) => !titles.includes(title)),
      [],
    );
  });

  it('docs/mobile-app-sessions.md has each part by the same name in Swift, in Kotlin and here', () => {
    const root = path.resolve(__dirname, '../../../..');
    const text = fs.readFileSync(path.join(root, 'docs/mobile-app-sessions.md'), 'utf8');
    const code = (language: string) =>
      [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, each]) => each).join('\n');
    for (const name of ['SessionManager', 'LockTimer', 'Gate', 'Moment', 'LastUse', 'Tokens'])
      for (const language of ['swift', 'kotlin'])
        assert.match(code(language), new RegExp(`(class|struct) ${name}\\b`), `${language} ${name}`);
    const names = [
      'used',
      'left',
      'isLocked',
      'lock',
      'begin',
      'start',
      'unlock',
      'tokensAreGood',
      'unlocked',
      'signedIn',
    ];
    for (const name of [...names, 'isOver', 'reached', 'end'])
      for (const language of ['swift', 'kotlin'])
        assert.match(code(language), new RegExp(`(func|fun) ${name}\\(`), `${language} ${name}`);
    for (const language of ['swift', 'kotlin']) assert.match(code(language), /\bstore\.replace\(/, language);
  });
});

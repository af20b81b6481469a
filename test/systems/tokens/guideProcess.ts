import assert from 'node:assert/strict';
import { DevServer } from '../../../src/server/devServer';
import type { TokensOptions } from '../../../src/server/systems/tokens/tokensOptions';
import { Control } from '../../server/devServers';
import { call } from '../../server/httpCall';
import {
  type AppRequest,
  type DeviceClock,
  Gate,
  type HttpAnswer,
  LockTimer,
  type Moment,
  type PlatformTimer,
  SessionManager,
  TokenClient,
  TokenStore,
  type UseStore,
} from './guideApp';

export const MINUTE_MS = 60_000;
export const LIMITS = { inactivityMs: 5 * MINUTE_MS, backgroundMs: MINUTE_MS };

/** The clocks of a phone, and the one timer of its app, which stands still in deep sleep. */
export class PhoneClocks implements DeviceClock, PlatformTimer {
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
export class AppProcess {
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
    private readonly offline: 'retry' | 'active' = 'retry',
  ) {
    const send = (request: AppRequest) => {
      this.sent.push(`${request.method} ${request.url}`);
      return this.network ? this.network(request, () => this.post(request)) : this.post(request);
    };
    this.client = new TokenClient(this.store, this.sessions, url, clocks, send);
    this.lockTimer = new LockTimer(this.sessions, uses, clocks, clocks, LIMITS);
    this.gate = new Gate(this.store, this.client, this.sessions, this.lockTimer, clocks, offline);
  }

  get state(): string {
    return this.sessions.state.kind;
  }

  get reason(): string | undefined {
    return this.sessions.state.kind === 'expired' ? this.sessions.state.reason : undefined;
  }

  /** As both platforms do it: the app comes to the front first, also where its process is new. */
  async launch(): Promise<void> {
    this.lockTimer.returned();
    await this.gate.start();
  }

  /** The same app after its process was ended. */
  restarted(offline = this.offline): AppProcess {
    this.clocks.stop();
    return new AppProcess(this.url, this.clocks, this.store, this.uses, offline);
  }

  async signIn(device: string): Promise<void> {
    const body = { username: 'ada', password: 'example', device: { name: device } };
    const { status, json } = await call(`${this.url}/api/login`, { method: 'POST', body });
    assert.equal(status, 200);
    const { access_token: access, refresh_token: refresh, session, expires_in: seconds } = json;
    this.gate.signedIn({ access, refresh, session: session.id, since: this.clocks.now(), livesMs: seconds * 1000 });
  }

  private post({ method, url, headers = {}, form }: AppRequest): Promise<HttpAnswer> {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = form && new URLSearchParams(form).toString();
    return call(new URL(url, this.url), { method, headers: { ...headers, ...(form && type) }, body });
  }
}
/** A token server for apps of the guide, whose time stands still. */
export class GuideServer {
  private constructor(
    private readonly server: DevServer,
    private readonly control: Control,
  ) {}

  static async start(): Promise<GuideServer> {
    const users = [{ name: 'ada', password: 'example' }];
    const tokens: TokensOptions = { users, accessTokenSeconds: 60, graceSeconds: 10, maxSessions: 1 };
    const server = await DevServer.start({ tokens }, { log: () => {} });
    const control = new Control(server.address());
    assert.equal((await control.post('/clock', { pause: true })).status, 200);
    return new GuideServer(server, control);
  }

  get url(): string {
    return this.server.address().url;
  }

  async advance(ms: number): Promise<void> {
    assert.equal((await this.control.post('/clock', { advanceMs: ms })).status, 200);
  }

  /** The access token is over, as the server and the app see it. */
  async age(app: AppProcess): Promise<void> {
    await this.advance(61_000);
    app.clocks.pass(61_000);
  }

  close(): Promise<void> {
    return this.server.close();
  }
}

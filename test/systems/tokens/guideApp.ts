/** What the guide for app developers shows in Swift and Kotlin, by the same names: docs/mobile-app-sessions.md. */

export interface Tokens {
  readonly access: string;
  readonly refresh: string;
  readonly session: string;
  readonly since: Moment;
  readonly livesMs?: number | undefined;
}

export type SessionState =
  | { readonly kind: 'loading' | 'active' | 'locked' }
  | { readonly kind: 'expired'; readonly reason?: string };

/** Holds the one state. Each function names the state that it may leave. */
export class SessionManager {
  state: SessionState = { kind: 'loading' };
  /** All states, in order, as whoever follows them sees them. */
  readonly seen: string[] = ['loading'];

  tokensAreGood(lock: boolean): void {
    this.move('loading', lock ? 'locked' : 'active');
  }

  lock(): void {
    this.move('active', 'locked');
  }

  unlocked(): void {
    this.move('locked', 'active');
  }

  end(reason: string | undefined): void {
    if (this.state.kind !== 'expired') this.set({ kind: 'expired', ...(reason !== undefined && { reason }) });
  }

  signedIn(): void {
    this.set({ kind: 'active' });
  }

  private move(from: SessionState['kind'], to: 'active' | 'locked'): void {
    if (this.state.kind === from) this.set({ kind: to });
  }

  private set(state: SessionState): void {
    this.state = state;
    this.seen.push(state.kind);
  }
}

/** Keychain or Keystore: it outlives the process. */
export class TokenStore {
  private kept: Tokens | undefined;

  read(): Tokens | undefined {
    return this.kept;
  }

  write(tokens: Tokens): void {
    this.kept = tokens;
  }

  /** Compares and writes in one: a session that began meanwhile stays. */
  replace(used: Tokens, renewed: Tokens | undefined): boolean {
    if (this.kept?.session !== used.session) return false;
    this.kept = renewed;
    return true;
  }
}

export interface HttpAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the body of any answer
  readonly json: any;
}

export interface AppRequest {
  readonly method: string;
  /** A path is one of the API. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
}

/** Sends a request. It rejects when there is no answer. */
export type SendRequest = (request: AppRequest) => Promise<HttpAnswer>;

export class SessionError extends Error {
  constructor(readonly kind: 'over' | 'unreachable' | 'refused') {
    super(kind);
  }
}

/** Sends requests with the access token, and refreshes once for all of them. */
export class TokenClient {
  private refreshing: { readonly session: string; readonly renewed: Promise<Tokens> } | undefined;

  constructor(
    private readonly store: TokenStore,
    private readonly sessions: SessionManager,
    private readonly api: string,
    private readonly clock: DeviceClock,
    private readonly http: SendRequest,
  ) {}

  async send(request: AppRequest): Promise<HttpAnswer> {
    if (!this.isSameOrigin(request.url)) return this.answer(request);
    const used = this.store.read();
    if (!used) throw new SessionError('over');
    const first = await this.perform(request, used.access);
    if (first.status !== 401) return first;
    const renewed = await this.refresh(used);
    const second = await this.perform(request, renewed.access);
    if (second.status === 401) throw new SessionError('refused');
    return second;
  }

  private async refresh(used: Tokens): Promise<Tokens> {
    const kept = this.store.read();
    if (kept?.session !== used.session) throw new SessionError('over');
    if (kept.access !== used.access) return kept;
    if (this.refreshing?.session === kept.session) return this.refreshing.renewed;
    const mine = { session: kept.session, renewed: this.exchange(kept) };
    this.refreshing = mine;
    try {
      return await mine.renewed;
    } finally {
      if (this.refreshing === mine) this.refreshing = undefined;
    }
  }

  private async exchange(used: Tokens): Promise<Tokens> {
    const form = { grant_type: 'refresh_token', refresh_token: used.refresh };
    const { status, json } = await this.answer({ method: 'POST', url: '/oauth/token', form });
    if (status === 200) {
      const renewed = {
        access: json.access_token,
        refresh: json.refresh_token ?? used.refresh,
        session: used.session,
        since: this.clock.now(),
        livesMs: json.expires_in && json.expires_in * 1000,
      };
      if (!this.store.replace(used, renewed)) throw new SessionError('over');
      return renewed;
    }
    if ((status !== 400 && status !== 401) || json?.error !== 'invalid_grant') throw new SessionError('unreachable');
    // Where the user has signed in anew meanwhile, it is not the new session that is over.
    if (this.store.replace(used, undefined)) this.sessions.end(json.reason);
    throw new SessionError('over');
  }

  /** Whatever goes wrong on the way is no end of the session. */
  private async answer(request: AppRequest): Promise<HttpAnswer> {
    return this.http(request).catch(() => {
      throw new SessionError('unreachable');
    });
  }

  private isSameOrigin(url: string): boolean {
    return new URL(url, this.api).origin === new URL(this.api).origin;
  }

  private perform(request: AppRequest, access: string): Promise<HttpAnswer> {
    return this.answer({ ...request, headers: { ...request.headers, authorization: `Bearer ${access}` } });
  }
}

/** What the clocks of a device told at one moment, in milliseconds. */
export interface Moment {
  readonly wall: number;
  readonly elapsed: number;
  readonly boot: number;
}

export interface DeviceClock {
  now(): Moment;
}

export function away(then: Moment, now: Moment): number {
  const isSameBoot = now.boot === then.boot && now.elapsed >= then.elapsed;
  const monotonic = isSameBoot ? now.elapsed - then.elapsed : now.elapsed;
  return Math.max(now.wall - then.wall, monotonic);
}

/** When the app was used last. While it is away, that is when it was left. */
export interface LastUse {
  readonly at: Moment;
  readonly isAway: boolean;
  /** What was left of the time without a touch. */
  readonly restMs: number;
}

/** On disk: it outlives the process. Without a last use the app is locked. */
export interface UseStore {
  lastUse?: LastUse | undefined;
}

/** A timer of the platform. It may stand still while the device sleeps. */
export interface PlatformTimer {
  start(ms: number, over: () => void): void;
  stop(): void;
}

/** Locks after inactivity and after time away. */
export class LockTimer {
  constructor(
    private readonly sessions: SessionManager,
    private readonly uses: UseStore,
    private readonly clock: DeviceClock,
    private readonly timer: PlatformTimer,
    private readonly limits: { readonly inactivityMs: number; readonly backgroundMs: number },
  ) {}

  /**
   * At each start and each touch.
   * @returns whether it met the lock: the app was open until then
   */
  used(): boolean {
    const wasOpen = this.sessions.state.kind === 'active';
    const locked = this.isLocked();
    if (!locked) this.begin();
    return wasOpen && locked;
  }

  /** To the background. */
  left(): void {
    if (this.isLocked()) return;
    const { lastUse } = this.uses;
    if (!lastUse || lastUse.isAway) return;
    const now = this.clock.now();
    this.uses.lastUse = { at: now, isAway: true, restMs: lastUse.restMs - away(lastUse.at, now) };
    this.timer.stop();
  }

  /** To the front. A return is no touch: what was left of the time goes on. */
  returned(): void {
    if (this.isLocked()) return;
    const { lastUse } = this.uses;
    if (lastUse?.isAway) this.run(lastUse.restMs);
  }

  /** Judges by what is stored: the one place that decides. */
  isLocked(): boolean {
    if (!this.isOver(this.uses.lastUse)) return false;
    this.lock();
    return true;
  }

  lock(): void {
    this.uses.lastUse = undefined;
    this.timer.stop();
    this.sessions.lock();
  }

  /** The time begins anew. Of itself it unlocks: for whoever has proved who it is. */
  begin(): void {
    this.run(this.limits.inactivityMs);
  }

  private run(restMs: number): void {
    this.uses.lastUse = { at: this.clock.now(), isAway: false, restMs };
    this.timer.start(restMs, () => this.lock());
  }

  private isOver(lastUse: LastUse | undefined): boolean {
    if (!lastUse) return true;
    const passed = away(lastUse.at, this.clock.now());
    return lastUse.isAway ? passed > this.limits.backgroundMs : passed >= lastUse.restMs;
  }
}

/** Reports each touch, and passes it on to what is on the screen. */
export class ActivityWindow {
  private isSwallowed = false;

  constructor(
    private readonly onTouch: () => boolean,
    private readonly passOn: (event: 'down' | 'move' | 'up') => void,
  ) {}

  /** A touch that met the lock is passed on to nothing, up to its end. */
  send(event: 'down' | 'move' | 'up'): void {
    const metLock = this.onTouch();
    if (event === 'down') this.isSwallowed = metLock;
    if (!this.isSwallowed) this.passOn(event);
  }
}

/** Lets content be seen after a start, an unlock and a sign-in. */
export class Gate {
  constructor(
    private readonly store: TokenStore,
    private readonly client: TokenClient,
    private readonly sessions: SessionManager,
    private readonly lockTimer: LockTimer,
    private readonly clock: DeviceClock,
    private readonly offline: 'retry' | 'active',
  ) {}

  /** @returns false when the server was not reached */
  async start(): Promise<boolean> {
    this.lockTimer.used();
    const kept = this.store.read();
    if (!kept) {
      this.sessions.end(undefined);
      return true;
    }
    if (!(await this.mayEnter(kept))) return false;
    this.sessions.tokensAreGood(this.lockTimer.isLocked());
    return true;
  }

  /** @returns false when the server was not reached */
  async unlock(): Promise<boolean> {
    this.lockTimer.begin();
    const kept = this.store.read();
    if (kept && !(await this.mayEnter(kept))) {
      this.lockTimer.lock();
      return false;
    }
    // The app may have been left while the server was asked.
    if (!this.lockTimer.isLocked()) this.sessions.unlocked();
    return true;
  }

  signedIn(tokens: Tokens): void {
    this.store.write(tokens);
    this.lockTimer.begin();
    this.sessions.signedIn();
  }

  private async mayEnter(kept: Tokens): Promise<boolean> {
    return !this.isOver(kept) || (await this.reached()) || this.offline === 'active';
  }

  /** What the app believes. The server decides, by its own clock. */
  private isOver({ since, livesMs }: Tokens): boolean {
    return livesMs !== undefined && away(since, this.clock.now()) >= livesMs;
  }

  private async reached(): Promise<boolean> {
    try {
      return (await this.client.send({ method: 'GET', url: '/api/me' })).status === 200;
    } catch (error) {
      return error instanceof SessionError && error.kind === 'over';
    }
  }
}

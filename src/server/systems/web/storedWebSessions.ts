import { DisposableStore } from '../../../core/base/disposableStore';
import { type Disposable, Emitter } from '../../../core/base/event';
import type { Privileges } from '../../../core/systems/web/privileges';
import type { LiveOtp, MadeOtp, WebSession } from '../../../core/systems/web/webSession';
import type { PageQuery } from '../../kernel/slices/idPage';
import { inSlices } from '../../kernel/slices/inSlices';
import type { Kernel } from '../../kernel/system/kernel';
import { MadeCodes } from './madeCodes';
import { SESSION_LIMITS } from './sessionLimits';
import { expiryOf } from './sessionOperations';
import type { HeldWebSession, OtpOutcome, SessionClient, WebSessions, WebSessionsChange } from './webSessions';
import {
  CODES,
  CODES_OF,
  LONGEST_IDLE_TIMEOUT,
  SHORTEST_IDLE_TIMEOUT,
  WEB_CLIENTS,
  WEB_COOKIES,
  WEB_SESSIONS,
} from './webSpaces';

const UUID_BYTES = 16;
const LONGEST_LIFESPAN_S = LONGEST_IDLE_TIMEOUT * 60;

export interface WebSessionsOptions {
  readonly privileges: Privileges;
  /** What `isGuest()` means: docs/switches.md#webisguest. */
  readonly isGuest: (session: HeldWebSession) => boolean;
  /** Seconds; a shorter lifespan is raised to it: docs/switches.md#webotpminimum. */
  readonly otpMinimum: number;
  /** How many valid passcodes a session can have. When there are more, the oldest is deleted. */
  readonly passcodes?: number;
}

/** The session that a request named by its cookie, with its previous expiry. */
export interface Reuse {
  readonly session: HeldWebSession;
  /** When the session would have expired without this request, in virtual milliseconds. The client's cookie has it. */
  readonly expiredAt: number;
}

/** Web sessions whose whole state is in the store, so that a snapshot contains them and can restore them. */
export class StoredWebSessions implements WebSessions, Disposable {
  private readonly changed = new Emitter<WebSessionsChange>();
  readonly onDidChange = this.changed.event;
  private readonly made: MadeCodes;
  private readonly subscriptions: DisposableStore;
  /** Ids of sessions with a change that was not yet sent to listeners, and the kind of that change. */
  private readonly untold = new Map<string, 'idle' | 'closed' | 'changed'>();
  private telling: Promise<void> | undefined;
  private disposed = false;

  constructor(
    private readonly kernel: Pick<Kernel, 'store' | 'clock' | 'random' | 'log'>,
    private readonly options: WebSessionsOptions,
  ) {
    this.made = new MadeCodes(kernel.store);
    const { store } = kernel;
    this.subscriptions = new DisposableStore(
      this.made,
      this.changed,
      // Every server on the same store is told of each change, so each tells its own listeners.
      store.follow(WEB_SESSIONS, {
        changed: (id, read) => this.tellOf(id, read ? 'changed' : 'closed'),
        replaced: () => this.tellAgain(),
      }),
      store.follow(CODES_OF, { changed: (id) => this.tellOf(id, 'changed') }),
      store.onDidExpire(({ space, key, value }) => {
        if (space === WEB_SESSIONS.name) {
          this.tellOf(key, 'idle');
          this.inBackground(this.ended(value as HeldWebSession));
        } else if (space === CODES.name) this.inBackground(this.forgetCode(value as string, key));
      }),
    );
  }

  async create(options: Parameters<WebSessions['create']>[0]): Promise<HeldWebSession> {
    const { ipAddress, type = 'web', userAgent, client } = options;
    const now = this.kernel.clock.now();
    const session: HeldWebSession = {
      id: this.uuid(),
      cookie: this.uuid(),
      userName: '',
      privileges: [],
      wasSet: false,
      storage: {},
      idleTimeout: SHORTEST_IDLE_TIMEOUT,
      createdAt: now,
      lastRequestAt: now,
      ipAddress,
      type,
      ...(userAgent !== undefined && { userAgent }),
      ...(client && { client }),
    };
    // Write the session before its cookie, so that a stored cookie always names a session.
    await this.kernel.store.put(WEB_SESSIONS, session.id, session, { expiresAt: expiryOf(session) });
    await this.kernel.store.put(WEB_COOKIES, session.cookie, session.id);
    if (client) await this.kernel.store.put(WEB_CLIENTS, client.key, session.id);
    return session;
  }

  async byCookie(value: string): Promise<HeldWebSession | undefined> {
    return (await this.reuse(value))?.session;
  }

  /** Like `byCookie`, and also returns the expiry that the client's cookie has. */
  async reuse(cookie: string): Promise<Reuse | undefined> {
    const id = await this.kernel.store.get(WEB_COOKIES, cookie);
    const before = id === undefined ? undefined : await this.get(id);
    const session = before && (await this.touch(before.id));
    return before && session && { session, expiredAt: expiryOf(before) };
  }

  /** The id of the live session that a cookie names. Its expiry is not renewed. */
  async idOf(cookie: string): Promise<string | undefined> {
    const id = await this.kernel.store.get(WEB_COOKIES, cookie);
    // Its cookie is deleted a moment after a session has ended.
    return id === undefined ? undefined : (await this.get(id))?.id;
  }

  get(id: string): Promise<HeldWebSession | undefined> {
    return this.kernel.store.get(WEB_SESSIONS, id);
  }

  change(id: string, change: Parameters<WebSessions['change']>[1]): Promise<HeldWebSession | undefined> {
    return this.write(id, (before) => {
      const { privileges, userName, wasSet, storage, idleTimeout, lastRequestAt, ipAddress, type, quotas } =
        change(before);
      return {
        ...before,
        privileges,
        userName,
        wasSet,
        storage,
        idleTimeout: Math.min(Math.max(Math.round(idleTimeout), SHORTEST_IDLE_TIMEOUT), LONGEST_IDLE_TIMEOUT),
        lastRequestAt,
        ipAddress,
        type,
        ...(quotas && { quotas }),
      };
    });
  }

  /**
   * Renews the session of a client that another system knows, with what that system says of it.
   * @returns undefined when the session does not exist any more
   */
  introduce(id: string, client: SessionClient): Promise<HeldWebSession | undefined> {
    return this.write(id, (session) => ({ ...session, client, lastRequestAt: this.kernel.clock.now() }));
  }

  async close(id: string): Promise<boolean> {
    const session = await this.kernel.store.take(WEB_SESSIONS, id);
    if (session) await this.ended(session);
    return session !== undefined;
  }

  async createOtp(id: string, lifespan?: number): Promise<MadeOtp | undefined> {
    const session = await this.get(id);
    if (!session) return undefined;
    const expiresAt = this.kernel.clock.now() + this.lifespanOf(session, lifespan) * 1000;
    const otp = this.uuid();
    // Record the passcode before it becomes valid. A caller who comes too late then learns that it was used, and not
    // that it is unknown.
    await this.made.add(otp, { session: id, expiresAt });
    await this.kernel.store.put(CODES, otp, id, { expiresAt });
    const live = { otp, expiresAt: new Date(expiresAt).toISOString() };
    let given: readonly LiveOtp[] = [];
    const { passcodes = SESSION_LIMITS.passcodes } = this.options;
    await this.kernel.store.update(CODES_OF, id, (codes = []) => {
      const all = [...codes, live];
      given = all.slice(0, -passcodes);
      return all.slice(-passcodes);
    });
    for (const { otp: oldest } of given) {
      await this.made.giveUp(oldest);
      await this.kernel.store.delete(CODES, oldest);
    }
    // The session may have ended meanwhile. Its end deleted only the passcodes that existed by then.
    if (!(await this.get(id))) {
      await this.forgetCodes(id);
      return undefined;
    }
    return live;
  }

  async redeem(otp: string): Promise<OtpOutcome> {
    // `take` is one atomic operation. If several callers use one passcode at once, only one gets the session id.
    const id = await this.kernel.store.take(CODES, otp);
    if (id === undefined) return { kind: 'refused', reason: await this.refusalOf(otp) };
    await this.made.use(otp);
    const session = await this.touch(id);
    if (!session) return { kind: 'refused', reason: 'session-gone' };
    await this.forgetCode(id, otp);
    return { kind: 'restored', session };
  }

  async list(page: PageQuery = {}): Promise<WebSession[]> {
    const { store } = this.kernel;
    const sessions = await store.entries(WEB_SESSIONS, page);
    // Who asks for a page waits for no other session.
    const codes = new Map(
      page.limit === undefined
        ? await store.entries(CODES_OF)
        : await Promise.all(sessions.map(async ([id]) => [id, await store.get(CODES_OF, id)] as const)),
    );
    return inSlices(sessions, ([id, session]) => this.told(session, codes.get(id)));
  }

  async tell(session: HeldWebSession): Promise<WebSession> {
    return this.told(session, await this.kernel.store.get(CODES_OF, session.id));
  }

  /** Resolves when the listeners were told of every change so far. */
  async settled(): Promise<void> {
    // What fails is logged already.
    while (this.telling) await Promise.allSettled([this.telling]);
  }

  dispose(): void {
    this.disposed = true;
    void this.subscriptions.dispose();
  }

  /** Renews the expiry of a session. */
  private touch(id: string): Promise<HeldWebSession | undefined> {
    return this.write(id, (session) => ({ ...session, lastRequestAt: this.kernel.clock.now() }));
  }

  /** Writes a session and its expiry in one operation. Concurrent writes of one session are safe. */
  private async write(
    id: string,
    change: (session: HeldWebSession) => HeldWebSession,
  ): Promise<HeldWebSession | undefined> {
    return this.kernel.store.update(WEB_SESSIONS, id, (session) => session && change(session), { expiresAt: expiryOf });
  }

  /** @returns the lifespan in whole seconds */
  private lifespanOf({ idleTimeout }: HeldWebSession, asked?: number): number {
    const seconds = asked === undefined || Number.isNaN(asked) ? idleTimeout * 60 : Math.round(asked);
    return Math.min(Math.max(seconds, this.options.otpMinimum), LONGEST_LIFESPAN_S);
  }

  private async refusalOf(otp: string): Promise<Exclude<OtpOutcome, { kind: 'restored' }>['reason']> {
    const made = await this.made.get(otp);
    if (!made) return 'unknown';
    if (made.used) return 'used';
    // Check the session first: closing a session also deletes its passcodes.
    if (!(await this.get(made.session))) return 'session-gone';
    if (made.expiresAt <= this.kernel.clock.now()) return 'expired';
    return made.givenUp ? 'displaced' : 'used';
  }

  /** Deletes all data of an ended session. Only the record that its passcodes existed is kept. */
  private async ended(session: HeldWebSession): Promise<void> {
    await this.kernel.store.delete(WEB_COOKIES, session.cookie);
    const { client } = session;
    if (client) {
      // Of two logins at once, each may have made a session. The client has the later one.
      await this.kernel.store.update(WEB_CLIENTS, client.key, (id) => (id === session.id ? undefined : id));
    }
    await this.forgetCodes(session.id);
  }

  private async forgetCodes(id: string): Promise<void> {
    const codes = (await this.kernel.store.take(CODES_OF, id)) ?? [];
    for (const { otp } of codes) await this.kernel.store.delete(CODES, otp);
  }

  private async forgetCode(id: string, otp: string): Promise<void> {
    await this.kernel.store.update(CODES_OF, id, (codes) => {
      const left = codes?.filter((each) => each.otp !== otp);
      return left && left.length > 0 ? left : undefined;
    });
  }

  private told(session: HeldWebSession, otps: readonly LiveOtp[] = []): WebSession {
    const { id, userName, privileges, storage, idleTimeout, createdAt, lastRequestAt, ipAddress, type } = session;
    const now = this.kernel.clock.now();
    return {
      id,
      userName,
      privileges: this.options.privileges.listed(privileges),
      isGuest: this.options.isGuest(session),
      storage,
      idleTimeout,
      createdAt: new Date(createdAt).toISOString(),
      lastRequestAt: new Date(lastRequestAt).toISOString(),
      expirationDate: new Date(expiryOf(session)).toISOString(),
      ipAddress,
      type,
      ...(session.userAgent !== undefined && { userAgent: session.userAgent }),
      ...(session.client && { client: { key: session.client.key, user: session.client.user } }),
      otps: otps.filter(({ expiresAt }) => Date.parse(expiresAt) > now),
    };
  }

  /**
   * Queues a change for the listeners. Each is sent with the session as it is by then. Changes are sent one after the
   * other, so that an old state never follows a newer one.
   */
  private tellOf(id: string, what: 'idle' | 'closed' | 'changed'): void {
    if (what !== 'changed' || !this.untold.has(id)) this.untold.set(id, what);
    if (this.telling || this.disposed) return;
    this.telling = this.tellAll();
    this.inBackground(this.telling);
  }

  private async tellAll(): Promise<void> {
    // The store says that a session is gone, and then that it has expired.
    await Promise.resolve();
    try {
      for (let next = this.nextUntold(); next; next = this.nextUntold()) {
        const [id, what] = next;
        const codes = await this.kernel.store.get(CODES_OF, id);
        const session = await this.get(id);
        if (this.disposed) return;
        if (session) this.fire({ kind: 'session', session: this.told(session, codes) });
        else if (what !== 'changed') this.fire({ kind: 'sessionRemoved', id, why: what });
      }
    } finally {
      this.telling = undefined;
    }
  }

  /** Sends a change to the listeners. If a listener fails, later changes are still sent. */
  private fire(change: WebSessionsChange): void {
    try {
      this.changed.fire(change);
    } catch (error) {
      this.kernel.log(`A listener of the web sessions failed: ${(error as Error).message}`);
    }
  }

  /** Sends everything again after a snapshot was restored, by this server or another. */
  private tellAgain(): void {
    this.untold.clear();
    this.fire({ kind: 'all' });
  }

  private nextUntold(): [string, 'idle' | 'closed' | 'changed'] | undefined {
    const [next] = this.untold;
    if (next) this.untold.delete(next[0]);
    return next;
  }

  private inBackground(work: Promise<void>): void {
    work.catch((error: Error) => this.kernel.log(`Web sessions: ${error.name} in the background.`));
  }

  private uuid(): string {
    return this.kernel.random.bytes(UUID_BYTES).toString('hex').toUpperCase();
  }
}

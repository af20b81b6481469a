import type { Disposable } from '../../../core/base/event';
import type { ClientKind } from '../../../core/systems/mendix/clientKind';
import type { MendixSession } from '../../../core/systems/mendix/mendixSession';
import type { SessionEnd } from '../../../core/systems/mendix/mendixSlice';
import { newUuid } from '../../kernel/random/uuid';
import { secretKey } from '../../kernel/secrets/secretKey';
import { StandIns } from '../../kernel/secrets/standIns';
import type { PageQuery } from '../../kernel/slices/idPage';
import { KeyGroups } from '../../kernel/store/keyGroups';
import type { Kernel } from '../../kernel/system/kernel';
import type { MendixEndings } from './mendixEndings';
import { uuidFrom } from './mendixSecrets';
import { COOKIES, type HeldSession, type HeldToken, type HeldUser, LIVE, SESSIONS } from './mendixSpaces';
import { toldToken } from './mendixTokens';
import type { RuntimeSettings } from './runtimeSettings';

export type FoundSession =
  | { readonly kind: 'live'; readonly session: HeldSession }
  /** Idle for too long, and not removed by a sweep yet. */
  | { readonly kind: 'expired'; readonly session: HeldSession }
  /** `why` is undefined if it never existed, or is forgotten. `user` is who was signed in in it. */
  | { readonly kind: 'gone'; readonly why: SessionEnd | undefined; readonly user: string | undefined };

/** A session that was made, with the cookie that names it. */
export interface MadeSession {
  readonly session: HeldSession;
  readonly cookie: string;
  /** False if another request was faster. */
  readonly isNew: boolean;
}

/** What a session is made from, and for. */
export interface SessionOrigin {
  /** Ids of the tokens that it is made from. */
  readonly tokens?: readonly string[];
  /** Whether the next `get_session_data` makes a token. */
  readonly wantsToken?: boolean;
  /** The salt of the password at the login, or of the token. */
  readonly salt?: string | undefined;
  /** Who was signed in in this browser before. */
  readonly userBefore?: string | undefined;
  /** Requests with the same secrets get one session, even if they come at once. */
  readonly secrets?: readonly string[];
}

/**
 * The sessions of the runtime. A session that was idle for too long is invalid at once, and is removed by the next sweep
 * (docs/facts/mendix.md#in-short).
 */
export class MendixSessions implements Disposable {
  /** Cookies of requests that are sent in a session from the outside. */
  readonly standIns = new StandIns();
  private readonly byName: KeyGroups<HeldSession>;

  constructor(
    private readonly kernel: Pick<Kernel, 'store' | 'clock' | 'random'>,
    private readonly endings: MendixEndings,
    private readonly settings: RuntimeSettings,
    /** Called for each session that this server ended. */
    private readonly ended: (session: HeldSession) => void,
  ) {
    this.byName = new KeyGroups(kernel.store, SESSIONS, ({ user }) => user);
  }

  /** Reads what there is already. */
  load(): Promise<void> {
    return this.byName.load();
  }

  /** The sessions of a user, live or not. */
  of(user: string): Promise<readonly HeldSession[]> {
    return this.byName.of(user);
  }

  dispose(): void {
    this.byName.dispose();
  }

  async create(
    user: HeldUser,
    profile: ClientKind,
    userAgent: string | undefined,
    { tokens = [], wantsToken = false, salt, userBefore, secrets }: SessionOrigin = {},
  ): Promise<MadeSession> {
    const { store, clock, random } = this.kernel;
    const cookie = secrets ? cookieFrom(secrets) : newUuid(random);
    const now = clock.now();
    const session: HeldSession = {
      id: secrets ? uuidFrom('id', ...secrets) : newUuid(random),
      key: secretKey(cookie),
      user: user.name,
      anonymous: user.anonymous,
      profile,
      createdAt: now,
      lastActiveAt: now,
      lastWrittenAt: now,
      tokens,
      ...(wantsToken && { wantsToken }),
      ...(salt !== undefined && { salt }),
      ...(userBefore !== undefined && { userBefore }),
      ...(userAgent !== undefined && { userAgent }),
    };
    let isNew = true;
    // The session first: a cookie that exists names one.
    const held = await store.update(SESSIONS, session.id, (before) => {
      isNew = before === undefined;
      return before ?? session;
    });
    if (isNew) await this.register(session);
    return { session: held ?? session, cookie, isNew };
  }

  async find(cookie: string): Promise<FoundSession> {
    const key = secretKey(cookie);
    const id = await this.idOf(cookie);
    const session = id === undefined ? undefined : await this.get(id);
    if (!session) {
      const { why, user } = (await this.endings.of('session', key)) ?? {};
      return { kind: 'gone', why: why as SessionEnd | undefined, user };
    }
    return { kind: this.isLive(session) ? 'live' : 'expired', session };
  }

  get(id: string): Promise<HeldSession | undefined> {
    return this.kernel.store.get(SESSIONS, id);
  }

  async idOf(cookie: string): Promise<string | undefined> {
    return this.standIns.sessionOf(cookie) ?? this.kernel.store.get(COOKIES, secretKey(cookie));
  }

  /** Notes a request in a session. @returns undefined if it is gone */
  touch(id: string, profile?: ClientKind): Promise<HeldSession | undefined> {
    const now = this.kernel.clock.now();
    const { writeMs } = this.settings;
    return this.write(id, (session) => ({
      ...session,
      ...(profile && { profile }),
      lastActiveAt: now,
      // A time to come is one from before the clock was set back.
      lastWrittenAt:
        now - session.lastWrittenAt >= writeMs || now < session.lastWrittenAt ? now : session.lastWrittenAt,
    }));
  }

  addToken(id: string, token: string): Promise<HeldSession | undefined> {
    return this.write(id, (session) => ({ ...session, tokens: [...new Set([...session.tokens, token])] }));
  }

  /**
   * Uses up the wish for a token.
   * @returns whether there was one; if several requests come at once, only one gets it
   */
  async useWish(id: string): Promise<boolean> {
    let wished = false;
    await this.kernel.store.update(SESSIONS, id, (session) => {
      wished = session?.wantsToken === true;
      if (!session) return undefined;
      const { wantsToken: _used, ...rest } = session;
      return rest;
    });
    return wished;
  }

  /**
   * Ends a session.
   * @param only another one stays, however it was when the caller saw it
   * @returns the session that was removed; undefined if there is none with this id, or it stays
   */
  async end(
    id: string,
    why: SessionEnd,
    only: (session: HeldSession) => boolean = () => true,
  ): Promise<HeldSession | undefined> {
    const { store } = this.kernel;
    const known = await store.get(SESSIONS, id);
    if (!known || !only(known)) return undefined;
    // The reason first: it is read when the session is gone, also by another server on the same store.
    await this.endings.add('session', known.key, why, signedInIn(known));
    let removed: HeldSession | undefined;
    await store.update(SESSIONS, id, (session) => {
      removed = session && only(session) ? session : undefined;
      return removed ? undefined : session;
    });
    if (!removed) return undefined;
    await this.forget(removed);
    this.ended(removed);
    return removed;
  }

  /** After the clock was set back, no session is idle for longer than its limit from then on. */
  async clockMoved(): Promise<void> {
    const now = this.kernel.clock.now();
    for (const { id, lastActiveAt, lastWrittenAt } of await this.all()) {
      if (Math.max(lastActiveAt, lastWrittenAt) <= now) continue;
      await this.write(id, (session) => ({
        ...session,
        lastActiveAt: Math.min(session.lastActiveAt, now),
        lastWrittenAt: Math.min(session.lastWrittenAt, now),
      }));
    }
  }

  async all(page?: PageQuery): Promise<readonly HeldSession[]> {
    return (await this.kernel.store.entries(SESSIONS, page)).map(([, session]) => session);
  }

  /** From this time on the session is invalid. */
  idleUntil({ profile, lastActiveAt, lastWrittenAt }: HeldSession): number {
    const { hasTokens, longLivedMs, sessionTimeoutMs, switches } = this.settings;
    const limit = profile === 'offline' && !hasTokens ? longLivedMs : sessionTimeoutMs;
    return (switches.idleFrom === 'write' ? lastWrittenAt : lastActiveAt) + limit;
  }

  /** Whether a session is still valid at a time; now by default. */
  isLive(session: HeldSession, at = this.kernel.clock.now()): boolean {
    return at < this.idleUntil(session);
  }

  tell(session: HeldSession, tokens: ReadonlyMap<string, HeldToken>): MendixSession {
    const { id, user, anonymous, profile, createdAt, lastActiveAt, userAgent } = session;
    return {
      id,
      user,
      anonymous,
      profile,
      createdAt: new Date(createdAt).toISOString(),
      lastActiveAt: new Date(lastActiveAt).toISOString(),
      idleUntil: new Date(this.idleUntil(session)).toISOString(),
      state: this.isLive(session) ? 'live' : 'expired, not yet swept',
      tokens: session.tokens.flatMap((token) => tokens.get(token) ?? []).map(toldToken),
      ...(userAgent !== undefined && { userAgent }),
    };
  }

  private async register(session: HeldSession): Promise<void> {
    await this.kernel.store.put(COOKIES, session.key, session.id);
    await this.live(session);
    // A session that was ended meanwhile had neither of them yet.
    if (!(await this.get(session.id))) await this.forget(session);
  }

  private async forget({ id, key }: HeldSession): Promise<void> {
    await this.kernel.store.delete(COOKIES, key);
    await this.kernel.store.delete(LIVE, id);
  }

  private async write(id: string, change: (session: HeldSession) => HeldSession): Promise<HeldSession | undefined> {
    const after = await this.kernel.store.update(SESSIONS, id, (session) => session && change(session));
    if (!after) return undefined;
    await this.live(after);
    return after;
  }

  /** Sees to it that the end of a session is reported, as nothing else happens then. */
  private async live(session: HeldSession): Promise<void> {
    const expiresAt = this.idleUntil(session);
    await this.kernel.store.put(LIVE, session.id, expiresAt, { expiresAt });
  }
}

/** Who was signed in last in the browser of a session. */
export function signedInIn({ anonymous, user, userBefore }: HeldSession): string | undefined {
  return anonymous ? userBefore : user;
}

/** The cookie of the session that is made with these secrets. */
export function cookieFrom(secrets: readonly string[]): string {
  return uuidFrom('cookie', ...secrets);
}

import type { ClientKind } from '../../../core/systems/mendix/clientKind';
import type { MendixSession } from '../../../core/systems/mendix/mendixSession';
import type { SessionEnd } from '../../../core/systems/mendix/mendixSlice';
import type { Kernel } from '../../kernel/system/kernel';
import type { MendixEndings } from './mendixEndings';
import { keyOf, newUuid } from './mendixSecrets';
import { COOKIES, type HeldSession, type HeldToken, type HeldUser, LIVE, SESSIONS } from './mendixSpaces';
import { toldToken } from './mendixTokens';
import type { RuntimeSettings } from './runtimeSettings';

export type FoundSession =
  | { readonly kind: 'live'; readonly session: HeldSession }
  /** Idle for too long, and not removed by a sweep yet. */
  | { readonly kind: 'expired'; readonly session: HeldSession }
  /** `why` is undefined if it never existed, or ended long ago. */
  | { readonly kind: 'gone'; readonly why: SessionEnd | undefined };

/** A session that was made, with the cookie that names it. */
export interface MadeSession {
  readonly session: HeldSession;
  readonly cookie: string;
}

/**
 * The sessions of the runtime. A session that was idle for too long is invalid at once, and is removed by the next sweep
 * (docs/facts/mendix.md#in-short).
 */
export class MendixSessions {
  constructor(
    private readonly kernel: Pick<Kernel, 'store' | 'clock' | 'random'>,
    private readonly endings: MendixEndings,
    private readonly settings: RuntimeSettings,
    /** Called for each session that this server ended. */
    private readonly ended: (session: HeldSession) => void,
  ) {}

  async create(user: HeldUser, profile: ClientKind, userAgent: string | undefined): Promise<MadeSession> {
    const { store, clock, random } = this.kernel;
    const cookie = newUuid(random);
    const now = clock.now();
    const session: HeldSession = {
      id: newUuid(random),
      key: keyOf(cookie),
      user: user.name,
      anonymous: user.anonymous,
      profile,
      createdAt: now,
      lastActiveAt: now,
      lastWrittenAt: now,
      tokens: [],
      ...(userAgent !== undefined && { userAgent }),
    };
    // The session first: a cookie that exists names one.
    await store.put(SESSIONS, session.id, session);
    await store.put(COOKIES, session.key, session.id);
    await this.live(session);
    return { session, cookie };
  }

  async find(cookie: string): Promise<FoundSession> {
    const key = keyOf(cookie);
    const id = await this.kernel.store.get(COOKIES, key);
    const session = id === undefined ? undefined : await this.get(id);
    if (!session) return { kind: 'gone', why: (await this.endings.why('session', key)) as SessionEnd | undefined };
    return { kind: this.isLive(session) ? 'live' : 'expired', session };
  }

  get(id: string): Promise<HeldSession | undefined> {
    return this.kernel.store.get(SESSIONS, id);
  }

  async idOf(cookie: string): Promise<string | undefined> {
    return this.kernel.store.get(COOKIES, keyOf(cookie));
  }

  /** Notes a request in a session. @returns undefined if it is gone */
  touch(id: string, profile?: ClientKind): Promise<HeldSession | undefined> {
    const now = this.kernel.clock.now();
    const { writeMs } = this.settings;
    return this.write(id, (session) => ({
      ...session,
      ...(profile && { profile }),
      lastActiveAt: now,
      lastWrittenAt: now - session.lastWrittenAt >= writeMs ? now : session.lastWrittenAt,
    }));
  }

  addToken(id: string, token: string): Promise<HeldSession | undefined> {
    return this.write(id, (session) => ({ ...session, tokens: [...new Set([...session.tokens, token])] }));
  }

  /** @returns the session that was removed; undefined if there is none with this id */
  async end(id: string, why: SessionEnd): Promise<HeldSession | undefined> {
    const { store } = this.kernel;
    const known = await store.get(SESSIONS, id);
    if (!known) return undefined;
    // The reason first: it is read when the session is gone, also by another server on the same store.
    await this.endings.add('session', known.key, why);
    const session = await store.take(SESSIONS, id);
    if (!session) return undefined;
    await store.delete(COOKIES, session.key);
    await store.delete(LIVE, id);
    this.ended(session);
    return session;
  }

  async all(): Promise<readonly HeldSession[]> {
    return (await this.kernel.store.entries(SESSIONS)).map(([, session]) => session);
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

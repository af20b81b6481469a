import type { Disposable } from '../../../core/base/event';
import type { EndReason } from '../../../core/systems/tokens/endReason';
import { secretKey } from '../../kernel/secrets/secretKey';
import { StandIns } from '../../kernel/secrets/standIns';
import type { PageQuery } from '../../kernel/slices/idPage';
import { inSlices } from '../../kernel/slices/inSlices';
import { SpaceCopy } from '../../kernel/store/spaceCopy';
import type { Kernel } from '../../kernel/system/kernel';
import { endedSession, forgottenToken, nextChange, settled } from './family';
import { noteOver } from './overReason';
import { isIssuedBy, sessionNamedBy } from './tokensSecrets';
import type { TokensSettings } from './tokensSettings';
import { type KeptSession, type KeptToken, TIMERS, TOKEN_SESSIONS, type TokenSessionEnd } from './tokensSpaces';
import type { TokensUsers } from './tokensUsers';

/** So many ended sessions are remembered, of the whole server; the oldest are forgotten. */
export const MOST_ENDED = 100;

/** In place of the time of its end. */
const PENDING = -1;

/** A token that is known, in its session. */
export interface KnownToken {
  readonly session: KeptSession;
  readonly token: KeptToken;
}

/** The sessions in the store. Each is read as it is now: one whose time is over has ended. */
export class KeptSessions implements Disposable {
  /** When each session ended; 0 for one that is active, and `PENDING`. */
  private readonly endings: SpaceCopy<KeptSession, number>;
  /** Access tokens of requests that are sent in a session from the outside. */
  readonly standIns = new StandIns();
  /** Those of them that have ended. */
  private readonly ended = new Map<string, number>();

  constructor(
    private readonly kernel: Pick<Kernel, 'store' | 'clock' | 'journal'>,
    private readonly users: TokensUsers,
    private readonly settings: Pick<TokensSettings, 'graceMs'>,
  ) {
    this.endings = new SpaceCopy(kernel.store, TOKEN_SESSIONS, (read) => endingOf(read()), {
      changed: (id, at) => this.note(id, at),
      replaced: () => {
        this.ended.clear();
        for (const [id, at] of this.endings.entries()) this.note(id, at);
      },
    });
  }

  /** Reads what there is already. A sign-in that was under way when a server crashed was answered nothing. */
  async load(): Promise<void> {
    await this.endings.load();
    const pending = [...this.endings.entries()].filter(([, at]) => at === PENDING);
    for (const [id] of pending) await this.drop(id);
  }

  /** @returns undefined if there is none, or it is pending */
  async get(id: string): Promise<KeptSession | undefined> {
    const session = await this.read(id);
    return session?.pending ? undefined : session;
  }

  /** Oldest first, without those that are pending. */
  async all(page?: PageQuery): Promise<readonly KeptSession[]> {
    const entries = await this.kernel.store.entries(TOKEN_SESSIONS, page);
    const sessions = await inSlices(entries, ([, session]) => this.now(session));
    return sessions.some(({ pending }) => pending) ? sessions.filter(({ pending }) => !pending) : sessions;
  }

  /** Those that are active, of one user, oldest first. A pending one that the user already has is one of them. */
  async activeOf(user: string): Promise<readonly KeptSession[]> {
    const { sessions = [] } = (await this.users.get(user)) ?? {};
    const held = await Promise.all(sessions.map((id) => this.read(id)));
    return held.filter((session) => session !== undefined).filter(({ ended }) => !ended);
  }

  /** @returns undefined if no token has this value, or it is a forgotten access token */
  async find(raw: string): Promise<KnownToken | undefined> {
    const stoodFor = this.standIns.sessionOf(raw);
    if (stoodFor !== undefined) return this.lastAccess(stoodFor);
    const id = sessionNamedBy(raw);
    const session = id === undefined ? undefined : await this.get(id);
    const key = secretKey(raw);
    if (!session) return undefined;
    const token = session.tokens.find((each) => each.key === key);
    if (token) return { session, token };
    return isIssuedBy(session.familyKey, raw) ? { session, token: forgottenToken(session, key) } : undefined;
  }

  /** The access token that the app of a session has now: the youngest one. */
  private async lastAccess(id: string): Promise<KnownToken | undefined> {
    const session = await this.get(id);
    const token = session?.tokens.findLast(({ kind }) => kind === 'access');
    return session && token && { session, token };
  }

  /** Adds a session of which nobody is told. `confirm` or `drop` comes next. */
  async addPending(session: KeptSession): Promise<void> {
    await this.kernel.store.put(TOKEN_SESSIONS, session.id, { ...session, pending: true });
  }

  /** The user may have the session. If it was ended meanwhile, it stays so. */
  async confirm(id: string): Promise<void> {
    await this.change(id, (session) => session && decided(session));
  }

  /** Removes a pending session. */
  async drop(id: string): Promise<void> {
    await this.kernel.store.delete(TOKEN_SESSIONS, id);
  }

  /**
   * Changes a session in one atomic operation.
   * @param change gets the session as it is now; it may be called again after a concurrent change
   * @returns the session afterwards; undefined if there is none
   */
  async change(
    id: string,
    change: (session: KeptSession | undefined) => KeptSession | undefined,
  ): Promise<KeptSession | undefined> {
    let ends = false;
    let endsByItself = false;
    const after = await this.kernel.store.update(TOKEN_SESSIONS, id, (held) => {
      const now = held && this.now(held);
      const next = change(now);
      ends = next?.ended !== undefined && held?.ended === undefined;
      endsByItself = ends && now?.ended !== undefined;
      return next;
    });
    if (!after) return undefined;
    // Only the one who writes the end down tells it, so that it is told once.
    if (endsByItself && after.ended) this.tellEnd(after, after.ended);
    if (ends) await this.clearAway(after);
    else await this.arm(after);
    return after;
  }

  /**
   * Ends a session.
   * @param by id of the session from which it is ended, if that is another one
   * @returns the session, if this call has ended it
   */
  async end(id: string, reason: EndReason, by?: string): Promise<KeptSession | undefined> {
    const at = this.kernel.clock.now();
    let isEnded = false;
    const after = await this.change(id, (session) => {
      isEnded = session !== undefined && !session.ended;
      return session && endedSession(session, reason, at, by);
    });
    return isEnded ? after : undefined;
  }

  /** Writes down what has ended by itself. @returns the session afterwards; undefined if there is none */
  settle(id: string): Promise<KeptSession | undefined> {
    return this.change(id, (session) => session);
  }

  dispose(): void {
    this.endings.dispose();
  }

  private async read(id: string): Promise<KeptSession | undefined> {
    const session = await this.kernel.store.get(TOKEN_SESSIONS, id);
    return session && this.now(session);
  }

  /** @param at when the session ended; 0 if it is active, and undefined if it is gone */
  private note(id: string, at: number | undefined): void {
    if (at !== undefined && at > 0) this.ended.set(id, at);
    else this.ended.delete(id);
  }

  private now(session: KeptSession): KeptSession {
    return settled(session, this.kernel.clock.now(), this.settings.graceMs);
  }

  /** A timer that rings too early is set again. One that another server has set earlier stays, so that none rings too late. */
  private async arm(session: KeptSession): Promise<void> {
    const { store, clock } = this.kernel;
    const now = clock.now();
    const at = nextChange(session, now, this.settings.graceMs);
    if (at === undefined) return;
    await store.update(
      TIMERS,
      session.id,
      (planned) => (planned !== undefined && planned > now && planned < at ? planned : at),
      {
        expiresAt: (planned) => planned,
      },
    );
  }

  private tellEnd({ id, user }: KeptSession, ended: TokenSessionEnd): void {
    this.kernel.journal.add(ended.at, (trace) => {
      trace.who({ session: id, user });
      noteOver(trace, ended);
      trace.changed('tokenSession', id, 'changed', ended.reason);
    });
  }

  private async clearAway({ id, user }: KeptSession): Promise<void> {
    const { store } = this.kernel;
    await store.delete(TIMERS, id);
    await this.users.release(user, [id]);
    await store.sync();
    const ended = [...this.ended].sort(([, a], [, b]) => a - b);
    for (const [old] of ended.slice(0, Math.max(0, ended.length - MOST_ENDED))) await store.delete(TOKEN_SESSIONS, old);
  }
}

function endingOf({ pending, ended }: KeptSession): number {
  return pending ? PENDING : (ended?.at ?? 0);
}

function decided({ pending: _pending, ...session }: KeptSession): KeptSession {
  return session;
}

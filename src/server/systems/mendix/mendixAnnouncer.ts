import { DisposableStore } from '../../../core/base/disposableStore';
import type { Disposable } from '../../../core/base/event';
import type { MendixUser } from '../../../core/systems/mendix/mendixSession';
import type { MendixChange, SessionEnd } from '../../../core/systems/mendix/mendixSlice';
import { SpaceCopy } from '../../kernel/store/spaceCopy';
import type { ChangeFeed } from '../../kernel/system/changeFeed';
import type { SystemStore } from '../../kernel/system/systemStore';
import type { MendixEndings } from './mendixEndings';
import type { MendixSessions } from './mendixSessions';
import { type HeldSession, type HeldToken, type HeldUser, LIVE, SESSIONS, SWEEP, TOKENS, USERS } from './mendixSpaces';
import type { MendixTokens } from './mendixTokens';
import type { MendixUsers } from './mendixUsers';

/** Where changes are reported, and what is reported. */
export interface AnnouncedParts {
  readonly feed: ChangeFeed<MendixChange>;
  readonly sessions: MendixSessions;
  readonly tokens: MendixTokens;
  readonly users: MendixUsers;
  toldUser(user: HeldUser): Promise<MendixUser>;
}

/**
 * Reports what changes in the store. Every server on the same store is told of each change, so each tells its own
 * listeners.
 */
export class MendixAnnouncer implements Disposable {
  /** The hashes of their cookies, by which it is known why they ended. */
  private readonly sessions: SpaceCopy<HeldSession, string>;
  /** Their users. */
  private readonly tokens: SpaceCopy<HeldToken, string>;
  private readonly subscriptions: DisposableStore;

  constructor(
    store: SystemStore,
    private readonly runtime: AnnouncedParts,
    private readonly endings: MendixEndings,
  ) {
    this.sessions = new SpaceCopy(store, SESSIONS, (read) => read().key, {
      changed: (id, now, before) => {
        if (now !== undefined) this.tellSession(id);
        else this.tellRemoved(id, before);
      },
    });
    this.tokens = new SpaceCopy(store, TOKENS, (read) => read().user, {
      changed: (_id, now, before) => {
        const user = now ?? before;
        if (user !== undefined) this.tellTokensOf(user);
      },
    });
    this.subscriptions = new DisposableStore(
      this.sessions,
      this.tokens,
      store.follow(USERS, {
        changed: (name) => this.tellUser(name),
        replaced: () => runtime.feed.tell(async () => ({ kind: 'all' })),
      }),
      store.follow(SWEEP, {
        changed: (_key, read) => {
          if (read) this.tellSweep(read());
        },
      }),
      // Nothing else happens when a session becomes invalid.
      store.onDidExpire(({ space, key }) => {
        if (space === LIVE.name) this.tellSession(key);
      }),
    );
  }

  /** Reads what there is already. */
  async load(): Promise<void> {
    await this.sessions.load();
    await this.tokens.load();
  }

  dispose(): void {
    void this.subscriptions.dispose();
  }

  private tellSession(id: string): void {
    const { feed, sessions, tokens } = this.runtime;
    feed.tell(async () => {
      const session = await sessions.get(id);
      if (!session) return undefined;
      return { kind: 'mendixSession', session: sessions.tell(session, await tokens.byIds(session.tokens)) };
    });
  }

  private tellRemoved(id: string, key: string | undefined): void {
    this.runtime.feed.tell(async () => {
      const why = key === undefined ? undefined : await this.endings.why('session', key);
      return { kind: 'mendixSessionRemoved', id, why: (why as SessionEnd | undefined) ?? 'ended' };
    });
  }

  private tellUser(name: string): void {
    const { feed, users } = this.runtime;
    feed.tell(async () => {
      const user = await users.get(name);
      if (!user) return { kind: 'mendixUserRemoved', name };
      return { kind: 'mendixUser', user: await this.runtime.toldUser(user) };
    });
  }

  /** User and sessions list the tokens. */
  private tellTokensOf(name: string): void {
    const { feed, sessions } = this.runtime;
    this.tellUser(name);
    feed.inBackground(async () => {
      for (const { id, tokens } of await sessions.of(name)) {
        if (tokens.length > 0) this.tellSession(id);
      }
    });
  }

  private tellSweep(at: number): void {
    this.runtime.feed.tell(async () => ({ kind: 'mendixSweep', nextSweepAt: new Date(at).toISOString() }));
  }
}

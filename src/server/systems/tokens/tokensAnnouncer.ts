import { DisposableStore } from '../../../core/base/disposableStore';
import type { Disposable } from '../../../core/base/event';
import type { TokensChange } from '../../../core/systems/tokens/tokensSlice';
import type { ChangeFeed } from '../../kernel/system/changeFeed';
import type { Kernel } from '../../kernel/system/kernel';
import type { KeptSessions } from './keptSessions';
import { type KeptSession, TOKEN_SESSIONS, TOKENS_USERS } from './tokensSpaces';
import type { TokensUsers } from './tokensUsers';
import { controlledSession } from './toldSession';

/** Where changes are reported, and what is reported. */
export interface AnnouncedTokens {
  readonly feed: ChangeFeed<TokensChange>;
  readonly held: KeptSessions;
  readonly users: TokensUsers;
}

/** Reports what changes in the store. Every server on the same store is told of each change, so each tells its own listeners. */
export class TokensAnnouncer implements Disposable {
  private readonly subscriptions: DisposableStore;
  /** Sessions of which nobody was told yet. */
  private readonly pending = new Set<string>();

  constructor(
    private readonly kernel: Pick<Kernel, 'store' | 'clock'>,
    private readonly parts: AnnouncedTokens,
  ) {
    const { store } = kernel;
    this.subscriptions = new DisposableStore(
      store.follow(TOKEN_SESSIONS, {
        changed: (id, read) => this.sessionChanged(id, read?.()),
        replaced: () => {
          this.pending.clear();
          parts.feed.tell(async () => ({ kind: 'all' }));
        },
      }),
      store.follow(TOKENS_USERS, { changed: (name) => this.tellUser(name) }),
    );
  }

  tellSession(id: string): void {
    const { feed, held } = this.parts;
    feed.tell(async () => {
      const session = await held.get(id);
      if (!session) return { kind: 'tokenSessionForgotten', id };
      return { kind: 'tokenSession', session: controlledSession(session, this.kernel.clock.now()) };
    });
  }

  dispose(): void {
    void this.subscriptions.dispose();
  }

  private sessionChanged(id: string, session: KeptSession | undefined): void {
    if (session?.pending) {
      this.pending.add(id);
      return;
    }
    const wasPending = this.pending.delete(id);
    if (session || !wasPending) this.tellSession(id);
  }

  private tellUser(name: string): void {
    const { feed, users } = this.parts;
    feed.tell(async () => {
      const user = await users.get(name);
      return user && { kind: 'tokensUser', user: users.tell(user) };
    });
  }
}

import { DisposableStore } from '../../../core/base/disposableStore';
import type { Disposable } from '../../../core/base/event';
import type { ControlledSession, TokensUser } from '../../../core/systems/tokens/tokenSession';
import type { TokensChange, TokensState } from '../../../core/systems/tokens/tokensSlice';
import { idPageOf, type PageQuery } from '../../kernel/slices/idPage';
import { inSlices } from '../../kernel/slices/inSlices';
import { ChangeFeed } from '../../kernel/system/changeFeed';
import type { Kernel } from '../../kernel/system/kernel';
import { type AccessTokenMaker, OpaqueTokenMaker } from './accessTokenMaker';
import { KeptSessions } from './keptSessions';
import { NewTokens } from './newTokens';
import { SessionTimers } from './sessionTimers';
import { TokenSessions } from './tokenSessions';
import { TokensAnnouncer } from './tokensAnnouncer';
import type { TokensOptions } from './tokensOptions';
import { type TokensSettings, tokensSettings } from './tokensSettings';
import { TokensUsers } from './tokensUsers';
import { controlledSession } from './toldSession';

/** The token server: users and sessions in the store. */
export class TokensRuntime implements Disposable {
  readonly settings: TokensSettings;
  readonly users: TokensUsers;
  readonly sessions: TokenSessions;
  readonly feed: ChangeFeed<TokensChange>;
  /** Makes the text of access tokens. */
  accessTokens: AccessTokenMaker;
  private readonly held: KeptSessions;
  private readonly parts: DisposableStore;

  constructor(
    readonly kernel: Kernel,
    private readonly options: TokensOptions,
  ) {
    const settings = tokensSettings(options);
    this.settings = settings;
    this.accessTokens = new OpaqueTokenMaker(kernel.random);
    this.users = new TokensUsers(kernel, options.users, settings);
    this.held = new KeptSessions(kernel, this.users, settings);
    const { users, held } = this;
    const tokens = new NewTokens(kernel, settings, () => this.accessTokens);
    this.sessions = new TokenSessions({ kernel, settings, users, held, tokens });
    const feed = new ChangeFeed<TokensChange>('Token sessions', kernel.log);
    this.feed = feed;
    const announcer = new TokensAnnouncer(kernel, { feed, held, users });
    const timers = new SessionTimers(
      kernel,
      held,
      (work) => feed.inBackground(work),
      (id) => announcer.tellSession(id),
    );
    this.parts = new DisposableStore(held, announcer, timers, feed);
  }

  async start(): Promise<void> {
    await this.held.load();
  }

  async state(): Promise<TokensState> {
    const { paths, fields } = this.options;
    const names = { ...(paths && { paths }), ...(fields && { fields }) };
    return {
      sessions: await this.toldSessions(),
      users: await this.toldUsers(),
      ...(Object.keys(names).length > 0 && { names }),
    };
  }

  async toldSessions(page: PageQuery = {}): Promise<ControlledSession[]> {
    const now = this.kernel.clock.now();
    const sessions = await this.held.all(page);
    return inSlices(sessions, (session) => controlledSession(session, now));
  }

  async toldUsers(page: PageQuery = {}): Promise<TokensUser[]> {
    const users = idPageOf(await this.users.all(), ({ name }) => name, page);
    return inSlices(users, (user) => this.users.tell(user));
  }

  dispose(): void {
    void this.parts.dispose();
  }
}

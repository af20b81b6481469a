import { DisposableStore } from '../../../core/base/disposableStore';
import type { Disposable } from '../../../core/base/event';
import type { MendixSession, MendixUser } from '../../../core/systems/mendix/mendixSession';
import type { MendixChange, MendixState } from '../../../core/systems/mendix/mendixSlice';
import { idPageOf, type PageQuery } from '../../kernel/slices/idPage';
import { inSlices } from '../../kernel/slices/inSlices';
import { ChangeFeed } from '../../kernel/system/changeFeed';
import type { Kernel } from '../../kernel/system/kernel';
import { MendixAnnouncer } from './mendixAnnouncer';
import { MendixEndings } from './mendixEndings';
import type { MendixOptions } from './mendixOptions';
import { MendixSessions } from './mendixSessions';
import type { HeldUser } from './mendixSpaces';
import { MendixSweeper } from './mendixSweeper';
import { MendixTokens } from './mendixTokens';
import { MendixUsers } from './mendixUsers';
import type { RuntimeSettings } from './runtimeSettings';
import { upgradeRuntime } from './runtimeUpgrade';

/** The Mendix runtime: sessions, users and tokens in the store, and the sweeps. */
export class MendixRuntime implements Disposable {
  readonly sessions: MendixSessions;
  readonly users: MendixUsers;
  readonly tokens: MendixTokens;
  readonly sweeper: MendixSweeper;
  readonly feed: ChangeFeed<MendixChange>;
  private readonly announcer: MendixAnnouncer;
  private readonly parts: DisposableStore;

  constructor(
    readonly kernel: Kernel,
    readonly settings: RuntimeSettings,
    options: MendixOptions,
  ) {
    const feed = new ChangeFeed<MendixChange>('Mendix sessions', kernel.log);
    const endings = new MendixEndings(kernel);
    const inBackground = (work: () => Promise<void>) => feed.inBackground(work);
    this.feed = feed;
    this.users = new MendixUsers(kernel, { users: options.users, isProduction: settings.isProduction });
    this.tokens = new MendixTokens(kernel, endings, settings.tokenLifeMs, inBackground);
    this.sessions = new MendixSessions(kernel, endings, settings, ({ user, anonymous }) => {
      // An anonymous user goes with the session (docs/facts/mendix.md#kinds-of-clients).
      if (anonymous) inBackground(() => this.users.removeAnonymous(user));
    });
    const { sessions, users } = this;
    this.sweeper = new MendixSweeper({ kernel, sessions, users, everyMs: settings.sweepMs, inBackground });
    this.announcer = new MendixAnnouncer(kernel.store, this, endings);
    this.parts = new DisposableStore(endings, feed, this.tokens, this.sessions, this.announcer, this.sweeper);
  }

  async start(): Promise<void> {
    await this.tokens.load();
    await this.sessions.load();
    await this.announcer.load();
    await this.restored();
  }

  /** Called after the store was filled from a snapshot, or emptied. */
  async restored(): Promise<void> {
    await upgradeRuntime(this.kernel, this.sessions, this.settings.version);
    await this.sweeper.plan();
  }

  async state(): Promise<MendixState> {
    const { version, sessionCookie, sweepMs } = this.settings;
    const nextSweepAt = (await this.sweeper.nextAt()) ?? this.kernel.clock.now() + sweepMs;
    const [sessions, users] = [await this.toldSessions(), await this.toldUsers()];
    return {
      runtimeVersion: version,
      sessionCookie,
      nextSweepAt: new Date(nextSweepAt).toISOString(),
      sweepEveryMs: sweepMs,
      sessions,
      users,
    };
  }

  async toldSessions(page: PageQuery = {}): Promise<readonly MendixSession[]> {
    const tokens = await this.tokens.all();
    const sessions = await this.sessions.all(page);
    return inSlices(sessions, (session) => this.sessions.tell(session, tokens));
  }

  async toldUsers(page: PageQuery = {}): Promise<readonly MendixUser[]> {
    const tokens = await this.tokens.byUser();
    const users = idPageOf(await this.users.all(), ({ name }) => name, page);
    return inSlices(users, (user) => this.users.tell(user, tokens.get(user.name) ?? []));
  }

  async toldUser(user: HeldUser): Promise<MendixUser> {
    return this.users.tell(user, user.anonymous ? [] : await this.tokens.of(user.name));
  }

  /** Ends all sessions of a user. @returns their ids */
  async endSessionsOf(user: string): Promise<readonly string[]> {
    const sessions = await this.sessions.of(user);
    for (const { id } of sessions) await this.sessions.end(id, 'inactive');
    return sessions.map(({ id }) => id);
  }

  dispose(): void {
    void this.parts.dispose();
  }
}

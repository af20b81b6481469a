import type { Disposable } from '../../../core/base/event';
import type { MendixSession, MendixUser } from '../../../core/systems/mendix/mendixSession';
import type { MendixState } from '../../../core/systems/mendix/mendixSlice';
import type { Kernel } from '../../kernel/system/kernel';
import { MendixEndings } from './mendixEndings';
import { MendixFeed } from './mendixFeed';
import type { MendixOptions } from './mendixOptions';
import { MendixSessions } from './mendixSessions';
import type { HeldSession, HeldUser } from './mendixSpaces';
import { MendixSweeper } from './mendixSweeper';
import { MendixTokens } from './mendixTokens';
import { MendixUsers } from './mendixUsers';
import type { RuntimeSettings } from './runtimeSettings';

/** The Mendix runtime: sessions, users and tokens in the store, and the sweeps. */
export class MendixRuntime implements Disposable {
  readonly sessions: MendixSessions;
  readonly users: MendixUsers;
  readonly tokens: MendixTokens;
  readonly sweeper: MendixSweeper;
  readonly feed: MendixFeed;

  constructor(
    readonly kernel: Kernel,
    readonly settings: RuntimeSettings,
    options: MendixOptions,
  ) {
    const feed = new MendixFeed(kernel.log);
    const endings = new MendixEndings(kernel);
    const inBackground = (work: () => Promise<void>) => feed.inBackground(work);
    const userChanged = (name: string) => this.tellUser(name);
    this.feed = feed;
    this.users = new MendixUsers(kernel, { users: options.users, isProduction: settings.isProduction }, userChanged);
    this.tokens = new MendixTokens(kernel, endings, settings.tokenLifeMs, {
      inBackground,
      changed: (user) => this.tellTokensOf(user),
    });
    this.sessions = new MendixSessions(kernel, endings, settings, {
      inBackground,
      changed: (id) => this.tellSession(id),
      removed: (session, why) => this.sessionRemoved(session, why),
    });
    this.sweeper = new MendixSweeper({
      kernel,
      sessions: this.sessions,
      users: this.users,
      everyMs: settings.sweepMs,
      feed: {
        inBackground,
        planned: (at) => feed.tell(async () => ({ kind: 'mendixSweep', nextSweepAt: new Date(at).toISOString() })),
      },
    });
  }

  start(): Promise<void> {
    return this.sweeper.plan();
  }

  /** Called after the store was filled from a snapshot, or emptied. */
  async restored(): Promise<void> {
    await this.sweeper.plan();
    this.feed.tell(async () => ({ kind: 'all' }));
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

  async toldSessions(): Promise<readonly MendixSession[]> {
    const tokens = await this.tokens.all();
    return (await this.sessions.all()).map((session) => this.sessions.tell(session, tokens));
  }

  async toldUsers(): Promise<readonly MendixUser[]> {
    const tokens = [...(await this.tokens.all()).values()];
    return (await this.users.all()).map((user) => this.users.tell(user, tokens));
  }

  async toldUser(user: HeldUser): Promise<MendixUser> {
    return this.users.tell(user, user.anonymous ? [] : await this.tokens.of(user.name));
  }

  /** Ends all sessions of a user. @returns their ids */
  async endSessionsOf(user: string): Promise<readonly string[]> {
    const sessions = (await this.sessions.all()).filter((session) => session.user === user);
    for (const { id } of sessions) await this.sessions.end(id, 'inactive');
    return sessions.map(({ id }) => id);
  }

  dispose(): void {
    for (const part of [this.sweeper, this.sessions, this.tokens, this.feed]) part.dispose();
  }

  private tellSession(id: string): void {
    this.feed.tell(async () => {
      const session = await this.sessions.get(id);
      if (!session) return undefined;
      const tokens = await this.tokens.byIds(session.tokens);
      return { kind: 'mendixSession', session: this.sessions.tell(session, tokens) };
    });
  }

  /** An anonymous user goes with the session (docs/facts/mendix.md#kinds-of-clients). */
  private sessionRemoved({ id, user, anonymous }: HeldSession, why: Parameters<MendixSessions['end']>[1]): void {
    this.feed.tell(async () => ({ kind: 'mendixSessionRemoved', id, why }));
    if (anonymous) this.feed.inBackground(async () => void (await this.users.removeAnonymous(user)));
  }

  private tellUser(name: string): void {
    this.feed.tell(async () => {
      const user = await this.users.get(name);
      if (!user) return { kind: 'mendixUserRemoved', name };
      return { kind: 'mendixUser', user: await this.toldUser(user) };
    });
  }

  /** User and sessions list the tokens. */
  private tellTokensOf(name: string): void {
    this.tellUser(name);
    this.feed.inBackground(async () => {
      for (const { id, user, tokens } of await this.sessions.all()) {
        if (user === name && tokens.length > 0) this.tellSession(id);
      }
    });
  }
}

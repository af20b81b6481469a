import type { Disposable, Event } from '../../../core/base/event';
import type { PageQuery } from '../slices/idPage';
import { lifetimeProblem } from '../store/lifetime';
import type { Log, LogEntry, LogPage, Unwritten } from '../store/log';
import type { Place, PutOptions, Space, SpaceFollower, Store, UpdateOptions } from '../store/store';
import type { SystemPlugin } from './emulatedSystem';

/** The part of the store that one emulated system can use: its own places. */
export type SystemStore = Omit<Store, 'snapshot' | 'restore' | 'watch' | 'dispose'>;

/** What is put is not compared with other values, because reading them would take time. */
const NO_OTHERS = () => undefined;

/**
 * Limits a store to the places that a system declares. Other places belong to other systems, or a snapshot would have
 * no check for them.
 */
export class DeclaredPlaces implements SystemStore {
  private readonly spaces: ReadonlySet<string>;
  private readonly logs: ReadonlySet<string>;

  constructor(
    private readonly store: SystemStore,
    private readonly system: Pick<SystemPlugin, 'name' | 'spaces' | 'logs'>,
  ) {
    this.spaces = new Set(system.spaces.map(idOf));
    this.logs = new Set(system.logs.map(idOf));
  }

  readonly onDidExpire: Event<{ space: string; key: string; value: unknown }> = (listener) =>
    this.store.onDidExpire((expired) => {
      if (this.system.spaces.some(({ name }) => name === expired.space)) listener(expired);
    });

  async get<T>(space: Space<T>, key: string): Promise<T | undefined> {
    return this.store.get(this.space(space), key);
  }

  put<T>(space: Space<T>, key: string, value: T, options?: PutOptions): Promise<void> {
    try {
      this.assertLifetime(this.space(space), key, value, options?.expiresAt);
    } catch (error) {
      return Promise.reject(error);
    }
    return this.store.put(space, key, value, options);
  }

  async take<T>(space: Space<T>, key: string): Promise<T | undefined> {
    return this.store.take(this.space(space), key);
  }

  async update<T>(
    space: Space<T>,
    key: string,
    change: (value: T | undefined) => T | undefined,
    options?: UpdateOptions<T>,
  ): Promise<T | undefined> {
    const { expiresAt } = options ?? {};
    if (expiresAt === undefined) return this.store.update(this.space(space), key, change);
    const lifetime = (value: T) => {
      const at = typeof expiresAt === 'function' ? expiresAt(value) : expiresAt;
      this.assertLifetime(space, key, value, at);
      return at;
    };
    return this.store.update(this.space(space), key, change, { expiresAt: lifetime });
  }

  async delete<T>(space: Space<T>, key: string): Promise<boolean> {
    return this.store.delete(this.space(space), key);
  }

  async entries<T>(space: Space<T>, page?: PageQuery): Promise<[string, T][]> {
    return this.store.entries(this.space(space), page);
  }

  follow<T>(space: Space<T>, follower: SpaceFollower<T>): Disposable {
    return this.store.follow(this.space(space), follower);
  }

  sync(): Promise<void> {
    return this.store.sync();
  }

  settleExpired(): Promise<void> {
    return this.store.settleExpired();
  }

  async append<T>(log: Log<T>, entry: Unwritten<T>): Promise<number | undefined> {
    return this.store.append(this.log(log), entry);
  }

  async page<T>(log: Log<T>, after?: number, limit?: number): Promise<LogPage<T>> {
    return this.store.page(this.log(log), after, limit);
  }

  async latest<T>(log: Log<T>, count: number): Promise<readonly LogEntry<T>[]> {
    return this.store.latest(this.log(log), count);
  }

  async clear<T>(log: Log<T>): Promise<void> {
    return this.store.clear(this.log(log));
  }

  followLog<T>(log: Log<T>, listener: (entry: LogEntry<T>) => void): Disposable {
    return this.store.followLog(this.log(log), listener);
  }

  /** A value with another lifetime than its space declares would make a snapshot that no server takes. */
  private assertLifetime<T>(space: Space<T>, key: string, value: T, expiresAt: number | undefined): void {
    if (space.expires === undefined && expiresAt === undefined) return;
    const problem = lifetimeProblem(space, value, key, NO_OTHERS, expiresAt);
    if (problem !== undefined) throw new UndeclaredLifetimeError(this.system.name, space, problem);
  }

  private space<T>(space: Space<T>): Space<T> {
    if (!this.spaces.has(idOf(space))) throw new UndeclaredPlaceError(this.system.name, 'space', space);
    return space;
  }

  private log<T>(log: Log<T>): Log<T> {
    if (!this.logs.has(idOf(log))) throw new UndeclaredPlaceError(this.system.name, 'log', log);
    return log;
  }
}

/** A system wants to put a value with another lifetime than its space declares. */
export class UndeclaredLifetimeError extends Error {
  constructor(system: string, { name }: Place, problem: string) {
    super(
      `The space “${name}” of the system “${system}” got a value that does not fit its \`expires\`: ${problem}; declare there when its values expire.`,
    );
    this.name = 'UndeclaredLifetimeError';
  }
}

/** A system wants to use a place in the store that it does not declare. */
export class UndeclaredPlaceError extends Error {
  constructor(system: string, kind: 'space' | 'log', { name, isLocal }: Place) {
    const what = `${isLocal ? 'local ' : ''}${kind} “${name}”`;
    super(
      name.startsWith(`${system}.`)
        ? `The system “${system}” does not declare the ${what}; add it to \`${kind}s\` of its plug-in.`
        : `The ${what} is not one of the system “${system}”; it can use only places whose names begin with “${system}.”.`,
    );
    this.name = 'UndeclaredPlaceError';
  }
}

/** Local names are separate from other names. */
function idOf({ name, isLocal }: Place): string {
  return isLocal ? `local ${name}` : name;
}

import { counted } from '../../../core/base/counted';
import { shortened } from '../../../core/compliance/phrase';
import type { Json } from '../../../core/json/json';
import type { Privileges } from '../../../core/systems/web/privileges';
import type { Trace } from '../../kernel/journal/trace';
import type { KeyedLock } from '../../kernel/store/keyedLock';
import { type ChangedSession, changedSession } from './changedSession';
import type { CurrentSession } from './currentSession';
import type { KeptByCode } from './keptByCode';
import { note } from './note';
import { isQuota, QUOTA_NAMES, type QuotaName, type SessionQuotas, withQuota } from './sessionQuotas';
import type { HeldWebSession, WebSessions } from './webSessions';

/** How many characters of names an entry of the journal has. */
const LONGEST_TOLD = 1000;

/** `Session.storage` as plain JSON. */
export type SessionStorage = { readonly [key: string]: Json };

/** The parts that the operations of all requests share. */
export interface SessionParts {
  readonly sessions: WebSessions;
  readonly privileges: Privileges;
  readonly locks: KeyedLock;
  readonly kept: KeptByCode;
  /** What `isGuest()` means: docs/switches.md#webisguest. */
  readonly isGuest: (session: HeldWebSession) => boolean;
}

/** The members of the 4D object `Session`. See docs/facts/4d-web.md#the-session-object. */
export interface SessionMembers {
  readonly id: string;
  readonly userName: string;
  /** Minutes. */
  readonly idleTimeout: number;
  /** ISO 8601 in UTC. */
  readonly expirationDate: string;
  /** `Session.info`. */
  readonly info: {
    readonly type: 'web' | 'rest';
    readonly userName: string;
    readonly machineName: string;
    readonly IPAddress: string;
    readonly hostType: 'browser';
    readonly creationDateTime: string;
    readonly state: 'active';
    readonly ID: string;
    /** The header `User-Agent` of the client. 4D has no such member. */
    readonly userAgent: string;
    /** The session of the mobile app whose web session it is. */
    readonly mobile?: Json;
  };
  /** What code has set of `Session.quotas`. */
  readonly quotas: SessionQuotas;
}

/**
 * The operations on `Session` for one run of a developer's code. Each request has its own instance. Every method uses
 * the session that is current at that time: after `restore`, this is the restored session. Call `dispose` when the code
 * has ended, also after an error.
 */
export class SessionOperations {
  /** Privileges that only this process has, by the id that `promote` returned. */
  private readonly promoted = new Map<number, string>();
  private nextPromotion = 1;
  private readonly noted = new Set<string>();
  /** The locked storages, by the id of their session. */
  private readonly held = new Map<string, { depth: number; readonly release: () => void }>();

  constructor(
    private readonly parts: SessionParts,
    private readonly current: CurrentSession,
    private readonly trace: Trace,
  ) {}

  /** The members of `Session`. Undefined when scalable sessions are off, because there is no `Session` then. */
  async info(): Promise<SessionMembers | undefined> {
    const session = await this.current.session();
    return session && membersOf(session);
  }

  /** `Session info`: `Session.info` of any live session. Undefined when there is none with this id. */
  async infoOf(id: string): Promise<SessionMembers['info'] | undefined> {
    const session = await this.parts.sessions.get(id);
    return session && membersOf(session).info;
  }

  /**
   * Adds privileges to the session, and sets its user name. Unknown names are ignored.
   * @param argument a text (one name, or several separated by commas), a collection of texts, or an object with
   * `privileges`, `roles` (each a text or a collection) and `userName`
   * @returns false when there is no session, or the argument has another type
   * @throws SessionLimitError when the session would be larger than it may be
   */
  async setPrivileges(argument: unknown): Promise<boolean> {
    this.parts.kept.checkNames(argument);
    const grant = this.parts.privileges.grantOf(argument);
    if (!grant) {
      note(this.trace, 'web.privileges.invalid');
      return false;
    }
    const changed = await this.change((before) => ({
      ...before,
      privileges: [...new Set([...before.privileges, ...grant.privileges])],
      userName: grant.userName ?? before.userName,
      wasSet: true,
    }));
    if (!changed) return false;
    if (!changed.isDifferent) {
      note(this.trace, 'web.privileges.unchanged');
      return true;
    }
    const { session } = changed;
    const { unknown, privileges } = grant;
    note(
      this.trace,
      'web.privileges.set',
      `setPrivileges added ${namesOf(privileges)}${unknown.length > 0 ? `; ${namesOf(unknown)} are unknown and ignored` : ''}.`,
    );
    this.trace.changed('webSession', session.id, 'changed', `privileges: ${namesOf(session.privileges)}`);
    return true;
  }

  /** Removes all privileges of the session. Promoted privileges stay. */
  async clearPrivileges(): Promise<boolean> {
    const changed = await this.change((before) => ({ ...before, privileges: [] }));
    if (!changed) return false;
    if (!changed.isDifferent) {
      note(this.trace, 'web.privileges.unchanged');
      return true;
    }
    const { session } = changed;
    note(this.trace, 'web.privileges.cleared');
    this.trace.changed('webSession', session.id, 'changed', 'privileges: none');
    return true;
  }

  async hasPrivilege(name: string): Promise<boolean> {
    return (await this.holding())(name);
  }

  /** Whether this process has a privilege now: from its session, or because it was promoted. */
  async holding(): Promise<(name: string) => boolean> {
    const session = await this.current.session();
    return this.parts.privileges.holding([...(session?.privileges ?? []), ...this.promoted.values()]);
  }

  /** The privileges of the session and all that they include. Promoted privileges are not listed. */
  async getPrivileges(): Promise<string[]> {
    return this.parts.privileges.listed((await this.current.session())?.privileges ?? []);
  }

  async isGuest(): Promise<boolean> {
    const session = await this.current.session();
    return session !== undefined && this.parts.isGuest(session);
  }

  /** @param minutes values below 60 are raised to 60 */
  async setIdleTimeout(minutes: number): Promise<void> {
    if (!Number.isFinite(minutes)) return;
    const changed = await this.change((before) => ({ ...before, idleTimeout: minutes }));
    if (!changed?.isDifferent) return;
    const { session } = changed;
    this.noteOnce('web.idleTimeout');
    this.trace.changed('webSession', session.id, 'changed', `idleTimeout: ${counted(session.idleTimeout, 'minute')}`);
  }

  /**
   * Changes a threshold of `Session.quotas`.
   * @param value undefined takes it away
   */
  async setQuota(name: QuotaName, value: number | undefined): Promise<void> {
    if (!QUOTA_NAMES.includes(name) || (value !== undefined && !isQuota(value))) {
      throw new RangeError('A quota of a session is an integer above 0; undefined takes it away.');
    }
    const changed = await this.change((before) => ({ ...before, quotas: withQuota(before.quotas, name, value) }));
    if (!changed?.isDifferent) return;
    this.noteOnce('web.session.quotas');
    this.trace.changed('webSession', changed.session.id, 'changed', `quotas.${name}: ${value ?? 'none'}`);
  }

  /**
   * Creates a one-time passcode for the session.
   * @param lifespan seconds; the idle timeout of the session when absent
   * @returns the empty text when there is no session
   */
  async createOtp(lifespan?: number): Promise<string> {
    const session = await this.current.session();
    const made = session && (await this.parts.sessions.createOtp(session.id, lifespan));
    if (!made) return '';
    this.trace.hide(made.otp);
    note(this.trace, 'web.otp.created', `A one-time passcode was made; it is good until ${made.expiresAt}.`);
    this.trace.changed('otp', session.id, 'created', `good until ${made.expiresAt}`);
    return made.otp;
  }

  async restore(otp: string): Promise<boolean> {
    // A lock may belong to the session before the restore, so release it.
    this.release();
    return (await this.current.restore(otp)).kind === 'restored';
  }

  /**
   * Gives this process a privilege.
   * @returns the id for `demote`; 0 when the name is unknown, or this process has the privilege already
   */
  async promote(name: string): Promise<number> {
    const known = this.parts.privileges.nameOf(name);
    if (known === undefined || (await this.hasPrivilege(known))) return 0;
    const id = this.nextPromotion++;
    this.promoted.set(id, known);
    return id;
  }

  /** Takes a promoted privilege from this process. An id that is not in use is ignored. */
  async demote(id: number): Promise<void> {
    this.promoted.delete(id);
  }

  /**
   * Gives this process privileges, as roles.json wants for a function.
   * @returns those that it did not have before; unknown names are left out
   */
  async promoteAll(names: readonly string[]): Promise<readonly string[]> {
    const added: string[] = [];
    for (const name of names) if ((await this.promote(name)) !== 0) added.push(name);
    return added;
  }

  /** Takes all promoted privileges from this process. */
  demoteAll(): void {
    this.promoted.clear();
  }

  /** A copy of `Session.storage`; empty when there is no session. */
  async storage(): Promise<SessionStorage> {
    return (await this.current.session())?.storage ?? {};
  }

  /** `Session storage`: a copy of the storage of any live session. Undefined when there is none with this id. */
  async storageOf(id: string): Promise<SessionStorage | undefined> {
    return (await this.parts.sessions.get(id))?.storage;
  }

  /**
   * Changes the storage in one atomic step.
   * @param other id of another session than the current one
   * @returns the new storage; undefined when there is no session
   */
  async updateStorage(
    change: (storage: SessionStorage) => SessionStorage,
    other?: string,
  ): Promise<SessionStorage | undefined> {
    const id = other ?? (await this.current.session())?.id;
    if (id === undefined) return undefined;
    const write = () => this.writeStorage(id, change);
    return this.held.has(id) ? write() : this.parts.locks.run(id, write);
  }

  /**
   * `Use (Session.storage)`: locks the storage until `unlockStorage`. Locks can be nested, and each needs its own
   * unlock.
   * @param other id of another session than the current one
   * @returns the current storage
   */
  async lockStorage(other?: string): Promise<SessionStorage> {
    const id = other ?? (await this.current.session())?.id;
    if (id === undefined) return {};
    const held = this.held.get(id);
    if (held) held.depth++;
    else this.held.set(id, { depth: 1, release: await this.parts.locks.acquire(id) });
    return (await this.storageOf(id)) ?? {};
  }

  /**
   * `End use`: unlocks the storage.
   * @param other id of another session than the current one
   */
  async unlockStorage(other?: string): Promise<void> {
    const id = other ?? (await this.current.session())?.id;
    const held = id === undefined ? undefined : this.held.get(id);
    if (id === undefined || !held) return;
    held.depth--;
    if (held.depth > 0) return;
    held.release();
    this.held.delete(id);
  }

  /** Writes to the journal that the code changed the shared object `Storage`. */
  tellShared(names: readonly string[]): void {
    this.noteOnce('web.storage.shared');
    this.trace.changed('storage', 'Storage', 'changed', namesOf(names));
  }

  /** Releases the locks that the code did not release. */
  dispose(): void {
    this.release();
  }

  private release(): void {
    for (const { release } of this.held.values()) release();
    this.held.clear();
  }

  private async writeStorage(
    id: string,
    change: (storage: SessionStorage) => SessionStorage,
  ): Promise<SessionStorage | undefined> {
    const changed = await this.changeOf(id, (before) => ({ ...before, storage: change(before.storage) }));
    if (changed?.isDifferent) {
      this.noteOnce('web.storage.session');
      this.trace.changed('webSession', id, 'changed', `storage: ${namesOf(Object.keys(changed.session.storage))}`);
    }
    return changed?.session.storage;
  }

  private async change(change: (session: HeldWebSession) => HeldWebSession): Promise<ChangedSession | undefined> {
    const session = await this.current.session();
    return session && this.changeOf(session.id, change);
  }

  /** @throws SessionLimitError when the session would be larger than it may be */
  private async changeOf(
    id: string,
    change: (session: HeldWebSession) => HeldWebSession,
  ): Promise<ChangedSession | undefined> {
    const { sessions, kept } = this.parts;
    await kept.load();
    return changedSession(sessions, id, (before) => {
      const after = change(before);
      kept.check(before, after);
      return after;
    });
  }

  /** Code may change the same thing in a loop. One reason says it for all times. */
  private noteOnce(rule: Parameters<typeof note>[1]): void {
    if (this.noted.has(rule)) return;
    this.noted.add(rule);
    note(this.trace, rule);
  }
}

function membersOf(session: HeldWebSession): SessionMembers {
  const { id, userName, idleTimeout, type, ipAddress, createdAt, userAgent = '', client, quotas = {} } = session;
  return {
    id,
    userName,
    idleTimeout,
    expirationDate: new Date(expiryOf(session)).toISOString(),
    info: {
      type,
      userName,
      machineName: '',
      IPAddress: ipAddress,
      hostType: 'browser',
      creationDateTime: new Date(createdAt).toISOString(),
      state: 'active',
      ID: id,
      userAgent,
      ...client?.info,
    },
    quotas,
  };
}

/** When the session expires if no other request comes, in virtual milliseconds since 1970. */
export function expiryOf({
  lastRequestAt,
  idleTimeout,
}: Pick<HeldWebSession, 'lastRequestAt' | 'idleTimeout'>): number {
  return lastRequestAt + idleTimeout * 60_000;
}

function namesOf(names: readonly string[]): string {
  return names.length > 0 ? shortened(names.join(', '), LONGEST_TOLD) : 'none';
}

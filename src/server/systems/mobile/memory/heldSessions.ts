import { LRUCache } from 'lru-cache';
import { frozen } from '../../../../core/base/frozen';
import type { Session } from '../../../../core/session/session';
import type { Agreement, MobileSession } from '../../../../core/systems/mobile/mobileSession';
import type { SystemStore } from '../../../kernel/system/systemStore';
import { LAST_REQUESTS, MEMORY, SESSIONS, STARTED } from '../mobileSpaces';
import type { SessionPath } from '../mobileState';
import { partsOf } from './sessionPaths';

/** The data in the store for a session in memory. */
export interface SessionRecord {
  readonly session: Session;
  /** Digest of the file whose content was read. */
  readonly digest: string;
  /** Virtual milliseconds since 1970. */
  readonly loadedAt: number;
}

/** The maximum number of sessions in the cache. */
const ASKING = 5_000;

/** The mobile sessions in the server's store, by the path of their file. */
export class HeldSessions {
  /** The paths in the order of the store. The order is the same after a crash. */
  private readonly order = new Set<SessionPath>();
  /** File names by application folder, for callers that need only the names. */
  private readonly names = new Map<string, Set<string>>();
  /** The sessions that are not accepted. */
  private readonly pending = new Set<SessionPath>();
  private acceptedPlaces: ReadonlyMap<SessionPath, number> | undefined;
  /** A cache of the sessions that make requests. The records are frozen, because several callers share them. */
  private readonly asking = new LRUCache<SessionPath, SessionRecord>({ max: ASKING });
  /**
   * Incremented before and after each change of the store. If it changes during a read, the result may be out of date.
   */
  private changes = 0;

  constructor(private readonly store: SystemStore) {}

  /**
   * Reads the sessions from the store.
   * @returns whether there was a memory before, even an empty one, from a crashed server or from a snapshot
   */
  async load(): Promise<boolean> {
    this.order.clear();
    this.names.clear();
    this.pending.clear();
    this.acceptedPlaces = undefined;
    this.asking.clear();
    this.changes++;
    for (const [file, record] of await this.store.entries(SESSIONS)) this.note(file, record);
    return (await this.store.get(MEMORY, STARTED)) === true;
  }

  /** Records that the store, and not the disk, is now the source of the sessions. */
  async started(): Promise<void> {
    await this.store.put(MEMORY, STARTED, true);
  }

  has(file: SessionPath): boolean {
    return this.order.has(file);
  }

  applications(): string[] {
    return [...this.names.keys()];
  }

  /** File names in an application folder. */
  namesIn(application: string): ReadonlySet<string> {
    return this.names.get(application) ?? new Set();
  }

  /** The paths of all sessions. Those that were read first come first. */
  files(): SessionPath[] {
    return [...this.order];
  }

  /** The accepted sessions with their position among the accepted, in the order of `files`. */
  accepted(): ReadonlyMap<SessionPath, number> {
    this.acceptedPlaces ??= new Map(
      this.files()
        .filter((file) => !this.pending.has(file))
        .map((file, place) => [file, place]),
    );
    return this.acceptedPlaces;
  }

  record(file: SessionPath): Promise<SessionRecord | undefined> {
    return this.store.get(SESSIONS, file);
  }

  /** Like `record`, but synchronous and from the cache. The result is read-only. Undefined when it must be fetched. */
  recent(file: SessionPath): SessionRecord | undefined {
    return this.asking.get(file);
  }

  /** Like `record`, but puts the result in the cache for `recent`. The result is read-only. */
  async fetch(file: SessionPath): Promise<SessionRecord | undefined> {
    const { changes } = this;
    const record = await this.record(file);
    if (record && changes === this.changes) this.asking.set(file, frozen(record));
    return record;
  }

  async hold(file: SessionPath, record: SessionRecord): Promise<void> {
    this.forget(file);
    await this.store.put(SESSIONS, file, record);
    this.forget(file);
    this.note(file, record);
  }

  async drop(file: SessionPath): Promise<SessionRecord | undefined> {
    this.forget(file);
    const record = await this.store.take(SESSIONS, file);
    this.forget(file);
    await this.store.delete(LAST_REQUESTS, file);
    if (!this.pending.delete(file)) this.acceptedPlaces = undefined;
    this.order.delete(file);
    const { application, name } = partsOf(file);
    const names = this.names.get(application);
    names?.delete(name);
    if (names?.size === 0) this.names.delete(application);
    return record;
  }

  /** @param at virtual milliseconds since 1970 */
  requested(file: SessionPath, at: number): Promise<void> {
    // The session may have been removed since it was read.
    const isHeld = this.asking.get(file) !== undefined || this.has(file);
    return isHeld ? this.store.put(LAST_REQUESTS, file, at) : Promise.resolve();
  }

  /** A session as the control API returns it. Undefined when it is not in memory. */
  async describe(file: SessionPath, agreement: Agreement): Promise<MobileSession | undefined> {
    const record = await this.record(file);
    if (!record) return undefined;
    const lastRequest = await this.store.get(LAST_REQUESTS, file);
    const { application, team, device, email, session, status } = record.session;
    return {
      id: session.id,
      file,
      applicationId: application.id,
      applicationName: application.name,
      teamId: team?.id ?? '',
      email,
      deviceId: device.id,
      deviceDescription: device.description,
      deviceOs: device.os ?? '',
      deviceVersion: String(device.version ?? ''),
      status,
      agreement,
      loadedAt: new Date(record.loadedAt).toISOString(),
      ...(lastRequest !== undefined && { lastRequestAt: new Date(lastRequest).toISOString() }),
    };
  }

  private forget(file: SessionPath): void {
    this.changes++;
    this.asking.delete(file);
  }

  private note(file: SessionPath, { session }: SessionRecord): void {
    if (session.status === 'accepted') {
      if (this.pending.delete(file) || !this.has(file)) this.acceptedPlaces = undefined;
    } else if (!this.pending.has(file)) {
      this.pending.add(file);
      this.acceptedPlaces = undefined;
    }
    this.order.add(file);
    const { application, name } = partsOf(file);
    const names = this.names.get(application);
    if (names) names.add(name);
    else this.names.set(application, new Set([name]));
  }
}

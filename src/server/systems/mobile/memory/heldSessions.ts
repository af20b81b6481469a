import { LRUCache } from 'lru-cache';
import { frozen } from '../../../../core/base/frozen';
import type { Session } from '../../../../core/session/session';
import type { Agreement, MobileSession } from '../../../../core/systems/mobile/mobileSession';
import type { Store } from '../../../kernel/store/store';
import { LAST_REQUESTS, MEMORY, SESSIONS } from '../mobileSpaces';
import type { SessionPath } from '../mobileState';
import { partsOf } from './sessionPaths';

/** What the store keeps of a session in memory. */
export interface SessionRecord {
  readonly session: Session;
  /** Of the file whose content was taken in. */
  readonly digest: string;
  /** Virtual milliseconds since 1970. */
  readonly loadedAt: number;
}

const STARTED = 'started';
/** So many devices can ask in turn without their sessions being read from the store each time. */
const ASKING = 5_000;

/** The mobile sessions in the server's store, by the path of their file. */
export class HeldSessions {
  /** What is in the store, in its order: after a crash it is the same. */
  private readonly order = new Set<SessionPath>();
  /** Application folder to file names, for those who need only the names. */
  private readonly names = new Map<string, Set<string>>();
  /** Those that are not accepted: few. */
  private readonly pending = new Set<SessionPath>();
  private acceptedPlaces: ReadonlyMap<SessionPath, number> | undefined;
  /** What the store has of those who ask. Frozen, as many get the same one. */
  private readonly asking = new LRUCache<SessionPath, SessionRecord>({ max: ASKING });
  /** Grows with each change of the store, before and after it: what was read meanwhile may be of the past. */
  private changes = 0;

  constructor(private readonly store: Store) {}

  /**
   * Learns what is in the store.
   * @returns whether there was a memory before, perhaps an empty one: of a server that crashed, or in a snapshot
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

  /** From now on what is in the store counts, not what is on disk. */
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

  /** Keys of all, those that were taken in first at the beginning. */
  files(): SessionPath[] {
    return [...this.order];
  }

  /** The accepted ones with their place among each other, in the order of `files`. */
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

  /** As `record`, for reading alone: nobody may change it. Undefined when it has to be fetched. */
  recent(file: SessionPath): SessionRecord | undefined {
    return this.asking.get(file);
  }

  /** As `record`, for reading alone, and for `recent` from then on. */
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
    // It may have gone since it was read.
    const isHeld = this.asking.get(file) !== undefined || this.has(file);
    return isHeld ? this.store.put(LAST_REQUESTS, file, at) : Promise.resolve();
  }

  /** A session as the control API shows it; undefined when it is not held. */
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

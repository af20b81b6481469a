import type { Disposable } from '../../../../core/base/event';
import { frozen } from '../../../../core/base/frozen';
import { RecentMap } from '../../../../core/base/recentMap';
import type { Session, SessionStatus } from '../../../../core/session/session';
import type { Agreement, MobileSession } from '../../../../core/systems/mobile/mobileSession';
import { type CopyListener, SpaceCopy } from '../../../kernel/store/spaceCopy';
import type { SystemStore } from '../../../kernel/system/systemStore';
import { LAST_REQUESTS, MEMORY, MOBILE_SESSIONS, STARTED } from '../mobileSpaces';
import type { SessionPath } from '../mobileState';
import { pathParts } from './sessionPaths';

/** The data in the store for a session in memory. */
export interface SessionRecord {
  readonly session: Session;
  /** Digest of the file whose content was read. */
  readonly digest: string;
  /** Virtual milliseconds since 1970. */
  readonly loadedAt: number;
}

/** As many sessions stay in the cache: more than there are in tests of apps, and few enough to be held in memory. */
const ASKING = 10_000;

/** Receives the changes of the sessions in the store, by this server or another. */
export interface HeldListener {
  /** @param isOwn whether this server made the change, and another may not have */
  changed(file: SessionPath, isHeld: boolean, isOwn: boolean): void;
  /** A snapshot was restored, or the sessions were loaded. */
  replaced(): void;
  asked(file: SessionPath): void;
  /** The time of a request could not be noted. */
  failed(error: unknown): void;
}

/**
 * The mobile sessions in the server's store, by the path of their file.
 * What this process keeps of them follows the store, because another server may change them.
 */
export class HeldSessions implements Disposable {
  /** The status of each session, in the order of the store. The order is the same after a crash. */
  private readonly statuses: SpaceCopy<SessionRecord, SessionStatus>;
  private readonly requests: Disposable;
  /** The sessions that this server changes now. */
  private readonly own = new Set<SessionPath>();
  /** File names by application folder, for callers that need only the names. */
  private readonly names = new Map<string, Set<string>>();
  private acceptedPlaces: ReadonlyMap<SessionPath, number> | undefined;
  /** A cache of the sessions that make requests. The records are frozen, because several callers share them. */
  private readonly asking = new RecentMap<SessionPath, SessionRecord>(ASKING);
  /**
   * Incremented after each change of the store. If it changes during a read, the result may be out of date.
   */
  private changes = 0;

  constructor(
    private readonly store: SystemStore,
    private readonly listener: HeldListener,
  ) {
    const statusOf = (read: () => SessionRecord) => read().session.status;
    const copied: CopyListener<SessionStatus> = {
      changed: (file, now, before) => this.changed(file, now, before),
      replaced: () => this.replaced(),
    };
    this.statuses = new SpaceCopy(store, MOBILE_SESSIONS, statusOf, copied);
    this.requests = store.follow(LAST_REQUESTS, {
      changed: (file, read) => {
        if (read) listener.asked(file);
      },
    });
  }

  /** Reads the sessions from the store. Afterwards, they follow it. */
  load(): Promise<void> {
    return this.statuses.load();
  }

  /** Resolves when everything here is as the store is now. Await this before a decision. */
  sync(): Promise<void> {
    return this.store.sync();
  }

  /**
   * Records that the store, and not the disk, is now the source of the sessions.
   * @returns whether it was before, even with no session: of another server, a crashed one, or a snapshot
   */
  async start(): Promise<boolean> {
    let wasStarted = false;
    // In one operation, so that only one of several servers loads the files.
    await this.store.update(MEMORY, STARTED, (started) => {
      wasStarted = started === true;
      return true as const;
    });
    return wasStarted;
  }

  has(file: SessionPath): boolean {
    return this.statuses.has(file);
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
    return [...this.statuses.keys()];
  }

  /** The accepted sessions with their position among the accepted, in the order of `files`. */
  accepted(): ReadonlyMap<SessionPath, number> {
    this.acceptedPlaces ??= new Map(
      [...this.statuses.entries()].filter(([, status]) => status === 'accepted').map(([file], place) => [file, place]),
    );
    return this.acceptedPlaces;
  }

  record(file: SessionPath): Promise<SessionRecord | undefined> {
    return this.store.get(MOBILE_SESSIONS, file);
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
    await this.changing(file, () => this.store.put(MOBILE_SESSIONS, file, record));
  }

  async drop(file: SessionPath): Promise<SessionRecord | undefined> {
    const record = await this.changing(file, () => this.store.take(MOBILE_SESSIONS, file));
    await this.store.delete(LAST_REQUESTS, file);
    return record;
  }

  /**
   * Notes the time of a request. No answer waits for it.
   * @param at virtual milliseconds since 1970
   */
  requested(file: SessionPath, at: number): void {
    // The session may have been removed since it was read, or while the time is written.
    if (!this.has(file)) return;
    this.store
      .put(LAST_REQUESTS, file, at)
      .then(() => (this.has(file) ? undefined : this.store.delete(LAST_REQUESTS, file)))
      .catch(this.listener.failed);
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

  dispose(): void {
    this.statuses.dispose();
    this.requests.dispose();
  }

  private async changing<T>(file: SessionPath, change: () => Promise<T>): Promise<T> {
    this.own.add(file);
    try {
      return await change();
    } finally {
      this.own.delete(file);
    }
  }

  private changed(file: SessionPath, now: SessionStatus | undefined, before: SessionStatus | undefined): void {
    this.changes++;
    this.asking.delete(file);
    if (now !== before) this.acceptedPlaces = undefined;
    if (now === undefined) this.removeName(file);
    else if (before === undefined) this.addName(file);
    this.listener.changed(file, now !== undefined, this.own.has(file));
  }

  private replaced(): void {
    this.changes++;
    this.asking.clear();
    this.acceptedPlaces = undefined;
    this.names.clear();
    for (const file of this.statuses.keys()) this.addName(file);
    this.listener.replaced();
  }

  private addName(file: SessionPath): void {
    const { application, name } = pathParts(file);
    const names = this.names.get(application);
    if (names) names.add(name);
    else this.names.set(application, new Set([name]));
  }

  private removeName(file: SessionPath): void {
    const { application, name } = pathParts(file);
    const names = this.names.get(application);
    names?.delete(name);
    if (names?.size === 0) this.names.delete(application);
  }
}

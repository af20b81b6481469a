import type { Disposable, Event } from '../../../core/base/event';
import type { Session } from '../../../core/session/session';
import type {
  EvictedMobileSession,
  MobileSession,
  MobileSessions,
  RefreshReport,
} from '../../../core/systems/mobile/mobileSession';
import type { MobileChange } from '../../../core/systems/mobile/mobileSlice';
import type { PageQuery } from '../../kernel/slices/idPage';
import type { AllChanged } from '../../kernel/system/emulatedSystem';

/** The key of a mobile session: the path of its file relative to the MobileApps folder, with `/` as separator. */
export type SessionPath = string;

export type MobileStateChange = MobileChange | AllChanged;

/** A session in memory, with the content of its file when it was loaded. */
export interface HeldMobileSession {
  readonly file: SessionPath;
  readonly session: Session;
}

/**
 * Why a file is not in memory: files are not loaded at the start, or a refresh takes no new ones. Or only the next refresh
 * takes it.
 */
export type LeftOut = 'loadAtStart' | 'takeNewFiles' | 'notRefreshed';

/**
 * The mobile sessions in the server's memory, and their files in one MobileApps folder.
 * Requests are answered from memory. Files are read at a refresh (docs/facts/4d-mobile.md#mobile-app-refresh-sessions).
 */
export interface MobileState extends Disposable {
  readonly folder: string;
  /** Loads the existing files, as 4D does when the server starts (Go Mobile, on-mobile-app-authentication). */
  start(): Promise<void>;
  /**
   * The session that a connection token names. Undefined when it is not in memory.
   * The `appNameID` and `teamID` of the token must be those of the session. The time of the request is recorded.
   */
  byToken(token: string): Promise<HeldMobileSession | undefined>;
  get(file: SessionPath): Promise<HeldMobileSession | undefined>;
  /** Why a session was removed from memory. */
  evictionOf(file: SessionPath): Promise<EvictedMobileSession | undefined>;
  /**
   * Why a session is not in memory although a file without a known fault is in its place. Undefined if there is no such
   * file.
   */
  fileLeftOut(file: SessionPath): Promise<LeftOut | undefined>;
  /** Writes the session's file as 4D does, inside the MobileApps folder only, and puts the session into memory. */
  write(session: Session): Promise<HeldMobileSession>;
  /** Changes file and memory together. In the file, only the changed properties are rewritten. */
  change(file: SessionPath, change: (session: Session) => Session): Promise<HeldMobileSession | undefined>;
  /** Removes a session from memory and deletes its file, as `$logout` does. */
  remove(file: SessionPath, why: string): Promise<boolean>;
  /** Removes a session from memory and leaves its file. */
  release(file: SessionPath, why: string): Promise<boolean>;
  /**
   * MOBILE APP REFRESH SESSIONS. Refreshes run one at a time. A call during another one waits, and then reads the disk
   * again.
   */
  refresh(): Promise<RefreshReport>;
  /** @param page the sessions that are asked for; all of them unless given */
  list(page?: PageQuery): Promise<MobileSessions>;
  /** The accepted sessions of `list`, each with its position among them, starting with 0. */
  accepted(): Promise<ReadonlyMap<SessionPath, number>>;
  /** One session of `list`, without reading the others. */
  describe(file: SessionPath): Promise<MobileSession | undefined>;
  /**
   * Call this after the store was filled from a snapshot or emptied while the server runs. The sessions of the store
   * are then in memory, and their files are compared with them. With an empty store, files are loaded as at the start.
   */
  restored(): Promise<void>;
  readonly onDidChange: Event<MobileStateChange>;
}

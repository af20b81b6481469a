import type { Disposable, Event } from '../../../core/base/event';
import type { Session } from '../../../core/session/session';
import type {
  EvictedMobileSession,
  MobileSession,
  MobileSessions,
  RefreshReport,
} from '../../../core/systems/mobile/mobileSession';
import type { MobileChange } from '../../../core/systems/mobile/mobileSlice';
import type { AllChanged } from '../../kernel/system/emulatedSystem';

/** The key of a mobile session: its file relative to the MobileApps folder, with `/`. */
export type SessionPath = string;

export type MobileStateChange = MobileChange | AllChanged;

/** A session in memory with what the file said when it was taken in. */
export interface HeldSession {
  readonly file: SessionPath;
  readonly session: Session;
}

/**
 * The mobile sessions that the server holds in memory, over the files of one MobileApps folder: the second heart of the
 * mobile face. Memory counts for requests; files count at a refresh (docs/facts/4d-mobile.md#mobile-app-refresh-sessions).
 */
export interface MobileState extends Disposable {
  readonly folder: string;
  /** Takes in the files that are there when the server starts (Go Mobile, on-mobile-app-authentication). */
  start(): Promise<void>;
  /**
   * The session that a connection token names; undefined when it is not in memory. A token is well-formed only when its
   * `appNameID` and `teamID` are those of the session in memory. Notes the request's time.
   */
  byToken(token: string): Promise<HeldSession | undefined>;
  get(file: SessionPath): Promise<HeldSession | undefined>;
  /** Why a session that was in memory is not any more. */
  evictionOf(file: SessionPath): EvictedMobileSession | undefined;
  /** Writes the session's file in 4D's own shape, below the MobileApps folder and nowhere else, and holds it in memory. */
  write(session: Session): Promise<HeldSession>;
  /** Changes file and memory at once, as the server's own code does: the text of other properties stays as it is. */
  change(file: SessionPath, change: (session: Session) => Session): Promise<HeldSession | undefined>;
  /** Takes a session out of memory, and its file away ($logout). */
  remove(file: SessionPath, why: string): Promise<boolean>;
  /** MOBILE APP REFRESH SESSIONS. One at a time: a call during another one waits and then sees what is on disk. */
  refresh(): Promise<RefreshReport>;
  list(): Promise<MobileSessions>;
  /** The accepted ones of `list` with their place among each other, which is 0 for the first. */
  accepted(): ReadonlyMap<SessionPath, number>;
  /** One of `list`, without looking at the others. */
  describe(file: SessionPath): Promise<MobileSession | undefined>;
  /**
   * To be called after the store was filled from a snapshot, or emptied, at run time: its sessions are memory from then on,
   * and how they agree is found out on disk. With an empty store it is as at the start.
   */
  restored(): Promise<void>;
  readonly onDidChange: Event<MobileStateChange>;
}

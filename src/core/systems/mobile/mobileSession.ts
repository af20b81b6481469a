import type { SessionStatus } from '../../session/session';

/** Whether a session in memory and its file agree. A file without a session in memory has no such value. */
export type Agreement =
  /** The file has the same text that memory has. */
  | 'inMemory'
  /** The file has changed since memory read it. The next refresh reads it again, or evicts the session. */
  | 'changedOnDisk'
  /** The file was deleted. The next refresh evicts the session. */
  | 'goneFromDisk';

/** A mobile session that the server holds in memory, without its token. */
export interface MobileSession {
  /** `session.id`. */
  readonly id: string;
  /** Path relative to the MobileApps folder, with `/`. It is the key of the session. */
  readonly file: string;
  readonly applicationId: string;
  readonly applicationName: string;
  readonly teamId: string;
  readonly email: string;
  readonly deviceId: string;
  readonly deviceDescription: string;
  readonly deviceOs: string;
  readonly deviceVersion: string;
  readonly status: SessionStatus;
  readonly agreement: Agreement;
  /** When memory read the content. Virtual time, ISO 8601. */
  readonly loadedAt: string;
  /** When a request last used the session. Virtual time, ISO 8601. */
  readonly lastRequestAt?: string;
}

/** A session that was removed from memory by a refresh, by a logout or by hand. */
export interface EvictedMobileSession {
  readonly id: string;
  readonly file: string;
  readonly at: string;
  /**
   * The code of the finding. Absent when no finding caused it, for example after a logout or when the file was deleted.
   */
  readonly code?: 1 | 2 | 3 | 4;
  readonly why: string;
}

/** Answer of `GET /_workbench/v1/mobile/sessions`. */
export interface MobileSessions {
  /** Absolute path of the MobileApps folder. */
  readonly folder: string;
  readonly sessions: readonly MobileSession[];
  /** Evicted sessions that are not in memory again, newest first. The number is limited. */
  readonly evicted: readonly EvictedMobileSession[];
}

/** One error of MOBILE APP REFRESH SESSIONS. See docs/facts/4d-mobile.md#mobile-app-refresh-sessions. */
export interface RefreshError {
  readonly component: 'mobi';
  readonly code: 1 | 2 | 3 | 4;
  /** Relative to the MobileApps folder, with `/`. */
  readonly file: string;
  readonly message: string;
}

/** Answer of `POST /_workbench/v1/mobile/refresh`. */
export interface RefreshReport {
  /** How many session files were checked. */
  readonly checked: number;
  /** Files whose session in memory was replaced. */
  readonly refreshed: readonly string[];
  /** Files whose session was removed from memory. */
  readonly removed: readonly string[];
  readonly errors: readonly RefreshError[];
}

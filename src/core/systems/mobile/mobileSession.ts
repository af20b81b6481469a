import type { SessionStatus } from '../../session/session';

/** How a session in memory and its file agree. A file without a session in memory has none of these. */
export type Agreement =
  /** The file says what memory holds. */
  | 'inMemory'
  /** Another text than the one that was taken in: the next refresh takes it, or evicts. */
  | 'changedOnDisk'
  /** The file is gone: the next refresh evicts. */
  | 'goneFromDisk';

/** A mobile session that the server holds in memory; never with its token. */
export interface MobileSession {
  /** `session.id`. */
  readonly id: string;
  /** Path relative to the MobileApps folder, with `/`. Its key. */
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
  /** Virtual time, ISO 8601, at which memory took the content. */
  readonly loadedAt: string;
  /** Virtual time of the last request that named it. */
  readonly lastRequestAt?: string;
}

/** A session that was in memory and was thrown out by a refresh, a logout or by hand. */
export interface EvictedMobileSession {
  readonly id: string;
  readonly file: string;
  readonly at: string;
  /** Absent when nothing was at fault: the file was deleted, the device logged out. */
  readonly code?: 1 | 2 | 3 | 4;
  readonly why: string;
}

/** Answer of `GET /_workbench/v1/mobile/sessions`. */
export interface MobileSessions {
  /** Absolute path of the MobileApps folder. */
  readonly folder: string;
  readonly sessions: readonly MobileSession[];
  /** Those that were not taken in again since; the youngest first, bounded. */
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
  /** How many session files were looked at. */
  readonly checked: number;
  /** Files whose session in memory was replaced. */
  readonly refreshed: readonly string[];
  /** Files whose session was removed from memory. */
  readonly removed: readonly string[];
  readonly errors: readonly RefreshError[];
}

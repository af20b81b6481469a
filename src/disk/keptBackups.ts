/** How long backups are kept. */
export interface BackupKeeping {
  /** The largest number of backups of a MobileApps folder that were made for one purpose. */
  readonly count: number;
  /** The greatest age of a backup. */
  readonly days: number;
}

export const DEFAULT_KEEPING: BackupKeeping = { count: 100, days: 90 };

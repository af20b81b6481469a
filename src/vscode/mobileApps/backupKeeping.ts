import type { BackupKeeping } from '../../disk/keptBackups';
import { readSetting } from '../host/settings';
import { MOBILE_APPS_SETTINGS } from './mobileAppsContract';

/** How long backups are kept, by the settings. */
export function backupKeeping(): BackupKeeping {
  return { days: readSetting(MOBILE_APPS_SETTINGS.backupDays), count: readSetting(MOBILE_APPS_SETTINGS.backupCount) };
}

/** On file systems that ignore case, `mobileapps` is found too. It is shown as it is on disk. */
const IGNORES_CASE = process.platform === 'win32' || process.platform === 'darwin';

export function isMobileAppsName(name: string): boolean {
  return name === 'MobileApps' || (IGNORES_CASE && name.toLowerCase() === 'mobileapps');
}

import type { SessionKey } from '../../core/index/sessionIndex';

/** Groups sessions by their MobileApps folder. */
export function byFolder(keys: readonly SessionKey[]): Map<string, SessionKey[]> {
  const folders = new Map<string, SessionKey[]>();
  for (const key of keys) {
    const known = folders.get(key.folder);
    if (known) known.push(key);
    else folders.set(key.folder, [key]);
  }
  return folders;
}

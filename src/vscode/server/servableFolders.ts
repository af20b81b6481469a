import type { SessionIndex } from '../../core/index/sessionIndex';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import { wholeFolders } from '../mobileApps/wholeFolders';

/** The folders that a server can serve: those that are there. Without one, those that the first login will make. */
export function servableFolders(
  { expected }: Pick<MobileAppsFolders, 'expected'>,
  index: SessionIndex,
): readonly string[] {
  const there = wholeFolders(index).filter((folder) => index.stateOf(folder)?.kind !== 'gone');
  return there.length > 0 ? there : expected;
}

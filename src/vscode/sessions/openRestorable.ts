import type { SessionIndex } from '../../core/index/sessionIndex';
import { defaultBackupRoot } from '../../disk/backup';
import type { SessionChanges } from '../changes/sessionChanges';
import type { Host } from '../host/createHost';
import type { Later } from '../host/later';
import { Restorable } from './restorable';

/** Begins to tell what can be restored: of what this extension has backed up, and of what server and command line have. */
export function openRestorable(
  { disposables, contextKeys, backupRoot }: Pick<Host, 'disposables' | 'contextKeys' | 'backupRoot'>,
  index: SessionIndex,
  changes: Later<SessionChanges>,
): Restorable {
  return disposables.add(new Restorable(index, [backupRoot, defaultBackupRoot()], contextKeys, changes));
}

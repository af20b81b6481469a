import type { SessionIndex } from '../../core/index/sessionIndex';
import type { SessionStore } from '../../disk/sessionStore';
import type { Host } from '../host/createHost';
import { Later } from '../host/later';
import { LateView } from '../host/lateView';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import { CHANGES_COMMANDS, CHANGES_VIEW } from './changesContract';
import { CHANGES_MEMORY } from './changesMemory';
import type { KeptChange } from './keptChange';
import type { SessionChanges } from './sessionChanges';

/** What the changes need of the rest of the extension. */
export interface ChangesNeeds {
  readonly index: SessionIndex;
  readonly pending: NotYetPushed;
  readonly store: Later<SessionStore>;
}

/** Creates the view Changes, and registers *Undo* and *Redo*. The log is loaded for the first change, or the first look at it. */
export function registerChanges(
  host: Pick<Host, 'disposables' | 'commands' | 'contextKeys' | 'memento' | 'backupRoot'>,
  needs: ChangesNeeds,
): Later<SessionChanges> {
  const { disposables, commands, memento } = host;
  const load = (): Promise<SessionChanges> => log.get();
  const late = disposables.add(new LateView<KeptChange>(CHANGES_VIEW, { load, commands }));
  const log = new Later(async () => (await import('./openChanges.js')).openChanges(host, needs, late));
  commands.registerLate(CHANGES_COMMANDS, load);
  // Only what was changed before needs a view at the start.
  if (memento.get(CHANGES_MEMORY)) void commands.attempt(CHANGES_VIEW.id, load);
  return log;
}

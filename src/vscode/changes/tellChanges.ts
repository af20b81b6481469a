import type { ContextKeySetter } from '../host/contextKeys';
import { CHANGES_KEYS } from './changesContract';
import { changesToRedo, changesToUndo, type KeptChange } from './keptChange';

/** Sets the context keys by what can be undone and redone. */
export function tellChanges(contextKeys: ContextKeySetter, changes: readonly KeptChange[]): void {
  contextKeys.set(CHANGES_KEYS.hasChanges, changes.length > 0);
  contextKeys.set(CHANGES_KEYS.canUndo, changesToUndo(changes).length > 0);
  contextKeys.set(CHANGES_KEYS.canRedo, changesToRedo(changes).length > 0);
}

import { Command } from '../contract/command';
import { ContextKey } from '../contract/contextKey';
import type { ContractPart } from '../contract/part';
import { Rows, View } from '../contract/rows';
import type { KeptChange } from './keptChange';

/** The view of what was changed, and can be undone. */
export const CHANGES_VIEW = new View('sessionWorkbench.changes', 'sessionWorkbench');

export const CHANGE_ROWS = new Rows(CHANGES_VIEW, { change: [['done', 'undone', 'lost'], 'files'] }, [
  'change',
  'lost',
]);

/** The row that a command is called on; from the palette and by a key, none. */
type ChangeArguments = [row?: KeptChange | undefined];

export const CHANGES_COMMANDS = {
  changesUndo: new Command<ChangeArguments>('sessionWorkbench.changes.undo'),
  changesRedo: new Command<ChangeArguments>('sessionWorkbench.changes.redo'),
  changesShow: new Command<ChangeArguments>('sessionWorkbench.changes.show'),
} as const;

export const CHANGES_KEYS = {
  hasChanges: ContextKey.flag('sessionWorkbench.hasChanges'),
  canUndo: ContextKey.flag('sessionWorkbench.canUndo'),
  canRedo: ContextKey.flag('sessionWorkbench.canRedo'),
} as const;

export const CHANGES_CONTRACT: ContractPart = {
  commands: CHANGES_COMMANDS,
  contextKeys: CHANGES_KEYS,
  views: [CHANGES_VIEW],
  rows: [CHANGE_ROWS],
};

import { defaultBackupRoot } from '../../disk/backup';
import type { Host } from '../host/createHost';
import { PlaceChooser } from './choosePlace';
import { registerCopyCommands } from './copyCommands';
import { registerDeleteCommand } from './deleteCommand';
import { registerRestoreDeleted } from './deletedSessions';
import { registerEmailCommand } from './emailCommand';
import { registerFindCommands } from './findCommands';
import { registerMarkPushedCommand } from './markPushedCommand';
import { registerNewSessionCommand } from './newSessionCommand';
import type { OpenedSessions } from './openSessions';
import { registerResetCommands } from './resetCommands';
import { registerRevealCommands } from './revealCommands';
import type { SessionsNeeds } from './sessionsFeature';
import { SessionTrash } from './sessionTrash';
import { registerShowCommands } from './showCommands';
import { registerStatusCommands } from './statusCommands';
import { registerVersionCommands } from './versionCommands';
import { registerSessionCommands } from './viewCommands';

/** Registers what handles the commands about sessions. */
export async function openSessionCommands(
  { commands, backupRoot }: Pick<Host, 'commands' | 'backupRoot'>,
  { pool, folders, documents, writing, changes, pending, serverUrl }: SessionsNeeds,
  { settings, search, tree, view, targets, rows }: OpenedSessions,
): Promise<void> {
  const { index } = documents;
  const [store, writer, log] = await Promise.all([writing.store.get(), writing.writer.get(), changes.get()]);
  const choose = new PlaceChooser(index, view);
  registerSessionCommands(commands, folders, settings, tree);
  registerStatusCommands(commands, index, targets, writer, log);
  registerEmailCommand(commands, index, targets, writer, log);
  registerCopyCommands(commands, targets, serverUrl);
  registerDeleteCommand(commands, index, targets, new SessionTrash(store), pending, log);
  registerNewSessionCommand(commands, { index, folders, choose, store, pending, changes: log });
  registerMarkPushedCommand(commands, targets, pending, log);
  registerResetCommands(commands, choose, { pool, index, pending, backupRoot, changes: log });
  registerRevealCommands(commands, targets, choose);
  registerShowCommands(commands, index, documents, targets, rows);
  registerFindCommands(commands, index, search, targets, rows);
  const backupRoots = [backupRoot, defaultBackupRoot()];
  const versions = { index, targets, changes: log, backupRoots, now: () => Date.now() };
  registerVersionCommands(commands, versions);
  registerRestoreDeleted(commands, choose, versions);
}

import fs from 'node:fs/promises';
import type { CheckPool } from '../../disk/checkPool';
import type { SessionChanges } from '../changes/sessionChanges';
import type { Host } from '../host/createHost';
import { Later } from '../host/later';
import { LateView } from '../host/lateView';
import type { MemoryAgreement } from '../memory/memoryAgreement';
import type { SessionWriting } from '../mobileApps/createWriting';
import { SESSIONS_VIEW } from '../mobileApps/mobileAppsContract';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import type { PushResults } from '../push/pushResults';
import type { OpenedSessions } from './openSessions';
import { SESSION_COMMANDS } from './sessionsContract';
import { SessionsView } from './sessionsView';
import type { TreeNode } from './treeNode';
import { ViewSettings } from './viewSettings';

/** What the view Mobile Sessions needs of the rest of the extension. */
export interface SessionsNeeds {
  readonly pool: CheckPool;
  readonly folders: MobileAppsFolders;
  readonly documents: SessionDocuments;
  readonly writing: SessionWriting;
  readonly changes: Later<SessionChanges>;
  readonly pending: NotYetPushed;
  readonly agreement: MemoryAgreement;
  readonly results: PushResults;
  /** The address of the dev server, while it runs. */
  readonly serverUrl: () => string | undefined;
}

/**
 * Creates the view Mobile Sessions, and registers the commands about sessions. Its rows are loaded when they are first
 * shown, and what handles the commands when the first is called.
 */
export function registerSessions(
  host: Pick<Host, 'disposables' | 'commands' | 'contextKeys' | 'memento' | 'backupRoot'>,
  needs: SessionsNeeds,
): Later<OpenedSessions> {
  const { disposables, commands, contextKeys, memento } = host;
  const { folders, documents, pending, agreement } = needs;
  const settings = disposables.add(new ViewSettings(memento));
  const load = (): Promise<OpenedSessions> => sessions.get();
  const late = disposables.add(new LateView<TreeNode>(SESSIONS_VIEW, { load, commands, canSelectMany: true }));
  // Only what is loaded sets a filter.
  const filtered = () => sessions.now?.tree.filteredCount() ?? 0;
  const sessions = new Later<OpenedSessions>(async () =>
    (await import('./openSessions.js')).openSessions(host, needs, { late, settings }),
  );
  disposables.add(new SessionsView(late.view, documents, folders, settings, filtered, contextKeys, pending, agreement));
  const restorable = new Later(async () =>
    (await import('./openRestorable.js')).openRestorable(host, documents.index, needs.changes),
  );
  // Where nothing was changed yet, there is nothing to restore.
  needs.changes.whenLoaded(() => void restorable.get());
  const look = () => fs.access(host.backupRoot).then(() => restorable.get());
  disposables.add(folders.onDidDiscover(() => void look().catch(() => {})));
  const handlers = new Later(async () => {
    const [{ openSessionCommands }, opened] = await Promise.all([import('./sessionCommands.js'), load()]);
    await openSessionCommands(host, needs, opened);
  });
  commands.registerLate(SESSION_COMMANDS, () => handlers.get());
  return sessions;
}

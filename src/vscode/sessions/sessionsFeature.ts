import type { CheckPool } from '../../disk/checkPool';
import type { SessionStore } from '../../disk/sessionStore';
import type { Host } from '../host/createHost';
import type { MemoryAgreement } from '../memory/memoryAgreement';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import type { SessionWriter } from '../mobileApps/sessionWriter';
import type { PushNode } from '../push/pushNode';
import type { PushResults } from '../push/pushResults';
import { Attention } from './attention';
import { PlaceChooser } from './choosePlace';
import { registerCopyCommands } from './copyCommands';
import { registerDeleteCommand } from './deleteCommand';
import { registerEmailCommand } from './emailCommand';
import { ExpandedRows } from './expandedRows';
import { registerFindCommands } from './findCommands';
import { registerMarkPushedCommand } from './markPushedCommand';
import { registerResetCommands } from './resetCommands';
import { registerRevealCommands } from './revealCommands';
import { searchAsShown } from './searchWords';
import { SessionRows } from './sessionRows';
import { SessionsView } from './sessionsView';
import { SessionTrash } from './sessionTrash';
import { SessionTree } from './sessionTree';
import { registerShowCommands } from './showCommands';
import { registerStatusCommands } from './statusCommands';
import { SessionTargets } from './targets';
import { Tour } from './tour';
import { TreeItems } from './treeItems';
import { registerSessionCommands } from './viewCommands';
import { ViewSettings } from './viewSettings';

/** What the view Mobile Sessions needs of the rest of the extension. */
export interface SessionsNeeds {
  readonly pool: CheckPool;
  readonly store: SessionStore;
  readonly folders: MobileAppsFolders;
  readonly documents: SessionDocuments;
  readonly writer: SessionWriter;
  readonly pending: NotYetPushed;
  readonly agreement: MemoryAgreement;
  readonly results: PushResults;
  /** The address of the dev server, while it runs. */
  readonly serverUrl: () => string | undefined;
}

/** What other features use of the view. */
export interface Sessions {
  readonly targets: SessionTargets;
  /** Shows the row of a last push, even if a filter hides it. */
  readonly showPush: (row: PushNode) => Promise<void>;
}

/** Creates the view Mobile Sessions, and registers the commands about sessions. */
export function registerSessions(
  host: Pick<Host, 'disposables' | 'commands' | 'contextKeys' | 'memento' | 'backupRoot'>,
  needs: SessionsNeeds,
): Sessions {
  const { disposables, commands, contextKeys, memento, backupRoot } = host;
  const { pool, store, folders, documents, writer, pending, agreement, results } = needs;
  const { index } = documents;
  const settings = disposables.add(new ViewSettings(memento));
  const tour = disposables.add(new Tour(contextKeys, index, documents, pending));
  const isOpened = (folder: string) => folders.originOf(folder) === 'opened';
  const items = disposables.add(new TreeItems(index, isOpened, pending, agreement, results));
  const search = searchAsShown(pending, agreement);
  const expanded = disposables.add(new ExpandedRows(memento));
  const tree = disposables.add(
    new SessionTree(index, folders, settings, items, expanded, pending, agreement, results, search),
  );
  const { view } = disposables.add(new SessionsView(index, folders, settings, tree, contextKeys, pending, agreement));
  const attention = disposables.add(new Attention(view, documents));
  const targets = new SessionTargets(index, documents, view, attention, (node) => tree.sessionsOf(node));
  const choose = new PlaceChooser(index, view);
  const rows = new SessionRows(view, tree, settings, index);

  registerSessionCommands(commands, folders, settings, tree);
  registerStatusCommands(commands, index, targets, writer);
  registerEmailCommand(commands, index, targets, writer);
  registerCopyCommands(commands, targets, needs.serverUrl);
  registerDeleteCommand(commands, index, targets, new SessionTrash(store, backupRoot), pending, tour);
  registerMarkPushedCommand(commands, targets, pending);
  registerResetCommands(commands, choose, { pool, index, pending, backupRoot, tour });
  registerRevealCommands(commands, targets, choose);
  registerShowCommands(commands, index, documents, targets, rows);
  registerFindCommands(commands, index, search, targets, rows);
  return { targets, showPush: (row) => rows.showPush(row) };
}

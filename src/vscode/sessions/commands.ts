import path from 'node:path';
import * as vscode from 'vscode';
import { SORT_ORDERS, type SortOrder } from '../../core/index/arrange';
import { type CommandRegistry, execute } from '../host/commands';
import type { FileDialogs } from '../host/fileDialogs';
import { askFilter, type FilterInput } from '../host/filterInput';
import { l10n } from '../host/l10n';
import { pick } from '../host/pick';
import { isOne } from '../host/plural';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import type { MobileAppsFolders } from './mobileAppsFolders';
import { searchHelp } from './searchWords';
import { uriOf } from './sessionDocuments';
import { SESSION_COMMANDS, SESSIONS_VIEW } from './sessionsContract';
import type { SessionTree } from './sessionTree';
import type { FolderNode, SessionNode } from './treeNode';
import type { ViewSettings } from './viewSettings';

/** The commands of the Mobile Sessions view. */
export function registerSessionCommands(
  commands: CommandRegistry,
  folders: MobileAppsFolders,
  settings: ViewSettings,
  tree: SessionTree,
  dialogs: FileDialogs,
): void {
  commands.register(SESSION_COMMANDS.folderOpen, () => openFolder(folders, dialogs));
  commands.register(SESSION_COMMANDS.folderClose, (node?: FolderNode) => closeFolder(folders, node));
  commands.register(SESSION_COMMANDS.sessionsRefresh, () =>
    vscode.window.withProgress({ location: { viewId: SESSIONS_VIEW.id } }, () => folders.refresh()),
  );
  commands.register(SESSION_COMMANDS.sessionsSort, () => chooseSort(settings));
  commands.register(SESSION_COMMANDS.sessionsFilter, () => askFilter(filterOf(settings, tree)));
  commands.register(SESSION_COMMANDS.sessionsClearFilter, () => settings.setFilter(''));
  commands.register(SESSION_COMMANDS.sessionsGroupByStatus, () => settings.setGrouped(true));
  commands.register(SESSION_COMMANDS.sessionsShowFlat, () => settings.setGrouped(false));
  commands.register(SESSION_COMMANDS.sessionOpen, (node) => openSession(node));
}

async function openFolder(folders: MobileAppsFolders, dialogs: FileDialogs): Promise<void> {
  const chosen = await dialogs.open({
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: true,
    title: l10n.t('Open MobileApps Folder'),
    openLabel: l10n.t('Show Sessions'),
  });
  for (const uri of chosen) {
    if (uri.scheme !== 'file') throw new Error(l10n.t('{0} is not on this machine.', uri.toString(true)));
    await folders.open(uri.fsPath);
  }
}

async function closeFolder(folders: MobileAppsFolders, node?: FolderNode): Promise<void> {
  const folder = node?.folder ?? (await chooseOpened(folders));
  if (folder !== undefined) await folders.close(folder);
}

/** From the palette nothing is selected: the user picks among the folders opened by hand. */
async function chooseOpened(folders: MobileAppsFolders): Promise<string | undefined> {
  const opened = folders.opened();
  if (opened.length === 0) {
    void vscode.window.showInformationMessage(
      l10n.t('No folder was opened by hand. Folders of the workspace and of the settings close with them.'),
    );
    return undefined;
  }
  const items = opened.map((folder) => ({ label: path.basename(folder), description: path.dirname(folder), folder }));
  const chosen = await pick(items, { title: l10n.t('Close MobileApps Folder') });
  return chosen?.folder;
}

async function chooseSort(settings: ViewSettings): Promise<void> {
  const labels: Record<SortOrder, string> = {
    device: l10n.t('Device'),
    status: l10n.t('Status'),
    os: l10n.t('Operating System'),
    email: l10n.t('E-mail'),
    modified: l10n.t('Last Change'),
  };
  const items = SORT_ORDERS.map((sort) => ({
    label: labels[sort],
    sort,
    ...(sort === settings.arrangement.sort && { description: l10n.t('current') }),
  }));
  const chosen = await pick(items, { title: l10n.t('Sort Sessions By') });
  if (chosen) await settings.setSort(chosen.sort);
}

function filterOf(settings: ViewSettings, tree: SessionTree): FilterInput {
  return {
    title: l10n.t('Filter Sessions'),
    placeholder: searchHelp(),
    value: settings.arrangement.filter,
    set: (filter) => settings.setFilter(filter),
    found: () => {
      const count = tree.filteredCount();
      return isOne(count) ? l10n.t('{0} session matches', count) : l10n.t('{0} sessions match', count);
    },
  };
}

async function openSession(node: Pick<SessionNode, 'key'>): Promise<void> {
  const uri = uriOf(node.key);
  await execute(VSCODE_COMMANDS.open, uri);
}

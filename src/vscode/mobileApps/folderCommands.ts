import path from 'node:path';
import * as vscode from 'vscode';
import type { SessionIndex } from '../../core/index/sessionIndex';
import type { CommandRegistry } from '../host/commandRegistry';
import type { FileDialogs } from '../host/fileDialogs';
import { l10n } from '../host/l10n';
import { pick } from '../host/pick';
import { MOBILE_APPS_COMMANDS } from './mobileAppsContract';
import type { MobileAppsFolders } from './mobileAppsFolders';
import { openSession } from './openSession';

/** Registers the commands that open and close a MobileApps folder, and the one that opens a session file. */
export function registerFolderCommands(
  commands: CommandRegistry,
  folders: MobileAppsFolders,
  index: SessionIndex,
  dialogs: FileDialogs,
): void {
  commands.register(MOBILE_APPS_COMMANDS.folderOpen, () => openFolder(folders, dialogs));
  commands.register(MOBILE_APPS_COMMANDS.folderClose, (row) => closeFolder(folders, row?.folder));
  commands.register(MOBILE_APPS_COMMANDS.sessionOpen, ({ key }) => openSession(index, key));
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

async function closeFolder(folders: MobileAppsFolders, given: string | undefined): Promise<void> {
  const folder = given ?? (await chooseOpened(folders));
  if (folder !== undefined) await folders.close(folder);
}

/** In the command palette no row is given: the user picks one of the folders that were opened by hand. */
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

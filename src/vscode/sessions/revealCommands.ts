import path from 'node:path';
import * as vscode from 'vscode';
import { type CommandRegistry, execute } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import { uriOf } from '../mobileApps/sessionDocuments';
import type { PlaceChooser } from './choosePlace';
import { SESSION_COMMANDS } from './sessionsContract';
import type { SessionTargets, TreeArguments } from './targets';
import type { TreeNode } from './treeNode';

/** Registers the commands that show a session, an application or a folder elsewhere, and *Open Manifest of Application*. */
export function registerRevealCommands(commands: CommandRegistry, targets: SessionTargets, choose: PlaceChooser): void {
  const uriFor = async (args: TreeArguments): Promise<vscode.Uri | undefined> => {
    const row = targets.row(args);
    if (row && row.kind !== 'session') return uriOfPlace(row);
    const key = await targets.one(args);
    return key && uriOf(key);
  };
  commands.register(SESSION_COMMANDS.sessionRevealInOS, async (...args: TreeArguments) => {
    const uri = await uriFor(args);
    if (uri) await revealInOS(uri);
  });
  commands.register(SESSION_COMMANDS.sessionRevealInExplorer, async (...args: TreeArguments) => {
    const uri = await uriFor(args);
    if (uri) await revealInExplorer(uri);
  });
  commands.register(SESSION_COMMANDS.applicationOpenManifest, async (node?: TreeNode) => {
    const place = await choose.application(node, l10n.t('Open Manifest of Application'));
    if (place) await openManifest(path.join(place.folder, place.application));
  });
}

/** The place on disk of a row that is no session. A group or a page is in the folder of its application. */
function uriOfPlace(node: Exclude<TreeNode, { kind: 'session' }>): vscode.Uri {
  switch (node.kind) {
    case 'folder':
    case 'push':
    case 'pushRow':
      return vscode.Uri.file(node.folder);
    case 'application':
    case 'status':
      return vscode.Uri.file(path.join(node.folder, node.application));
    case 'others':
      return vscode.Uri.file(path.join(node.folder, node.application ?? ''));
    case 'page':
      return uriOfPlace(node.parent);
    case 'other':
      return vscode.Uri.file(path.join(node.parent.folder, node.parent.application ?? '', node.name));
  }
}

async function revealInOS(uri: vscode.Uri): Promise<void> {
  // In a browser this command does not exist, and on a remote machine nobody sees its file manager.
  const known = await vscode.commands.getCommands();
  if (known.includes(VSCODE_COMMANDS.revealInOS.id) && vscode.env.remoteName === undefined) {
    await execute(VSCODE_COMMANDS.revealInOS, uri);
    return;
  }
  const copy = l10n.t('Copy Path');
  const message = l10n.t('There is no file manager on the machine of this window. The path is {0}', uri.fsPath);
  if ((await vscode.window.showInformationMessage(message, copy)) === copy) {
    await vscode.env.clipboard.writeText(uri.fsPath);
  }
}

async function revealInExplorer(uri: vscode.Uri): Promise<void> {
  if (!vscode.workspace.getWorkspaceFolder(uri)) {
    const message = l10n.t(
      '{0} is not in a folder of this workspace, which is all that the Explorer shows.',
      uri.fsPath,
    );
    void vscode.window.showInformationMessage(message);
    return;
  }
  await execute(VSCODE_COMMANDS.revealInExplorer, uri);
}

async function openManifest(applicationFolder: string): Promise<void> {
  const uri = vscode.Uri.file(path.join(applicationFolder, 'manifest.json'));
  try {
    await vscode.workspace.fs.stat(uri);
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError) || error.code !== 'FileNotFound') throw error;
    const message = l10n.t('{0} has no manifest.json. 4D writes it when the mobile app is built.', applicationFolder);
    void vscode.window.showInformationMessage(message);
    return;
  }
  await vscode.window.showTextDocument(uri);
}

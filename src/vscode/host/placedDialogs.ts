import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

const LAST_FOLDER = 'lastDialogFolder';

/**
 * VS Code's file and folder dialogs. They open where the user works: in the workspace, otherwise in the folder of the
 * last dialog, otherwise in the home folder. Without a starting folder, some of them open at the root of the disk.
 */
export class PlacedDialogs {
  constructor(private readonly memento: vscode.Memento) {}

  async open(options: vscode.OpenDialogOptions): Promise<readonly vscode.Uri[]> {
    const chosen = (await vscode.window.showOpenDialog({ ...options, defaultUri: await this.start() })) ?? [];
    await this.remember(chosen[0]);
    return chosen;
  }

  /** @param folder the starting folder, if there is a better one than usual */
  async save(name: string, options: vscode.SaveDialogOptions, folder?: vscode.Uri): Promise<vscode.Uri | undefined> {
    const defaultUri = vscode.Uri.joinPath(folder ?? (await this.start()), name);
    const chosen = await vscode.window.showSaveDialog({ ...options, defaultUri });
    await this.remember(chosen);
    return chosen;
  }

  /** The starting folder of dialogs. */
  async start(): Promise<vscode.Uri> {
    const { activeTextEditor } = vscode.window;
    const active = activeTextEditor && vscode.workspace.getWorkspaceFolder(activeTextEditor.document.uri);
    const workspace = [active, ...(vscode.workspace.workspaceFolders ?? [])].find(
      (each) => each?.uri.scheme === 'file',
    );
    if (workspace) return workspace.uri;
    const last = this.memento.get<string>(LAST_FOLDER);
    return vscode.Uri.file(last !== undefined && (await isFolder(last)) ? last : os.homedir());
  }

  private async remember(chosen: vscode.Uri | undefined): Promise<void> {
    if (chosen?.scheme === 'file') await this.memento.update(LAST_FOLDER, path.dirname(chosen.fsPath));
  }
}

async function isFolder(place: string): Promise<boolean> {
  try {
    return (await fs.stat(place)).isDirectory();
  } catch {
    // The folder is gone, or its disk is.
    return false;
  }
}

import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';

const LAST_FOLDER = 'lastDialogFolder';

/**
 * VS Code's dialogs for files and folders, which begin where the user works: in the workspace, else where the last dialog
 * of ours ended, else at home. Without a place to begin some of them begin at the root of the disk.
 */
export class FileDialogs {
  constructor(private readonly memento: vscode.Memento) {}

  async open(options: vscode.OpenDialogOptions): Promise<readonly vscode.Uri[]> {
    const chosen = (await vscode.window.showOpenDialog({ ...options, defaultUri: await this.start() })) ?? [];
    await this.remember(chosen[0]);
    return chosen;
  }

  /** @param folder where to begin, if there is a better place than the usual one */
  async save(name: string, options: vscode.SaveDialogOptions, folder?: vscode.Uri): Promise<vscode.Uri | undefined> {
    const defaultUri = vscode.Uri.joinPath(folder ?? (await this.start()), name);
    const chosen = await vscode.window.showSaveDialog({ ...options, defaultUri });
    await this.remember(chosen);
    return chosen;
  }

  /** The folder that dialogs begin in. */
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
    // It is gone, or its disk is.
    return false;
  }
}

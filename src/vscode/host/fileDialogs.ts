import type * as vscode from 'vscode';
import { Later } from './later';
import type { PlacedDialogs } from './placedDialogs';

/** VS Code's file and folder dialogs, as `PlacedDialogs` opens them. It is loaded when somebody is asked for the first time. */
export class FileDialogs {
  private readonly dialogs: Later<PlacedDialogs>;

  constructor(memento: vscode.Memento) {
    this.dialogs = new Later(async () => new (await import('./placedDialogs.js')).PlacedDialogs(memento));
  }

  async open(options: vscode.OpenDialogOptions): Promise<readonly vscode.Uri[]> {
    return (await this.dialogs.get()).open(options);
  }

  /** @param folder the starting folder, if there is a better one than usual */
  async save(name: string, options: vscode.SaveDialogOptions, folder?: vscode.Uri): Promise<vscode.Uri | undefined> {
    return (await this.dialogs.get()).save(name, options, folder);
  }

  /** The starting folder of dialogs. */
  async start(): Promise<vscode.Uri> {
    return (await this.dialogs.get()).start();
  }
}

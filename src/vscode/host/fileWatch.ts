import path from 'node:path';
import * as vscode from 'vscode';

/** Tells when a file was written, made or deleted, wherever it is. */
export class FileWatch implements vscode.Disposable {
  private watcher: vscode.FileSystemWatcher | undefined;

  constructor(private readonly changed: () => void) {}

  /** @param file absolute path; undefined for none */
  follow(file: string | undefined): void {
    this.watcher?.dispose();
    this.watcher = undefined;
    if (file === undefined) return;
    const folder = vscode.Uri.file(path.dirname(file));
    // A glob of the name alone would take brackets in it for a pattern.
    const name = path.basename(file).replace(/[[\]{}*?]/g, '[$&]');
    this.watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, name));
    this.watcher.onDidChange(this.changed);
    this.watcher.onDidCreate(this.changed);
    this.watcher.onDidDelete(this.changed);
  }

  dispose(): void {
    this.watcher?.dispose();
  }
}

import * as vscode from 'vscode';
import type { SessionKey } from '../../core/index/sessionIndex';
import { parseJson } from '../../core/json/parseJson';
import type { SessionChanges } from '../changes/sessionChanges';
import type { Later } from '../host/later';
import { uriOf } from '../mobileApps/sessionDocuments';
import type { SessionWriter } from '../mobileApps/sessionWriter';

export const TOKEN_SCHEME = 'session-workbench-token';

/**
 * Shows the decoded token of a session as a JSON file. Reading decodes the token, and saving encodes it again. Nothing
 * is stored here.
 */
export class TokenFiles implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  private readonly registration = vscode.workspace.registerFileSystemProvider(TOKEN_SCHEME, this, {
    isCaseSensitive: true,
  });

  constructor(
    private readonly writer: Later<SessionWriter>,
    private readonly changes: Later<SessionChanges>,
  ) {}

  static uriOf(key: SessionKey): vscode.Uri {
    const query = JSON.stringify([key.folder, key.application, key.name]);
    return vscode.Uri.from({ scheme: TOKEN_SCHEME, path: `/${key.name.slice(0, 10)}.token.json`, query });
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { tokenContent } = await import('./tokenContent.js');
    return new TextEncoder().encode(await tokenContent(keyOf(uri)));
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const { writeTokenContent } = await import('./tokenContent.js');
    const [writer, changes] = await Promise.all([this.writer.get(), this.changes.get()]);
    await writeTokenContent(keyOf(uri), new TextDecoder().decode(content), writer, changes);
    this.changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { ctime, mtime } = await vscode.workspace.fs.stat(uriOf(keyOf(uri)));
    const { length: size } = await this.readFile(uri);
    return { type: vscode.FileType.File, ctime, mtime, size };
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  readDirectory(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  createDirectory(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  delete(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}

function keyOf(uri: vscode.Uri): SessionKey {
  const [folder, application, name] = parseJson(uri.query) as [string, string, string];
  return { folder, application, name };
}

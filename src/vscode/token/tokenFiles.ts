import * as vscode from 'vscode';
import { setToken } from '../../core/edit/sessionEdit';
import type { SessionKey } from '../../core/index/sessionIndex';
import { parseJson } from '../../core/json/parseJson';
import { decodeToken, encodeTokenValue } from '../../core/session/connectionToken';
import { l10n } from '../host/l10n';
import { uriOf } from '../mobileApps/sessionDocuments';
import { currentText, type SessionWriter } from '../mobileApps/sessionWriter';
import { tokenIn } from '../mobileApps/tokenText';

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

  constructor(private readonly writer: SessionWriter) {}

  static uriOf(key: SessionKey): vscode.Uri {
    const query = JSON.stringify([key.folder, key.application, key.name]);
    return vscode.Uri.from({ scheme: TOKEN_SCHEME, path: `/${key.name.slice(0, 10)}.token.json`, query });
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const token = tokenIn(await currentText(uriOf(keyOf(uri))));
    const decoded = decodeToken(token);
    if (!decoded.ok) {
      throw new Error(l10n.t('This token cannot be decoded. “Regenerate Token” makes a new one.'));
    }
    return new TextEncoder().encode(`${JSON.stringify(decoded.value, undefined, 2)}\n`);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    let value: unknown;
    try {
      value = parseJson(new TextDecoder().decode(content));
    } catch {
      throw new Error(l10n.t('Not saved: a token holds one JSON object, and this text is not well-formed.'));
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new Error(l10n.t('Not saved: a token holds one JSON object.'));
    }
    const token = encodeTokenValue(value);
    await this.writer.edit(keyOf(uri), (text) => setToken(text, token));
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

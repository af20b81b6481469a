import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import type { SessionIndex } from '../../core/index/sessionIndex';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import { isLanguageChosen } from './chosenLanguage';
import { SESSION_LANGUAGE } from './languageContract';

/** Names that the manifest has a pattern for: for these VS Code has chosen our language, or the user another one. */
const KNOWN_TO_MANIFEST = /^[0-9a-f]{40}$/i;

/**
 * Gives session files their language when they are opened, unless the user has chosen one: in `files.associations`, or by
 * hand for as long as the file is open. The manifest has a pattern for the names that 4D gives; for all others it could
 * only know folders named MobileApps.
 */
export class SessionLanguage implements vscode.Disposable {
  private readonly disposables: DisposableStore;
  private readonly seen = new WeakSet<vscode.TextDocument>();
  private readonly decided = new WeakSet<vscode.TextDocument>();

  constructor(
    index: SessionIndex,
    private readonly folders: Pick<MobileAppsFolders, 'discovered' | 'onDidDiscover'>,
    private readonly documents: SessionDocuments,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const all = () => {
      for (const document of vscode.workspace.textDocuments) this.decide(document);
    };
    this.disposables = new DisposableStore(
      vscode.workspace.onDidOpenTextDocument((document) => this.opened(document)),
      folders.onDidDiscover(all),
      index.onDidChange(({ folders: known }) => {
        if (known.length > 0) all();
      }),
    );
    for (const document of vscode.workspace.textDocuments) this.opened(document);
  }

  dispose(): Promise<void> {
    return this.disposables.dispose();
  }

  private opened(document: vscode.TextDocument): void {
    // VS Code tells of another language as if the same document were closed and opened: from now on it is chosen.
    if (this.seen.has(document)) this.decided.add(document);
    this.seen.add(document);
    this.decide(document);
  }

  private decide(document: vscode.TextDocument): void {
    const { languageId, uri } = document;
    const isOurs = languageId === SESSION_LANGUAGE;
    if (this.decided.has(document) || uri.scheme !== 'file') return;
    const key = this.documents.keyOf(document);
    // Other programs give such names, too. What is in a folder that is still looked for is not known yet.
    const isForeign = isOurs && !key && this.folders.discovered;
    const isUnnamed = !isOurs && key !== undefined && !KNOWN_TO_MANIFEST.test(key.name);
    if (!(isForeign || isUnnamed) || isLanguageChosen(document, SESSION_LANGUAGE)) return;
    this.decided.add(document);
    vscode.languages
      .setTextDocumentLanguage(document, isForeign ? 'plaintext' : SESSION_LANGUAGE)
      .then(undefined, (error: Error) => {
        // Closed in the meantime: nothing is lost.
        this.log.debug(`${document.uri.toString(true)}: ${error.message}`);
      });
  }
}

import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import type { SessionIndex } from '../../core/index/sessionIndex';
import { isInLanguage, setLanguage } from '../host/declared';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import { isLanguageChosen } from './chosenLanguage';
import { SESSION_LANGUAGE } from './languageContract';

/** Names that match the pattern in the manifest. Their language was set by VS Code, or changed by the user. */
const KNOWN_TO_MANIFEST = /^[0-9a-f]{40}$/i;

/**
 * Sets the language of session files when they are opened, unless the user has chosen one in `files.associations` or by
 * hand. The manifest has a pattern only for names as 4D makes them. It cannot know where other session files are.
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
    // A change of language looks like the same document being closed and opened. So this language was chosen.
    if (this.seen.has(document)) this.decided.add(document);
    this.seen.add(document);
    this.decide(document);
  }

  private decide(document: vscode.TextDocument): void {
    const { uri } = document;
    const isOurs = isInLanguage(document, SESSION_LANGUAGE);
    if (this.decided.has(document) || uri.scheme !== 'file') return;
    const key = this.documents.keyOf(document);
    // Other programs use such names too. While folders are still being searched, it is not known yet whose file it is.
    const isForeign = isOurs && !key && this.folders.discovered;
    const isUnnamed = !isOurs && key !== undefined && !KNOWN_TO_MANIFEST.test(key.name);
    if (!(isForeign || isUnnamed) || isLanguageChosen(document, SESSION_LANGUAGE)) return;
    this.decided.add(document);
    setLanguage(document, isForeign ? 'plaintext' : SESSION_LANGUAGE).then(undefined, (error: Error) => {
      // The document was closed in the meantime, which does no harm.
      this.log.debug(`${document.uri.toString(true)}: ${error.message}`);
    });
  }
}

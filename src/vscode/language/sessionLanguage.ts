import * as vscode from 'vscode';
import type { SessionIndex } from '../../core/index/sessionIndex';
import { SESSION_LANGUAGE } from '../contract';
import type { SessionDocuments } from '../sessions/sessionDocuments';

/** Languages that VS Code chose by itself; one that the user chose is left alone. */
const REPLACED = new Set(['plaintext', 'json', 'jsonc']);

/**
 * Gives session files their language when they are opened, whatever their folder is called: a pattern in the manifest
 * could only know folders named MobileApps.
 */
export class SessionLanguage implements vscode.Disposable {
  private readonly disposables: vscode.Disposable[];
  private readonly decided = new WeakSet<vscode.TextDocument>();

  constructor(
    index: SessionIndex,
    private readonly documents: SessionDocuments,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const all = () => {
      for (const document of vscode.workspace.textDocuments) this.decide(document);
    };
    this.disposables = [
      vscode.workspace.onDidOpenTextDocument((document) => this.decide(document)),
      index.onDidChange(({ folders }) => {
        if (folders.length > 0) all();
      }),
    ];
    all();
  }

  dispose(): void {
    for (const each of this.disposables) each.dispose();
  }

  private decide(document: vscode.TextDocument): void {
    if (this.decided.has(document) || !REPLACED.has(document.languageId) || !this.documents.keyOf(document)) return;
    // Once for each document, so that a language that the user chooses later stays.
    this.decided.add(document);
    vscode.languages.setTextDocumentLanguage(document, SESSION_LANGUAGE).then(undefined, (error: Error) => {
      // Closed in the meantime: nothing is lost.
      this.log.debug(`${document.uri.toString(true)}: ${error.message}`);
    });
  }
}

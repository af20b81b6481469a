import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import type { ContextKeySetter } from '../host/contextKeys';
import { isInLanguage, type Language, setLanguage } from '../host/declared';
import { isLanguageChosen } from '../language/chosenLanguage';
import { SCENARIO_KEYS, SCENARIO_LANGUAGE } from './scenarioContract';
import { isScenarioDocument } from './scenarioDocuments';
import { isNamedScenario } from './scenarioName';

/**
 * Sets the language of documents that are scenarios of ours, and resets it when they no longer are. The manifest could
 * only decide by name, and other tools use the same names. A language that the user has chosen stays.
 */
export class ScenarioLanguage implements vscode.Disposable {
  private readonly disposables: DisposableStore;
  /** Documents that were scenarios of ours at the last check. */
  private readonly ours = new WeakSet<vscode.TextDocument>();
  private shown = '';

  constructor(
    private readonly contextKeys: ContextKeySetter,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const look = (document: vscode.TextDocument) => {
      if (!isNamedScenario(document.uri)) return;
      this.decide(document);
      this.tell();
    };
    this.disposables = new DisposableStore(
      vscode.workspace.onDidOpenTextDocument(look),
      vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
      vscode.workspace.onDidCloseTextDocument(look),
    );
    for (const document of vscode.workspace.textDocuments) look(document);
  }

  dispose(): Promise<void> {
    return this.disposables.dispose();
  }

  private decide(document: vscode.TextDocument): void {
    if (document.isClosed) return;
    const isOurs = isScenarioDocument(document);
    // Only after a change, so that a language that the user picks later stays.
    if (isOurs === this.ours.has(document)) return;
    if (isOurs) this.ours.add(document);
    else this.ours.delete(document);
    const has = isInLanguage(document, SCENARIO_LANGUAGE);
    if (isOurs === has || isLanguageChosen(document, SCENARIO_LANGUAGE)) return;
    this.set(document, isOurs ? SCENARIO_LANGUAGE : 'json');
  }

  private set(document: vscode.TextDocument, language: Language): void {
    setLanguage(document, language).then(undefined, (error: Error) => {
      // The document was closed in the meantime, which does no harm.
      this.log.debug(`${document.uri.toString(true)}: ${error.message}`);
    });
  }

  /** Editor menus use the list of files, because the language may be another one. */
  private tell(): void {
    const files = vscode.workspace.textDocuments.filter(isScenarioDocument).map(({ uri }) => uri.fsPath);
    const shown = files.sort().join('\n');
    if (shown === this.shown) return;
    this.shown = shown;
    this.contextKeys.set(SCENARIO_KEYS.files, files);
  }
}

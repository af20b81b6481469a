import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import type { HandlerCode, HandlerFinding } from '../../core/handlers/handlerFinding';
import { readHandlers } from '../../core/handlers/readHandlers';
import { type CheckPool, PoolDisposedError } from '../../disk/checkPool';
import { commandLink } from '../host/commands';
import { isJsonValidated } from '../host/jsonSupport';
import { phraseIn } from '../host/phraseText';
import { rangeOf } from '../host/ranges';
import { VSCODE_SETTINGS } from '../host/vscodeContract';
import { onWindowFocus } from '../host/windowFocus';
import { FINDING_COMMANDS } from '../problems/findingContract';
import { HANDLER_DIAGNOSTICS } from './handlerContract';
import { findHandlerFiles, HANDLER_FILES, handlerText, isHandlerFile, openHandlers } from './handlerFiles';

/** What VS Code's own JSON support says of an open file, so that it is not said twice. */
const SAID_BY_VSCODE: ReadonlySet<HandlerCode> = new Set(['handlers/json', 'handlers/duplicate']);

/** The findings of all HTTPHandlers.json files of the workspace, open or not, in the Problems panel. */
export class HandlerProblems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection(HANDLER_DIAGNOSTICS);
  private readonly disposables: DisposableStore;
  /** Number of the newest check of a file: one that ends late does not undo a later one. */
  private readonly checks = new Map<string, number>();

  constructor(
    private readonly pool: CheckPool,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher(HANDLER_FILES);
    const check = (uri: vscode.Uri) => this.check(uri);
    const checkDocument = ({ uri }: vscode.TextDocument) => this.check(uri);
    this.disposables = new DisposableStore(
      this.collection,
      watcher,
      watcher.onDidCreate(check),
      watcher.onDidChange(check),
      watcher.onDidDelete(check),
      vscode.workspace.onDidOpenTextDocument(checkDocument),
      vscode.workspace.onDidChangeTextDocument(({ document }) => checkDocument(document)),
      vscode.workspace.onDidCloseTextDocument(checkDocument),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.checkAll()),
      // What another program does while VS Code does not watch yet, or no more, is seen when one comes back.
      onWindowFocus(() => this.checkAll()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(VSCODE_SETTINGS.jsonValidate.key)) this.checkAll();
      }),
    );
    this.checkAll();
  }

  dispose(): Promise<void> {
    return this.disposables.dispose();
  }

  private checkAll(): void {
    for (const { uri } of vscode.workspace.textDocuments) this.check(uri);
    // Those that are gone without being told.
    for (const [uri] of this.collection) this.check(uri);
    findHandlerFiles(this.pool).then(
      (uris) => {
        for (const uri of uris) this.check(uri);
      },
      (error: Error) => {
        if (error instanceof PoolDisposedError) return;
        this.log.warn(`HTTPHandlers.json files could not be found: ${error.message}`);
      },
    );
  }

  private check(uri: vscode.Uri): void {
    if (!isHandlerFile(uri)) return;
    const key = uri.toString();
    const number = (this.checks.get(key) ?? 0) + 1;
    this.checks.set(key, number);
    void handlerText(uri).then((text) => {
      if (this.checks.get(key) !== number) return;
      const findings = text === undefined ? [] : readHandlers(text).findings;
      this.collection.set(uri, findings.filter((each) => !isSaidAlready(uri, each)).map(diagnosticOf));
    });
  }
}

/** Whether VS Code's own JSON support shows it: for an open file only, and a file with comments it does not mind. */
function isSaidAlready(uri: vscode.Uri, { code }: HandlerFinding): boolean {
  if (!SAID_BY_VSCODE.has(code) || openHandlers(uri)?.languageId !== 'json') return false;
  return isJsonValidated(uri);
}

function diagnosticOf({ code, severity, phrase, range }: HandlerFinding): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    rangeOf(range),
    phraseIn(phrase),
    severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning,
  );
  diagnostic.source = 'Session Workbench';
  diagnostic.code = { value: code, target: commandLink(FINDING_COMMANDS.findingExplain, code) };
  return diagnostic;
}

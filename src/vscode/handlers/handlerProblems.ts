import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import type { HandlerCode, HandlerFinding } from '../../core/handlers/handlerFinding';
import { type CheckPool, PoolDisposedError } from '../../disk/checkPool';
import { commandLink } from '../host/commandRegistry';
import type { ContextKeySetter } from '../host/contextKeys';
import { diagnostics, isAffected, isInLanguage } from '../host/declared';
import { findingDiagnostic } from '../host/findingDiagnostic';
import { isJsonValidated } from '../host/jsonSupport';
import { VSCODE_SETTINGS } from '../host/vscodeContract';
import { onWindowFocus } from '../host/windowFocus';
import { FINDING_COMMANDS } from '../problems/findingContract';
import { HANDLER_DIAGNOSTICS, HANDLER_KEYS } from './handlerContract';
import { CODE_FILES, findHandlerFiles, HANDLER_FILES, isHandlerFile, openHandlers } from './handlerFiles';

/**
 * Findings that VS Code's own JSON support reports for an open file. They are left out, so that nothing appears twice.
 */
const SAID_BY_VSCODE: ReadonlySet<HandlerCode> = new Set(['handlers/json', 'handlers/duplicate']);

/** Shows the findings of all HTTPHandlers.json files of the workspace in the Problems panel, open or not. */
export class HandlerProblems implements vscode.Disposable {
  private readonly collection = diagnostics(HANDLER_DIAGNOSTICS);
  private readonly disposables: DisposableStore;
  /** The number of the latest check of each file. A check that ends late does not overwrite a later one. */
  private readonly checks = new Map<string, number>();

  constructor(
    private readonly pool: CheckPool,
    private readonly log: vscode.LogOutputChannel,
    private readonly context: ContextKeySetter,
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher(HANDLER_FILES);
    const check = (uri: vscode.Uri) => this.check(uri);
    // Which classes and functions there are decides about handlers.
    const code = vscode.workspace.createFileSystemWatcher(CODE_FILES);
    const checkCode = () => this.checkAgain();
    const checkDocument = ({ uri }: vscode.TextDocument) => this.check(uri);
    this.disposables = new DisposableStore(
      this.collection,
      watcher,
      watcher.onDidCreate(() => this.checkAll()),
      watcher.onDidChange(check),
      watcher.onDidDelete(() => this.checkAll()),
      code,
      code.onDidCreate(checkCode),
      code.onDidChange(checkCode),
      code.onDidDelete(checkCode),
      vscode.workspace.onDidOpenTextDocument(checkDocument),
      vscode.workspace.onDidChangeTextDocument(({ document }) => checkDocument(document)),
      vscode.workspace.onDidCloseTextDocument(checkDocument),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.checkAll()),
      // VS Code may miss what another program changes. So all files are checked again when the user comes back.
      onWindowFocus(() => this.checkAll()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (isAffected(event, VSCODE_SETTINGS.jsonValidate)) this.checkAll();
      }),
    );
    this.checkAll();
  }

  dispose(): Promise<void> {
    return this.disposables.dispose();
  }

  private checkAll(): void {
    for (const { uri } of vscode.workspace.textDocuments) this.check(uri);
    // Files that were deleted without an event.
    for (const [uri] of this.collection) this.check(uri);
    findHandlerFiles(this.pool).then(
      (uris) => {
        this.context.set(HANDLER_KEYS.hasFile, uris.length > 0);
        for (const uri of uris) this.check(uri);
      },
      (error: Error) => {
        if (error instanceof PoolDisposedError) return;
        this.log.warn(`HTTPHandlers.json files could not be found: ${error.message}`);
      },
    );
  }

  /** Those that are known already. */
  private checkAgain(): void {
    for (const uri of [...this.checks.keys()]) this.check(vscode.Uri.parse(uri));
  }

  private check(uri: vscode.Uri): void {
    if (!isHandlerFile(uri)) return;
    const key = uri.toString();
    const number = (this.checks.get(key) ?? 0) + 1;
    this.checks.set(key, number);
    // What reads such a file is loaded with the first: most workspaces have none.
    const found = import('./checkedHandlers.js').then(({ checkedHandlers }) => checkedHandlers(uri));
    void found.then((findings) => {
      if (this.checks.get(key) !== number) return;
      const unsaid = findings.filter((each) => !isSaidAlready(uri, each));
      this.collection.set(
        uri,
        unsaid.map((each) => findingDiagnostic(each, commandLink(FINDING_COMMANDS.findingExplain, each.code))),
      );
    });
  }
}

/**
 * Whether VS Code's own JSON support already shows it. It does so only for open files, and accepts comments in some of
 * them.
 */
function isSaidAlready(uri: vscode.Uri, { code }: HandlerFinding): boolean {
  const open = openHandlers(uri);
  return SAID_BY_VSCODE.has(code) && open !== undefined && isInLanguage(open, 'json') && isJsonValidated(uri);
}

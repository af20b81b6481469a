import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import { schemaNameIn } from '../../core/scenario/isScenario';
import type { ScenarioCode } from '../../core/scenario/scenarioFinding';
import { diagnostics, isInLanguage } from '../host/declared';
import { findingDiagnostic } from '../host/findingDiagnostic';
import { isJsonValidated } from '../host/jsonSupport';
import { nodeTimers } from '../host/timers';
import { onWindowFocus } from '../host/windowFocus';
import { SCENARIO_DIAGNOSTICS } from './scenarioContract';
import { isNamedScenario, isScenarioDocument, readOpenScenario, SCENARIO_FILES } from './scenarioDocuments';

/** Documents are checked after this pause in typing. */
const TYPING_MS = 80;

/** Findings that VS Code's own JSON support also reports, if the user has made a file JSON. */
const SAID_BY_VSCODE: ReadonlySet<ScenarioCode> = new Set(['scenario/json', 'scenario/duplicate-key']);

/** Shows the findings of open scenario files in the Problems panel. They all come from core. */
export class ScenarioProblems implements vscode.Disposable {
  private readonly collection = diagnostics(SCENARIO_DIAGNOSTICS);
  private readonly disposables: DisposableStore;

  constructor(private readonly log: vscode.LogOutputChannel) {
    const soon = new Coalesced(nodeTimers, TYPING_MS, () => this.checkAll());
    const watcher = vscode.workspace.createFileSystemWatcher(SCENARIO_FILES);
    const changed = (uri: vscode.Uri) => {
      if (isNamedScenario(uri)) soon.call();
    };
    this.disposables = new DisposableStore(
      this.collection,
      soon,
      watcher,
      // Another file, which is open, may include it.
      watcher.onDidCreate(changed),
      watcher.onDidChange(changed),
      watcher.onDidDelete(changed),
      vscode.workspace.onDidOpenTextDocument(({ uri }) => changed(uri)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => changed(document.uri)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.collection.delete(uri);
        changed(uri);
      }),
      // An included file may have changed without an event.
      onWindowFocus(() => soon.call()),
    );
    this.checkAll();
  }

  dispose(): Promise<void> {
    return this.disposables.dispose();
  }

  private checkAll(): void {
    for (const document of vscode.workspace.textDocuments) if (!document.isClosed) this.check(document);
  }

  private check(document: vscode.TextDocument): void {
    const { uri } = document;
    if (!isScenarioDocument(document)) {
      this.collection.delete(uri);
      return;
    }
    try {
      const findings = readOpenScenario(uri.fsPath).findings.filter(({ code }) => !isSaidAlready(document, code));
      this.collection.set(
        uri,
        findings.map((each) => findingDiagnostic(each)),
      );
    } catch (error) {
      this.log.warn(`${uri.fsPath}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

function isSaidAlready(document: vscode.TextDocument, code: ScenarioCode): boolean {
  if (!isInLanguage(document, 'json') || !isJsonValidated(document.uri)) return false;
  return SAID_BY_VSCODE.has(code) || (code === 'scenario/schema' && findsSchema(document));
}

/** Whether the schema that a document names exists at that path. */
function findsSchema(document: vscode.TextDocument): boolean {
  const named = schemaNameIn(document.getText());
  return named !== undefined && fs.existsSync(path.resolve(path.dirname(document.uri.fsPath), named));
}

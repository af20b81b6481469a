import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import { schemaNameIn } from '../../core/scenario/isScenario';
import type { ScenarioCode } from '../../core/scenario/scenarioFinding';
import { isAtOrIn } from '../../disk/isAtOrIn';
import { diagnostics, isInLanguage } from '../host/declared';
import { findingDiagnostic } from '../host/findingDiagnostic';
import { isJsonValidated } from '../host/jsonSupport';
import { nodeTimers } from '../host/timers';
import { onWindowFocus } from '../host/windowFocus';
import { readOpenScenario } from './readOpenScenario';
import { SCENARIO_DIAGNOSTICS } from './scenarioContract';
import { isScenarioDocument, workspaceRoots } from './scenarioDocuments';
import { isNamedScenario, SCENARIO_FILES } from './scenarioName';

/** Documents are checked after this pause in typing. */
const TYPING_MS = 80;

/** Findings that VS Code's own JSON support also reports, if the user has made a file JSON. */
const SAID_BY_VSCODE: ReadonlySet<ScenarioCode> = new Set(['scenario/json', 'scenario/duplicate-key']);

/** The latest check of a document. */
interface Check {
  readonly abort: AbortController;
  /** Files that the scenario includes. */
  includes: ReadonlySet<string>;
}

/** Shows the findings of open scenario files in the Problems panel. They all come from core. */
export class ScenarioProblems implements vscode.Disposable {
  private readonly collection = diagnostics(SCENARIO_DIAGNOSTICS);
  private readonly disposables: DisposableStore;
  private readonly checks = new Map<vscode.TextDocument, Check>();
  /** Files that were changed since the last check. */
  private readonly changed = new Set<string>();

  /** @param shipped absolute path of the folder of the flows that ship */
  constructor(
    private readonly log: vscode.LogOutputChannel,
    private readonly shipped: string,
  ) {
    const soon = new Coalesced(nodeTimers, TYPING_MS, () => this.checkChanged());
    const watcher = vscode.workspace.createFileSystemWatcher(SCENARIO_FILES);
    const changed = (uri: vscode.Uri) => {
      if (!isNamedScenario(uri)) return;
      this.changed.add(uri.fsPath);
      soon.call();
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
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.forget(document);
        changed(document.uri);
      }),
      // An included file may have changed without an event.
      onWindowFocus(() => this.checkAll()),
    );
    this.checkAll();
  }

  dispose(): Promise<void> {
    for (const { abort } of this.checks.values()) abort.abort();
    return this.disposables.dispose();
  }

  private checkAll(): void {
    for (const document of vscode.workspace.textDocuments) void this.check(document);
  }

  private checkChanged(): void {
    const changed = [...this.changed];
    this.changed.clear();
    for (const document of vscode.workspace.textDocuments) {
      const includes = this.checks.get(document)?.includes;
      const { fsPath } = document.uri;
      if (changed.some((file) => file === fsPath || includes?.has(file))) void this.check(document);
    }
  }

  private forget(document: vscode.TextDocument): void {
    this.checks.get(document)?.abort.abort();
    this.checks.delete(document);
    this.collection.delete(document.uri);
  }

  /** What was begun before is given up, because the text or an included file has changed. */
  private async check(document: vscode.TextDocument): Promise<void> {
    const { uri } = document;
    if (!isScenarioDocument(document)) return this.forget(document);
    const before = this.checks.get(document);
    before?.abort.abort();
    const check: Check = { abort: new AbortController(), includes: before?.includes ?? new Set() };
    this.checks.set(document, check);
    const { signal } = check.abort;
    try {
      const { findings, includes } = await readOpenScenario(uri.fsPath, this.shipped, signal);
      const isSaid = await saidAlready(document);
      if (signal.aborted) return;
      check.includes = new Set(includes);
      this.collection.set(
        uri,
        findings.filter(({ code }) => !isSaid(code)).map((each) => findingDiagnostic(each)),
      );
    } catch (error) {
      if (signal.aborted) return;
      this.log.warn(`${uri.fsPath}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** Returns a test whether VS Code's own JSON support shows findings with a code. */
async function saidAlready(document: vscode.TextDocument): Promise<(code: ScenarioCode) => boolean> {
  if (!isInLanguage(document, 'json') || !isJsonValidated(document.uri)) return () => false;
  const hasSchema = await findsSchema(document);
  return (code) => SAID_BY_VSCODE.has(code) || (code === 'scenario/schema' && hasSchema);
}

/** Whether the schema that a document names exists at that path. Other folders than the workspace are not looked into. */
async function findsSchema(document: vscode.TextDocument): Promise<boolean> {
  const named = schemaNameIn(document.getText());
  if (named === undefined) return false;
  const file = path.resolve(path.dirname(document.uri.fsPath), named);
  if (!workspaceRoots().some((root) => isAtOrIn(root, file))) return false;
  return fs.promises.access(file).then(
    () => true,
    () => false,
  );
}

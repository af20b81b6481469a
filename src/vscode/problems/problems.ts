import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import type { Finding } from '../../core/compliance/finding';
import type { SessionEntry } from '../../core/index/sessionEntry';
import type { IndexDelta, SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { commandLink } from '../host/commandRegistry';
import type { ContextKeySetter } from '../host/contextKeys';
import { diagnostics } from '../host/declared';
import { DIAGNOSTIC_SOURCE, findingDiagnostic } from '../host/findingDiagnostic';
import { l10n } from '../host/l10n';
import { phraseIn } from '../host/phraseText';
import { isOne } from '../host/plural';
import { nodeTimers } from '../host/timers';
import { type SessionDocuments, uriOf } from '../mobileApps/sessionDocuments';
import { allFindingsUri } from './allFindingsUri';
import { FINDING_COMMANDS, FINDING_DIAGNOSTICS, FINDING_KEYS } from './findingContract';
import { FirstFindings, findingPlaceOf } from './firstFindings';

/** Nobody reads more in the Problems panel, and more would make it slow. */
export const MOST_PROBLEMS = 1000;

/** What a scan finds is drawn so much later, in milliseconds, and not all at once. */
const SCAN_DRAW_MS = 50;
const FILES_AT_ONCE = 100;

/**
 * Shows the findings of session files in the Problems panel, open or not: the first ones, and those of open documents. One
 * line says how many more there are. It follows the index.
 */
export class Problems implements vscode.Disposable {
  private readonly collection = diagnostics(FINDING_DIAGNOSTICS);
  private readonly subscriptions: DisposableStore;
  private readonly first: FirstFindings;
  /** Files of a scan whose problems are drawn soon. */
  private readonly waiting = new Map<string, SessionKey>();
  private readonly drawing = new Coalesced(nodeTimers, SCAN_DRAW_MS, () => this.drawWaiting());
  /** The files with problems that are shown, and how many each has. */
  private readonly shown = new Map<string, number>();
  private shownCount = 0;
  private told = 0;

  /** Files with a hint that are no session files, by MobileApps folder and application. */
  private readonly strays = new Map<string, readonly SessionKey[]>();

  /** @param most how many findings are listed of files that are not open */
  constructor(
    private readonly index: SessionIndex,
    private readonly documents: SessionDocuments,
    private readonly context: ContextKeySetter,
    most = MOST_PROBLEMS,
  ) {
    this.first = new FirstFindings(most);
    const look = ({ uri }: vscode.TextDocument) => {
      const key = this.documents.placeOf(uri);
      if (key) this.draw([key]);
    };
    this.subscriptions = new DisposableStore(
      this.collection,
      this.drawing,
      index.onDidChange((delta) => this.publish(delta)),
      vscode.workspace.onDidOpenTextDocument(look),
      vscode.workspace.onDidCloseTextDocument(look),
    );
  }

  dispose(): Promise<void> {
    return this.subscriptions.dispose();
  }

  private publish({ changed, added, applications, folders }: IndexDelta): void {
    for (const folder of folders) this.takeStrays(folder, '');
    for (const { folder, application } of applications) this.takeStrays(folder, application);
    for (const { key, before, after } of [...changed, ...added.flatMap(({ notable }) => notable)]) {
      const count = after ? problemCount(after) : 0;
      if (count === 0 && (!before || problemCount(before) === 0)) continue;
      // An unreadable file is as bad as an error.
      const hasError = after !== undefined && (after.unreadable !== undefined || after.findings.some(isError));
      this.first.set({ key, hasError, count });
    }
    const keys = this.first.settle();
    this.context.set(FINDING_KEYS.isThere, this.first.total > 0);
    if (added.length === 0) {
      this.draw(keys);
      return;
    }
    const open = this.openFiles();
    for (const key of keys) {
      const id = findingPlaceOf(key);
      if (this.first.isListed(key) || this.shown.has(id) || open.has(id)) this.waiting.set(id, key);
    }
    this.drawing.call();
  }

  /** Draws some of those that wait. The others have their turn later, so that the editor is not blocked. */
  private drawWaiting(): void {
    const keys: SessionKey[] = [];
    for (const [id, key] of this.waiting) {
      if (keys.length === FILES_AT_ONCE) break;
      this.waiting.delete(id);
      keys.push(key);
    }
    this.draw(keys);
    if (this.waiting.size > 0) this.drawing.call();
  }

  /** Takes the sessions of an application folder that count as none. */
  private takeStrays(folder: string, application: string): void {
    const id = `${folder}\0${application}`;
    const now = this.index.strays(folder, application);
    for (const key of this.strays.get(id) ?? []) this.first.set({ key, hasError: false, count: 0 });
    for (const { key, finding } of now) this.first.set({ key, hasError: isError(finding), count: 1 });
    if (now.length === 0) this.strays.delete(id);
    else
      this.strays.set(
        id,
        now.map(({ key }) => key),
      );
  }

  private draw(keys: readonly SessionKey[]): void {
    const open = this.openFiles();
    const changes: [vscode.Uri, vscode.Diagnostic[]][] = [];
    for (const key of keys) {
      const id = findingPlaceOf(key);
      const count = this.first.countOf(key);
      const isShown = count > 0 && (this.first.isListed(key) || open.has(id));
      const before = this.shown.get(id);
      if (!isShown && before === undefined) continue;
      this.shownCount += (isShown ? count : 0) - (before ?? 0);
      if (isShown) this.shown.set(id, count);
      else this.shown.delete(id);
      changes.push([uriOf(key), isShown ? this.diagnosticsAt(key) : []]);
    }
    if (changes.length > 0) this.collection.set(changes);
    this.tellMore(this.first.total - this.shownCount);
  }

  private openFiles(): Set<string> {
    return new Set(
      vscode.workspace.textDocuments.flatMap(({ uri, isClosed }) => {
        const key = isClosed ? undefined : this.documents.placeOf(uri);
        return key ? [findingPlaceOf(key)] : [];
      }),
    );
  }

  private diagnosticsAt(key: SessionKey): vscode.Diagnostic[] {
    const entry = this.index.entry(key);
    if (entry) return diagnosticsOf(entry);
    const stray = this.index.strayFinding(key);
    return stray ? [diagnosticOf(stray)] : [];
  }

  /** One line, of a document that lists all. */
  private tellMore(count: number): void {
    if (count === this.told) return;
    this.told = count;
    if (count === 0) {
      this.collection.delete(allFindingsUri());
      return;
    }
    const number = new Intl.NumberFormat(vscode.env.language).format(count);
    const message = isOne(count)
      ? l10n.t('{0} more finding is not listed here. Open this file to see all.', number)
      : l10n.t('{0} more findings are not listed here. Open this file to see all.', number);
    const line = new vscode.Diagnostic(new vscode.Range(0, 0, 0, 0), message, vscode.DiagnosticSeverity.Information);
    line.source = DIAGNOSTIC_SOURCE;
    this.collection.set(allFindingsUri(), [line]);
  }
}

function problemCount({ findings, unreadable }: SessionEntry): number {
  return findings.length + (unreadable ? 1 : 0);
}

function isError({ severity }: Finding): boolean {
  return severity === 'error';
}

function diagnosticOf(finding: Finding): vscode.Diagnostic {
  return findingDiagnostic(finding, commandLink(FINDING_COMMANDS.findingExplain, finding.code));
}

function diagnosticsOf({ findings, unreadable }: SessionEntry): vscode.Diagnostic[] {
  const diagnostics = findings.map(diagnosticOf);
  if (unreadable) {
    const message = phraseIn(unreadable);
    diagnostics.push(new vscode.Diagnostic(new vscode.Range(0, 0, 0, 0), message, vscode.DiagnosticSeverity.Warning));
  }
  for (const diagnostic of diagnostics) diagnostic.source = DIAGNOSTIC_SOURCE;
  return diagnostics;
}

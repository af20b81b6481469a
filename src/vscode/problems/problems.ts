import * as vscode from 'vscode';
import type { Finding } from '../../core/compliance/finding';
import type { SessionEntry } from '../../core/index/sessionEntry';
import type { IndexDelta, SessionIndex } from '../../core/index/sessionIndex';
import { commandLink } from '../host/commandRegistry';
import { diagnostics } from '../host/declared';
import { DIAGNOSTIC_SOURCE, findingDiagnostic } from '../host/findingDiagnostic';
import { phraseIn } from '../host/phraseText';
import { uriOf } from '../mobileApps/sessionDocuments';
import { FINDING_COMMANDS, FINDING_DIAGNOSTICS } from './findingContract';

/** Shows the findings of all session files in the Problems panel, open or not. It follows the index. */
export class Problems implements vscode.Disposable {
  private readonly collection = diagnostics(FINDING_DIAGNOSTICS);
  private readonly subscription: vscode.Disposable;

  /** Files with a hint that are no session files, by MobileApps folder and application. */
  private readonly strays = new Map<string, vscode.Uri[]>();

  constructor(private readonly index: SessionIndex) {
    this.subscription = index.onDidChange((delta) => this.publish(delta));
  }

  dispose(): void {
    this.subscription.dispose();
    this.collection.dispose();
  }

  private publish({ entries, applications, folders }: IndexDelta): void {
    const changes: [vscode.Uri, vscode.Diagnostic[]][] = [];
    for (const folder of folders) changes.push(...this.straysOf(folder, ''));
    for (const { folder, application } of applications) changes.push(...this.straysOf(folder, application));
    for (const { key, before, after } of entries) {
      const old = before ? problemCount(before) : 0;
      const now = after ? problemCount(after) : 0;
      if (old === 0 && now === 0) continue;
      changes.push([uriOf(key), after ? diagnosticsOf(after) : []]);
    }
    if (changes.length > 0) this.collection.set(changes);
  }

  /** What changes for the sessions of an application folder that count as none. */
  private straysOf(folder: string, application: string): [vscode.Uri, vscode.Diagnostic[]][] {
    const id = `${folder}\0${application}`;
    const before = this.strays.get(id) ?? [];
    const now = this.index
      .strays(folder, application)
      .map(({ key, finding }): [vscode.Uri, vscode.Diagnostic[]] => [uriOf(key), [diagnosticOf(finding)]]);
    if (now.length > 0)
      this.strays.set(
        id,
        now.map(([uri]) => uri),
      );
    else this.strays.delete(id);
    // VS Code adds up what is set for one file, so what was there is only cleared where nothing follows.
    const there = new Set(now.map(([uri]) => uri.toString()));
    return [...before.filter((uri) => !there.has(uri.toString())).map((uri): [vscode.Uri, []] => [uri, []]), ...now];
  }
}

function problemCount({ findings, unreadable }: SessionEntry): number {
  return findings.length + (unreadable ? 1 : 0);
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

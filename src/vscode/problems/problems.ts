import * as vscode from 'vscode';
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

  constructor(index: SessionIndex) {
    this.subscription = index.onDidChange((delta) => this.publish(delta));
  }

  dispose(): void {
    this.subscription.dispose();
    this.collection.dispose();
  }

  private publish({ entries }: IndexDelta): void {
    const changes: [vscode.Uri, vscode.Diagnostic[]][] = [];
    for (const { key, before, after } of entries) {
      const old = before ? problemCount(before) : 0;
      const now = after ? problemCount(after) : 0;
      if (old === 0 && now === 0) continue;
      changes.push([uriOf(key), after ? diagnosticsOf(after) : []]);
    }
    if (changes.length > 0) this.collection.set(changes);
  }
}

function problemCount({ findings, unreadable }: SessionEntry): number {
  return findings.length + (unreadable ? 1 : 0);
}

function diagnosticsOf({ findings, unreadable }: SessionEntry): vscode.Diagnostic[] {
  const diagnostics = findings.map((each) =>
    findingDiagnostic(each, commandLink(FINDING_COMMANDS.findingExplain, each.code)),
  );
  if (unreadable) {
    const message = phraseIn(unreadable);
    diagnostics.push(new vscode.Diagnostic(new vscode.Range(0, 0, 0, 0), message, vscode.DiagnosticSeverity.Warning));
  }
  for (const diagnostic of diagnostics) diagnostic.source = DIAGNOSTIC_SOURCE;
  return diagnostics;
}

import * as vscode from 'vscode';
import type { Finding } from '../../core/compliance/finding';
import type { SessionEntry } from '../../core/index/sessionEntry';
import type { IndexDelta, SessionIndex } from '../../core/index/sessionIndex';
import { commandLink } from '../host/commandRegistry';
import { diagnostics } from '../host/declared';
import { phraseIn } from '../host/phraseText';
import { rangeOf } from '../host/ranges';
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
  const diagnostics = findings.map(diagnosticOf);
  if (unreadable) {
    const message = phraseIn(unreadable);
    diagnostics.push(new vscode.Diagnostic(new vscode.Range(0, 0, 0, 0), message, vscode.DiagnosticSeverity.Warning));
  }
  for (const diagnostic of diagnostics) diagnostic.source = 'Session Workbench';
  return diagnostics;
}

function diagnosticOf(finding: Finding): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    rangeOf(finding.range),
    phraseIn(finding.phrase),
    // VS Code does not list the severity Hint in the Problems panel.
    finding.severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Information,
  );
  diagnostic.code = { value: finding.code, target: commandLink(FINDING_COMMANDS.findingExplain, finding.code) };
  return diagnostic;
}

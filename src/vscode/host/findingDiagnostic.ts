import * as vscode from 'vscode';
import type { PlacedFinding } from '../../core/compliance/placedFinding';
import { phraseIn } from './phraseText';
import { editorRange } from './ranges';

export const DIAGNOSTIC_SOURCE = 'Session Workbench';

const { Error: error, Warning: warning, Information: information } = vscode.DiagnosticSeverity;
/** VS Code does not list the severity Hint in the Problems panel. */
const SEVERITIES = { error, warning, hint: information } as const;

/**
 * The row of a finding in the Problems panel.
 * @param explanation where a click on the code leads
 */
export function findingDiagnostic(
  { code, severity, phrase, range }: PlacedFinding<string, keyof typeof SEVERITIES>,
  explanation?: vscode.Uri,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(editorRange(range), phraseIn(phrase), SEVERITIES[severity]);
  diagnostic.source = DIAGNOSTIC_SOURCE;
  diagnostic.code = explanation ? { value: code, target: explanation } : code;
  return diagnostic;
}

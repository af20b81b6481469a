import * as vscode from 'vscode';
import type { SessionIndex } from '../../core/index/sessionIndex';
import { type CommandRegistry, execute } from '../host/commandRegistry';
import { findingDiagnostic } from '../host/findingDiagnostic';
import { phraseIn } from '../host/phraseText';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import { uriOf } from '../mobileApps/sessionDocuments';
import { ALL_FINDINGS_SCHEME, allFindingsUri } from './allFindingsUri';
import { FINDING_COMMANDS } from './findingContract';

/** After so many files the editor gets its turn. */
const FILES_AT_ONCE = 500;
/** Beyond these lines nobody clicks, and each link takes memory. */
const MOST_LINKS = 10_000;

/** The text of the document that lists all findings, one a line, and its links to the places. */
export class AllFindings implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly index: SessionIndex) {}

  /** Opens the document, with what is found now. */
  async show(): Promise<void> {
    this.changed.fire(allFindingsUri());
    await execute(VSCODE_COMMANDS.open, allFindingsUri());
  }

  async provideTextDocumentContent(): Promise<string> {
    const lines: string[] = [];
    let files = 0;
    for (const folder of this.index.folders()) {
      for (const { key, finding } of this.index.strays(folder)) {
        const place = `${uriOf(key).fsPath}:1:1`;
        lines.push(`${place} ${finding.code} ${phraseIn(finding.phrase)}`);
      }
      for (const { name: application } of this.index.applications(folder)) {
        const entries = [...this.index.notable(folder, application)].sort((a, b) => (a.name < b.name ? -1 : 1));
        for (const entry of entries) {
          const file = uriOf({ folder, application, name: entry.name }).fsPath;
          if (entry.unreadable) lines.push(`${file}:1:1 ${phraseIn(entry.unreadable)}`);
          for (const finding of entry.findings) {
            const { range, message } = findingDiagnostic(finding);
            lines.push(`${file}:${range.start.line + 1}:${range.start.character + 1} ${finding.code} ${message}`);
          }
          if (++files % FILES_AT_ONCE === 0) await new Promise<void>((resume) => setImmediate(resume));
        }
      }
    }
    return lines.map((line) => line.replace(/[\r\n]+/g, ' ')).join('\n');
  }

  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    const links: vscode.DocumentLink[] = [];
    for (let line = 0; line < Math.min(document.lineCount, MOST_LINKS); line++) {
      const [, place, file, row, column] = /^((.+?):(\d+):(\d+)) /.exec(document.lineAt(line).text) ?? [];
      if (place === undefined || file === undefined) continue;
      const target = vscode.Uri.file(file).with({ fragment: `L${row},${column}` });
      links.push(new vscode.DocumentLink(new vscode.Range(line, 0, line, place.length), target));
    }
    return links;
  }
}

/** Registers the document that lists all findings, and what handles the command that opens it. */
export function registerAllFindings(index: SessionIndex, commands: CommandRegistry): vscode.Disposable {
  const all = new AllFindings(index);
  commands.register(FINDING_COMMANDS.findingShowAll, () => all.show());
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(ALL_FINDINGS_SCHEME, all),
    vscode.languages.registerDocumentLinkProvider({ scheme: ALL_FINDINGS_SCHEME }, all),
  );
}

import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import type { SessionEntry } from '../../core/index/sessionEntry';
import type { IndexDelta, SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { execute } from '../host/commandRegistry';
import { findingDiagnostic } from '../host/findingDiagnostic';
import { phraseIn } from '../host/phraseText';
import { nodeTimers } from '../host/timers';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import { ALL_FINDINGS_SCHEME, allFindingsUri } from './allFindingsUri';

/** After so many files or lines the editor gets its turn. */
const FILES_AT_ONCE = 500;
const LINES_AT_ONCE = 1000;
/** Beyond these lines nobody clicks, and each link takes memory. */
const MOST_LINKS = 10_000;
/** Changes within this time, in milliseconds, are shown together. */
const RENEWED_MS = 500;

/**
 * What is wrong comes first, as paths are so long that it would be off the screen. No finding has a tab in its words, and a tab in a
 * name is shown as a blank. A line without a tab is the path of a MobileApps folder, and the places below it are in it.
 */
const PLACE = /\t([^\t]+):(\d+):(\d+)$/;

/**
 * The text of the document that lists all findings, one a line below its folder, and its links to the places. While the document is open, it follows the
 * index: only the lines of applications that changed are made anew.
 */
export class AllFindings implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider, vscode.Disposable {
  /** The lines of each application, and of each folder what lies in it beside the applications, while the document is open. */
  private readonly lines = new Map<string, readonly string[]>();
  private isOpen = false;
  private last: Promise<unknown> = Promise.resolve();
  private readonly renewal = new Coalesced(nodeTimers, RENEWED_MS, () => this.changed.fire(allFindingsUri()));
  private readonly subscriptions: DisposableStore;

  /** @param changed tells the editor that the text is another */
  constructor(
    private readonly index: SessionIndex,
    private readonly changed: vscode.EventEmitter<vscode.Uri>,
  ) {
    this.subscriptions = new DisposableStore(
      this.renewal,
      index.onDidChange((delta) => this.indexChanged(delta)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === ALL_FINDINGS_SCHEME) this.closed();
      }),
    );
  }

  /** Opens the document, with what is found now. */
  async show(): Promise<void> {
    if (this.isOpen) this.changed.fire(allFindingsUri());
    await execute(VSCODE_COMMANDS.open, allFindingsUri());
  }

  provideTextDocumentContent(): Promise<string> {
    this.isOpen = true;
    // Two at the same time would take lines of one another that are not whole yet.
    const text = this.last.then(() => this.text());
    this.last = text.catch(() => {});
    return text;
  }

  async provideDocumentLinks(document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    const links: vscode.DocumentLink[] = [];
    const folders = new Map(this.index.folders().map((folder) => [oneLine(folder), folder]));
    let folder: string | undefined;
    for (let line = 0; line < Math.min(document.lineCount, MOST_LINKS); line++) {
      const { text } = document.lineAt(line);
      const tab = PLACE.exec(text)?.index;
      if (tab === undefined) folder = folders.get(text);
      else if (folder !== undefined)
        links.push(new PlaceLink(new vscode.Range(line, tab + 1, line, text.length), folder, text));
      if ((line + 1) % LINES_AT_ONCE === 0) await turn();
    }
    return links;
  }

  /** Where a link leads is only asked of those that are clicked. */
  resolveDocumentLink(link: vscode.DocumentLink): vscode.DocumentLink {
    if (!(link instanceof PlaceLink)) return link;
    const [, file = '', row, column] = PLACE.exec(link.text) ?? [];
    link.target = vscode.Uri.file(path.join(link.folder, file)).with({ fragment: `L${row},${column}` });
    return link;
  }

  dispose(): Promise<void> {
    return this.subscriptions.dispose();
  }

  private closed(): void {
    this.isOpen = false;
    this.lines.clear();
  }

  private indexChanged({ changed, added, applications, folders }: IndexDelta): void {
    if (!this.isOpen) return;
    const places = [
      ...changed.filter(({ before, after }) => isListed(before) || isListed(after)).map(({ key }) => key),
      ...added.filter(({ notable }) => notable.length > 0),
      ...applications,
      ...folders.map((folder) => ({ folder, application: '' })),
    ];
    for (const { folder, application } of places) this.lines.delete(idOf(folder, application));
    if (places.length > 0) this.renewal.call();
  }

  private async text(): Promise<string> {
    const parts: (readonly string[])[] = [];
    for (const folder of this.index.folders()) {
      const first = parts.length;
      for (const application of ['', ...this.index.applications(folder).map(({ name }) => name)]) {
        parts.push(this.lines.get(idOf(folder, application)) ?? (await this.linesOf(folder, application)));
      }
      if (parts.slice(first).some(({ length }) => length > 0)) parts.splice(first, 0, [oneLine(folder)]);
    }
    return parts.flat().join('\n');
  }

  /** @param application empty for what lies in the folder beside the applications */
  private async linesOf(folder: string, application: string): Promise<readonly string[]> {
    const lines: string[] = [];
    // What changes meanwhile removes them again.
    if (this.isOpen) this.lines.set(idOf(folder, application), lines);
    for (const { key, finding } of this.index.strays(folder, application)) {
      lines.push(lineOf(`${finding.code} ${phraseIn(finding.phrase)}`, `${pathIn(key)}:1:1`));
    }
    const entries = [...this.index.notable(folder, application)].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const [at, entry] of entries.entries()) {
      const file = pathIn({ application, name: entry.name });
      if (entry.unreadable) lines.push(lineOf(phraseIn(entry.unreadable), `${file}:1:1`));
      for (const finding of entry.findings) {
        const { range, message } = findingDiagnostic(finding);
        const place = `${file}:${range.start.line + 1}:${range.start.character + 1}`;
        lines.push(lineOf(`${finding.code} ${message}`, place));
      }
      if ((at + 1) % FILES_AT_ONCE === 0) await turn();
    }
    return lines;
  }
}

/** A link to the place that is written in a line. */
class PlaceLink extends vscode.DocumentLink {
  constructor(
    range: vscode.Range,
    readonly folder: string,
    readonly text: string,
  ) {
    super(range);
  }
}

function isListed(entry: SessionEntry | undefined): boolean {
  return entry !== undefined && (entry.findings.length > 0 || entry.unreadable !== undefined);
}

/** From the MobileApps folder. */
function pathIn({ application, name }: Pick<SessionKey, 'application' | 'name'>): string {
  return application === '' ? name : `${application}/${name}`;
}

function lineOf(words: string, place: string): string {
  return `${oneLine(words)}\t${oneLine(place)}`;
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\t]+/g, ' ');
}

function idOf(folder: string, application: string): string {
  return `${folder}\0${application}`;
}

import * as vscode from 'vscode';
import { isAmong } from '../../core/index/indexDelta';
import type { SessionEntry } from '../../core/index/sessionEntry';
import type { Counts, IndexDelta, SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { parseJson } from '../../core/json/parseJson';
import { l10n } from '../host/l10n';
import { isOne } from '../host/plural';
import { TEXT_COLOURS } from '../host/textColours';
import { countText } from '../mobileApps/sessionText';
import { sessionId } from './treeNode';

/** A URI scheme of our own. With file URIs, Git would show the whole tree in the colours of ignored files. */
const SCHEME = 'session-workbench-row';

/** VS Code shows at most two characters. */
const MOST_IN_BADGE = 99;
/** For larger numbers. It is a dot, as in the Explorer. */
const MANY = '●';

/**
 * Colours session files with errors red, and also the pages, applications and folders above them. Those have the number of
 * such files as a badge at the right edge, which is visible while they are collapsed.
 */
export class FindingDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  private readonly redraw = new vscode.EventEmitter<vscode.Uri[]>();
  readonly onDidChangeFileDecorations = this.redraw.event;
  private readonly registration = vscode.window.registerFileDecorationProvider(this);
  /** Sessions that VS Code may ask about, as their rows have been red. */
  private readonly drawn = new Map<string, SessionKey>();

  constructor(private readonly index: SessionIndex) {}

  uriOfFolder(folder: string): vscode.Uri {
    return vscode.Uri.from({ scheme: SCHEME, path: '/', query: JSON.stringify([folder]) });
  }

  uriOfApplication(folder: string, application: string): vscode.Uri {
    return vscode.Uri.from({ scheme: SCHEME, path: '/', query: JSON.stringify([folder, application]) });
  }

  /** The URI for a page. It has the number itself, because a page is drawn anew whenever that is another one. */
  uriOfPage(count: number): vscode.Uri {
    return vscode.Uri.from({ scheme: SCHEME, path: '/', query: JSON.stringify(count) });
  }

  /** The URI for a row that is red. */
  uriOfSession(key: SessionKey): vscode.Uri {
    this.drawn.set(sessionId(key), key);
    return uriOf(key);
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== SCHEME) return undefined;
    const place = parseJson(uri.query) as [string, string?, string?] | number;
    if (typeof place === 'number') return badge(place);
    const [folder, application, name] = place;
    if (application !== undefined && name !== undefined) {
      const isRed = isAtFault(this.index.entry({ folder, application, name }));
      return isRed ? new vscode.FileDecoration(undefined, undefined, TEXT_COLOURS.bad) : undefined;
    }
    return badge(this.countOf(folder, application));
  }

  /** The number of session files with errors in a folder, or in one application of it. */
  private countOf(folder: string, application?: string): number {
    const counts =
      application === undefined ? this.index.counts(folder) : this.index.applicationOf(folder, application)?.counts;
    return counts ? countAtFault(counts) : 0;
  }

  /** The number in words, for the row of a folder whose badge cannot show it. */
  textOf(folder: string): string | undefined {
    const count = this.countOf(folder);
    return count > MOST_IN_BADGE ? countText('atFault', count) : undefined;
  }

  changed({ changed, added }: IndexDelta): void {
    const uris = new Map<string, vscode.Uri>();
    const counted = ({ folder, application }: { folder: string; application: string }) => {
      uris.set(folder, this.uriOfFolder(folder));
      uris.set(`${folder}\0${application}`, this.uriOfApplication(folder, application));
    };
    // VS Code is not told of sessions that it has never shown, as a scan adds a hundred thousand.
    for (const { key, before, after } of changed) {
      if (before?.condition === after?.condition) continue;
      counted(key);
      const id = sessionId(key);
      if (this.drawn.has(id)) uris.set(id, uriOf(key));
      if (!after) this.drawn.delete(id);
    }
    added.forEach(counted);
    if (added.length > 0) {
      for (const [id, key] of this.drawn) if (isAmong(key, added)) uris.set(id, uriOf(key));
    }
    if (uris.size > 0) this.redraw.fire([...uris.values()]);
  }

  dispose(): void {
    this.registration.dispose();
    this.redraw.dispose();
  }
}

function uriOf({ folder, application, name }: SessionKey): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: '/', query: JSON.stringify([folder, application, name]) });
}

function badge(count: number): vscode.FileDecoration | undefined {
  if (count === 0) return undefined;
  // The tooltip of the row has the numbers.
  return new vscode.FileDecoration(count > MOST_IN_BADGE ? MANY : String(count), undefined, TEXT_COLOURS.bad);
}

/** Whether a file has errors or cannot be read. */
export function isAtFault(entry: SessionEntry | undefined): boolean {
  return entry?.condition === 'atFault' || entry?.condition === 'unreadable';
}

/** The number of files that have errors or cannot be read. */
export function countAtFault({ conditions }: Counts): number {
  return conditions.atFault + conditions.unreadable;
}

export function atFaultText(count: number): string {
  return isOne(count) ? l10n.t('{0} session file is at fault', count) : l10n.t('{0} session files are at fault', count);
}

import * as vscode from 'vscode';
import { isAmong } from '../../core/index/indexDelta';
import type { SessionEntry } from '../../core/index/sessionEntry';
import type { IndexDelta, SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { parseJson } from '../../core/json/parseJson';
import { l10n } from '../host/l10n';
import { TEXT_COLOURS } from '../host/textColours';
import { countText } from '../mobileApps/sessionText';
import { countAtFault, isAtFault } from './atFault';
import { sessionId } from './treeNode';

/** A URI scheme of our own. With file URIs, Git would show the whole tree in the colours of ignored files. */
const SCHEME = 'session-workbench-row';

/** VS Code shows at most two characters. */
const MOST_IN_BADGE = 99;
/** For larger numbers. It is a dot, as in the Explorer. */
const MANY = '●';
/** Of a session that a server does not have yet as its file says. */
const NOT_PUSHED = '↑';

/**
 * Colours session files with errors red, and also the pages, applications and folders above them. Those have the number of
 * such files as a badge at the right edge, which is visible while they are collapsed. A session that is not pushed has a badge, too:
 * words are cut off in a narrow side bar.
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

  /** The URI for the row of a session that is red or not pushed; undefined for others. It is drawn anew when it is pushed. */
  uriOfRow(key: SessionKey, entry: SessionEntry, isUnpushed: boolean): vscode.Uri | undefined {
    if (!isUnpushed && !isAtFault(entry)) return undefined;
    this.drawn.set(sessionId(key), key);
    return uriOf(key, isUnpushed);
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== SCHEME) return undefined;
    const place = parseJson(uri.query) as [string, string?, string?, boolean?] | number;
    if (typeof place === 'number') return badge(place);
    const [folder, application, name, isUnpushed] = place;
    if (application !== undefined && name !== undefined) {
      const isRed = isAtFault(this.index.entry({ folder, application, name }));
      const colour = isRed ? TEXT_COLOURS.bad : undefined;
      if (isUnpushed) return new vscode.FileDecoration(NOT_PUSHED, l10n.t('not pushed'), colour);
      return colour && new vscode.FileDecoration(undefined, undefined, colour);
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
      if (this.drawn.has(id)) for (const uri of urisOf(key)) uris.set(uri.query, uri);
      if (!after) this.drawn.delete(id);
    }
    added.forEach(counted);
    if (added.length > 0) {
      for (const key of this.drawn.values()) {
        if (isAmong(key, added)) for (const uri of urisOf(key)) uris.set(uri.query, uri);
      }
    }
    if (uris.size > 0) this.redraw.fire([...uris.values()]);
  }

  dispose(): void {
    this.registration.dispose();
    this.redraw.dispose();
  }
}

function uriOf({ folder, application, name }: SessionKey, isUnpushed: boolean): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: '/', query: JSON.stringify([folder, application, name, isUnpushed]) });
}

/** All that the row of a session may have. */
function urisOf(key: SessionKey): vscode.Uri[] {
  return [true, false].map((isUnpushed) => uriOf(key, isUnpushed));
}

function badge(count: number): vscode.FileDecoration | undefined {
  if (count === 0) return undefined;
  // The tooltip of the row has the numbers.
  return new vscode.FileDecoration(count > MOST_IN_BADGE ? MANY : String(count), undefined, TEXT_COLOURS.bad);
}

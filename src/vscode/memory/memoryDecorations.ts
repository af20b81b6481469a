import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import { type AddedTogether, isAmong } from '../../core/index/indexDelta';
import type { SessionKey } from '../../core/index/sessionIndex';
import { parseJson } from '../../core/json/parseJson';
import type { MemoryState } from '../../core/push/serverMemory';
import { TEXT_COLOURS } from '../host/textColours';
import { agreementText, type MemoryAgreement } from './memoryAgreement';

/** A URI scheme of our own. With file URIs, Git would colour the rows as well. */
const SCHEME = 'session-workbench-memory';

/** That a session is in memory as its file says is what most are, and no badge says it. */
type Difference = Exclude<MemoryState['kind'], 'inMemory'>;

/** Different by shape first, and by colour where the user should do something. */
const BADGES: Record<Difference, string> = {
  changedOnDisk: '≠',
  goneFromDisk: '−',
  notInMemory: '○',
  evicted: '✕',
};
const BADGE_COLOURS: Partial<Record<Difference, vscode.ThemeColor>> = {
  changedOnDisk: TEXT_COLOURS.warning,
  goneFromDisk: TEXT_COLOURS.warning,
  evicted: TEXT_COLOURS.bad,
};

/**
 * The badge at the right edge of a session row that the dev server has in memory otherwise than its file says. Without a
 * running server there is none.
 */
export class MemoryDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  private readonly redraw = new vscode.EventEmitter<vscode.Uri[]>();
  readonly onDidChangeFileDecorations = this.redraw.event;
  /**
   * URIs of the rows that have had a badge. They stay here while the server is away: VS Code remembers that they have none
   * then, and asks again only when it is told to.
   */
  private readonly drawn = new Map<string, { readonly uri: vscode.Uri; readonly key: SessionKey }>();
  private readonly subscriptions: DisposableStore;

  constructor(
    private readonly agreement: MemoryAgreement,
    /** A session with errors is red, whatever the server has. */
    private readonly isAtFault: (key: SessionKey) => boolean,
  ) {
    this.subscriptions = new DisposableStore(
      this.redraw,
      vscode.window.registerFileDecorationProvider(this),
      agreement.onDidChange(({ keys }) => {
        if (keys) return this.changed(keys);
        const uris = Array.from(this.drawn.values(), ({ uri }) => uri);
        if (uris.length > 0) this.redraw.fire(uris);
      }),
    );
  }

  changed(keys: readonly SessionKey[]): void {
    const uris = keys.map(uriOf).filter((uri) => this.drawn.has(uri.query));
    if (uris.length > 0) this.redraw.fire(uris);
  }

  /** Those of the sessions that have a badge. */
  drawnOf(added: readonly AddedTogether[]): SessionKey[] {
    if (added.length === 0) return [];
    return [...this.drawn.values()].flatMap(({ key }) => (isAmong(key, added) ? [key] : []));
  }

  /** The URI for a row, by which VS Code asks for its badge; undefined for a row without one. */
  uriOf(key: SessionKey): vscode.Uri | undefined {
    if ((this.agreement.of(key)?.kind ?? 'inMemory') === 'inMemory') return undefined;
    const uri = uriOf(key);
    this.drawn.set(uri.query, { uri, key });
    return uri;
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== SCHEME) return undefined;
    const [folder, application, name] = parseJson(uri.query) as [string, string, string];
    const state = this.agreement.of({ folder, application, name });
    if (!state || state.kind === 'inMemory') return undefined;
    const colour = this.isAtFault({ folder, application, name }) ? TEXT_COLOURS.bad : BADGE_COLOURS[state.kind];
    return new vscode.FileDecoration(BADGES[state.kind], agreementText(state), colour);
  }

  dispose(): Promise<void> {
    return this.subscriptions.dispose();
  }
}

function uriOf({ folder, application, name }: SessionKey): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: '/', query: JSON.stringify([folder, application, name]) });
}

import * as vscode from 'vscode';
import type { Counts, IndexDelta, SessionIndex } from '../../core/index/sessionIndex';

/** A scheme of our own: with file URIs, Git would paint the whole tree in the colours of ignored files. */
const SCHEME = 'session-workbench-row';

/** The number of files at fault at the right edge of folders and applications, where it is seen while they are closed. */
export class FaultDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  private readonly redraw = new vscode.EventEmitter<vscode.Uri[]>();
  readonly onDidChangeFileDecorations = this.redraw.event;
  private readonly registration = vscode.window.registerFileDecorationProvider(this);

  constructor(private readonly index: SessionIndex) {}

  uriOfFolder(folder: string): vscode.Uri {
    return vscode.Uri.from({ scheme: SCHEME, path: '/', query: JSON.stringify([folder]) });
  }

  uriOfApplication(folder: string, application: string): vscode.Uri {
    return vscode.Uri.from({ scheme: SCHEME, path: '/', query: JSON.stringify([folder, application]) });
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== SCHEME) return undefined;
    const [folder, application] = JSON.parse(uri.query) as [string, string?];
    const counts =
      application === undefined ? this.index.counts(folder) : this.index.applicationOf(folder, application)?.counts;
    const faults = counts ? faultCount(counts) : 0;
    if (faults === 0) return undefined;
    return new vscode.FileDecoration(
      faults > 99 ? '9+' : String(faults),
      // The row's own tooltip has the numbers.
      undefined,
      new vscode.ThemeColor('list.errorForeground'),
    );
  }

  changed({ entries }: IndexDelta): void {
    const uris = new Map<string, vscode.Uri>();
    for (const { key, before, after } of entries) {
      if (before?.condition === after?.condition) continue;
      uris.set(key.folder, this.uriOfFolder(key.folder));
      uris.set(`${key.folder}\0${key.application}`, this.uriOfApplication(key.folder, key.application));
    }
    if (uris.size > 0) this.redraw.fire([...uris.values()]);
  }

  dispose(): void {
    this.registration.dispose();
    this.redraw.dispose();
  }
}

/** Files that somebody has to look at. */
export function faultCount({ conditions }: Counts): number {
  return conditions.atFault + conditions.unreadable;
}

export function faultText(count: number): string {
  return count === 1
    ? vscode.l10n.t('1 session file is at fault')
    : vscode.l10n.t('{0} session files are at fault', count);
}

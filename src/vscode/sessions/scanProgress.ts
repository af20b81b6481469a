import * as vscode from 'vscode';
import type { SessionIndex } from '../../core/index/sessionIndex';
import { SESSIONS_VIEW } from '../mobileApps/mobileAppsContract';

/** A scan of fewer files is over before anybody has read how far it is. */
const SHORT_SCAN = 2000;

/** Whether a folder is being scanned for the first time, and long enough to say how far it is. */
export function isLongScan(index: SessionIndex, folder: string): boolean {
  return index.stateOf(folder)?.kind === 'scanning' && index.counts(folder).files > SHORT_SCAN;
}

/** Whether nothing can be said yet about the sessions of an application: its folder is being scanned, and none is known. */
export function isUnchecked(index: SessionIndex, folder: string, application: string): boolean {
  if (index.stateOf(folder)?.kind !== 'scanning') return false;
  const view = index.applicationOf(folder, application);
  return view?.counts.files === 0 && view.unreadable === undefined;
}

/** VS Code's own sign in the view that something is going on, while folders are searched and scanned. */
export class ScanProgress implements vscode.Disposable {
  private end: (() => void) | undefined;

  set(isBusy: boolean): void {
    if (isBusy === (this.end !== undefined)) return;
    if (isBusy) {
      const over = new Promise<void>((resolve) => {
        this.end = resolve;
      });
      void vscode.window.withProgress({ location: { viewId: SESSIONS_VIEW.id } }, () => over);
    } else {
      this.end?.();
      this.end = undefined;
    }
  }

  /** VS Code shows it only in a view that was there when it began. */
  viewShown(): void {
    const { end } = this;
    if (!end) return;
    this.end = undefined;
    this.set(true);
    end();
  }

  dispose(): void {
    this.set(false);
  }
}

import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import type { SessionIndex } from '../../core/index/sessionIndex';
import { l10n } from '../host/l10n';
import { isOne } from '../host/plural';
import { nodeTimers } from '../host/timers';
import type { MemoryAgreement } from '../memory/memoryAgreement';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import { isLongScan, ScanProgress } from './scanProgress';
import { ScanSigns } from './scanSigns';
import type { TreeNode } from './treeNode';
import { ViewChanges } from './viewChanges';
import type { ViewSettings } from './viewSettings';

/** Keeps the message of the view up to date, and the sign that something goes on. Nobody sees them before the rows. */
export class ViewMessage implements vscode.Disposable {
  private readonly disposables: DisposableStore;
  private readonly signs: ScanSigns;

  /**
   * @param filteredCount counts the sessions that pass the filter
   */
  constructor(
    view: vscode.TreeView<TreeNode>,
    private readonly index: SessionIndex,
    private readonly folders: MobileAppsFolders,
    private readonly settings: ViewSettings,
    private readonly filteredCount: () => number,
    private readonly pending: NotYetPushed,
    private readonly agreement: MemoryAgreement,
  ) {
    const progress = new ScanProgress();
    this.signs = new ScanSigns(nodeTimers, {
      showMessage: (text) => {
        view.message = text;
      },
      showBar: (isBusy) => progress.set(isBusy),
    });
    this.disposables = new DisposableStore(
      new ViewChanges({ index, folders, settings, pending, agreement }, () => this.update()),
      progress,
      this.signs,
      view.onDidChangeVisibility(({ visible }) => {
        if (visible) progress.viewShown();
      }),
    );
    this.update();
  }

  dispose(): Promise<void> {
    return this.disposables.dispose();
  }

  private update(): void {
    const { filter } = this.settings.arrangement;
    const { files } = this.index.counts();
    const shown = filter === '' ? files : this.filteredCount();
    const isFolder = this.index.folders().some((folder) => this.index.stateOf(folder)?.kind !== 'gone');
    const isNothingLeft = filter !== '' && shown === 0 && files > 0;
    // A message would replace the welcome text.
    this.signs.set(this.isBusy(), isFolder && !isNothingLeft ? this.message(filter, shown, files) : '');
  }

  /** Whether more rows are to come. */
  private isBusy(): boolean {
    const { index } = this;
    return !this.folders.discovered || index.folders().some((folder) => index.stateOf(folder)?.kind === 'scanning');
  }

  /** Shown as a message, because a title is cut off, and is not shown at all if the view is the only one. */
  private message(filter: string, shown: number, files: number): string {
    const numbers = new Intl.NumberFormat(vscode.env.language);
    if (filter !== '') {
      return isOne(files)
        ? l10n.t('“{0}”: {1} of {2} session', filter, numbers.format(shown), numbers.format(files))
        : l10n.t('“{0}”: {1} of {2} sessions', filter, numbers.format(shown), numbers.format(files));
    }
    const folders = this.index.folders();
    const scanning = folders.some((folder) => this.index.stateOf(folder)?.kind === 'scanning');
    // Short scans are not announced, because the line would vanish at once.
    if (this.pending.size > 0 && !scanning) {
      const { gone, size } = this.pending;
      const there = size - gone;
      // The first number is that of the rows with a mark. Deleted files have no row, but a server still has them, also
      // at the old place of a moved file.
      const parts = [
        isOne(there)
          ? l10n.t('{0} session not yet pushed', numbers.format(there))
          : l10n.t('{0} sessions not yet pushed', numbers.format(there)),
        isOne(gone)
          ? l10n.t('{0} deleted file not yet pushed', numbers.format(gone))
          : l10n.t('{0} deleted files not yet pushed', numbers.format(gone)),
      ];
      return parts.filter((_, at) => [there, gone][at] !== 0).join(' · ');
    }
    const differing = this.agreement.disagreements;
    if (differing > 0 && !scanning) {
      return isOne(differing)
        ? l10n.t('{0} session in the memory of the dev server is not as its file', numbers.format(differing))
        : l10n.t('{0} sessions in the memory of the dev server are not as their files', numbers.format(differing));
    }
    // A folder without sessions has rows, so that no welcome text leads on from there.
    if (files === 0 && folders.every((folder) => this.index.stateOf(folder)?.kind === 'ready'))
      return l10n.t('No sessions yet: there is one when an app has logged in to 4D Server or to the dev server.');
    return folders.some((folder) => isLongScan(this.index, folder))
      ? l10n.t('Checking session files… {0}', numbers.format(files))
      : '';
  }
}

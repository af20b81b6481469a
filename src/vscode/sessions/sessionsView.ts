import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import type { SessionIndex } from '../../core/index/sessionIndex';
import type { ContextKeySetter } from '../host/contextKeys';
import { l10n } from '../host/l10n';
import { isOne } from '../host/plural';
import { nodeTimers } from '../host/timers';
import type { MemoryAgreement } from '../memory/memoryAgreement';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import { atFaultText, countAtFault } from './findingDecorations';
import { isLongScan, ScanProgress } from './scanProgress';
import { ScanSigns } from './scanSigns';
import { SESSION_KEYS } from './sessionsContract';
import type { TreeNode } from './treeNode';
import type { ViewSettings } from './viewSettings';

/**
 * Keeps the badge of the view, its message and its context keys up to date. It follows the index and the settings of the
 * view.
 */
export class SessionsView implements vscode.Disposable {
  private readonly disposables: DisposableStore;
  private readonly progress = new ScanProgress();
  private readonly signs: ScanSigns;

  /**
   * @param filteredCount counts the sessions that pass the filter
   */
  constructor(
    private readonly view: vscode.TreeView<TreeNode>,
    private readonly index: SessionIndex,
    private readonly folders: MobileAppsFolders,
    private readonly settings: ViewSettings,
    private readonly filteredCount: () => number,
    private readonly context: ContextKeySetter,
    private readonly pending: NotYetPushed,
    private readonly agreement: MemoryAgreement,
  ) {
    const update = new Coalesced(nodeTimers, 60, () => this.update());
    this.signs = new ScanSigns(nodeTimers, {
      showMessage: (text) => {
        view.message = text;
      },
      showBar: (isBusy) => this.progress.set(isBusy),
    });
    this.disposables = new DisposableStore(
      update,
      this.progress,
      this.signs,
      view.onDidChangeVisibility(({ visible }) => {
        if (visible) this.progress.viewShown();
      }),
      index.onDidChange(() => update.call()),
      folders.onDidDiscover(() => update.call()),
      settings.onDidChange(() => update.call()),
      pending.onDidChange(() => update.call()),
      agreement.onDidChange(() => update.call()),
    );
    this.update();
  }

  dispose(): Promise<void> {
    return this.disposables.dispose();
  }

  private update(): void {
    const counts = this.index.counts();
    const count = countAtFault(counts);
    this.view.badge = count > 0 ? { value: count, tooltip: atFaultText(count) } : undefined;
    const { filter } = this.settings.arrangement;
    const shown = filter === '' ? counts.files : this.filteredCount();
    const nothingLeft = filter !== '' && shown === 0 && counts.files > 0;
    const state = this.viewState(nothingLeft);
    // A message would replace the welcome text.
    this.signs.set(this.isBusy(), state === 'sessions' ? this.message(filter, shown, counts.files) : '');
    this.context.set(SESSION_KEYS.isFiltered, filter !== '');
    this.context.set(SESSION_KEYS.isGrouped, this.settings.grouped);
    this.context.set(SESSION_KEYS.view, state);
    this.context.set(SESSION_KEYS.isUnpushed, this.pending.size > 0);
    this.context.set(SESSION_KEYS.isPushNeeded, this.pending.size > 0 || this.agreement.disagreements > 0);
  }

  /** Whether more rows are to come. */
  private isBusy(): boolean {
    const { index } = this;
    return !this.folders.discovered || index.folders().some((folder) => index.stateOf(folder)?.kind === 'scanning');
  }

  private viewState(nothingLeft: boolean) {
    if (nothingLeft) return 'filtered';
    if (this.index.folders().some((folder) => this.index.stateOf(folder)?.kind !== 'gone')) return 'sessions';
    if (!this.folders.discovered) return 'starting';
    return vscode.workspace.workspaceFolders?.length ? 'noFolder' : 'noWorkspace';
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
    return folders.some((folder) => isLongScan(this.index, folder))
      ? l10n.t('Checking session files… {0}', numbers.format(files))
      : '';
  }
}

import * as vscode from 'vscode';
import { Coalesced } from '../../core/base/coalesce';
import { DisposableStore } from '../../core/base/disposableStore';
import type { SessionIndex } from '../../core/index/sessionIndex';
import type { ContextKeySetter } from '../host/contextKeys';
import { nodeTimers } from '../host/timers';
import type { MemoryAgreement } from '../memory/memoryAgreement';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import { atFaultText, countAtFault } from './findingDecorations';
import { SESSION_KEYS } from './sessionsContract';
import type { TreeNode } from './treeNode';
import type { ViewSettings } from './viewSettings';

/** Keeps the badge of the view and its context keys up to date. It follows the index and the settings of the view. */
export class SessionsView implements vscode.Disposable {
  private readonly disposables: DisposableStore;

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
    this.disposables = new DisposableStore(
      update,
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
    this.context.set(SESSION_KEYS.isFiltered, filter !== '');
    this.context.set(SESSION_KEYS.isGrouped, this.settings.grouped);
    this.context.set(SESSION_KEYS.view, state);
    this.context.set(SESSION_KEYS.isUnpushed, this.pending.size > 0);
    this.context.set(SESSION_KEYS.isPushNeeded, this.pending.size > 0 || this.agreement.disagreements > 0);
  }

  private viewState(nothingLeft: boolean) {
    if (nothingLeft) return 'filtered';
    if (this.index.folders().some((folder) => this.index.stateOf(folder)?.kind !== 'gone')) return 'sessions';
    if (!this.folders.discovered) return 'starting';
    return vscode.workspace.workspaceFolders?.length ? 'noFolder' : 'noWorkspace';
  }
}

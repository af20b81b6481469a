import * as vscode from 'vscode';
import type { SessionIndex } from '../../core/index/sessionIndex';
import type { ContextKeySetter } from '../host/contextKeys';
import type { MemoryAgreement } from '../memory/memoryAgreement';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import { atFaultText, countAtFault } from './findingDecorations';
import { SESSION_KEYS } from './sessionsContract';
import type { TreeNode } from './treeNode';
import { ViewChanges } from './viewChanges';
import type { ViewSettings } from './viewSettings';

/** Keeps the badge of the view and its context keys up to date. It follows the index and the settings of the view. */
export class SessionsView implements vscode.Disposable {
  private readonly changes: ViewChanges;

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
    this.changes = new ViewChanges({ index, folders, settings, pending, agreement }, () => this.update());
    this.update();
  }

  dispose(): Promise<void> {
    return this.changes.dispose();
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

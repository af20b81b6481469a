import * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import type { ContextKeySetter } from '../host/contextKeys';
import { Later } from '../host/later';
import type { MemoryAgreement } from '../memory/memoryAgreement';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import type { SessionDocuments } from '../mobileApps/sessionDocuments';
import { atFaultText, countAtFault } from './atFault';
import { SESSION_KEYS } from './sessionsContract';
import type { TreeNode } from './treeNode';
import { ViewChanges } from './viewChanges';
import type { ViewSettings } from './viewSettings';

/** Keeps the badge of the view and its context keys up to date. It follows the index and the settings of the view. */
export class SessionsView implements vscode.Disposable {
  private readonly disposables: DisposableStore;
  /** Loaded for the first editor or selected row: until then, no session is meant. */
  private readonly meaning = new Later(() => import('./meantFlags.js'));

  /**
   * @param filteredCount counts the sessions that pass the filter
   */
  constructor(
    private readonly view: vscode.TreeView<TreeNode>,
    private readonly documents: SessionDocuments,
    private readonly folders: MobileAppsFolders,
    private readonly settings: ViewSettings,
    private readonly filteredCount: () => number,
    private readonly context: ContextKeySetter,
    private readonly pending: NotYetPushed,
    private readonly agreement: MemoryAgreement,
  ) {
    const { index } = documents;
    const meant = () => this.updateMeant();
    this.disposables = new DisposableStore(
      new ViewChanges({ index, folders, settings, pending, agreement }, () => this.update()),
      view.onDidChangeSelection(meant),
      vscode.window.onDidChangeActiveTextEditor(meant),
    );
    this.update();
  }

  dispose(): Promise<void> {
    return this.disposables.dispose();
  }

  private update(): void {
    const { folders } = this;
    const { index } = this.documents;
    const counts = index.counts();
    const count = countAtFault(counts);
    this.view.badge = count > 0 ? { value: count, tooltip: atFaultText(count) } : undefined;
    const { filter } = this.settings.arrangement;
    const shown = filter === '' ? counts.files : this.filteredCount();
    const nothingLeft = filter !== '' && shown === 0 && counts.files > 0;
    const state = this.viewState(nothingLeft);
    this.context.set(SESSION_KEYS.isFiltered, filter !== '');
    this.context.set(SESSION_KEYS.isGrouped, this.settings.grouped);
    this.context.set(SESSION_KEYS.view, state);
    this.context.set(
      SESSION_KEYS.hasApplications,
      index.folders().some((each) => index.applications(each).length > 0),
    );
    this.context.set(SESSION_KEYS.hasSessions, counts.files > 0);
    this.context.set(SESSION_KEYS.isAtFault, count > 0);
    this.context.set(SESSION_KEYS.isOpened, folders.opened().length > 0);
    this.context.set(SESSION_KEYS.isUnpushed, this.pending.size > 0);
    this.context.set(SESSION_KEYS.isPushNeeded, this.pending.size > 0 || this.agreement.disagreements > 0);
    this.updateMeant();
  }

  private updateMeant(): void {
    if (this.meaning.now ?? vscode.window.activeTextEditor ?? this.view.selection[0])
      void this.meaning.get().then((meant) => this.context.setAll(meant.meantFlags(this.documents, this.view)));
  }

  private viewState(nothingLeft: boolean) {
    if (nothingLeft) return 'filtered';
    const { index } = this.documents;
    if (index.folders().some((folder) => index.stateOf(folder)?.kind !== 'gone')) return 'sessions';
    if (!this.folders.discovered) return 'starting';
    return vscode.workspace.workspaceFolders?.length ? 'noFolder' : 'noWorkspace';
  }
}

import type * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import { visibleLines } from '../../core/base/visibleText';
import { type ArrangedDelta, ArrangedIndex } from '../../core/index/arrangedIndex';
import type { IndexDelta, SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import type { SessionSearch } from '../../core/index/sessionSearch';
import { ProjectedTree } from '../host/projectedTree';
import type { AgreementChange, MemoryAgreement } from '../memory/memoryAgreement';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import type { MarksChange, NotYetPushed } from '../mobileApps/notYetPushed';
import type { PushResults } from '../push/pushResults';
import type { ExpandedRows } from './expandedRows';
import { applicationRow, SessionTreeRows } from './sessionTreeRows';
import type { TreeItems } from './treeItems';
import type { TreeNode } from './treeNode';
import type { ViewSettings } from './viewSettings';

/** Changes are drawn together: at most this often, which is faster than anybody reads. */
const REDRAW_MS = 60;
/**
 * While a folder is scanned, less often: most scans are over by then and are drawn once. A row that the user opens while
 * VS Code draws its parent anew closes again.
 */
const SCAN_REDRAW_MS = 400;

/** The tree of MobileApps folders: it follows the index, the marks of what is not yet pushed, and the dev server's memory. */
export class SessionTree extends ProjectedTree<TreeNode> {
  private readonly folderFaces = new Map<string, string>();
  private readonly subscriptions: DisposableStore;
  private readonly arranged: ArrangedIndex;
  private readonly shown: SessionTreeRows;

  constructor(
    private readonly index: SessionIndex,
    folders: MobileAppsFolders,
    private readonly settings: ViewSettings,
    private readonly items: TreeItems,
    expanded: ExpandedRows,
    pending: NotYetPushed,
    agreement: MemoryAgreement,
    pushes: PushResults,
    search: SessionSearch,
  ) {
    const arranged = new ArrangedIndex(index, settings.arrangement, search);
    const rows = new SessionTreeRows(index, arranged, folders, settings, items, pushes);
    const isScanning = () => index.folders().some((folder) => index.stateOf(folder)?.kind === 'scanning');
    super(rows, expanded, () => (isScanning() ? SCAN_REDRAW_MS : REDRAW_MS));
    this.arranged = arranged;
    this.shown = rows;
    this.subscriptions = new DisposableStore(
      index.onDidChange((delta) => this.indexChanged(delta)),
      folders.onDidDiscover(() => this.redrawTop()),
      pending.onDidChange((change) => this.marksChanged(change)),
      agreement.onDidChange((change) => this.agreementChanged(change)),
      pushes.onDidChange((folder) => this.redraw({ kind: 'folder', folder })),
      settings.onDidChange(() => {
        arranged.setArrangement(settings.arrangement);
        this.redrawAll();
      }),
    );
  }

  /** What a filter has unfolded is not remembered. */
  override rowToggled(node: TreeNode, isOpen: boolean): void {
    if (this.settings.arrangement.filter === '') super.rowToggled(node, isOpen);
  }

  async resolveTreeItem(item: vscode.TreeItem, node: TreeNode): Promise<vscode.TreeItem> {
    if (node.kind === 'folder') item.tooltip = visibleLines(this.items.folderTooltip(node));
    if (node.kind !== 'session') return item;
    const entry = this.index.entry(node.key);
    if (entry) item.tooltip = await this.items.sessionTooltip(node.key, entry);
    return item;
  }

  /** The sessions that a row stands for: itself, or those that are shown below it. */
  sessionsOf(node: TreeNode): readonly SessionKey[] {
    return this.shown.sessionsOf(node);
  }

  /** Whether the filter leaves a session. */
  shows(key: SessionKey): boolean {
    return this.arranged.shows(key);
  }

  /** Sessions that the filter leaves, in all folders. */
  filteredCount(): number {
    return this.index.folders().reduce((sum, folder) => sum + this.shown.countIn(folder), 0);
  }

  override dispose(): void {
    void this.subscriptions.dispose();
    super.dispose();
  }

  private indexChanged(delta: IndexDelta): void {
    const { rearranged, redrawn } = this.arranged.take(delta);
    for (const key of redrawn) this.redraw({ kind: 'session', key });
    this.rearranged(rearranged);
    for (const { key, before, after } of delta.entries) {
      if (!after) this.forgetRow({ kind: 'session', key });
      // The application is called what most of its sessions call it.
      if (before?.fields.applicationName !== after?.fields.applicationName) {
        this.redraw(applicationRow(key.folder, key.application));
      }
    }
    for (const folder of delta.folders) this.folderChanged(folder);
    // What a scan counts is told at its end.
    for (const folder of new Set(delta.entries.map(({ key }) => key.folder))) {
      if (this.index.stateOf(folder)?.kind === 'ready') this.folderChanged(folder);
    }
    if (delta.folders.length > 0) this.hurry();
    const inParts = delta.applications.some(({ folder }) => this.index.isPartial(folder));
    if (delta.folders.length > 0 || inParts) this.redrawTop();
    for (const { folder } of delta.applications) this.redrawFolder(folder);
    this.items.changed(delta);
  }

  private marksChanged({ keys, places }: MarksChange): void {
    for (const key of keys) this.redraw({ kind: 'session', key });
    // The menus of these rows have a command for what is marked below them.
    for (const { folder, application } of places)
      this.redraw(application === undefined ? { kind: 'folder', folder } : applicationRow(folder, application));
    this.rearranged(this.arranged.takeMarks(keys));
  }

  private agreementChanged({ folder, keys }: AgreementChange): void {
    if (!keys) this.redraw({ kind: 'folder', folder });
    for (const key of keys ?? []) this.redraw({ kind: 'session', key });
    this.rearranged(this.arranged.takeMarks(keys ?? { folder }));
  }

  private rearranged(applications: ArrangedDelta['rearranged']): void {
    for (const { folder, application } of applications) this.redraw(applicationRow(folder, application));
    if (this.settings.arrangement.filter === '' || applications.length === 0) return;
    // A filter shows and hides applications and folders as their sessions change.
    this.redrawTop();
    for (const { folder } of applications) this.redrawFolder(folder);
  }

  /** A scan that begins or ends changes nothing in the row of the folder, and what is below it tells its own changes. */
  private folderChanged(folder: string): void {
    const state = this.index.stateOf(folder);
    const isEmpty = state?.kind === 'ready' && this.index.applications(folder).length === 0;
    const shown = state?.kind === 'gone' || state?.kind === 'failed' ? state : undefined;
    const face = JSON.stringify([shown, isEmpty, this.index.othersOf(folder), this.items.faultsTold(folder)]);
    if (face === this.folderFaces.get(folder)) return;
    this.folderFaces.set(folder, face);
    this.redrawFolder(folder);
  }

  private redrawFolder(folder: string): void {
    const row = this.shown.folderRow(folder);
    if (row) this.redraw(row);
  }
}

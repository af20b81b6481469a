import type * as vscode from 'vscode';
import { DisposableStore } from '../../core/base/disposableStore';
import { visibleLines } from '../../core/base/visibleText';
import { type ArrangedDelta, ArrangedIndex } from '../../core/index/arrangedIndex';
import type { IndexDelta, SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import type { SessionSearch } from '../../core/index/sessionSearch';
import type { ExpandedRows } from '../host/expandedRows';
import { ProjectedTree } from '../host/projectedTree';
import type { AgreementChange, MemoryAgreement } from '../memory/memoryAgreement';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import type { MarksChange, NotYetPushed } from '../mobileApps/notYetPushed';
import type { PushResults } from '../push/pushResults';
import { applicationRow, SessionTreeRows } from './sessionTreeRows';
import type { TreeItems } from './treeItems';
import type { TreeNode } from './treeNode';
import type { ViewSettings } from './viewSettings';

/** Changes are redrawn together at this interval, which is shorter than anybody can notice. */
const REDRAW_MS = 60;
/**
 * The interval while a folder is being scanned. Most scans end sooner and cause one redraw. If the user expands a row
 * while VS Code redraws its parent, the row collapses again.
 */
const SCAN_REDRAW_MS = 400;

/**
 * The tree of MobileApps folders. It follows the index, the marks for sessions not yet pushed, and the comparison with
 * the dev server's memory.
 */
export class SessionTree extends ProjectedTree<TreeNode> {
  private readonly folderFaces = new Map<string, string>();
  /** Folders that are being scanned. */
  private readonly scans = new Set<string>();
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

  /** Rows that a filter has expanded are not remembered. */
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

  /** The sessions of a row: its own, or those that are shown below it. */
  sessionsOf(node: TreeNode): readonly SessionKey[] {
    return this.shown.sessionsOf(node);
  }

  /** Whether a session is visible with the current filter. */
  shows(key: SessionKey): boolean {
    return this.arranged.shows(key);
  }

  /** The number of visible sessions in all folders. */
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
    for (const { key, before, after } of delta.changed) {
      if (!after) this.forgetRow({ kind: 'session', key });
      // The name of the application is the one that most of its sessions have.
      if (before?.fields.applicationName !== after?.fields.applicationName) {
        this.redraw(applicationRow(key.folder, key.application));
      }
    }
    for (const folder of delta.folders) {
      this.folderChanged(folder);
      this.scanGoesOn(folder);
    }
    // Counts are shown after a scan, not during it.
    for (const folder of new Set([...delta.changed.map(({ key }) => key), ...delta.added].map((each) => each.folder))) {
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
    // The menus of these rows depend on whether sessions below them are marked.
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
    // With a filter, changed sessions may show or hide applications and folders.
    this.redrawTop();
    for (const { folder } of applications) this.redrawFolder(folder);
  }

  /**
   * Redraws the row of a folder if it looks different. The begin or end of a scan does not change it, and the rows
   * below it have events of their own.
   */
  private folderChanged(folder: string): void {
    const state = this.index.stateOf(folder);
    const isEmpty = state?.kind === 'ready' && this.index.applications(folder).length === 0;
    const shown = state?.kind === 'gone' || state?.kind === 'failed' ? state : undefined;
    const face = JSON.stringify([shown, isEmpty, this.index.othersOf(folder), this.items.atFaultTold(folder)]);
    if (face === this.folderFaces.get(folder)) return;
    this.folderFaces.set(folder, face);
    this.redrawFolder(folder);
  }

  /** Rows of applications without sessions say that they are not checked yet, until a scan is over. */
  private scanGoesOn(folder: string): void {
    const isScanning = this.index.stateOf(folder)?.kind === 'scanning';
    if (isScanning === this.scans.has(folder)) return;
    if (isScanning) this.scans.add(folder);
    else this.scans.delete(folder);
    for (const { name, counts } of this.index.applications(folder))
      if (counts.files === 0) this.redraw(applicationRow(folder, name));
  }

  private redrawFolder(folder: string): void {
    const row = this.shown.folderRow(folder);
    if (row) this.redraw(row);
  }
}

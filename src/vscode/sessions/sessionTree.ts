import * as vscode from 'vscode';
import { visibleLines } from '../../core/base/visibleText';
import { PAGE_SIZE, pages } from '../../core/index/arrange';
import { type ArrangedDelta, ArrangedIndex } from '../../core/index/arrangedIndex';
import type { SessionEntry } from '../../core/index/sessionEntry';
import type { IndexDelta, SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import type { SessionSearch } from '../../core/index/sessionSearch';
import { visibleItem } from '../host/visibleItem';
import type { MemoryAgreement } from '../memory/memoryAgreement';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import type { NotYetPushed } from '../mobileApps/notYetPushed';
import type { PushNode } from '../push/pushNode';
import type { PushResults } from '../push/pushResults';
import type { ExpandedRows } from './expandedRows';
import type { TreeItems } from './treeItems';
import {
  type ApplicationNode,
  type FolderNode,
  nodeId,
  type OthersNode,
  type PageNode,
  type SessionNode,
  type StatusNode,
  sessionId,
  type TreeNode,
} from './treeNode';
import { TreeRedraws } from './treeRedraws';
import type { ViewSettings } from './viewSettings';

/**
 * The tree of MobileApps folders: folder > application > (status >) (page >) session. A projection of the index: rows
 * are made when they are asked for, keep their ids, and only those that changed are drawn anew.
 */
export class SessionTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<TreeNode[] | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly arranged: ArrangedIndex;
  /** Rows that were handed to VS Code, by id: the same object each time, as its refresh wants it. */
  private readonly nodes = new Map<string, TreeNode>();
  private readonly redraws: TreeRedraws;
  private readonly folderFaces = new Map<string, string>();
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly index: SessionIndex,
    private readonly folders: MobileAppsFolders,
    private readonly settings: ViewSettings,
    private readonly items: TreeItems,
    private readonly expanded: ExpandedRows,
    pending: NotYetPushed,
    agreement: MemoryAgreement,
    private readonly pushes: PushResults,
    search: SessionSearch,
  ) {
    this.arranged = new ArrangedIndex(index, settings.arrangement, search);
    this.redraws = new TreeRedraws(index, {
      top: () => this.topNodes(),
      parentOf: (node) => this.getParent(node),
      draw: (nodes) => this.changed.fire(nodes),
    });
    this.disposables = [
      this.changed,
      this.redraws,
      index.onDidChange((delta) => this.indexChanged(delta)),
      folders.onDidDiscover(() => this.redraws.top()),
      pending.onDidChange(({ keys, places }) => {
        for (const key of keys) this.redraws.row(this.nodes.get(sessionId(key)));
        // Their menus have a command for what is marked beneath them.
        for (const { folder, application } of places) {
          const row = application === undefined ? ({ kind: 'folder', folder } as const) : undefined;
          this.redraws.row(
            this.nodes.get(nodeId(row ?? { kind: 'application', folder, application: application ?? '' })),
          );
        }
        this.rearranged(this.arranged.takeMarks(keys));
      }),
      agreement.onDidChange(({ folder, keys }) => {
        if (!keys) this.redraws.row(this.nodes.get(nodeId({ kind: 'folder', folder })));
        for (const key of keys ?? []) this.redraws.row(this.nodes.get(sessionId(key)));
        this.rearranged(this.arranged.takeMarks(keys ?? { folder }));
      }),
      pushes.onDidChange((folder) => this.redraws.row(this.nodes.get(nodeId({ kind: 'folder', folder })))),
      settings.onDidChange(() => {
        this.arranged.setArrangement(settings.arrangement);
        this.redraws.all();
      }),
    ];
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const item = this.itemOf(node);
    const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    if (item.collapsibleState === Collapsed && this.expanded.has(nodeId(node))) item.collapsibleState = Expanded;
    return visibleItem(item);
  }

  /** A row was opened or closed by the user. What a filter has unfolded is not remembered. */
  rowToggled(node: TreeNode, expanded: boolean): void {
    if (this.settings.arrangement.filter === '') this.expanded.set(nodeId(node), expanded);
  }

  getChildren(node?: TreeNode): TreeNode[] {
    if (!node) return this.top();
    // VS Code asks for what is below an open row, and says that a row was opened only when it is not just drawing all anew.
    this.rowToggled(node, true);
    switch (node.kind) {
      case 'folder':
        return this.folderChildren(node);
      case 'application':
        return this.applicationChildren(node);
      case 'status':
        return this.listChildren(node);
      case 'page':
        return this.pageSessions(node).map((entry) => this.sessionNode(this.keyOf(node.parent, entry)));
      case 'others':
        return this.items.othersOf(node).map(({ name }) => this.node({ kind: 'other', parent: node, name }));
      case 'push':
        return this.pushes.rows(node.folder).map((_, row) => this.node({ kind: 'pushRow', folder: node.folder, row }));
      default:
        return [];
    }
  }

  getParent(node: TreeNode): TreeNode | undefined {
    switch (node.kind) {
      case 'folder':
        return undefined;
      case 'application':
      case 'push':
        return this.folderNode(node.folder);
      case 'pushRow':
        return this.node<PushNode>({ kind: 'push', folder: node.folder });
      case 'status':
        return this.applicationNode(node.folder, node.application);
      case 'page':
      case 'other':
        return node.parent;
      case 'others': {
        const { folder, application } = node;
        return application === undefined ? this.folderNode(folder) : this.applicationNode(folder, application);
      }
      case 'session':
        return this.parentOfSession(node);
    }
  }

  async resolveTreeItem(item: vscode.TreeItem, node: TreeNode): Promise<vscode.TreeItem> {
    if (node.kind === 'folder') item.tooltip = visibleLines(this.items.folderTooltip(node));
    if (node.kind !== 'session') return item;
    const entry = this.index.entry(node.key);
    if (entry) item.tooltip = await this.items.sessionTooltip(node.key, entry);
    return item;
  }

  /** The sessions that a row stands for: itself, or those shown beneath it. */
  sessionsOf(node: TreeNode): readonly SessionKey[] {
    switch (node.kind) {
      case 'session':
        return [node.key];
      case 'page':
        return this.pageSessions(node).map((entry) => this.keyOf(node.parent, entry));
      case 'application':
      case 'status':
        return this.list(node).map((entry) => this.keyOf(node, entry));
      case 'folder':
        return this.index
          .applications(node.folder)
          .flatMap(({ name }) => this.sessionsOf(this.applicationNode(node.folder, name)));
      default:
        return [];
    }
  }

  /** Whether the filter leaves a session. */
  shows(key: SessionKey): boolean {
    return this.arranged.shows(key);
  }

  /** Sessions that the filter leaves, in all folders. */
  filteredCount(): number {
    return this.index.folders().reduce((sum, folder) => sum + this.shownCount(folder), 0);
  }

  dispose(): void {
    for (const each of this.disposables) each.dispose();
  }

  private itemOf(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'session': {
        const entry = this.index.entry(node.key);
        // Gone between the list and the drawing: VS Code asks for the list again in a moment.
        return entry ? this.items.session(node, entry) : this.items.vanished(node);
      }
      case 'page':
        return this.items.page(node, this.pageSessions(node), this.settings.arrangement.sort);
      case 'folder':
        return this.items.folder(node);
      case 'application':
        return this.applicationItem(node);
      case 'status':
        return this.unfolded(this.items.status(node, this.list(node).length), this.list(node).length);
      case 'others':
        return this.items.others(node);
      case 'other':
        return this.items.other(node);
      case 'push':
        return this.items.push(node);
      case 'pushRow':
        return this.items.pushRow(node);
    }
  }

  private applicationItem(node: ApplicationNode): vscode.TreeItem {
    const count = this.arranged.count(node.folder, node.application);
    return this.unfolded(this.items.application(node, count), count);
  }

  /** What a filter has found is shown at once. The other id keeps what the user had expanded before for after. */
  private unfolded(item: vscode.TreeItem, count: number): vscode.TreeItem {
    if (this.settings.arrangement.filter === '' || count > PAGE_SIZE) return item;
    item.id = `filtered ${item.id}`;
    item.collapsibleState = vscode.TreeItemCollapsibleState.Expanded;
    return item;
  }

  private top(): TreeNode[] {
    const nodes = this.topNodes();
    this.redraws.topGiven(nodes);
    return nodes;
  }

  /** Where only a part of a folder is opened, its applications are at the top. */
  private topNodes(): TreeNode[] {
    return this.shownFolders().flatMap<TreeNode>((folder) => this.folderNode(folder) ?? this.shownApplications(folder));
  }

  private folderNode(folder: string): FolderNode | undefined {
    return this.index.isPartial(folder) ? undefined : this.node<FolderNode>({ kind: 'folder', folder });
  }

  private shownFolders(): string[] {
    return this.index.folders().filter((folder) => {
      // One that was found by itself and is gone is not shown; one that somebody named says that it is not there.
      if (this.index.stateOf(folder)?.kind === 'gone') return this.folders.originOf(folder) !== 'found';
      return this.settings.arrangement.filter === '' || this.shownCount(folder) > 0;
    });
  }

  private folderChildren({ folder }: FolderNode): TreeNode[] {
    const push = this.pushes.of(folder) ? [this.node<PushNode>({ kind: 'push', folder })] : [];
    return [...push, ...this.shownApplications(folder), ...this.othersNode(folder, undefined)];
  }

  private shownApplications(folder: string): ApplicationNode[] {
    const filtering = this.settings.arrangement.filter !== '';
    return this.index
      .applications(folder)
      .filter(({ name }) => !filtering || this.arranged.count(folder, name) > 0)
      .map(({ name }) => this.applicationNode(folder, name));
  }

  private applicationChildren(node: ApplicationNode): TreeNode[] {
    const { folder, application } = node;
    const others = this.othersNode(folder, application);
    if (!this.settings.grouped) return [...this.listChildren(node), ...others];
    const conditions = [...this.arranged.application(folder, application).byCondition.keys()];
    const groups = conditions.map((condition) =>
      this.node<StatusNode>({ kind: 'status', folder, application, condition }),
    );
    return [...groups, ...others];
  }

  private listChildren(node: ApplicationNode | StatusNode): TreeNode[] {
    const sessions = this.list(node);
    if (sessions.length <= PAGE_SIZE) return sessions.map((entry) => this.sessionNode(this.keyOf(node, entry)));
    return pages(sessions).map((_, page) => this.node<PageNode>({ kind: 'page', parent: node, page }));
  }

  private list(node: ApplicationNode | StatusNode): readonly SessionEntry[] {
    const { sessions, byCondition } = this.arranged.application(node.folder, node.application);
    return node.kind === 'status' ? (byCondition.get(node.condition) ?? []) : sessions;
  }

  private pageSessions({ parent, page }: PageNode): readonly SessionEntry[] {
    return this.list(parent).slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
  }

  private othersNode(folder: string, application: string | undefined): OthersNode[] {
    const node = this.node<OthersNode>({ kind: 'others', folder, application });
    return this.settings.arrangement.filter === '' && this.items.othersOf(node).length > 0 ? [node] : [];
  }

  private parentOfSession({ key }: SessionNode): TreeNode {
    const { folder, application, name } = key;
    const { grouped } = this.settings;
    const entry = this.index.entry(key);
    const parent: ApplicationNode | StatusNode =
      grouped && entry
        ? this.node<StatusNode>({ kind: 'status', folder, application, condition: entry.condition })
        : this.applicationNode(folder, application);
    if (this.list(parent).length <= PAGE_SIZE) return parent;
    const page = this.arranged.pageOf(folder, application, name, grouped);
    return page === undefined ? parent : this.node<PageNode>({ kind: 'page', parent, page });
  }

  private shownCount(folder: string): number {
    return this.index.applications(folder).reduce((sum, { name }) => sum + this.arranged.count(folder, name), 0);
  }

  private keyOf({ folder, application }: ApplicationNode | StatusNode, { name }: SessionEntry): SessionKey {
    return { folder, application, name };
  }

  private sessionNode(key: SessionKey): SessionNode {
    return this.node<SessionNode>({ kind: 'session', key });
  }

  private applicationNode(folder: string, application: string): ApplicationNode {
    return this.node<ApplicationNode>({ kind: 'application', folder, application });
  }

  private node<N extends TreeNode>(node: N): N {
    const id = nodeId(node);
    const known = this.nodes.get(id);
    if (known) return known as N;
    this.nodes.set(id, node);
    return node;
  }

  private indexChanged(delta: IndexDelta): void {
    const { rearranged, redrawn } = this.arranged.take(delta);
    for (const key of redrawn) this.redraws.row(this.nodes.get(sessionId(key)));
    this.rearranged(rearranged);
    for (const { key, before, after } of delta.entries) {
      if (!after) this.nodes.delete(sessionId(key));
      // The application is called what most of its sessions call it.
      if (before?.fields.applicationName !== after?.fields.applicationName) {
        this.redraws.row(this.applicationNode(key.folder, key.application));
      }
    }
    for (const folder of delta.folders) this.folderChanged(folder);
    // What a scan counts is told at its end.
    for (const folder of new Set(delta.entries.map(({ key }) => key.folder))) {
      if (this.index.stateOf(folder)?.kind === 'ready') this.folderChanged(folder);
    }
    if (delta.folders.length > 0) this.redraws.hurry();
    const inParts = delta.applications.some(({ folder }) => this.index.isPartial(folder));
    if (delta.folders.length > 0 || inParts) this.redraws.top();
    for (const { folder } of delta.applications) this.redraws.row(this.folderNode(folder));
    this.items.changed(delta);
  }

  private rearranged(applications: ArrangedDelta['rearranged']): void {
    for (const { folder, application } of applications) this.redraws.row(this.applicationNode(folder, application));
    if (this.settings.arrangement.filter === '' || applications.length === 0) return;
    // A filter shows and hides applications and folders as their sessions change.
    this.redraws.top();
    for (const { folder } of applications) this.redraws.row(this.folderNode(folder));
  }

  /** A scan that begins or ends changes nothing in the row of the folder, and what is below it tells its own changes. */
  private folderChanged(folder: string): void {
    const state = this.index.stateOf(folder);
    const isEmpty = state?.kind === 'ready' && this.index.applications(folder).length === 0;
    const shown = state?.kind === 'gone' || state?.kind === 'failed' ? state : undefined;
    const face = JSON.stringify([shown, isEmpty, this.index.othersOf(folder), this.items.faultsTold(folder)]);
    if (face === this.folderFaces.get(folder)) return;
    this.folderFaces.set(folder, face);
    this.redraws.row(this.folderNode(folder));
  }
}

import * as vscode from 'vscode';
import type { ArrangedIndex } from '../../core/index/arrangedIndex';
import type { ArrangedRows } from '../../core/index/arrangedRows';
import { PAGE_SIZE, pageRange } from '../../core/index/listPages';
import type { SessionIndex, SessionKey } from '../../core/index/sessionIndex';
import { pageRows } from '../host/pagedRows';
import type { TreeRows } from '../host/projectedTree';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import type { PushResults } from '../push/pushResults';
import type { TreeItems } from './treeItems';
import {
  type ApplicationNode,
  type FolderNode,
  nodeId,
  type OthersNode,
  type PageNode,
  type SessionNode,
  type StatusNode,
  type TreeNode,
} from './treeNode';
import type { ViewSettings } from './viewSettings';

/**
 * The rows of the MobileApps folders: folder, application, status if grouped, page if there are many, and session. They
 * are read from the index each time.
 */
export class SessionTreeRows implements TreeRows<TreeNode> {
  constructor(
    private readonly index: SessionIndex,
    private readonly arranged: ArrangedIndex,
    private readonly folders: Pick<MobileAppsFolders, 'originOf'>,
    private readonly settings: ViewSettings,
    private readonly items: TreeItems,
    private readonly pushes: PushResults,
  ) {}

  idOf(node: TreeNode): string {
    return nodeId(node);
  }

  childrenOf(node: TreeNode | undefined): TreeNode[] {
    switch (node?.kind) {
      case undefined:
        return this.top();
      case 'folder':
        return this.inFolder(node);
      case 'application':
        return this.inApplication(node);
      case 'status':
        return this.inList(node);
      case 'page':
        return this.sessionsOnPage(node)
          .names()
          .map((name) => sessionIn(node.parent, name));
      case 'others':
        return this.items.othersOf(node).map(({ name }) => ({ kind: 'other', parent: node, name }));
      case 'push':
        return this.pushes.rows(node.folder).map((_, row) => ({ kind: 'pushRow', folder: node.folder, row }));
      default:
        return [];
    }
  }

  parentOf(node: TreeNode): TreeNode | undefined {
    switch (node.kind) {
      case 'folder':
        return undefined;
      case 'application':
      case 'push':
        return this.folderRow(node.folder);
      case 'pushRow':
        return { kind: 'push', folder: node.folder };
      case 'status':
        return applicationRow(node.folder, node.application);
      case 'page':
      case 'other':
        return node.parent;
      case 'others': {
        const { folder, application } = node;
        return application === undefined ? this.folderRow(folder) : applicationRow(folder, application);
      }
      case 'session':
        return this.parentOfSession(node);
    }
  }

  itemOf(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'session': {
        const entry = this.index.entry(node.key);
        return entry ? this.items.session(node, entry) : this.items.vanished(node);
      }
      case 'page':
        return this.items.page(node, this.sessionsOnPage(node), this.settings.arrangement.sort);
      case 'folder':
        return this.items.folder(node);
      case 'application': {
        const count = this.arranged.count(node.folder, node.application);
        return this.unfolded(this.items.application(node, count), count);
      }
      case 'status': {
        const { length } = this.list(node);
        return this.unfolded(this.items.status(node, length), length);
      }
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

  /** The sessions of a row: its own, or those that are shown below it. */
  sessionsOf(node: TreeNode): readonly SessionKey[] {
    switch (node.kind) {
      case 'session':
        return [node.key];
      case 'page':
        return this.sessionsOnPage(node)
          .names()
          .map((name) => sessionIn(node.parent, name).key);
      case 'application':
      case 'status':
        return this.list(node)
          .names()
          .map((name) => sessionIn(node, name).key);
      case 'folder':
        return this.index
          .applications(node.folder)
          .flatMap(({ name }) => this.sessionsOf(applicationRow(node.folder, name)));
      default:
        return [];
    }
  }

  /** The number of visible sessions in a folder. */
  countIn(folder: string): number {
    return this.index.applications(folder).reduce((sum, { name }) => sum + this.arranged.count(folder, name), 0);
  }

  /** The row of a folder; undefined if only a part of the folder is open. Then its applications are at the top. */
  folderRow(folder: string): FolderNode | undefined {
    return this.index.isPartial(folder) ? undefined : { kind: 'folder', folder };
  }

  private top(): TreeNode[] {
    return this.shownFolders().flatMap<TreeNode>((folder) => this.folderRow(folder) ?? this.shownApplications(folder));
  }

  private shownFolders(): string[] {
    return this.index.folders().filter((folder) => {
      // A folder that was found and has disappeared is not shown. One that the user named is shown as missing.
      if (this.index.stateOf(folder)?.kind === 'gone') return this.folders.originOf(folder) !== 'found';
      return !this.isFiltering || this.countIn(folder) > 0;
    });
  }

  private inFolder({ folder }: FolderNode): TreeNode[] {
    const push: TreeNode[] = this.pushes.of(folder) ? [{ kind: 'push', folder }] : [];
    return [...push, ...this.shownApplications(folder), ...this.othersIn(folder, undefined)];
  }

  private shownApplications(folder: string): ApplicationNode[] {
    return this.index
      .applications(folder)
      .filter(({ name }) => !this.isFiltering || this.arranged.count(folder, name) > 0)
      .map(({ name }) => applicationRow(folder, name));
  }

  private inApplication(node: ApplicationNode): TreeNode[] {
    const { folder, application } = node;
    const others = this.othersIn(folder, application);
    if (!this.settings.grouped) return [...this.inList(node), ...others];
    const conditions = [...this.arranged.application(folder, application).byCondition.keys()];
    return [...conditions.map((condition) => ({ kind: 'status' as const, folder, application, condition })), ...others];
  }

  private inList(node: ApplicationNode | StatusNode): TreeNode[] {
    const list = this.list(node);
    const inPages = pageRows<TreeNode>(list, (page) => ({ kind: 'page', parent: node, page }));
    return inPages ?? list.names().map((name) => sessionIn(node, name));
  }

  private list(node: ApplicationNode | StatusNode): ArrangedRows {
    const { sessions, byCondition } = this.arranged.application(node.folder, node.application);
    return node.kind === 'status' ? (byCondition.get(node.condition) ?? sessions.part(0, 0)) : sessions;
  }

  private sessionsOnPage({ parent, page }: PageNode): ArrangedRows {
    return this.list(parent).part(...pageRange(page));
  }

  private othersIn(folder: string, application: string | undefined): OthersNode[] {
    const node: OthersNode = { kind: 'others', folder, application };
    return !this.isFiltering && this.items.othersOf(node).length > 0 ? [node] : [];
  }

  private parentOfSession({ key }: SessionNode): TreeNode {
    const { folder, application, name } = key;
    const { grouped } = this.settings;
    const entry = this.index.entry(key);
    const parent: ApplicationNode | StatusNode =
      grouped && entry
        ? { kind: 'status', folder, application, condition: entry.condition }
        : applicationRow(folder, application);
    if (this.list(parent).length <= PAGE_SIZE) return parent;
    const page = this.arranged.pageOf(folder, application, name, grouped);
    return page === undefined ? parent : { kind: 'page', parent, page };
  }

  /** Expands the results of a filter. The different id keeps the user's own expansion for later. */
  private unfolded(item: vscode.TreeItem, count: number): vscode.TreeItem {
    if (!this.isFiltering || count > PAGE_SIZE) return item;
    item.id = `filtered ${item.id}`;
    item.collapsibleState = vscode.TreeItemCollapsibleState.Expanded;
    return item;
  }

  private get isFiltering(): boolean {
    return this.settings.arrangement.filter !== '';
  }
}

export function applicationRow(folder: string, application: string): ApplicationNode {
  return { kind: 'application', folder, application };
}

function sessionIn({ folder, application }: ApplicationNode | StatusNode, name: string): SessionNode {
  return { kind: 'session', key: { folder, application, name } };
}

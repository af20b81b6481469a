import type * as vscode from 'vscode';
import type { MobileSession, MobileSessions } from '../../../core/systems/mobile/mobileSession';
import { pagedRows, pageOf, pageWith } from '../../host/pagedRows';
import type { Redraws } from '../../host/projectedTree';
import type { DevServerController } from '../../server/devServerController';
import type { LiveDelta, SystemNode, SystemRows } from '../../server/systemView';
import type { MobileItems } from './mobileItems';
import { type MobileNode, sessionKeyOf } from './mobileNode';

/** The rows of sessions in memory, and of those that were removed from it. */
export class MobileRows implements SystemRows<MobileNode> {
  constructor(
    private readonly server: Pick<DevServerController, 'state' | 'options'>,
    private readonly items: MobileItems,
  ) {}

  idOf(node: MobileNode): string {
    switch (node.kind) {
      case 'page':
        return `page:${node.page}`;
      case 'session':
      case 'eviction':
        return `${node.kind}:${node.file}`;
      default:
        return node.kind;
    }
  }

  childrenOf(node: MobileNode | undefined): readonly MobileNode[] {
    const { mobile } = this;
    if (!mobile) return [];
    switch (node?.kind) {
      case undefined:
        return [{ kind: 'memory' }];
      case 'memory': {
        const rows = pagedRows<MobileSession, MobileNode>(
          mobile.sessions,
          (session) => this.sessionRow(session),
          (page) => ({ kind: 'page', page }),
        );
        return mobile.evicted.length > 0 ? [...rows, { kind: 'evictions' }] : rows;
      }
      case 'page':
        return pageOf(mobile.sessions, node.page).map((session) => this.sessionRow(session));
      case 'evictions':
        return mobile.evicted.map(({ file }) => ({ kind: 'eviction', key: sessionKeyOf(this.folder, file), file }));
      default:
        return [];
    }
  }

  parentOf(node: MobileNode): MobileNode | undefined {
    switch (node.kind) {
      case 'memory':
        return undefined;
      case 'page':
      case 'evictions':
        return { kind: 'memory' };
      case 'session': {
        const page = pageWith(this.mobile?.sessions ?? [], ({ file }) => file === node.file);
        return page === undefined ? { kind: 'memory' } : { kind: 'page', page };
      }
      case 'eviction':
        return { kind: 'evictions' };
    }
  }

  itemOf(node: MobileNode): vscode.TreeItem | undefined {
    const { mobile } = this;
    if (!mobile) return undefined;
    switch (node.kind) {
      case 'memory':
      case 'evictions':
        return this.items[node.kind](mobile);
      case 'page':
        return this.items.page(node.page, pageOf(mobile.sessions, node.page));
      case 'session': {
        const session = mobile.sessions.find(({ file }) => file === node.file);
        if (!session) return undefined;
        const isOneOfMany = mobile.sessions.some(({ applicationId }) => applicationId !== session.applicationId);
        return this.items.session(node, session, isOneOfMany);
      }
      case 'eviction': {
        const evicted = mobile.evicted.find(({ file }) => file === node.file);
        return evicted && this.items.eviction(node, evicted);
      }
    }
  }

  changed({ before, after, changes }: LiveDelta, tree: Redraws<SystemNode>): void {
    for (const each of changes) {
      if (each.kind !== 'system' || each.system !== 'mobile') continue;
      const { change } = each;
      if (change.kind === 'sessionRemoved') tree.redraw({ kind: 'memory' });
      else this.sessionChanged(before.systems.mobile, after.systems.mobile, change.session, tree);
    }
  }

  private sessionChanged(
    before: MobileSessions | undefined,
    after: MobileSessions | undefined,
    session: MobileSession,
    tree: Redraws<SystemNode>,
  ): void {
    const known = before?.sessions.find(({ file }) => file === session.file);
    if (!known || before?.evicted.length !== after?.evicted.length) tree.redraw({ kind: 'memory' });
    else if (face(known) !== face(session)) tree.redraw(this.sessionRow(session));
  }

  private get mobile(): MobileSessions | undefined {
    return this.server.state?.systems.mobile;
  }

  /**
   * The folder as given at the start. The server may spell it differently, and the index would not know that spelling.
   */
  private get folder(): string {
    return this.server.options?.mobileApps ?? this.mobile?.folder ?? '';
  }

  private sessionRow({ file }: MobileSession): MobileNode {
    return { kind: 'session', key: sessionKeyOf(this.folder, file), file };
  }
}

/**
 * Everything that a row shows. The time of the last request is only in the tooltip, so the row is not redrawn for it.
 */
function face({ lastRequestAt: _, ...shown }: MobileSession): string {
  return JSON.stringify(shown);
}

import { PAGE_SIZE, pages } from '../../core/index/arrange';
import type { ServerState } from '../../core/protocol/state';
import type { MobileSession } from '../../core/systems/mobile/mobileSession';
import { isWebNode } from '../systems/web/webNode';
import { webChildren, webParent } from '../systems/web/webRows';
import type { DevServerController } from './devServer';
import type { JournalShown } from './journalShown';
import { type AddressNode, type ServerNode, sessionKeyOf } from './serverNode';

/** Which rows the tree of the dev session server has, and which is below which: read from the server's state each time. */
export class ServerRows {
  constructor(
    private readonly server: DevServerController,
    private readonly journal: JournalShown,
  ) {}

  childrenOf(node: ServerNode | undefined): ServerNode[] {
    const { state } = this.server;
    if (!node) return this.roots(state);
    if (!state) return [];
    if (isWebNode(node)) return state.systems.web ? webChildren(node, state.systems.web) : [];
    switch (node.kind) {
      case 'server':
        return this.addresses(state);
      case 'memory':
        return this.memory(state);
      case 'page':
        return this.sessionNodes(state, sessionsOfPage(state, node.page));
      case 'evictions': {
        const folder = this.folderOf(state);
        return (state.systems.mobile?.evicted ?? []).map(({ file }) => ({
          kind: 'eviction',
          key: sessionKeyOf(folder, file),
          file,
        }));
      }
      case 'outbox':
        return [...state.outbox].reverse().map(({ id }) => ({ kind: 'mail', id }));
      case 'faults':
        return state.faults.map(({ id }) => ({ kind: 'fault', id }));
      case 'journal': {
        const { entries, hasOlder } = this.journal.page();
        const rows = entries.map(({ id }): ServerNode => ({ kind: 'entry', id }));
        return hasOlder ? [...rows, { kind: 'older' }] : rows;
      }
      case 'entry': {
        const entry = this.journal.entry(node.id);
        return [
          ...(entry?.causes ?? []).map((_, index): ServerNode => ({ kind: 'cause', entry: node.id, index })),
          ...(entry?.changes ?? []).map((_, index): ServerNode => ({ kind: 'change', entry: node.id, index })),
        ];
      }
      default:
        return [];
    }
  }

  parentOf(node: ServerNode): ServerNode | undefined {
    if (isWebNode(node)) return webParent(node, this.server.state?.systems.web);
    switch (node.kind) {
      case 'address':
        return { kind: 'server' };
      case 'page':
      case 'evictions':
        return { kind: 'memory' };
      case 'session': {
        const sessions = this.server.state?.systems.mobile?.sessions ?? [];
        if (sessions.length <= PAGE_SIZE) return { kind: 'memory' };
        const at = sessions.findIndex(({ file }) => file === node.file);
        return { kind: 'page', page: Math.floor(Math.max(at, 0) / PAGE_SIZE) };
      }
      case 'eviction':
        return { kind: 'evictions' };
      case 'mail':
        return { kind: 'outbox' };
      case 'fault':
        return { kind: 'faults' };
      case 'entry':
      case 'older':
        return { kind: 'journal' };
      case 'cause':
      case 'change':
        return { kind: 'entry', id: node.entry };
      default:
        return undefined;
    }
  }

  /** The text of an address row: what is opened and copied. */
  addressOf(node: AddressNode): string | undefined {
    const { state } = this.server;
    switch (node.which) {
      case 'local':
        return state?.url;
      case 'external':
        return this.server.externalAddress;
      case 'platform':
        return state?.externalPlatformUrl;
      case 'lan':
        return state?.lan?.urls[node.index];
      case 'pairing':
        return state?.lan?.pairingCode;
    }
  }

  /** As it was given: the server may spell it in another way, and the index of sessions would not know it. */
  folderOf(state: ServerState): string {
    return this.server.options?.mobileApps ?? state.systems.mobile?.folder ?? '';
  }

  private roots(state: ServerState | undefined): ServerNode[] {
    if (this.server.status === 'stopped') return [];
    if (!state) return [{ kind: 'server' }];
    return [
      { kind: 'server' },
      { kind: 'clock' },
      ...(state.systems.mobile ? [{ kind: 'memory' } as const] : []),
      ...(state.systems.web ? [{ kind: 'web' } as const] : []),
      { kind: 'outbox' },
      { kind: 'faults' },
      { kind: 'journal' },
    ];
  }

  private addresses(state: ServerState): ServerNode[] {
    const address = (which: AddressNode['which'], index = 0): AddressNode => ({ kind: 'address', which, index });
    return [
      address('local'),
      ...(this.server.externalAddress === undefined ? [] : [address('external')]),
      ...(state.lan?.urls ?? []).map((_, index) => address('lan', index)),
      ...(state.lan ? [address('pairing')] : []),
      address('platform'),
    ];
  }

  private memory(state: ServerState): ServerNode[] {
    const sessions = state.systems.mobile?.sessions ?? [];
    const rows: ServerNode[] =
      sessions.length <= PAGE_SIZE
        ? this.sessionNodes(state, sessions)
        : pages(sessions).map((_, page): ServerNode => ({ kind: 'page', page }));
    return state.systems.mobile && state.systems.mobile.evicted.length > 0 ? [...rows, { kind: 'evictions' }] : rows;
  }

  private sessionNodes(state: ServerState, sessions: readonly MobileSession[]): ServerNode[] {
    const folder = this.folderOf(state);
    return sessions.map(({ file }) => ({ kind: 'session', key: sessionKeyOf(folder, file), file }));
  }
}

export function sessionsOfPage(state: ServerState, page: number): readonly MobileSession[] {
  return (state.systems.mobile?.sessions ?? []).slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
}

import type * as vscode from 'vscode';
import type { ServerState } from '../../core/protocol/state';
import type { TreeRows } from '../host/projectedTree';
import type { DevServerController } from './devServerController';
import type { JournalShown } from './journalShown';
import { isLan } from './lanHost';
import type { OpenSystems } from './openSystems';
import type { AddressFace, ServerItems } from './serverItems';
import { type AddressNode, isOwn, type OwnNode, ownNodeId, type ServerNode } from './serverNode';
import { virtualNow } from './serverText';
import { statusFace } from './statusFace';

/**
 * The rows of the dev session server, read from its status and state each time. A stopped server has a row only where another window or
 * command runs one that can be joined. Otherwise there is none, so that
 * VS Code shows the welcome text.
 */
export class ServerRows implements TreeRows<ServerNode> {
  constructor(
    private readonly server: DevServerController,
    private readonly journal: JournalShown,
    private readonly items: ServerItems,
    private readonly systems: OpenSystems,
  ) {}

  idOf(node: ServerNode): string {
    if (!isOwn(node)) return this.systems.rowsOf(node)?.idOf(node) ?? node.kind;
    return ownNodeId(node);
  }

  childrenOf(node: ServerNode | undefined): readonly ServerNode[] {
    const { state } = this.server;
    if (!node) return this.top(state);
    if (!state) return [];
    if (!isOwn(node)) return this.systems.rowsOf(node)?.childrenOf(node) ?? [];
    switch (node.kind) {
      case 'server':
        return this.addresses(state);
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
    if (!isOwn(node)) return this.systems.rowsOf(node)?.parentOf(node);
    switch (node.kind) {
      case 'address':
        return { kind: 'server' };
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

  itemOf(node: ServerNode): vscode.TreeItem | undefined {
    if (!isOwn(node)) return this.systems.rowsOf(node)?.itemOf(node);
    if (node.kind === 'server') return this.serverItem();
    const { state } = this.server;
    return state && this.ownItem(node, state);
  }

  /** The address of a row, to open or copy. */
  addressOf(node: AddressNode): string | undefined {
    const { state } = this.server;
    switch (node.which) {
      case 'local':
        return state?.url;
      case 'external':
        return this.server.externalAddress;
      case 'system':
        return state && this.systems.addresses(state)[node.index]?.url;
      case 'lan':
        return state?.lan?.urls[node.index];
      case 'pairing':
        return state?.lan?.pairingCode;
    }
  }

  private top(state: ServerState | undefined): ServerNode[] {
    if (this.server.status === 'stopped' && !this.server.remark.elsewhere) return [];
    if (!state) return [{ kind: 'server' }];
    return [
      { kind: 'server' },
      { kind: 'clock' },
      ...this.systems.rows.flatMap((rows) => rows.childrenOf(undefined)),
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
      ...this.systems.addresses(state).map((_, index) => address('system', index)),
    ];
  }

  private serverItem(): vscode.TreeItem {
    const { status, problem, warning, remark, state, options } = this.server;
    const url = state?.url ?? this.server.address?.url ?? remark.elsewhere?.url;
    const face = statusFace(status, { url, problem, warning, remark, lan: isLan(options) });
    // The whole address has a row of its own.
    const detail = url === undefined ? face.detail : face.detail.replace(url, `:${new URL(url).port}`);
    const item = this.items.server({ ...face, detail }, status, state !== undefined);
    // VS Code treats it as another row. Otherwise a row that had no children would stay collapsed when it gets some.
    if (!state) item.id = 'server alone';
    return item;
  }

  private ownItem(node: Exclude<OwnNode, { kind: 'server' }>, state: ServerState): vscode.TreeItem | undefined {
    switch (node.kind) {
      case 'address': {
        const text = this.addressOf(node);
        return text === undefined ? undefined : this.items.address(node, this.faceOf(node, state), text);
      }
      case 'clock':
        return this.items.clock(state);
      case 'outbox':
        return this.items.outbox(state);
      case 'mail': {
        const mail = state.outbox.find(({ id }) => id === node.id);
        return mail && this.items.mail(node, mail, virtualNow(state.clock));
      }
      case 'faults':
        return this.items.faults(state);
      case 'fault': {
        const fault = state.faults.find(({ id }) => id === node.id);
        return fault && this.items.fault(fault);
      }
      case 'journal': {
        const { entries, hasOlder } = this.journal.page();
        return this.items.journal(entries.length, hasOlder, this.journal.filter);
      }
      case 'entry': {
        const entry = this.journal.entry(node.id);
        return entry && this.items.entry(node, entry);
      }
      case 'cause':
      case 'change': {
        const entry = this.journal.entry(node.entry);
        return entry && this.items[node.kind](entry, node.index);
      }
      case 'older':
        return this.items.older();
    }
  }

  private faceOf({ which, index }: AddressNode, state: ServerState): AddressFace {
    const own = which === 'system' ? this.systems.addresses(state)[index] : undefined;
    return own ? this.items.pageFace(own.label, own.icon) : this.items.addressFace(which);
  }
}

import { SERVER_ROWS } from './serverContract';
import type { SystemNode } from './systemView';

/** A row of the view Dev Server. It is a plain value; what it shows is read from the state when it is drawn. */
export type ServerNode = OwnNode | SystemNode;

/** A row of the server itself, whatever it emulates. */
export type OwnNode =
  | { readonly kind: 'server' }
  | AddressNode
  | { readonly kind: 'clock' }
  | { readonly kind: 'outbox' }
  | MailNode
  | { readonly kind: 'faults' }
  | FaultNode
  | { readonly kind: 'journal' }
  | EntryNode
  | CauseNode
  | ChangeNode
  | { readonly kind: 'older' };

/** One address of the server. `index` distinguishes several networks, and several systems. */
export interface AddressNode {
  readonly kind: 'address';
  readonly which: 'local' | 'external' | 'system' | 'lan' | 'pairing';
  readonly index: number;
}

export interface MailNode {
  readonly kind: 'mail';
  readonly id: string;
}

export interface FaultNode {
  readonly kind: 'fault';
  readonly id: string;
}

export interface EntryNode {
  readonly kind: 'entry';
  readonly id: number;
}

export interface CauseNode {
  readonly kind: 'cause';
  readonly entry: number;
  readonly index: number;
}

export interface ChangeNode {
  readonly kind: 'change';
  readonly entry: number;
  readonly index: number;
}

/** The row, if it is one of the server itself. */
export function ownNode(node: ServerNode | undefined): OwnNode | undefined {
  return node && isOwn(node) ? node : undefined;
}

export function isOwn(node: ServerNode): node is OwnNode {
  return Object.hasOwn(SERVER_ROWS.words, node.kind);
}

/** The identity of a row. Expansion and selection depend on it. */
export function ownNodeId(node: OwnNode): string {
  switch (node.kind) {
    case 'address':
      return `address:${node.which}:${node.index}`;
    case 'mail':
    case 'fault':
    case 'entry':
      return `${node.kind}:${node.id}`;
    case 'cause':
    case 'change':
      return `${node.kind}:${node.entry}:${node.index}`;
    default:
      return node.kind;
  }
}

/** Whether it is the identity of an entry of the journal. */
export function isEntryId(id: string): boolean {
  return id.startsWith('entry:');
}

/**
 * The selection as commands about one row read it without a given row: the only selected one. Of several, none is meant:
 * the user picks.
 */
export function onlyRow(selection: () => readonly ServerNode[]): () => readonly ServerNode[] {
  return () => {
    const rows = selection();
    return rows.length === 1 ? rows : [];
  };
}

import type { SessionKey } from '../../core/index/sessionIndex';
import { isWebNode, type WebNode, webNodeId } from '../systems/web/webNode';

/** What a row of the view Dev Server stands for. Plain values: what a row shows is read from the state when it is drawn. */
export type ServerNode =
  | { readonly kind: 'server' }
  | AddressNode
  | { readonly kind: 'clock' }
  | { readonly kind: 'memory' }
  | PageNode
  | MemorySessionNode
  | { readonly kind: 'evictions' }
  | EvictionNode
  | WebNode
  | { readonly kind: 'outbox' }
  | MailNode
  | { readonly kind: 'faults' }
  | FaultNode
  | { readonly kind: 'journal' }
  | EntryNode
  | CauseNode
  | ChangeNode
  | { readonly kind: 'older' };

/** One address of the server; `index` tells those of several networks apart. */
export interface AddressNode {
  readonly kind: 'address';
  readonly which: 'local' | 'external' | 'platform' | 'lan' | 'pairing';
  readonly index: number;
}

/** A part of a list of sessions that is too long to build at once. */
export interface PageNode {
  readonly kind: 'page';
  readonly page: number;
}

/** A session in memory: the shape of a session of the view Mobile Sessions, so that its commands take it too. */
export interface MemorySessionNode {
  readonly kind: 'session';
  readonly key: SessionKey;
  /** The server's key: relative to the MobileApps folder, with `/`. */
  readonly file: string;
}

export interface EvictionNode {
  readonly kind: 'eviction';
  readonly key: SessionKey;
  readonly file: string;
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

/** The same for the same row whatever becomes different: expansion and selection hang on it. */
export function serverNodeId(node: ServerNode): string {
  if (isWebNode(node)) return webNodeId(node);
  switch (node.kind) {
    case 'address':
      return `address:${node.which}:${node.index}`;
    case 'page':
      return `page:${node.page}`;
    case 'session':
    case 'eviction':
      return `${node.kind}:${node.file}`;
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

/** The session file that the server's key names, as the index of sessions has it. */
export function sessionKeyOf(folder: string, file: string): SessionKey {
  const at = file.lastIndexOf('/');
  return { folder, application: file.slice(0, Math.max(at, 0)), name: file.slice(at + 1) };
}

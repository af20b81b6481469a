import type { SessionKey } from '../../../core/index/sessionIndex';
import { MOBILE_ROWS } from './mobileContract';

/** A row about sessions in memory, in the view Dev Server. */
export type MobileNode =
  | { readonly kind: 'memory' }
  | MemoryPageNode
  | MemorySessionNode
  | { readonly kind: 'evictions' }
  | EvictionNode;

/** One page of a list that is too long to show at once. */
export interface MemoryPageNode {
  readonly kind: 'page';
  readonly page: number;
}

/** A session in memory. It has the shape of a session of the view Mobile Sessions, so that its commands take it too. */
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

export function isMobileNode(node: { readonly kind: string }): node is MobileNode {
  return Object.hasOwn(MOBILE_ROWS.words, node.kind);
}

/** The session file for a key of the server, in the form of the index. */
export function sessionKeyOf(folder: string, file: string): SessionKey {
  const at = file.lastIndexOf('/');
  return { folder, application: file.slice(0, Math.max(at, 0)), name: file.slice(at + 1) };
}

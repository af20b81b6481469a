import type { SessionKey } from '../../../core/index/sessionIndex';
import { MOBILE_ROWS } from './mobileContract';

/** Rows of the sessions in memory in the view Dev Server. */
export type MobileNode =
  | { readonly kind: 'memory' }
  | PageNode
  | MemorySessionNode
  | { readonly kind: 'evictions' }
  | EvictionNode;

/** A part of a list of sessions that is too long to build at once. */
export interface PageNode {
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

/** The session file that the server's key names, as the index of sessions has it. */
export function sessionKeyOf(folder: string, file: string): SessionKey {
  const at = file.lastIndexOf('/');
  return { folder, application: file.slice(0, Math.max(at, 0)), name: file.slice(at + 1) };
}

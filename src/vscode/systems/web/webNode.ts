import type { JsonPath } from '../../../core/systems/web/storageEdit';
import { WEB_ROWS } from './webContract';

/** A row about web sessions, in the view Dev Server. */
export type WebNode =
  | { readonly kind: 'web' }
  | { readonly kind: 'webPage'; readonly page: number }
  | WebSessionNode
  | WebOtpNode
  | WebStorageNode
  | { readonly kind: 'webMore'; readonly session: string; readonly path: JsonPath };

export interface WebSessionNode {
  readonly kind: 'webSession';
  readonly id: string;
}

/** A passcode that is still valid. */
export interface WebOtpNode {
  readonly kind: 'webOtp';
  readonly session: string;
  readonly otp: string;
}

/** A value in the storage of a session; an empty path is the storage itself. */
export interface WebStorageNode {
  readonly kind: 'webStorage';
  readonly session: string;
  readonly path: JsonPath;
}

export function isWebNode(node: { readonly kind: string }): node is WebNode {
  return Object.hasOwn(WEB_ROWS.words, node.kind);
}

/** The row, if it is one about web sessions. */
export function webNode(node: { readonly kind: string } | undefined): WebNode | undefined {
  return node && isWebNode(node) ? node : undefined;
}

/** The session of a row; undefined for a row about all sessions. */
export function sessionIdOf(node: WebNode): string | undefined {
  if (node.kind === 'webSession') return node.id;
  return 'session' in node ? node.session : undefined;
}

import type { JsonPath } from '../../../core/systems/web/storageEdit';

/** Rows of the web sessions in the view Dev Server. */
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

/** A passcode that is still good. */
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
  return node.kind.startsWith('web');
}

/** The session that a row is about; undefined for those that are about all. */
export function sessionIdOf(node: WebNode): string | undefined {
  if (node.kind === 'webSession') return node.id;
  return 'session' in node ? node.session : undefined;
}

export function webNodeId(node: WebNode): string {
  switch (node.kind) {
    case 'web':
      return 'web';
    case 'webPage':
      return `webPage:${node.page}`;
    case 'webSession':
      return `webSession:${node.id}`;
    case 'webOtp':
      return `webOtp:${node.session}:${node.otp}`;
    case 'webStorage':
    case 'webMore':
      return `${node.kind}:${node.session}:${JSON.stringify(node.path)}`;
  }
}

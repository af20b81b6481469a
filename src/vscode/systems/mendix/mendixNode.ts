import { MENDIX_ROWS } from './mendixContract';

/** A row about the Mendix runtime, in the view Dev Server. */
export type MendixNode =
  | { readonly kind: 'mendix' | 'mendixSweep' | 'mendixSessions' | 'mendixUsers' }
  | { readonly kind: 'mendixSessionPage' | 'mendixUserPage'; readonly page: number }
  | MendixSessionNode
  | MendixUserNode
  | MendixTokenNode;

export interface MendixSessionNode {
  readonly kind: 'mendixSession';
  readonly id: string;
}

export interface MendixUserNode {
  readonly kind: 'mendixUser';
  readonly name: string;
}

/** An authentication token of a user. */
export interface MendixTokenNode {
  readonly kind: 'mendixToken';
  readonly user: string;
  readonly id: string;
}

export function isMendixNode(node: { readonly kind: string }): node is MendixNode {
  return Object.hasOwn(MENDIX_ROWS.words, node.kind);
}

/** The row, if it is one about the Mendix runtime. */
export function mendixNode(node: { readonly kind: string } | undefined): MendixNode | undefined {
  return node && isMendixNode(node) ? node : undefined;
}

/** The identity of a row. Expansion and selection depend on it. */
export function mendixNodeId(node: MendixNode): string {
  switch (node.kind) {
    case 'mendixSessionPage':
    case 'mendixUserPage':
      return `${node.kind}:${node.page}`;
    case 'mendixSession':
    case 'mendixToken':
      return `${node.kind}:${node.id}`;
    case 'mendixUser':
      return `${node.kind}:${node.name}`;
    default:
      return node.kind;
  }
}

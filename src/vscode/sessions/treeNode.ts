import type { Condition } from '../../core/index/sessionEntry';
import type { SessionKey } from '../../core/index/sessionIndex';
import type { PushNode, PushRowNode } from '../push/pushNode';

/** A row of the tree. It is a plain value; what it shows is read from the index when it is drawn. */
export type TreeNode =
  | FolderNode
  | ApplicationNode
  | StatusNode
  | PageNode
  | SessionNode
  | OthersNode
  | OtherNode
  | PushNode
  | PushRowNode;

export interface FolderNode {
  readonly kind: 'folder';
  readonly folder: string;
}

export interface ApplicationNode {
  readonly kind: 'application';
  readonly folder: string;
  readonly application: string;
}

/** The sessions of one condition, if the tree is grouped by status. */
export interface StatusNode {
  readonly kind: 'status';
  readonly folder: string;
  readonly application: string;
  readonly condition: Condition;
}

/** One page of a list that is too long to show at once. */
export interface PageNode {
  readonly kind: 'page';
  readonly parent: ApplicationNode | StatusNode;
  readonly page: number;
}

export interface SessionNode {
  readonly kind: 'session';
  readonly key: SessionKey;
}

/** Other files next to application folders or session files. The extension leaves them alone. */
export interface OthersNode {
  readonly kind: 'others';
  readonly folder: string;
  readonly application: string | undefined;
}

export interface OtherNode {
  readonly kind: 'other';
  readonly parent: OthersNode;
  readonly name: string;
}

/**
 * The identity of a row. It does not depend on sorting, filtering or refreshing, and VS Code keeps expansion and
 * selection by it.
 */
export function nodeId(node: TreeNode): string {
  switch (node.kind) {
    case 'folder':
      return `folder:${node.folder}`;
    case 'application':
      return `application:${node.folder}\0${node.application}`;
    case 'status':
      return `status:${node.folder}\0${node.application}\0${node.condition}`;
    case 'page':
      return `page:${nodeId(node.parent)}\0${node.page}`;
    case 'session':
      return sessionId(node.key);
    case 'others':
      return `others:${node.folder}\0${node.application ?? ''}`;
    case 'other':
      return `other:${nodeId(node.parent)}\0${node.name}`;
    case 'push':
      return `push:${node.folder}`;
    case 'pushRow':
      return `pushRow:${node.folder}\0${node.row}`;
  }
}

export function sessionId({ folder, application, name }: SessionKey): string {
  return `session:${folder}\0${application}\0${name}`;
}

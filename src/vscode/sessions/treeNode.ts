import type { Condition } from '../../core/index/sessionEntry';
import type { SessionKey } from '../../core/index/sessionIndex';
import type { PushNode, PushRowNode } from '../push/pushNode';

/** What a row of the tree stands for. Plain values: what a row shows is read from the index when it is drawn. */
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

/** The sessions of one condition, where the tree is grouped by status. */
export interface StatusNode {
  readonly kind: 'status';
  readonly folder: string;
  readonly application: string;
  readonly condition: Condition;
}

/** A part of a list that is too long to build at once. */
export interface PageNode {
  readonly kind: 'page';
  readonly parent: ApplicationNode | StatusNode;
  readonly page: number;
}

export interface SessionNode {
  readonly kind: 'session';
  readonly key: SessionKey;
}

/** What lies beside application folders or session files, left alone. */
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

/** The same for the same row, whatever is sorted, filtered or refreshed: expansion and selection hang on it. */
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

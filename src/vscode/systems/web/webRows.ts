import { PAGE_SIZE, pages } from '../../../core/index/arrange';
import type { Json } from '../../../core/json/json';
import { type JsonPath, keysOf, valueAt } from '../../../core/systems/web/storageEdit';
import type { WebSession } from '../../../core/systems/web/webSession';
import type { WebSessionsState } from '../../../core/systems/web/webSlice';
import { sessionIdOf, type WebNode } from './webNode';

/** The rows beneath a row of the web sessions. */
export function webChildren(node: WebNode, web: WebSessionsState): WebNode[] {
  const { sessions } = web;
  switch (node.kind) {
    case 'web':
      return sessions.length <= PAGE_SIZE
        ? sessions.map(nodeOf)
        : pages(sessions).map((_, page): WebNode => ({ kind: 'webPage', page }));
    case 'webPage':
      return webPage(web, node.page).map(nodeOf);
    case 'webSession': {
      const session = webSessionOf(node, web);
      if (!session) return [];
      return [
        { kind: 'webStorage', session: node.id, path: [] },
        ...session.otps.map(({ otp }): WebNode => ({ kind: 'webOtp', session: node.id, otp })),
      ];
    }
    case 'webStorage': {
      const { session, path } = node;
      const keys = keysOf(storedValue(web, session, path));
      // What is longer is data rather than a session; nobody looks through it row by row.
      const rows = keys
        .slice(0, PAGE_SIZE)
        .map((key): WebNode => ({ kind: 'webStorage', session, path: [...path, key] }));
      return keys.length > PAGE_SIZE ? [...rows, { kind: 'webMore', session, path }] : rows;
    }
    default:
      return [];
  }
}

export function webParent(node: WebNode, web: WebSessionsState | undefined): WebNode | undefined {
  switch (node.kind) {
    case 'web':
      return undefined;
    case 'webPage':
      return { kind: 'web' };
    case 'webSession': {
      const sessions = web?.sessions ?? [];
      if (sessions.length <= PAGE_SIZE) return { kind: 'web' };
      const at = sessions.findIndex(({ id }) => id === node.id);
      return { kind: 'webPage', page: Math.floor(Math.max(at, 0) / PAGE_SIZE) };
    }
    case 'webOtp':
      return { kind: 'webSession', id: node.session };
    case 'webStorage':
      return node.path.length === 0
        ? { kind: 'webSession', id: node.session }
        : { kind: 'webStorage', session: node.session, path: node.path.slice(0, -1) };
    case 'webMore':
      return { kind: 'webStorage', session: node.session, path: node.path };
  }
}

/** The live session that a row is about. */
export function webSessionOf(node: WebNode, web: WebSessionsState | undefined): WebSession | undefined {
  const id = sessionIdOf(node);
  return id === undefined ? undefined : web?.sessions.find((each) => each.id === id);
}

export function webPage(web: WebSessionsState, page: number): readonly WebSession[] {
  return web.sessions.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
}

/** Undefined when there is none any more. */
export function storedValue(web: WebSessionsState, id: string, path: JsonPath): Json | undefined {
  const session = web.sessions.find((each) => each.id === id);
  return session && valueAt(session.storage, path);
}

function nodeOf({ id }: WebSession): WebNode {
  return { kind: 'webSession', id };
}

import type * as vscode from 'vscode';
import { grouped } from '../../../core/base/grouped';
import { PAGE_SIZE } from '../../../core/index/listPages';
import type { Json } from '../../../core/json/json';
import type { ServerState } from '../../../core/protocol/state';
import { type JsonPath, keysOf, storageValueAt } from '../../../core/systems/web/storageEdit';
import type { WebSession } from '../../../core/systems/web/webSession';
import type { WebSessionsState } from '../../../core/systems/web/webSlice';
import type { FlagValue } from '../../contract/contextKey';
import { pagedRows, pageOf, pageWith } from '../../host/pagedRows';
import type { Redraws } from '../../host/projectedTree';
import type { DevServerController } from '../../server/devServerController';
import { virtualNow } from '../../server/serverText';
import type { LiveDelta, SystemNode, SystemRows } from '../../server/systemView';
import { webFlags } from './webFlags';
import type { WebItems } from './webItems';
import { isWebNode, sessionIdOf, type WebNode } from './webNode';
import { webSessionFace, webSessionName } from './webText';

/** The rows of web sessions, with their storage and their valid passcodes. */
export class WebRows implements SystemRows<WebNode> {
  /** Of the sessions as they were when they were last asked for. */
  private named: { readonly sessions: readonly WebSession[]; readonly names: ReadonlySet<string> } = {
    sessions: [],
    names: new Set(),
  };

  constructor(
    private readonly server: Pick<DevServerController, 'state'>,
    private readonly items: WebItems,
    /** Whether this window knows the cookie of a session. */
    private readonly hasCookie: (id: string) => boolean,
  ) {}

  idOf(node: WebNode): string {
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

  childrenOf(node: WebNode | undefined): readonly WebNode[] {
    const { web } = this;
    if (!web) return [];
    switch (node?.kind) {
      case undefined:
        return [{ kind: 'web' }];
      case 'web':
        return pagedRows<WebSession, WebNode>(web.sessions, rowOf, (page) => ({ kind: 'webPage', page }));
      case 'webPage':
        return pageOf(web.sessions, node.page).map(rowOf);
      case 'webSession': {
        const session = this.sessionOf(node);
        if (!session) return [];
        return [
          { kind: 'webStorage', session: node.id, path: [] },
          ...session.otps.map(({ otp }): WebNode => ({ kind: 'webOtp', session: node.id, otp })),
        ];
      }
      case 'webStorage': {
        const { session, path } = node;
        const keys = keysOf(this.valueAt(session, path));
        // Longer lists are data that nobody reads row by row.
        const rows = keys
          .slice(0, PAGE_SIZE)
          .map((key): WebNode => ({ kind: 'webStorage', session, path: [...path, key] }));
        return keys.length > PAGE_SIZE ? [...rows, { kind: 'webMore', session, path }] : rows;
      }
      default:
        return [];
    }
  }

  parentOf(node: WebNode): WebNode | undefined {
    switch (node.kind) {
      case 'web':
        return undefined;
      case 'webPage':
        return { kind: 'web' };
      case 'webSession': {
        const page = pageWith(this.web?.sessions ?? [], ({ id }) => id === node.id);
        return page === undefined ? { kind: 'web' } : { kind: 'webPage', page };
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

  itemOf(node: WebNode): vscode.TreeItem | undefined {
    const { state } = this.server;
    const { web } = this;
    if (!web || !state) return undefined;
    if (node.kind === 'web') return this.items.root(web);
    if (node.kind === 'webPage') return this.items.page(node.page, pageOf(web.sessions, node.page));
    const session = this.sessionOf(node);
    if (!session) return undefined;
    const now = virtualNow(state.clock);
    switch (node.kind) {
      case 'webSession':
        return this.items.session(session, now, this.namesakes.has(webSessionName(session)));
      case 'webOtp': {
        const live = session.otps.find(({ otp }) => otp === node.otp);
        return live && this.items.otp(node, live, now);
      }
      case 'webStorage': {
        const value = this.valueAt(node.session, node.path);
        return value === undefined ? undefined : this.items.value(node, value);
      }
      case 'webMore':
        return this.items.more(keysOf(this.valueAt(node.session, node.path)).length - PAGE_SIZE);
    }
  }

  changed({ before, after, changes }: LiveDelta, tree: Redraws<SystemNode>): void {
    // What has expired depends on the time.
    if (before.clock !== after.clock) tree.redraw({ kind: 'web' });
    for (const each of changes) {
      if (each.kind !== 'system' || each.system !== 'web') continue;
      const { change } = each;
      if (change.kind === 'session') this.sessionChanged(before, after, change.session, tree);
      else {
        tree.forget((node) => isWebNode(node) && sessionIdOf(node) === change.id);
        tree.redraw({ kind: 'web' });
      }
    }
  }

  flags(state: ServerState | undefined): readonly FlagValue[] {
    return webFlags(state?.systems.web, this.hasCookie);
  }

  ends({ systems: { web } }: ServerState): readonly number[] {
    return (web?.sessions ?? []).flatMap(({ otps }) => otps.map(({ expiresAt }) => Date.parse(expiresAt)));
  }

  timed({ systems: { web } }: ServerState): readonly WebNode[] {
    return web && web.sessions.length > 0 ? [{ kind: 'web' }] : [];
  }

  /** Each request extends the life of its session. A row that still looks the same is not redrawn. */
  private sessionChanged(
    before: ServerState,
    after: ServerState,
    session: WebSession,
    tree: Redraws<SystemNode>,
  ): void {
    const known = before.systems.web?.sessions.find(({ id }) => id === session.id);
    const now = virtualNow(after.clock);
    const isNamed = known && known.isGuest === session.isGuest && webSessionName(known) === webSessionName(session);
    // Another row may have the same name now, or no longer.
    if (!isNamed) tree.redraw({ kind: 'web' });
    else if (webSessionFace(known, now) !== webSessionFace(session, now)) tree.redraw(rowOf(session));
  }

  /** The names that several sessions have. */
  private get namesakes(): ReadonlySet<string> {
    const { sessions = [] } = this.web ?? {};
    if (sessions !== this.named.sessions) {
      const groups = [...grouped(sessions, webSessionName)];
      this.named = { sessions, names: new Set(groups.flatMap(([name, { length }]) => (length > 1 ? [name] : []))) };
    }
    return this.named.names;
  }

  private get web(): WebSessionsState | undefined {
    return this.server.state?.systems.web;
  }

  /** The session of a row. */
  private sessionOf(node: WebNode): WebSession | undefined {
    const id = sessionIdOf(node);
    return id === undefined ? undefined : this.web?.sessions.find((each) => each.id === id);
  }

  /** The value at a path of the storage; undefined if there is none any more. */
  private valueAt(id: string, path: JsonPath): Json | undefined {
    const session = this.web?.sessions.find((each) => each.id === id);
    return session && storageValueAt(session.storage, path);
  }
}

function rowOf({ id }: WebSession): WebNode {
  return { kind: 'webSession', id };
}

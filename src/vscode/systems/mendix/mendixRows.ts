import type * as vscode from 'vscode';
import type { ServerState } from '../../../core/protocol/state';
import type { MendixSession, MendixUser } from '../../../core/systems/mendix/mendixSession';
import type { MendixChange, MendixState } from '../../../core/systems/mendix/mendixSlice';
import type { FlagValue } from '../../contract/contextKey';
import { pagedRows, pageOf, pageWith } from '../../host/pagedRows';
import type { Redraws } from '../../host/projectedTree';
import type { DevServerController } from '../../server/devServerController';
import { virtualNow } from '../../server/serverText';
import type { LiveDelta, SystemNode, SystemRows } from '../../server/systemView';
import { mendixFlags } from './mendixFlags';
import type { MendixItems } from './mendixItems';
import { isMendixNode, type MendixNode, mendixNodeId } from './mendixNode';
import { mendixSessionFace } from './mendixText';

/** The rows of the Mendix runtime: its next sweep, its sessions, and its users with their authentication tokens. */
export class MendixRows implements SystemRows<MendixNode> {
  constructor(
    private readonly server: Pick<DevServerController, 'state'>,
    private readonly items: MendixItems,
  ) {}

  idOf(node: MendixNode): string {
    return mendixNodeId(node);
  }

  childrenOf(node: MendixNode | undefined): readonly MendixNode[] {
    const { mendix } = this;
    if (!mendix) return [];
    switch (node?.kind) {
      case undefined:
        return [{ kind: 'mendix' }];
      case 'mendix':
        return [{ kind: 'mendixSweep' }, { kind: 'mendixSessions' }, { kind: 'mendixUsers' }];
      case 'mendixSessions':
        return pagedRows<MendixSession, MendixNode>(mendix.sessions, sessionRow, (page) => ({
          kind: 'mendixSessionPage',
          page,
        }));
      case 'mendixSessionPage':
        return pageOf(mendix.sessions, node.page).map(sessionRow);
      case 'mendixUsers':
        return pagedRows<MendixUser, MendixNode>(this.users, userRow, (page) => ({ kind: 'mendixUserPage', page }));
      case 'mendixUserPage':
        return pageOf(this.users, node.page).map(userRow);
      case 'mendixUser':
        return (this.userOf(node.name)?.tokens ?? []).map(({ id }) => ({ kind: 'mendixToken', user: node.name, id }));
      default:
        return [];
    }
  }

  parentOf(node: MendixNode): MendixNode | undefined {
    switch (node.kind) {
      case 'mendix':
        return undefined;
      case 'mendixSweep':
      case 'mendixSessions':
      case 'mendixUsers':
        return { kind: 'mendix' };
      case 'mendixSessionPage':
        return { kind: 'mendixSessions' };
      case 'mendixUserPage':
        return { kind: 'mendixUsers' };
      case 'mendixSession': {
        const page = pageWith(this.mendix?.sessions ?? [], ({ id }) => id === node.id);
        return page === undefined ? { kind: 'mendixSessions' } : { kind: 'mendixSessionPage', page };
      }
      case 'mendixUser': {
        const page = pageWith(this.users, ({ name }) => name === node.name);
        return page === undefined ? { kind: 'mendixUsers' } : { kind: 'mendixUserPage', page };
      }
      case 'mendixToken':
        return { kind: 'mendixUser', name: node.user };
    }
  }

  itemOf(node: MendixNode): vscode.TreeItem | undefined {
    const { mendix, users } = this;
    const { state } = this.server;
    if (!mendix || !state) return undefined;
    const now = virtualNow(state.clock);
    switch (node.kind) {
      case 'mendix':
        return this.items.root(mendix);
      case 'mendixSweep':
        return this.items.sweep(mendix, now);
      case 'mendixSessions':
        return this.items.sessions(mendix);
      case 'mendixSessionPage':
        return this.items.sessionPage(node.page, pageOf(mendix.sessions, node.page));
      case 'mendixSession': {
        const session = mendix.sessions.find(({ id }) => id === node.id);
        return session && this.items.session(session, mendix, now);
      }
      case 'mendixUsers':
        return this.items.users(users);
      case 'mendixUserPage':
        return this.items.userPage(node.page, pageOf(users, node.page));
      case 'mendixUser': {
        const user = this.userOf(node.name);
        return user && this.items.user(user, mendix);
      }
      case 'mendixToken': {
        const token = this.userOf(node.user)?.tokens.find(({ id }) => id === node.id);
        return token && this.items.token(token, now);
      }
    }
  }

  changed({ before, after, changes }: LiveDelta, tree: Redraws<SystemNode>): void {
    // How long things still last depends on the time.
    if (before.clock !== after.clock) tree.redraw({ kind: 'mendix' });
    for (const each of changes) {
      if (each.kind === 'system' && each.system === 'mendix') this.oneChanged(before, after, each.change, tree);
    }
  }

  flags(state: ServerState | undefined): readonly FlagValue[] {
    return mendixFlags(state?.systems.mendix);
  }

  ends({ systems: { mendix } }: ServerState): readonly number[] {
    return mendix ? [Date.parse(mendix.nextSweepAt)] : [];
  }

  timed({ systems: { mendix } }: ServerState): readonly MendixNode[] {
    return mendix ? [{ kind: 'mendix' }] : [];
  }

  private oneChanged(before: ServerState, after: ServerState, change: MendixChange, tree: Redraws<SystemNode>): void {
    switch (change.kind) {
      case 'mendixSession':
        this.sessionChanged(before, after, change.session, tree);
        return;
      case 'mendixSessionRemoved':
        tree.forget((node) => isMendixNode(node) && node.kind === 'mendixSession' && node.id === change.id);
        tree.redraw({ kind: 'mendix' });
        return;
      case 'mendixUserRemoved':
        tree.forget((node) => isMendixNode(node) && node.kind === 'mendixUser' && node.name === change.name);
        tree.redraw({ kind: 'mendixUsers' });
        return;
      case 'mendixUser':
        // An anonymous user has no row.
        if (!change.user.anonymous) tree.redraw({ kind: 'mendix' });
        return;
      case 'mendixSweep':
        // Blocks and expired sessions end with it.
        tree.redraw({ kind: 'mendix' });
    }
  }

  /** Each request extends the life of its session. A row that still looks the same is not redrawn. */
  private sessionChanged(
    { systems: { mendix: was } }: ServerState,
    { systems: { mendix: is }, clock }: ServerState,
    session: MendixSession,
    tree: Redraws<SystemNode>,
  ): void {
    const known = was?.sessions.find(({ id }) => id === session.id);
    const now = virtualNow(clock);
    if (!was || !is || known?.state !== session.state) tree.redraw({ kind: 'mendix' });
    else if (mendixSessionFace(known, was, now) !== mendixSessionFace(session, is, now))
      tree.redraw(sessionRow(session));
  }

  private get mendix(): MendixState | undefined {
    return this.server.state?.systems.mendix;
  }

  /** An anonymous user goes with the session, and is shown as that. */
  private get users(): readonly MendixUser[] {
    return (this.mendix?.users ?? []).filter(({ anonymous }) => !anonymous);
  }

  private userOf(name: string): MendixUser | undefined {
    return this.users.find((user) => user.name === name);
  }
}

function sessionRow({ id }: MendixSession): MendixNode {
  return { kind: 'mendixSession', id };
}

function userRow({ name }: MendixUser): MendixNode {
  return { kind: 'mendixUser', name };
}

import type * as vscode from 'vscode';
import type { ServerState } from '../../../core/protocol/state';
import { forgottenIn } from '../../../core/systems/tokens/familyTree';
import type { ControlledSession, FamilyToken, TokensUser } from '../../../core/systems/tokens/tokenSession';
import type { TokensChange, TokensState } from '../../../core/systems/tokens/tokensSlice';
import type { FlagValue } from '../../contract/contextKey';
import { pagedRows, pageOf, pageWith } from '../../host/pagedRows';
import type { Redraws } from '../../host/projectedTree';
import type { DevServerController } from '../../server/devServerController';
import { virtualNow } from '../../server/serverText';
import type { LiveDelta, SystemNode, SystemRows } from '../../server/systemView';
import { tokensFlags } from './tokensFlags';
import type { TokensItems } from './tokensItems';
import { isTokensNode, type TokensNode, tokensNodeId } from './tokensNode';
import { isActive, tokenSessionFace } from './tokensText';

/** The rows of the token server: its active sessions and its ended ones, each with its token family, and its users. */
export class TokensRows implements SystemRows<TokensNode> {
  constructor(
    private readonly server: Pick<DevServerController, 'state'>,
    private readonly items: TokensItems,
  ) {}

  idOf(node: TokensNode): string {
    return tokensNodeId(node);
  }

  childrenOf(node: TokensNode | undefined): readonly TokensNode[] {
    const { tokens } = this;
    if (!tokens) return [];
    switch (node?.kind) {
      case undefined:
        return [{ kind: 'tokens' }];
      case 'tokens':
        return [{ kind: 'tokenSessions' }, { kind: 'endedTokenSessions' }, { kind: 'tokenUsers' }];
      case 'tokenSessions':
        return pagedRows(this.active, sessionRow, (page): TokensNode => ({ kind: 'tokenSessionPage', page }));
      case 'tokenSessionPage':
        return pageOf(this.active, node.page).map(sessionRow);
      case 'endedTokenSessions':
        return pagedRows(this.ended, sessionRow, (page): TokensNode => ({ kind: 'endedTokenSessionPage', page }));
      case 'endedTokenSessionPage':
        return pageOf(this.ended, node.page).map(sessionRow);
      case 'tokenSession':
        return [
          ...pagedRows(
            this.newestFirst(node.id),
            (token) => tokenRow(node.id, token),
            (page): TokensNode => ({ kind: 'familyPage', session: node.id, page }),
          ),
          ...(hasForgotten(this.newestFirst(node.id)) ? [forgottenRow(node.id)] : []),
        ];
      case 'familyPage':
        return pageOf(this.newestFirst(node.session), node.page).map((token) => tokenRow(node.session, token));
      case 'tokenUsers':
        return pagedRows(tokens.users, userRow, (page): TokensNode => ({ kind: 'tokenUserPage', page }));
      case 'tokenUserPage':
        return pageOf(tokens.users, node.page).map(userRow);
      default:
        return [];
    }
  }

  parentOf(node: TokensNode): TokensNode | undefined {
    switch (node.kind) {
      case 'tokens':
        return undefined;
      case 'tokenSessions':
      case 'endedTokenSessions':
      case 'tokenUsers':
        return { kind: 'tokens' };
      case 'tokenSessionPage':
        return { kind: 'tokenSessions' };
      case 'endedTokenSessionPage':
        return { kind: 'endedTokenSessions' };
      case 'tokenUserPage':
        return { kind: 'tokenUsers' };
      case 'tokenSession':
        return this.listOf(node.id);
      case 'familyPage':
      case 'forgottenTokens':
        return { kind: 'tokenSession', id: node.session };
      case 'familyToken': {
        const page = pageWith(this.newestFirst(node.session), ({ id }) => id === node.id);
        return page === undefined
          ? { kind: 'tokenSession', id: node.session }
          : { kind: 'familyPage', session: node.session, page };
      }
      case 'tokenUser': {
        const page = pageWith(this.tokens?.users ?? [], ({ name }) => name === node.name);
        return page === undefined ? { kind: 'tokenUsers' } : { kind: 'tokenUserPage', page };
      }
    }
  }

  itemOf(node: TokensNode): vscode.TreeItem | undefined {
    const { tokens, active, ended } = this;
    const { state } = this.server;
    if (!tokens || !state) return undefined;
    const now = virtualNow(state.clock);
    switch (node.kind) {
      case 'tokens':
        return this.items.root(tokens);
      case 'tokenSessions':
        return this.items.sessions(active);
      case 'tokenSessionPage':
        return this.items.sessionPage(node.page, pageOf(active, node.page));
      case 'endedTokenSessions':
        return this.items.ended(ended);
      case 'endedTokenSessionPage':
        return this.items.endedPage(node.page, pageOf(ended, node.page));
      case 'tokenSession': {
        const session = this.sessionOf(node.id);
        return session && this.items.session(session, now);
      }
      case 'familyPage':
        return this.items.familyPage(node.page, pageOf(this.newestFirst(node.session), node.page));
      case 'familyToken': {
        const family = this.sessionOf(node.session)?.family ?? [];
        const token = family.find(({ id }) => id === node.id);
        return token && this.items.token(token, family, now);
      }
      case 'forgottenTokens': {
        const session = this.sessionOf(node.session);
        return session && this.items.forgotten(session.family);
      }
      case 'tokenUsers':
        return this.items.users(tokens.users);
      case 'tokenUserPage':
        return this.items.userPage(node.page, pageOf(tokens.users, node.page));
      case 'tokenUser': {
        const user = tokens.users.find(({ name }) => name === node.name);
        return user && this.items.user(user, active.filter((session) => session.user === user.name).length);
      }
    }
  }

  changed({ before, after, changes }: LiveDelta, tree: Redraws<SystemNode>): void {
    // How long things still last depends on the time.
    if (before.clock !== after.clock) tree.redraw({ kind: 'tokens' });
    for (const each of changes) {
      if (each.kind === 'system' && each.system === 'tokens') this.oneChanged(before, after, each.change, tree);
    }
  }

  flags(state: ServerState | undefined): readonly FlagValue[] {
    return tokensFlags(state?.systems.tokens);
  }

  ends({ systems: { tokens } }: ServerState): readonly number[] {
    return (tokens?.sessions ?? []).filter(isActive).flatMap(({ expiresAt, absoluteExpiresAt, family }) => {
      const live = family.filter(({ state }) => state === 'live');
      return [expiresAt, absoluteExpiresAt, ...live.map((token) => token.expiresAt)].map((at) => Date.parse(at));
    });
  }

  timed({ systems: { tokens } }: ServerState): readonly TokensNode[] {
    return tokens?.sessions.some(isActive) ? [{ kind: 'tokens' }] : [];
  }

  private oneChanged(before: ServerState, after: ServerState, change: TokensChange, tree: Redraws<SystemNode>): void {
    switch (change.kind) {
      case 'tokenSession':
        this.sessionChanged(before, after, change.session, tree);
        return;
      case 'tokenSessionForgotten':
        tree.forget((node) => isTokensNode(node) && sessionIdOf(node) === change.id);
        tree.redraw({ kind: 'tokens' });
        return;
      case 'tokensUser':
        tree.redraw({ kind: 'tokens' });
    }
  }

  /** Each call of an app is activity in its session. A row that still looks the same is not redrawn. */
  private sessionChanged(
    before: ServerState,
    after: ServerState,
    session: ControlledSession,
    tree: Redraws<SystemNode>,
  ): void {
    const known = before.systems.tokens?.sessions.find(({ id }) => id === session.id);
    const now = virtualNow(after.clock);
    if (known?.state !== session.state) tree.redraw({ kind: 'tokens' });
    else if (tokenSessionFace(known, now) !== tokenSessionFace(session, now)) tree.redraw(sessionRow(session));
  }

  private get tokens(): TokensState | undefined {
    return this.server.state?.systems.tokens;
  }

  private get active(): readonly ControlledSession[] {
    return (this.tokens?.sessions ?? []).filter(isActive);
  }

  /** The last to end comes first. */
  private get ended(): readonly ControlledSession[] {
    const ended = (this.tokens?.sessions ?? []).filter((session) => !isActive(session));
    return ended.sort((a, b) => Date.parse(b.endedAt ?? b.lastActiveAt) - Date.parse(a.endedAt ?? a.lastActiveAt));
  }

  private sessionOf(id: string): ControlledSession | undefined {
    return this.tokens?.sessions.find((session) => session.id === id);
  }

  private newestFirst(session: string): readonly FamilyToken[] {
    return [...(this.sessionOf(session)?.family ?? [])].reverse();
  }

  /** The list that has a session, or the page of it. */
  private listOf(id: string): TokensNode {
    const isIt = (session: ControlledSession) => session.id === id;
    if (this.ended.some(isIt)) {
      const page = pageWith(this.ended, isIt);
      return page === undefined ? { kind: 'endedTokenSessions' } : { kind: 'endedTokenSessionPage', page };
    }
    const page = pageWith(this.active, isIt);
    return page === undefined ? { kind: 'tokenSessions' } : { kind: 'tokenSessionPage', page };
  }
}

/** The session that a row belongs to. */
function sessionIdOf(node: TokensNode): string | undefined {
  if (node.kind === 'tokenSession') return node.id;
  return 'session' in node ? node.session : undefined;
}

function sessionRow({ id }: ControlledSession): TokensNode {
  return { kind: 'tokenSession', id };
}

function tokenRow(session: string, { id }: FamilyToken): TokensNode {
  return { kind: 'familyToken', session, id };
}

function forgottenRow(session: string): TokensNode {
  return { kind: 'forgottenTokens', session };
}

function hasForgotten(family: readonly FamilyToken[]): boolean {
  const { access, refresh } = forgottenIn(family);
  return access + refresh > 0;
}

function userRow({ name }: TokensUser): TokensNode {
  return { kind: 'tokenUser', name };
}

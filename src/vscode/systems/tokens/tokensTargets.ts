import * as vscode from 'vscode';
import type { ControlledSession, FamilyToken, TokensUser } from '../../../core/systems/tokens/tokenSession';
import type { TokensState } from '../../../core/systems/tokens/tokensSlice';
import type { ControlClient } from '../../../server/client/controlClient';
import { execute } from '../../host/commandRegistry';
import { l10n } from '../../host/l10n';
import { VSCODE_COMMANDS } from '../../host/vscodeContract';
import { type Choice, meantRows, type OnRows } from '../../server/meantRows';
import type { ServerNode } from '../../server/serverNode';
import { virtualNow } from '../../server/serverText';
import type { SystemWindow } from '../../server/systemView';
import { TOKENS_SETTINGS } from './tokensContract';
import { isTokensNode, type TokensNode, tokensNodeId } from './tokensNode';
import {
  familyTokenName,
  familyTokenText,
  isActive,
  tokenSessionName,
  tokenSessionText,
  tokenUserText,
} from './tokensText';

/** What the commands about the token server need. */
export type TokensParts = Pick<SystemWindow, 'server' | 'starter' | 'selection' | 'reveal'>;

/** The control API of a server that has token sessions, and what it has now. */
export interface TokensTarget {
  readonly client: ControlClient;
  readonly tokens: TokensState;
  /** Virtual milliseconds since 1970. */
  readonly now: number;
}

/** A token, with the session that it belongs to. */
export interface TokenOfSession {
  readonly session: ControlledSession;
  readonly token: FamilyToken;
}

/** The token server of the running server. Undefined if there is none; then the user has been told. */
export async function tokensTarget({ starter }: TokensParts): Promise<TokensTarget | undefined> {
  const client = await starter.client();
  if (!client) return undefined;
  // Read again, because the view may be late.
  const { clock, systems } = await client.state();
  if (systems.tokens) return { client, tokens: systems.tokens, now: virtualNow(clock) };
  const open = l10n.t('Open Settings');
  const message = l10n.t('This dev session server has no token sessions: a setting turns them on.');
  void vscode.window.showInformationMessage(message, open).then((answer) => {
    if (answer === open) void execute(VSCODE_COMMANDS.openSettings, TOKENS_SETTINGS.tokens.key);
  });
  return undefined;
}

/** The active sessions of the rows that are meant, otherwise the only one, otherwise the picked one. */
export function activeSessionsFor({ selection }: TokensParts, rows: OnRows, target: TokensTarget) {
  return meantRows(selection, rows, {
    ...sessionChoice(target),
    all: target.tokens.sessions.filter(isActive),
    gone: l10n.t('This token session is over.'),
    none: l10n.t('There are no active token sessions.'),
  });
}

/** The users, found in the same way. */
export function tokenUsersFor(
  { selection }: TokensParts,
  rows: OnRows,
  { tokens }: TokensTarget,
  fits: (user: TokensUser) => boolean,
  none: string,
) {
  return meantRows(selection, rows, {
    all: tokens.users.filter(fits),
    idOf: ({ name }) => tokensNodeId({ kind: 'tokenUser', name }),
    idOfRow: ofKinds('tokenUser'),
    gone: l10n.t('This user has changed in the meantime.'),
    none,
    title: l10n.t('Which user?'),
    itemOf: (user) => ({ label: user.name, description: tokenUserText(user, activeOf(tokens, user.name).length) }),
  });
}

/** The tokens, found in the same way: those of the youngest session first, the newest first. */
export function familyTokensFor({ selection }: TokensParts, rows: OnRows, { tokens, now }: TokensTarget) {
  return meantRows(selection, rows, {
    all: tokens.sessions.toReversed().flatMap(tokensOf),
    idOf: tokenOfSessionId,
    idOfRow: ofKinds('familyToken'),
    gone: l10n.t('This token is forgotten.'),
    none: l10n.t('There are no tokens.'),
    title: l10n.t('Which token?'),
    itemOf: (owned) => tokenItem(owned, now),
  });
}

/** Sessions, active and ended, and tokens, found in the same way. Without a row only sessions are picked from. */
export async function idsFor(parts: TokensParts, rows: OnRows, target: TokensTarget): Promise<readonly string[]> {
  const { sessions } = target.tokens;
  const idOfRow = ofKinds('tokenSession', 'familyToken');
  const named = (rows[0] ? [rows[0]] : parts.selection()).some((row) => idOfRow(row) !== undefined);
  const tokens = named ? sessions.flatMap(tokensOf) : [];
  const { idOf, itemOf, ...choice } = sessionChoice(target);
  const found = await meantRows<ControlledSession | TokenOfSession>(parts.selection, rows, {
    ...choice,
    all: [...sessions, ...tokens],
    idOf: (each) => ('token' in each ? tokenOfSessionId(each) : idOf(each)),
    idOfRow,
    gone: l10n.t('This row is gone.'),
    itemOf: (each) => ('token' in each ? tokenItem(each, target.now) : itemOf(each)),
  });
  return found.map((each) => ('token' in each ? each.token.id : each.id));
}

/** What is over at some time: an active session or a token that is still good, found in the same way. */
export async function endingFor(
  parts: TokensParts,
  rows: OnRows,
  target: TokensTarget,
): Promise<ControlledSession | TokenOfSession | undefined> {
  const { tokens, now } = target;
  const active = tokens.sessions.filter(isActive);
  const isToken = (rows[0] ? [rows[0]] : parts.selection()).some((row) => ofKinds('familyToken')(row) !== undefined);
  if (!isToken) return (await activeSessionsFor(parts, rows, target))[0];
  const [found] = await meantRows(parts.selection, rows, {
    all: active.flatMap(tokensOf).filter(({ token }) => token.state === 'live'),
    idOf: tokenOfSessionId,
    idOfRow: ofKinds('familyToken'),
    gone: l10n.t('This token is good for nothing any more.'),
    none: l10n.t('There are no tokens.'),
    title: l10n.t('Which token?'),
    itemOf: (owned) => tokenItem(owned, now),
  });
  return found;
}

/** The active sessions of a user. */
export function activeOf({ sessions }: TokensState, user: string): readonly ControlledSession[] {
  return sessions.filter((session) => isActive(session) && session.user === user);
}

function sessionChoice({ tokens, now }: TokensTarget): Choice<ControlledSession> {
  return {
    all: tokens.sessions,
    idOf: ({ id }) => tokensNodeId({ kind: 'tokenSession', id }),
    idOfRow: ofKinds('tokenSession'),
    gone: l10n.t('This token session is over.'),
    none: l10n.t('There are no token sessions yet.'),
    title: l10n.t('Which token session?'),
    itemOf: (session) => ({
      label: session.user,
      description: tokenSessionText(session, now),
      detail: session.id,
    }),
  };
}

function tokensOf(session: ControlledSession): readonly TokenOfSession[] {
  return session.family.toReversed().map((token) => ({ session, token }));
}

function tokenOfSessionId({ session, token }: TokenOfSession): string {
  return tokensNodeId({ kind: 'familyToken', session: session.id, id: token.id });
}

function tokenItem({ session, token }: TokenOfSession, now: number): vscode.QuickPickItem {
  return {
    label: familyTokenName(token),
    description: familyTokenText(token, session.family, now),
    detail: tokenSessionName(session),
  };
}

/** What the rows of some kinds are chosen by. */
function ofKinds(...kinds: readonly TokensNode['kind'][]) {
  return (row: ServerNode) => (isTokensNode(row) && kinds.includes(row.kind) ? tokensNodeId(row) : undefined);
}

import * as vscode from 'vscode';
import type { MendixToken, MendixUser } from '../../../core/systems/mendix/mendixSession';
import type { MendixState } from '../../../core/systems/mendix/mendixSlice';
import type { ControlClient } from '../../../server/client/controlClient';
import { execute } from '../../host/commandRegistry';
import { l10n } from '../../host/l10n';
import { VSCODE_COMMANDS } from '../../host/vscodeContract';
import { meantRows, type OnRows } from '../../server/meantRows';
import type { ServerNode } from '../../server/serverNode';
import { virtualNow } from '../../server/serverText';
import type { SystemWindow } from '../../server/systemView';
import { MENDIX_SETTINGS } from './mendixContract';
import { type MendixNode, mendixNode, mendixNodeId } from './mendixNode';
import {
  clientKindText,
  mendixSessionName,
  sessionEndText,
  tokenCountText,
  tokenEndText,
  tokenId,
  tokenPlaceText,
  userStateText,
} from './mendixText';

/** What the commands about the Mendix runtime need. */
export type MendixParts = Pick<SystemWindow, 'server' | 'starter' | 'selection'>;

/** The control API of a server that has a Mendix runtime, and what that runtime has now. */
export interface MendixTarget {
  readonly client: ControlClient;
  readonly mendix: MendixState;
  /** Virtual milliseconds since 1970. */
  readonly now: number;
}

/** An authentication token, with its user. */
export interface OwnedToken {
  readonly user: MendixUser;
  readonly token: MendixToken;
}

/** The Mendix runtime of the running server. Undefined if there is none; then the user has been told. */
export async function mendixTarget({ server, starter }: MendixParts): Promise<MendixTarget | undefined> {
  const client = await starter.client();
  if (!client) return undefined;
  // Read again, because the view may be late.
  const { clock, systems } = await client.state();
  if (systems.mendix) return { client, mendix: systems.mendix, now: virtualNow(server.state?.clock ?? clock) };
  const open = l10n.t('Open Settings');
  const message = l10n.t('This dev session server has no Mendix runtime: a setting turns it on.');
  void vscode.window.showInformationMessage(message, open).then((answer) => {
    if (answer === open) void execute(VSCODE_COMMANDS.openSettings, MENDIX_SETTINGS.mendix.key);
  });
  return undefined;
}

/** The sessions of the rows that are meant, otherwise the only one, otherwise the picked one. */
export function sessionsFor(parts: MendixParts, rows: OnRows, { mendix, now }: MendixTarget) {
  return meantRows(parts.selection, rows, {
    all: mendix.sessions,
    idOf: ({ id }) => mendixNodeId({ kind: 'mendixSession', id }),
    idOfRow: ofKind('mendixSession'),
    gone: l10n.t('This Mendix session has ended.'),
    none: l10n.t('There are no Mendix sessions.'),
    title: l10n.t('Which Mendix session?'),
    itemOf: (session) => ({
      label: mendixSessionName(session),
      description: [sessionEndText(session, mendix, now), clientKindText(session.profile)].join(' · '),
      detail: session.id,
    }),
  });
}

/** The users, found in the same way. Anonymous users are not among them. */
export function usersFor(
  parts: MendixParts,
  rows: OnRows,
  { mendix }: MendixTarget,
  fits: (user: MendixUser) => boolean,
  none: string,
) {
  return meantRows(parts.selection, rows, {
    all: mendix.users.filter((user) => !user.anonymous && fits(user)),
    idOf: ({ name }) => mendixNodeId({ kind: 'mendixUser', name }),
    idOfRow: ofKind('mendixUser'),
    gone: l10n.t('This user has changed in the meantime.'),
    none,
    title: l10n.t('Which user?'),
    itemOf: (user) => ({
      label: user.name,
      description: [userStateText(user, mendix), tokenCountText(user)].filter((part) => part !== undefined).join(' · '),
    }),
  });
}

/** The authentication tokens, found in the same way. */
export function tokensFor(parts: MendixParts, rows: OnRows, { mendix, now }: MendixTarget) {
  return meantRows(parts.selection, rows, {
    all: mendix.users.flatMap((user) => user.tokens.map((token): OwnedToken => ({ user, token }))),
    idOf: ({ user, token }) => mendixNodeId({ kind: 'mendixToken', user: user.name, id: token.id }),
    idOfRow: ofKind('mendixToken'),
    gone: l10n.t('This authentication token has ended.'),
    none: l10n.t('There are no authentication tokens.'),
    title: l10n.t('Which authentication token?'),
    itemOf: ({ user, token }) => ({
      label: user.name,
      description: [tokenEndText(token, now), tokenPlaceText(token), tokenId(token)].join(' · '),
    }),
  });
}

/** What the rows of one kind are chosen by. */
function ofKind(kind: MendixNode['kind']) {
  return (row: ServerNode) => {
    const node = mendixNode(row);
    return node?.kind === kind ? mendixNodeId(node) : undefined;
  };
}

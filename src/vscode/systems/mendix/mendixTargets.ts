import * as vscode from 'vscode';
import type { MendixToken, MendixUser } from '../../../core/systems/mendix/mendixSession';
import type { MendixState } from '../../../core/systems/mendix/mendixSlice';
import type { ControlClient } from '../../../server/client/controlClient';
import { execute } from '../../host/commandRegistry';
import { l10n } from '../../host/l10n';
import { pick } from '../../host/pick';
import { VSCODE_COMMANDS } from '../../host/vscodeContract';
import { virtualNow } from '../../server/serverText';
import type { SystemWindow } from '../../server/systemView';
import { MENDIX_SETTINGS, type OnRows } from './mendixContract';
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
  return allOf(parts, rows, {
    all: mendix.sessions,
    rowOf: ({ id }): MendixNode => ({ kind: 'mendixSession', id }),
    kind: 'mendixSession',
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
  return allOf(parts, rows, {
    all: mendix.users.filter((user) => !user.anonymous && fits(user)),
    rowOf: ({ name }): MendixNode => ({ kind: 'mendixUser', name }),
    kind: 'mendixUser',
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
  return allOf(parts, rows, {
    all: mendix.users.flatMap((user) => user.tokens.map((token): OwnedToken => ({ user, token }))),
    rowOf: ({ user, token }): MendixNode => ({ kind: 'mendixToken', user: user.name, id: token.id }),
    kind: 'mendixToken',
    gone: l10n.t('This authentication token has ended.'),
    none: l10n.t('There are no authentication tokens.'),
    title: l10n.t('Which authentication token?'),
    itemOf: ({ user, token }) => ({
      label: user.name,
      description: [tokenEndText(token, now), tokenPlaceText(token), tokenId(token)].join(' · '),
    }),
  });
}

interface Choice<T> {
  readonly all: readonly T[];
  readonly rowOf: (each: T) => MendixNode;
  readonly kind: MendixNode['kind'];
  /** Told if a row was given, and nothing is there that it or the rows beside it stand for. */
  readonly gone: string;
  /** Told if there are none. */
  readonly none: string;
  readonly title: string;
  readonly itemOf: (each: T) => vscode.QuickPickItem;
}

/** Empty if the user does not want to choose, or has been told that there is none. */
async function allOf<T>(
  { selection }: MendixParts,
  rows: OnRows,
  { all, rowOf, kind, gone, none, title, itemOf }: Choice<T>,
): Promise<readonly T[]> {
  const meant = new Set(rowsMeant(rows, selection).map(mendixNodeId));
  const named = all.filter((each) => meant.has(mendixNodeId(rowOf(each))));
  if (named.length > 0) return named;
  // A given row means exactly this one.
  if (rows[0]?.kind === kind) throw new Error(gone);
  if (all.length === 0) void vscode.window.showInformationMessage(none);
  if (all.length <= 1) return all;
  const items = all.map((each) => ({ ...itemOf(each), each }));
  const chosen = await pick(items, { title, matchOnDescription: true, matchOnDetail: true });
  return chosen ? [chosen.each] : [];
}

/** The given row, or all selected rows if it is one of them. Without a given row those that are selected in the view. */
function rowsMeant([node, selected = []]: OnRows, selection: MendixParts['selection']): readonly MendixNode[] {
  const row = mendixNode(node);
  if (!row) return node ? [] : selection().flatMap((each) => mendixNode(each) ?? []);
  const beside = selected.flatMap((each) => mendixNode(each) ?? []);
  return beside.some((each) => mendixNodeId(each) === mendixNodeId(row)) ? beside : [row];
}

import * as vscode from 'vscode';
import type { MendixSession, MendixToken, MendixUser } from '../../../core/systems/mendix/mendixSession';
import type { MendixState } from '../../../core/systems/mendix/mendixSlice';
import type { ControlClient } from '../../../server/client/controlClient';
import { execute } from '../../host/commandRegistry';
import { l10n } from '../../host/l10n';
import { pick } from '../../host/pick';
import { VSCODE_COMMANDS } from '../../host/vscodeContract';
import type { ServerNode } from '../../server/serverNode';
import { virtualNow } from '../../server/serverText';
import type { SystemWindow } from '../../server/systemView';
import { MENDIX_SETTINGS } from './mendixContract';
import { type MendixNode, mendixNode } from './mendixNode';
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

/** The session of the given row, otherwise of the selected row, otherwise the only one, otherwise the picked one. */
export function sessionFor(parts: MendixParts, node: ServerNode | undefined, { mendix, now }: MendixTarget) {
  return oneOf(parts, node, {
    all: mendix.sessions,
    isOfRow: (row, { id }: MendixSession) => row.kind === 'mendixSession' && row.id === id,
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

/** The user of the given row, found in the same way. Anonymous users are not among them. */
export function userFor(
  parts: MendixParts,
  node: ServerNode | undefined,
  { mendix }: MendixTarget,
  fits: (user: MendixUser) => boolean,
  none: string,
) {
  return oneOf(parts, node, {
    all: mendix.users.filter((user) => !user.anonymous && fits(user)),
    isOfRow: (row, { name }: MendixUser) => row.kind === 'mendixUser' && row.name === name,
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

/** The authentication token of the given row, found in the same way. */
export function tokenFor(parts: MendixParts, node: ServerNode | undefined, { mendix, now }: MendixTarget) {
  return oneOf(parts, node, {
    all: mendix.users.flatMap((user) => user.tokens.map((token): OwnedToken => ({ user, token }))),
    isOfRow: (row, { token }: OwnedToken) => row.kind === 'mendixToken' && row.id === token.id,
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
  readonly isOfRow: (row: MendixNode, each: T) => boolean;
  readonly kind: MendixNode['kind'];
  /** Told if a row was given that stands for none of them. */
  readonly gone: string;
  /** Told if there are none. */
  readonly none: string;
  readonly title: string;
  readonly itemOf: (each: T) => vscode.QuickPickItem;
}

async function oneOf<T>(
  { selection }: MendixParts,
  node: ServerNode | undefined,
  { all, isOfRow, kind, gone, none, title, itemOf }: Choice<T>,
): Promise<T | undefined> {
  const row = mendixNode(node ?? selection()[0]);
  const named = row && all.find((each) => isOfRow(row, each));
  if (named !== undefined) return named;
  // A given row means exactly this one.
  if (node?.kind === kind) throw new Error(gone);
  const [only] = all;
  if (only === undefined) {
    void vscode.window.showInformationMessage(none);
    return undefined;
  }
  if (all.length === 1) return only;
  const items = all.map((each) => ({ ...itemOf(each), each }));
  return (await pick(items, { title, matchOnDescription: true, matchOnDetail: true }))?.each;
}

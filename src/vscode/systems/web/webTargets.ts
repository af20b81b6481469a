import * as vscode from 'vscode';
import type { Json } from '../../../core/json/json';
import { isContainer, type JsonPath, keysOf, storageValueAt } from '../../../core/systems/web/storageEdit';
import { WEB_CALLS } from '../../../core/systems/web/webCalls';
import type { LiveOtp, WebSession } from '../../../core/systems/web/webSession';
import type { ControlClient } from '../../../server/client/controlClient';
import { execute } from '../../host/commandRegistry';
import { l10n } from '../../host/l10n';
import { pick } from '../../host/pick';
import { writeSetting } from '../../host/settings';
import { TooLate } from '../../host/tooLate';
import { VSCODE_COMMANDS } from '../../host/vscodeContract';
import { meantRows, type OnRows } from '../../server/meantRows';
import type { ServerNode } from '../../server/serverNode';
import { virtualNow } from '../../server/serverText';
import type { SystemWindow } from '../../server/systemView';
import { WEB_SETTINGS } from './webContract';
import { sessionIdOf, webNode } from './webNode';
import { endText, otpName, privilegesText, signedText, valueText, webSessionName } from './webText';

/** A longer list would not help to choose. */
const MOST_VALUES = 1000;

/** What the commands about web sessions need. */
export type WebParts = Pick<SystemWindow, 'server' | 'starter' | 'selection' | 'reveal'>;

/** The session that a command is about, and the control API of its server. */
export interface WebTarget {
  readonly client: ControlClient;
  readonly session: WebSession;
}

/** The control API, if the server has web sessions. Otherwise the user has been told, and may have turned them on. */
export async function webClient({ server, starter }: WebParts): Promise<ControlClient | undefined> {
  const client = await starter.client();
  if (!client) return undefined;
  if (server.state?.systems.web) return client;
  const turnOn = l10n.t('Turn On Web Sessions');
  const open = l10n.t('Open Settings');
  const message = l10n.t(
    'This dev session server has no web sessions: the workspace has no 4D project, or a setting says so.',
  );
  const answer = await vscode.window.showInformationMessage(message, turnOn, open);
  if (answer === open) await execute(VSCODE_COMMANDS.openSettings, WEB_SETTINGS.web.key);
  if (answer !== turnOn) return undefined;
  const { Workspace, Global } = vscode.ConfigurationTarget;
  await writeSetting(WEB_SETTINGS.web, 'on', vscode.workspace.workspaceFolders?.length ? Workspace : Global);
  await starter.restart();
  return server.state?.systems.web && server.client;
}

/** The sessions of the rows that are meant, otherwise the only one, otherwise the picked one. */
export async function webSessionsFor(
  parts: WebParts,
  rows: OnRows,
  client: ControlClient,
): Promise<readonly WebSession[]> {
  // Read again, because the view may be late.
  const all = await client.ask(WEB_CALLS.list());
  const now = nowOf(parts);
  return meantRows(parts.selection, rows, {
    all,
    idOf: ({ id }) => id,
    idOfRow: (row) => {
      const node = webNode(row);
      return node && sessionIdOf(node);
    },
    gone: l10n.t('This web session is over.'),
    none: l10n.t('There are no web sessions.'),
    title: l10n.t('Which web session?'),
    itemOf: (session) => sessionItem(session, now),
  });
}

/**
 * The session of the given row, otherwise of the selected row, otherwise the only one, otherwise the one that the user
 * picks.
 */
export async function sessionFor(
  parts: WebParts,
  node: ServerNode | undefined,
  fits: (session: WebSession) => boolean = () => true,
  none = l10n.t('There are no web sessions.'),
): Promise<WebTarget | undefined> {
  const client = await webClient(parts);
  if (!client) return undefined;
  const sessions = (await client.ask(WEB_CALLS.list())).filter(fits);
  const row = webNode(node ?? parts.selection()[0]);
  const id = row && sessionIdOf(row);
  const named = sessions.find((each) => each.id === id);
  if (named) return { client, session: named };
  // A given row means exactly this session.
  if (node && id !== undefined) throw new TooLate(l10n.t('This web session is over.'));
  if (sessions.length === 0) {
    void vscode.window.showInformationMessage(none);
    return undefined;
  }
  const [only] = sessions;
  if (only && sessions.length === 1) return { client, session: only };
  const now = nowOf(parts);
  const items = sessions.map((session) => ({ ...sessionItem(session, now), session }));
  const chosen = await pick(items, { title: l10n.t('Which web session?'), matchOnDetail: true });
  return chosen && { client, session: chosen.session };
}

/**
 * The valid passcode of the given row, otherwise of the selected row, otherwise the only one, otherwise the one that
 * the user picks.
 */
export async function otpFor(
  parts: WebParts,
  node: ServerNode | undefined,
): Promise<(WebTarget & { readonly live: LiveOtp }) | undefined> {
  const noOtp = l10n.t('There is no live passcode; make one first.');
  const target = await sessionFor(parts, node, ({ otps }) => otps.length > 0, noOtp);
  if (!target) return undefined;
  const row = webNode(node ?? parts.selection()[0]);
  const { otps } = target.session;
  const named = row?.kind === 'webOtp' ? otps.find(({ otp }) => otp === row.otp) : undefined;
  if (named) return { ...target, live: named };
  if (node?.kind === 'webOtp') throw new TooLate(l10n.t('This passcode is used or over.'));
  const [only] = otps;
  if (only && otps.length === 1) return { ...target, live: only };
  const now = nowOf(parts);
  const items = otps.map((live) => ({ label: otpName(live.otp), description: endText(live.expiresAt, now), live }));
  const chosen = await pick(items, { title: l10n.t('Which passcode?') });
  return chosen && { ...target, live: chosen.live };
}

/**
 * The place in the storage for the given row, otherwise for the selected row, otherwise the one that the user picks.
 */
export async function valueFor(
  parts: WebParts,
  node: ServerNode | undefined,
  title: string,
  fits: (value: Json, path: JsonPath) => boolean,
): Promise<(WebTarget & { readonly path: JsonPath; readonly value: Json }) | undefined> {
  const target = await sessionFor(parts, node);
  if (!target) return undefined;
  const { storage } = target.session;
  const row = webNode(node ?? parts.selection()[0]);
  if (row?.kind === 'webStorage' && row.session === target.session.id) {
    const value = storageValueAt(storage, row.path);
    if (value !== undefined && fits(value, row.path)) return { ...target, path: row.path, value };
    if (node) throw new TooLate(l10n.t('This value is not in the storage any more.'));
  }
  const items = valuesIn(storage, [], fits).map(({ path, value }) => ({
    label: path.length === 0 ? l10n.t('Storage') : path.join(' › '),
    description: valueText(value),
    path,
    value,
  }));
  const [only] = items;
  if (!only) {
    void vscode.window.showInformationMessage(l10n.t('The storage of this web session has no such value.'));
    return undefined;
  }
  const chosen = items.length === 1 ? only : await pick(items, { title, matchOnDescription: true });
  return chosen && { ...target, path: chosen.path, value: chosen.value };
}

function sessionItem(session: WebSession, now: number): vscode.QuickPickItem {
  return {
    label: webSessionName(session),
    description: [signedText(session), endText(session.expirationDate, now)].join(' · '),
    detail: [privilegesText(session), session.id].join(' · '),
  };
}

export function nowOf({ server }: Pick<WebParts, 'server'>): number {
  return server.state ? virtualNow(server.state.clock) : Date.now();
}

function valuesIn(
  value: Json,
  path: JsonPath,
  fits: (value: Json, path: JsonPath) => boolean,
  found: { path: JsonPath; value: Json }[] = [],
): { path: JsonPath; value: Json }[] {
  if (fits(value, path)) found.push({ path, value });
  if (isContainer(value)) {
    for (const key of keysOf(value)) {
      if (found.length >= MOST_VALUES) break;
      valuesIn(storageValueAt(value, [key]) ?? null, [...path, key], fits, found);
    }
  }
  return found;
}

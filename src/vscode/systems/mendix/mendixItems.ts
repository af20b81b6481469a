import * as vscode from 'vscode';
import type { MendixSession, MendixToken, MendixUser } from '../../../core/systems/mendix/mendixSession';
import type { MendixState } from '../../../core/systems/mendix/mendixSlice';
import { clockText } from '../../host/clockText';
import { ICON_COLOURS } from '../../host/iconColours';
import { l10n } from '../../host/l10n';
import { pageRow } from '../../host/pagedRows';
import { numberText, treeRow } from '../../host/treeRow';
import { timeText } from '../../mobileApps/sessionText';
import { durationText } from '../../server/serverText';
import { MENDIX_ROWS } from './mendixContract';
import {
  blockEndText,
  clientKindText,
  failedLoginsText,
  isLive,
  mendixSessionName,
  runtimeText,
  sessionEndText,
  sweepText,
  tokenCountText,
  tokenEndText,
  tokenId,
  tokenPlaceText,
  userStateText,
} from './mendixText';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/**
 * Creates the tree items of the Mendix runtime, with what a screen reader reads. A list without rows has an id of its own:
 * otherwise VS Code would leave it collapsed when it gets some.
 */
export class MendixItems {
  root(state: MendixState): vscode.TreeItem {
    return treeRow(l10n.t('Mendix Runtime'), runtimeText(state), Collapsed, {
      icon: 'layers',
      tokens: MENDIX_ROWS.value('mendix'),
      tooltip: l10n.t(
        'Sessions of Mendix clients at runtime {0}. Their cookie is {1}.',
        state.runtimeVersion,
        state.sessionCookie,
      ),
    });
  }

  sweep(state: MendixState, now: number): vscode.TreeItem {
    return treeRow(l10n.t('Next Sweep'), sweepText(state, now), None, {
      icon: 'clear-all',
      tokens: MENDIX_ROWS.value('mendixSweep'),
      tooltip: l10n.t(
        'At {0}, then every {1}. A sweep removes expired sessions, and unblocks users after five minutes or more.',
        clockText(Date.parse(state.nextSweepAt), true),
        durationText(state.sweepEveryMs),
      ),
    });
  }

  sessions({ sessions }: MendixState): vscode.TreeItem {
    const anonymous = sessions.filter((session) => session.anonymous).length;
    const count = numberText(sessions.length);
    const detail = anonymous === 0 ? count : l10n.t('{0} · anonymous: {1}', count, numberText(anonymous));
    const item = treeRow(l10n.t('Client Sessions'), detail, sessions.length > 0 ? Expanded : None, {
      icon: 'browser',
      tokens: MENDIX_ROWS.value('mendixSessions'),
    });
    if (sessions.length === 0) item.id = 'mendixSessions empty';
    return item;
  }

  sessionPage(page: number, sessions: readonly MendixSession[]): vscode.TreeItem {
    return pageRow(page, sessions, mendixSessionName, MENDIX_ROWS.value('mendixSessionPage'));
  }

  /** Live, expired and anonymous sessions differ by shape, by colour and by a word. */
  session(session: MendixSession, state: MendixState, now: number): vscode.TreeItem {
    const end = sessionEndText(session, state, now);
    const word = isLive(session) ? 'liveSession' : 'unsweptSession';
    return treeRow(mendixSessionName(session), [end, clientKindText(session.profile)].join(' · '), None, {
      icon: sessionIcon(session),
      tokens: MENDIX_ROWS.value('mendixSession', word, session.anonymous && 'anonymousUser'),
      tooltip: sessionTooltip(session, end),
    });
  }

  users(users: readonly MendixUser[]): vscode.TreeItem {
    const blocked = users.filter((user) => user.blocked).length;
    const count = numberText(users.length);
    const detail = blocked === 0 ? count : l10n.t('{0} · {1} blocked', count, numberText(blocked));
    const item = treeRow(l10n.t('Users'), detail, users.length > 0 ? Expanded : None, {
      icon: 'organization',
      tokens: MENDIX_ROWS.value('mendixUsers'),
      tooltip: l10n.t('Users with their authentication tokens. Anonymous users are with their sessions.'),
    });
    if (users.length === 0) item.id = 'mendixUsers empty';
    return item;
  }

  userPage(page: number, users: readonly MendixUser[]): vscode.TreeItem {
    return pageRow(page, users, ({ name }) => name, MENDIX_ROWS.value('mendixUserPage'));
  }

  user(user: MendixUser, state: MendixState): vscode.TreeItem {
    const { name, active, blocked, tokens } = user;
    const parts = [userStateText(user, state), failedLoginsText(user), tokenCountText(user)];
    const description = parts.filter((part) => part !== undefined).join(' · ');
    const words = [active ? 'activeUser' : 'inactiveUser', blocked ? 'blockedUser' : 'freeUser'] as const;
    return treeRow(name, description, tokens.length > 0 ? Collapsed : None, {
      icon: userIcon(user),
      tokens: MENDIX_ROWS.value('mendixUser', ...words),
      tooltip: userTooltip(user, state),
    });
  }

  token(token: MendixToken, now: number): vscode.TreeItem {
    const { expiresAt, createdAt, userAgent } = token;
    const parts = [tokenEndText(token, now), tokenPlaceText(token), tokenId(token)];
    const tooltip = [
      expiresAt === undefined
        ? l10n.t('Makes sessions without end.')
        : l10n.t('Makes sessions until {0}.', timeText(Date.parse(expiresAt))),
      l10n.t('Made: {0}', timeText(Date.parse(createdAt))),
      ...(userAgent === undefined ? [] : [userAgent]),
    ].join('\n');
    const look = { icon: 'key', tokens: MENDIX_ROWS.value('mendixToken'), tooltip };
    return treeRow(l10n.t('Token'), parts.join(' · '), None, look);
  }
}

function sessionIcon(session: MendixSession): vscode.ThemeIcon {
  if (!isLive(session)) return new vscode.ThemeIcon('history', ICON_COLOURS.warning);
  return session.anonymous
    ? new vscode.ThemeIcon('circle-large-outline', ICON_COLOURS.over)
    : new vscode.ThemeIcon('verified-filled', ICON_COLOURS.good);
}

function userIcon({ active, blocked }: MendixUser): vscode.ThemeIcon {
  if (blocked) return new vscode.ThemeIcon('lock', ICON_COLOURS.warning);
  return active ? new vscode.ThemeIcon('account') : new vscode.ThemeIcon('circle-slash', ICON_COLOURS.over);
}

function sessionTooltip(session: MendixSession, end: string): string {
  const { id, user, createdAt, lastActiveAt, idleUntil, userAgent } = session;
  return [
    `${mendixSessionName(session)} — ${end}`,
    ...(session.anonymous ? [user] : []),
    id,
    l10n.t('Made: {0}', timeText(Date.parse(createdAt))),
    l10n.t('Last request: {0}', timeText(Date.parse(lastActiveAt))),
    l10n.t('Idle limit: {0}', timeText(Date.parse(idleUntil))),
    ...(userAgent === undefined ? [] : [userAgent]),
  ].join('\n');
}

function userTooltip(user: MendixUser, state: MendixState): string {
  const { name, blockedSince, lastLoginAt } = user;
  return [
    `${name} — ${userStateText(user, state)}`,
    ...(blockedSince === undefined
      ? []
      : [
          l10n.t('Blocked since {0}', timeText(Date.parse(blockedSince))),
          l10n.t('Unblocked by the sweep at {0}, the first one after five minutes.', blockEndText(blockedSince, state)),
        ]),
    ...(lastLoginAt === undefined ? [] : [l10n.t('Last login: {0}', timeText(Date.parse(lastLoginAt)))]),
  ].join('\n');
}

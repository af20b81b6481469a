import * as vscode from 'vscode';
import { forgottenIn, isReused } from '../../../core/systems/tokens/familyTree';
import type { ControlledSession, FamilyToken, TokensUser } from '../../../core/systems/tokens/tokenSession';
import type { TokensState } from '../../../core/systems/tokens/tokensSlice';
import type { ContextValue } from '../../contract/rows';
import { ICON_COLOURS } from '../../host/iconColours';
import { l10n } from '../../host/l10n';
import { pageRow } from '../../host/pagedRows';
import { numberText, treeRow } from '../../host/treeRow';
import { timeText } from '../../mobileApps/sessionText';
import { TOKENS_ROWS } from './tokensContract';
import {
  familyTokenBrief,
  familyTokenLabel,
  familyTokenName,
  familyTokenText,
  isActive,
  isGood,
  shortUserName,
  tokenDeviceText,
  tokenSessionSpoken,
  tokenSessionText,
  tokensText,
  tokenUserText,
} from './tokensText';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
const { good: GOOD, warning: WARNING, over: OVER } = ICON_COLOURS;
/** How many characters of a user's name are shown, so that a side bar of usual width has room for what follows. */
const BESIDE_COUNTDOWNS = 9;
const BESIDE_COUNT = 15;

/**
 * Creates the tree items of the token server, with what a screen reader reads. A list without rows has an id of its own:
 * otherwise VS Code would leave it collapsed when it gets some.
 */
export class TokensItems {
  root(state: TokensState): vscode.TreeItem {
    return treeRow(l10n.t('Token Server'), tokensText(state), Collapsed, {
      icon: 'shield',
      tokens: TOKENS_ROWS.value('tokens'),
      tooltip: l10n.t('Sessions of mobile apps, with their access and refresh tokens.'),
    });
  }

  sessions(active: readonly ControlledSession[]): vscode.TreeItem {
    return listRow('tokenSessions', l10n.t('Active Sessions'), active, Expanded, {
      icon: 'vm-active',
      tokens: TOKENS_ROWS.value('tokenSessions'),
      tooltip: l10n.t(
        'A session ends at its idle end unless the app refreshes, and at its absolute end whatever happens.',
      ),
    });
  }

  ended(ended: readonly ControlledSession[]): vscode.TreeItem {
    return listRow('endedTokenSessions', l10n.t('Ended Sessions'), ended, Collapsed, {
      icon: 'archive',
      tokens: TOKENS_ROWS.value('endedTokenSessions'),
      tooltip: l10n.t('The last to end comes first.'),
    });
  }

  sessionPage(page: number, sessions: readonly ControlledSession[]): vscode.TreeItem {
    return pageRow(page, sessions, ({ user }) => user, TOKENS_ROWS.value('tokenSessionPage'));
  }

  endedPage(page: number, sessions: readonly ControlledSession[]): vscode.TreeItem {
    return pageRow(page, sessions, ({ user }) => user, TOKENS_ROWS.value('endedTokenSessionPage'));
  }

  /** Active sessions, ended ones, and those that died of a reused token differ by shape, by colour and by words. */
  session(session: ControlledSession, now: number): vscode.TreeItem {
    const state = session.family.length > 0 ? Collapsed : None;
    return treeRow(shortUserName(session.user, BESIDE_COUNTDOWNS), tokenSessionText(session, now), state, {
      icon: sessionIcon(session),
      tokens: TOKENS_ROWS.value('tokenSession', isActive(session) ? 'activeTokenSession' : 'endedTokenSession'),
      tooltip: sessionTooltip(session, now),
      spoken: tokenSessionSpoken(session, now),
    });
  }

  familyPage(page: number, onPage: readonly FamilyToken[]): vscode.TreeItem {
    return pageRow(page, onPage, familyTokenName, TOKENS_ROWS.value('familyPage'));
  }

  token(token: FamilyToken, family: readonly FamilyToken[], now: number): vscode.TreeItem {
    return treeRow(familyTokenLabel(token), familyTokenBrief(token, family, now), None, {
      icon: tokenIcon(token, now),
      tokens: TOKENS_ROWS.value('familyToken', isGood(token, now) ? 'goodToken' : 'spentToken'),
      tooltip: tokenTooltip(token, family, now),
      spoken: `${familyTokenName(token)}, ${familyTokenText(token, family, now)}`,
    });
  }

  /** Stands below the oldest token that is still known. */
  forgotten(family: readonly FamilyToken[]): vscode.TreeItem {
    const { refresh, access } = forgottenIn(family);
    const text = l10n.t('refresh: {0}, access: {1}', numberText(refresh), numberText(access));
    return treeRow(l10n.t('Forgotten Tokens'), text, None, {
      icon: new vscode.ThemeIcon('ellipsis', OVER),
      tokens: TOKENS_ROWS.value('forgottenTokens'),
      tooltip: l10n.t('Of very many tokens, the server forgets the oldest ones.'),
    });
  }

  users(users: readonly TokensUser[]): vscode.TreeItem {
    return listRow('tokenUsers', l10n.t('Users'), users, Expanded, {
      icon: 'organization',
      tokens: TOKENS_ROWS.value('tokenUsers'),
      tooltip: l10n.t('Users come from the settings, or when they sign in.'),
    });
  }

  userPage(page: number, users: readonly TokensUser[]): vscode.TreeItem {
    return pageRow(page, users, ({ name }) => name, TOKENS_ROWS.value('tokenUserPage'));
  }

  user(user: TokensUser, sessions: number): vscode.TreeItem {
    const { name, disabled, passwordChangedAt } = user;
    const text = tokenUserText(user, sessions);
    const word = disabled ? 'disabledUser' : 'enabledUser';
    return treeRow(shortUserName(name, BESIDE_COUNT), text, None, {
      spoken: `${name}, ${text}`,
      icon: disabled ? new vscode.ThemeIcon('circle-slash', OVER) : 'account',
      tokens: TOKENS_ROWS.value('tokenUser', word, sessions > 0 && 'signedInUser'),
      tooltip: [
        `${name} — ${text}`,
        ...(disabled ? [l10n.t('Nobody can sign in as this user.')] : []),
        ...(passwordChangedAt === undefined
          ? []
          : [l10n.t('Password changed: {0}', timeText(Date.parse(passwordChangedAt)))]),
      ].join('\n'),
    });
  }
}

function listRow(
  kind: string,
  label: string,
  list: readonly unknown[],
  state: vscode.TreeItemCollapsibleState,
  look: { readonly icon: string; readonly tokens: ContextValue; readonly tooltip: string },
): vscode.TreeItem {
  const item = treeRow(label, numberText(list.length), list.length > 0 ? state : None, look);
  if (list.length === 0) item.id = `${kind} empty`;
  return item;
}

function sessionIcon(session: ControlledSession): vscode.ThemeIcon {
  if (isActive(session)) return new vscode.ThemeIcon('device-mobile', GOOD);
  return session.endReason === 'token_reuse'
    ? new vscode.ThemeIcon('warning', WARNING)
    : new vscode.ThemeIcon('circle-slash', OVER);
}

function tokenIcon(token: FamilyToken, now: number): vscode.ThemeIcon {
  if (isReused(token)) return new vscode.ThemeIcon('warning', WARNING);
  if (isGood(token, now)) return new vscode.ThemeIcon(token.kind === 'refresh' ? 'key' : 'pass-filled', GOOD);
  switch (token.state) {
    case 'used':
      return new vscode.ThemeIcon('arrow-up', OVER);
    case 'revoked':
      return new vscode.ThemeIcon('circle-slash', OVER);
    default:
      return new vscode.ThemeIcon('history', OVER);
  }
}

function sessionTooltip(session: ControlledSession, now: number): string {
  const { id, ip, device, client, scope, createdAt, lastActiveAt, expiresAt, absoluteExpiresAt, endedAt } = session;
  const told = [device.platform, device.model, device.appVersion].filter((part) => part !== undefined);
  return [
    tokenSessionSpoken(session, now),
    [tokenDeviceText(session), ...told].join(' · '),
    ip,
    id,
    ...(client === undefined ? [] : [l10n.t('Client: {0}', client)]),
    ...(scope === undefined || scope === '' ? [] : [l10n.t('Scope: {0}', scope)]),
    l10n.t('Signed in: {0}', timeText(Date.parse(createdAt))),
    l10n.t('Last activity: {0}', timeText(Date.parse(lastActiveAt))),
    ...(endedAt === undefined
      ? [
          l10n.t('Idle end: {0}', timeText(Date.parse(expiresAt))),
          l10n.t('Absolute end: {0}', timeText(Date.parse(absoluteExpiresAt))),
        ]
      : [l10n.t('Ended: {0}', timeText(Date.parse(endedAt)))]),
  ].join('\n');
}

function tokenTooltip(token: FamilyToken, family: readonly FamilyToken[], now: number): string {
  const { id, issuedAt, expiresAt } = token;
  return [
    `${familyTokenName(token)} — ${familyTokenText(token, family, now)}`,
    l10n.t('Id: {0}', id),
    l10n.t('Issued: {0}', timeText(Date.parse(issuedAt))),
    l10n.t('Expires: {0}', timeText(Date.parse(expiresAt))),
  ].join('\n');
}

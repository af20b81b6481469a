import * as vscode from 'vscode';
import type { Json } from '../../../core/json/json';
import { isContainer, keysOf } from '../../../core/systems/web/storageEdit';
import type { LiveOtp, WebSession } from '../../../core/systems/web/webSession';
import type { WebSessionsState } from '../../../core/systems/web/webSlice';
import { boundCommand } from '../../host/commandRegistry';
import { ICON_COLOURS } from '../../host/iconColours';
import { l10n } from '../../host/l10n';
import { pageRow } from '../../host/pagedRows';
import { isOne } from '../../host/plural';
import { numberText, treeRow } from '../../host/treeRow';
import { timeText } from '../../mobileApps/sessionText';
import { durationText } from '../../server/serverText';
import { WEB_COMMANDS, WEB_ROWS } from './webContract';
import type { WebOtpNode, WebStorageNode } from './webNode';
import {
  apartText,
  endText,
  otpCountText,
  otpName,
  privilegesText,
  signedText,
  valueText,
  webSessionName,
} from './webText';

const { Collapsed, None } = vscode.TreeItemCollapsibleState;
const TOOLTIP_LENGTH = 2000;

/** Creates the tree items of web sessions, with what a screen reader reads. */
export class WebItems {
  /** @param hasCookie whether this window knows the cookie of a session, because it created the session */
  constructor(private readonly hasCookie: (id: string) => boolean) {}

  root({ sessions, cookieName }: WebSessionsState): vscode.TreeItem {
    const guests = sessions.filter(({ isGuest }) => isGuest).length;
    const detail =
      guests > 0
        ? isOne(guests)
          ? l10n.t('{0} · {1} guest', numberText(sessions.length), numberText(guests))
          : l10n.t('{0} · {1} guests', numberText(sessions.length), numberText(guests))
        : numberText(sessions.length);
    return treeRow(l10n.t('Web Sessions'), detail, sessions.length > 0 ? Collapsed : None, {
      icon: 'browser',
      tokens: WEB_ROWS.value('web'),
      tooltip: l10n.t('Live web sessions. Their cookie is {0}.', cookieName),
    });
  }

  page(page: number, sessions: readonly WebSession[]): vscode.TreeItem {
    return pageRow(page, sessions, webSessionName, WEB_ROWS.value('webPage'));
  }

  /**
   * Guests and users differ by shape, by colour and by a word.
   * @param isNamesake whether another session has the same name. Then the row says what tells them apart
   */
  session(session: WebSession, now: number, isNamesake = false): vscode.TreeItem {
    const { id, isGuest, privileges, expirationDate } = session;
    const end = endText(expirationDate, now);
    const apart = isNamesake ? apartText(session) : undefined;
    const parts = [
      apart ?? signedText(session),
      privileges.length === 0 ? undefined : privilegesText(session),
      end,
      otpCountText(session),
    ];
    const signed = isGuest ? 'guest' : 'signedIn';
    const said = [privilegesText(session), end, otpCountText(session)];
    const spoken = [webSessionName(session), apart, signedText(session), ...said];
    return treeRow(webSessionName(session), parts.filter((part) => part !== undefined).join(' · '), Collapsed, {
      icon: isGuest
        ? new vscode.ThemeIcon('circle-large-outline', ICON_COLOURS.over)
        : new vscode.ThemeIcon('verified-filled', ICON_COLOURS.good),
      tokens: WEB_ROWS.value('webSession', signed, this.hasCookie(id) && 'hasCookie'),
      tooltip: tooltipOf(session),
      spoken: [...new Set(spoken)].filter((part) => part !== undefined).join(', '),
    });
  }

  otp(node: WebOtpNode, { otp, expiresAt }: LiveOtp, now: number): vscode.TreeItem {
    return treeRow(l10n.t('Passcode {0}', otpName(otp)), endText(expiresAt, now), None, {
      icon: 'key',
      tokens: WEB_ROWS.value('webOtp'),
      tooltip: l10n.t('Restores the session once, until {0}.', timeText(Date.parse(expiresAt))),
      command: boundCommand(WEB_COMMANDS.webCopyLink, l10n.t('Copy Passcode as Link'), node),
    });
  }

  value(node: WebStorageNode, value: Json): vscode.TreeItem {
    const isRoot = node.path.length === 0;
    const label = isRoot ? l10n.t('Storage') : (node.path.at(-1) ?? '');
    const place = isRoot ? 'storageRoot' : 'storageValue';
    const canBeEdited = !isRoot && !isContainer(value);
    return treeRow(label, valueText(value), keysOf(value).length > 0 ? Collapsed : None, {
      icon: isRoot ? 'database' : valueIcon(value),
      tokens: WEB_ROWS.value('webStorage', place, isContainer(value) && 'container'),
      tooltip: jsonTooltip(value),
      command: canBeEdited ? boundCommand(WEB_COMMANDS.webEditValue, l10n.t('Edit Value'), node) : undefined,
    });
  }

  /** The row for values that are not listed because there are too many. */
  more(count: number): vscode.TreeItem {
    return treeRow(l10n.t('{0} more', numberText(count)), '', None, { tokens: WEB_ROWS.value('webMore') });
  }
}

function valueIcon(value: Json): string {
  if (Array.isArray(value)) return 'symbol-array';
  switch (typeof value) {
    case 'string':
      return 'symbol-string';
    case 'number':
      return 'symbol-number';
    case 'boolean':
      return 'symbol-boolean';
    default:
      return value === null ? 'symbol-null' : 'symbol-object';
  }
}

function jsonTooltip(value: Json): string {
  const text = JSON.stringify(value, undefined, 2);
  return text.length > TOOLTIP_LENGTH ? `${text.slice(0, TOOLTIP_LENGTH)}…` : text;
}

function tooltipOf(session: WebSession): string {
  const { id, createdAt, expirationDate, idleTimeout, ipAddress, type, userAgent } = session;
  return [
    `${webSessionName(session)} — ${signedText(session)}`,
    l10n.t('Privileges: {0}', privilegesText(session)),
    id,
    l10n.t('Made: {0}', timeText(Date.parse(createdAt))),
    l10n.t(
      'Ends: {0}, after {1} without a request',
      timeText(Date.parse(expirationDate)),
      durationText(idleTimeout * 60_000),
    ),
    [type, ipAddress, userAgent].filter(Boolean).join(' · '),
  ].join('\n');
}

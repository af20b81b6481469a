import * as vscode from 'vscode';
import type { EvictedMobileSession, MobileSession, MobileSessions } from '../../../core/systems/mobile/mobileSession';
import { boundCommand } from '../../host/commandRegistry';
import { l10n } from '../../host/l10n';
import { pageRow } from '../../host/pagedRows';
import { setContextValue } from '../../host/rowTokens';
import { numberText, treeRow } from '../../host/treeRow';
import { heldText } from '../../memory/memoryAgreement';
import { MOBILE_APPS_COMMANDS } from '../../mobileApps/mobileAppsContract';
import { conditionText, timeText } from '../../mobileApps/sessionText';
import { shortId } from '../../server/serverText';
import { MOBILE_ROWS } from './mobileContract';
import type { EvictionNode, MemorySessionNode } from './mobileNode';
import { evictionText, memorySessionName } from './mobileText';

const { Collapsed, None } = vscode.TreeItemCollapsibleState;

/** Creates the tree items of sessions in memory, with what a screen reader reads. */
export class MobileItems {
  memory({ folder, sessions, evicted }: MobileSessions): vscode.TreeItem {
    const count = sessions.length;
    const away = evicted.length;
    const detail = away > 0 ? l10n.t('{0} · {1} evicted', numberText(count), numberText(away)) : numberText(count);
    const item = treeRow(l10n.t('Sessions in Memory'), detail, count + away > 0 ? Collapsed : None);
    item.iconPath = new vscode.ThemeIcon('device-mobile');
    setContextValue(item, MOBILE_ROWS.value('memory'));
    item.tooltip = folder;
    return item;
  }

  page(page: number, sessions: readonly MobileSession[]): vscode.TreeItem {
    const item = pageRow(page, sessions, memorySessionName);
    setContextValue(item, MOBILE_ROWS.value('page'));
    return item;
  }

  session(node: MemorySessionNode, session: MobileSession): vscode.TreeItem {
    const email = session.email === '' ? l10n.t('guest') : session.email;
    const status = conditionText(session.status === 'pending' ? 'pending' : 'accepted');
    const agreement = session.agreement === 'inMemory' ? undefined : heldText(session.agreement);
    const parts = [agreement, status, email, session.applicationName || session.applicationId];
    const item = treeRow(memorySessionName(session), parts.filter(Boolean).join(' · '), None);
    item.iconPath = sessionIcon(session);
    setContextValue(item, MOBILE_ROWS.value('session', session.status, session.agreement));
    item.tooltip = sessionTooltip(session, status);
    item.command = boundCommand(MOBILE_APPS_COMMANDS.sessionOpen, l10n.t('Open Session File'), node);
    return item;
  }

  evictions({ evicted }: MobileSessions): vscode.TreeItem {
    const item = treeRow(l10n.t('Evicted'), numberText(evicted.length), Collapsed);
    item.iconPath = new vscode.ThemeIcon('circle-slash');
    setContextValue(item, MOBILE_ROWS.value('evictions'));
    item.tooltip = l10n.t('Sessions that were in memory and are not any more.');
    return item;
  }

  eviction(node: EvictionNode, evicted: EvictedMobileSession): vscode.TreeItem {
    const item = treeRow(shortId(evicted.id), evictionText(evicted), None);
    item.iconPath = new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('list.warningForeground'));
    setContextValue(item, MOBILE_ROWS.value('eviction'));
    item.tooltip = [evicted.file, evictionText(evicted), timeText(Date.parse(evicted.at))].join('\n');
    // Without a code, the file had no errors but is gone.
    if (evicted.code !== undefined) {
      item.command = boundCommand(MOBILE_APPS_COMMANDS.sessionOpen, l10n.t('Open Session File'), node);
    }
    return item;
  }
}

/** Different by shape and by colour. */
function sessionIcon({ status, agreement }: MobileSession): vscode.ThemeIcon {
  if (agreement === 'goneFromDisk')
    return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.errorForeground'));
  if (agreement === 'changedOnDisk') {
    return new vscode.ThemeIcon('diff-modified', new vscode.ThemeColor('list.warningForeground'));
  }
  return status === 'pending'
    ? new vscode.ThemeIcon('clock', new vscode.ThemeColor('testing.iconQueued'))
    : new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
}

function sessionTooltip(session: MobileSession, status: string): string {
  const { file, loadedAt, lastRequestAt, deviceOs, deviceVersion } = session;
  return [
    `${memorySessionName(session)} — ${status}, ${heldText(session.agreement)}`,
    [deviceOs, deviceVersion].filter(Boolean).join(' '),
    file,
    l10n.t('In memory since {0}', timeText(Date.parse(loadedAt))),
    ...(lastRequestAt === undefined ? [] : [l10n.t('Last request: {0}', timeText(Date.parse(lastRequestAt)))]),
  ]
    .filter(Boolean)
    .join('\n');
}

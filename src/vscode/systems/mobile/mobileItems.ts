import * as vscode from 'vscode';
import { shortId } from '../../../core/server/shortId';
import type { EvictedMobileSession, MobileSession, MobileSessions } from '../../../core/systems/mobile/mobileSession';
import { boundCommand } from '../../host/commandRegistry';
import { ICON_COLOURS } from '../../host/iconColours';
import { l10n } from '../../host/l10n';
import { pageRow } from '../../host/pagedRows';
import { numberText, treeRow } from '../../host/treeRow';
import { heldText } from '../../memory/memoryAgreement';
import { MOBILE_APPS_COMMANDS } from '../../mobileApps/mobileAppsContract';
import { conditionText, timeText } from '../../mobileApps/sessionText';
import { MOBILE_ROWS } from './mobileContract';
import type { EvictionNode, MemorySessionNode } from './mobileNode';
import { evictionText, memoryDeviceParts, memorySessionName } from './mobileText';

const { Collapsed, None } = vscode.TreeItemCollapsibleState;

/** Creates the tree items of sessions in memory, with what a screen reader reads. */
export class MobileItems {
  memory({ folder, sessions, evicted }: MobileSessions): vscode.TreeItem {
    const count = sessions.length;
    const away = evicted.length;
    const detail = away > 0 ? l10n.t('{0} · {1} evicted', numberText(count), numberText(away)) : numberText(count);
    return treeRow(l10n.t('Sessions in Memory'), detail, count + away > 0 ? Collapsed : None, {
      icon: 'device-mobile',
      tokens: MOBILE_ROWS.value('memory'),
      tooltip: folder,
    });
  }

  page(page: number, sessions: readonly MobileSession[]): vscode.TreeItem {
    return pageRow(page, sessions, memorySessionName, MOBILE_ROWS.value('page'));
  }

  /**
   * Who comes first, then what differs, then the device, as in the view Mobile Sessions.
   * @param isOneOfMany whether sessions of other applications are in memory too
   */
  session(node: MemorySessionNode, session: MobileSession, isOneOfMany: boolean): vscode.TreeItem {
    const name = memorySessionName(session);
    const status = conditionText(session.status === 'pending' ? 'pending' : 'accepted');
    const differs = session.agreement !== 'inMemory';
    const application = isOneOfMany ? session.applicationName || session.applicationId : '';
    const said = [...memoryDeviceParts(session), application].filter(Boolean);
    // The icon says the status where it does not say how file and memory differ.
    const parts = differs ? [heldText(session.agreement), ...(session.status === 'pending' ? [status] : [])] : [];
    return treeRow(name, [...parts, ...said].join(' · '), None, {
      icon: sessionIcon(session),
      spoken: [name, ...(differs ? [heldText(session.agreement)] : []), status, ...said].join(', '),
      tokens: MOBILE_ROWS.value('session', session.status, session.agreement),
      tooltip: sessionTooltip(session, status),
      command: boundCommand(MOBILE_APPS_COMMANDS.sessionOpen, l10n.t('Open Session File'), node),
    });
  }

  evictions({ evicted }: MobileSessions): vscode.TreeItem {
    return treeRow(l10n.t('Evicted'), numberText(evicted.length), Collapsed, {
      icon: 'circle-slash',
      tokens: MOBILE_ROWS.value('evictions'),
      tooltip: l10n.t('Sessions that were in memory and are not any more.'),
    });
  }

  eviction(node: EvictionNode, evicted: EvictedMobileSession): vscode.TreeItem {
    // Without a code, the file had no errors but is gone.
    const isThere = evicted.code !== undefined;
    return treeRow(shortId(evicted.id), evictionText(evicted), None, {
      icon: new vscode.ThemeIcon('circle-slash', ICON_COLOURS.warning),
      tokens: MOBILE_ROWS.value('eviction'),
      tooltip: [evicted.file, evictionText(evicted), timeText(Date.parse(evicted.at))].join('\n'),
      command: isThere ? boundCommand(MOBILE_APPS_COMMANDS.sessionOpen, l10n.t('Open Session File'), node) : undefined,
    });
  }
}

/** Different by shape and by colour. */
function sessionIcon({ status, agreement }: MobileSession): vscode.ThemeIcon {
  if (agreement === 'goneFromDisk') return new vscode.ThemeIcon('warning', ICON_COLOURS.bad);
  if (agreement === 'changedOnDisk') {
    return new vscode.ThemeIcon('diff-modified', ICON_COLOURS.warning);
  }
  return status === 'pending'
    ? new vscode.ThemeIcon('clock', ICON_COLOURS.warning)
    : new vscode.ThemeIcon('pass', ICON_COLOURS.good);
}

function sessionTooltip(session: MobileSession, status: string): string {
  const { file, loadedAt, lastRequestAt, applicationName, applicationId } = session;
  return [
    `${memorySessionName(session)} — ${status}, ${heldText(session.agreement)}`,
    memoryDeviceParts(session).join(' · '),
    applicationName || applicationId,
    file,
    l10n.t('In memory since {0}', timeText(Date.parse(loadedAt))),
    ...(lastRequestAt === undefined ? [] : [l10n.t('Last request: {0}', timeText(Date.parse(lastRequestAt)))]),
  ]
    .filter(Boolean)
    .join('\n');
}

import * as vscode from 'vscode';
import { PAGE_SIZE } from '../../core/index/arrange';
import type { ServerStatus } from '../../core/protocol/address';
import type { Fault } from '../../core/protocol/fault';
import { type JournalEntry, NO_REQUEST } from '../../core/protocol/journal';
import type { Mail } from '../../core/protocol/outbox';
import type { ServerState } from '../../core/protocol/state';
import { decidingCause } from '../../core/server/journalFilter';
import type { EvictedMobileSession, MobileSession } from '../../core/systems/mobile/mobileSession';
import type { Command } from '../contract/command';
import type { ContextValue } from '../contract/rows';
import { boundCommand } from '../host/commands';
import { l10n } from '../host/l10n';
import { setContextValue } from '../host/rows';
import { heldText } from '../memory/memoryAgreement';
import { MOBILE_APPS_COMMANDS } from '../mobileApps/mobileAppsContract';
import { conditionText, timeText } from '../mobileApps/sessionText';
import { SERVER_COMMANDS, SERVER_ROWS } from './serverContract';
import type { AddressNode, EvictionNode, MemorySessionNode, ServerNode } from './serverNode';
import {
  changeText,
  clockText,
  effectText,
  evictionText,
  expiryText,
  hitsText,
  memorySessionName,
  offsetText,
  routeText,
  scopeText,
  shortId,
  statusText,
  virtualNow,
} from './serverText';
import type { StatusFace } from './statusFace';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
/** Draws the rows of the view Dev Server: what each shows, and says to a screen reader. */
export class ServerItems {
  server(face: StatusFace, status: ServerStatus, hasAddresses: boolean): vscode.TreeItem {
    const item = new vscode.TreeItem(l10n.t('Server {0}', face.label), hasAddresses ? Expanded : None);
    item.iconPath = face.icon;
    item.description = face.detail;
    item.tooltip = face.tooltip;
    setContextValue(item, face.contextValue);
    item.accessibilityInformation = { label: face.spoken };
    if (status === 'failed')
      item.command = boundCommand(SERVER_COMMANDS.serverShowActions, l10n.t('Dev Server Actions'));
    return item;
  }

  address(node: AddressNode, text: string): vscode.TreeItem {
    const { label, icon, tokens, run } = this.addressFace(node);
    const item = row(label, text, None);
    item.iconPath = new vscode.ThemeIcon(icon);
    setContextValue(item, tokens);
    item.tooltip = node.which === 'pairing' ? pairingHint() : text;
    item.command = boundCommand(run, l10n.t('Open'), node);
    return item;
  }

  clock({ clock }: ServerState): vscode.TreeItem {
    const parts = [
      clockText(virtualNow(clock), false),
      offsetText(clock),
      clock.paused ? l10n.t('paused') : undefined,
    ].filter((part) => part !== undefined);
    const item = row(l10n.t('Clock'), parts.join(' · '), None);
    item.iconPath = new vscode.ThemeIcon(clock.paused ? 'debug-pause' : 'watch');
    setContextValue(item, SERVER_ROWS.value('clock', clock.paused ? 'paused' : 'ticking'));
    item.tooltip = l10n.t('Virtual time: every deadline of the server goes by it.');
    item.command = boundCommand(SERVER_COMMANDS.clockAdvance, l10n.t('Advance Clock'));
    return item;
  }

  memory({ systems: { mobile } }: ServerState): vscode.TreeItem {
    const count = mobile?.sessions.length ?? 0;
    const away = mobile?.evicted.length ?? 0;
    const detail = away > 0 ? l10n.t('{0} · {1} evicted', numberText(count), numberText(away)) : numberText(count);
    const item = row(l10n.t('Sessions in Memory'), detail, count + away > 0 ? Collapsed : None);
    item.iconPath = new vscode.ThemeIcon('device-mobile');
    setContextValue(item, SERVER_ROWS.value('memory'));
    item.tooltip = mobile?.folder;
    return item;
  }

  page(page: number, sessions: readonly MobileSession[]): vscode.TreeItem {
    const from = page * PAGE_SIZE + 1;
    const label = `${numberText(from)}–${numberText(from + sessions.length - 1)}`;
    const ends = [sessions[0], sessions.at(-1)].flatMap((each) => (each ? [memorySessionName(each)] : []));
    const item = row(label, [...new Set(ends)].join(' … '), Collapsed);
    item.iconPath = new vscode.ThemeIcon('list-unordered');
    setContextValue(item, SERVER_ROWS.value('page'));
    return item;
  }

  session(node: MemorySessionNode, session: MobileSession): vscode.TreeItem {
    const email = session.email === '' ? l10n.t('guest') : session.email;
    const status = conditionText(session.status === 'pending' ? 'pending' : 'accepted');
    const agreement = session.agreement === 'inMemory' ? undefined : heldText(session.agreement);
    const parts = [agreement, status, email, session.applicationName || session.applicationId];
    const item = row(memorySessionName(session), parts.filter(Boolean).join(' · '), None);
    item.iconPath = sessionIcon(session);
    setContextValue(item, SERVER_ROWS.value('session', session.status, session.agreement));
    item.tooltip = sessionTooltip(session, status);
    item.command = boundCommand(MOBILE_APPS_COMMANDS.sessionOpen, l10n.t('Open Session File'), node);
    return item;
  }

  evictions({ systems: { mobile } }: ServerState): vscode.TreeItem {
    const item = row(l10n.t('Evicted'), numberText(mobile?.evicted.length ?? 0), Collapsed);
    item.iconPath = new vscode.ThemeIcon('circle-slash');
    setContextValue(item, SERVER_ROWS.value('evictions'));
    item.tooltip = l10n.t('Sessions that were in memory and are not any more.');
    return item;
  }

  eviction(node: EvictionNode, evicted: EvictedMobileSession): vscode.TreeItem {
    const item = row(shortId(evicted.id), evictionText(evicted), None);
    item.iconPath = new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('list.warningForeground'));
    setContextValue(item, SERVER_ROWS.value('eviction'));
    item.tooltip = [evicted.file, evictionText(evicted), timeText(Date.parse(evicted.at))].join('\n');
    // Without a code nothing was at fault with the file: it is gone.
    if (evicted.code !== undefined) {
      item.command = boundCommand(MOBILE_APPS_COMMANDS.sessionOpen, l10n.t('Open Session File'), node);
    }
    return item;
  }

  outbox({ outbox }: ServerState): vscode.TreeItem {
    const item = row(l10n.t('Outbox'), numberText(outbox.length), outbox.length > 0 ? Collapsed : None);
    item.iconPath = new vscode.ThemeIcon('mail');
    setContextValue(item, SERVER_ROWS.value('outbox'));
    item.tooltip = l10n.t('Mails that were caught instead of sent.');
    return item;
  }

  mail(node: ServerNode, mail: Mail, now: number): vscode.TreeItem {
    const expiry = expiryText(mail, now);
    const parts = [mail.to, mail.code, expiry].filter((part) => part !== undefined);
    const item = row(mail.subject || l10n.t('(no subject)'), parts.join(' · '), None);
    const isOver = mail.expiresAt !== undefined && Date.parse(mail.expiresAt) <= now;
    item.iconPath = isOver
      ? new vscode.ThemeIcon('mail-read', new vscode.ThemeColor('disabledForeground'))
      : new vscode.ThemeIcon('mail');
    setContextValue(item, SERVER_ROWS.value('mail', mail.link && 'hasLink', mail.code && 'hasCode'));
    item.tooltip = [mail.subject, mail.to, timeText(Date.parse(mail.at))].join('\n');
    item.command = boundCommand(SERVER_COMMANDS.outboxOpen, l10n.t('Open Mail'), node);
    return item;
  }

  faults({ faults }: ServerState): vscode.TreeItem {
    const item = row(l10n.t('Faults'), numberText(faults.length), faults.length > 0 ? Collapsed : None);
    item.iconPath = new vscode.ThemeIcon('zap');
    setContextValue(item, SERVER_ROWS.value('faults'));
    item.tooltip = l10n.t('What goes wrong on purpose.');
    return item;
  }

  fault(fault: Fault): vscode.TreeItem {
    const item = row(effectText(fault), [scopeText(fault), hitsText(fault)].join(' · '), None);
    item.iconPath = new vscode.ThemeIcon('zap', new vscode.ThemeColor('list.warningForeground'));
    setContextValue(item, SERVER_ROWS.value('fault'));
    return item;
  }

  journal(shown: number, hasOlder: boolean, filter: string): vscode.TreeItem {
    const count = hasOlder ? l10n.t('the newest {0}', numberText(shown)) : numberText(shown);
    const detail = filter === '' ? count : l10n.t('“{0}”: {1}', filter, count);
    const item = row(l10n.t('Journal'), detail, Expanded);
    item.iconPath = new vscode.ThemeIcon('output');
    setContextValue(item, SERVER_ROWS.value('journal'));
    item.tooltip = l10n.t('What the server answered, and why. The newest is on top.');
    return item;
  }

  entry(node: ServerNode, entry: JournalEntry): vscode.TreeItem {
    const time = clockText(Date.parse(entry.at), true);
    const cause = decidingCause(entry);
    const state = entry.causes.length + entry.changes.length > 0 ? Collapsed : None;
    const description = [cause?.rule, time].filter((part) => part !== undefined).join(' · ');
    const isRequest = entry.method !== NO_REQUEST;
    // That what was no request got no answer goes without saying.
    const status = isRequest || entry.status !== 0 ? statusText(entry) : '';
    // The status first: in a narrow side bar the end of the route is cut off.
    const item = row(`${status} ${routeText(entry)}`.trim(), description, state);
    item.iconPath = statusIcon(entry.status);
    setContextValue(item, SERVER_ROWS.value('entry', isRequest && 'request'));
    item.tooltip = [
      ...(isRequest ? [`${entry.method} ${entry.url}`] : []),
      ...entry.causes.map(({ message }) => message),
    ].join('\n');
    item.command = boundCommand(SERVER_COMMANDS.journalOpen, l10n.t('Open Entry'), node);
    const spoken = [routeText(entry), status, cause?.message, time, entry.actor.email];
    item.accessibilityInformation = { label: spoken.filter(Boolean).join(', ') };
    return item;
  }

  cause({ causes }: JournalEntry, index: number): vscode.TreeItem {
    const cause = causes[index];
    const item = row(cause?.rule ?? '', cause?.message ?? '', None);
    item.iconPath = new vscode.ThemeIcon(index === causes.length - 1 ? 'arrow-small-right' : 'dash');
    setContextValue(item, SERVER_ROWS.value('cause'));
    item.tooltip = cause?.message;
    return item;
  }

  change({ changes }: JournalEntry, index: number): vscode.TreeItem {
    const change = changes[index];
    const item = row(change ? changeText(change) : '', '', None);
    item.iconPath = new vscode.ThemeIcon('edit');
    setContextValue(item, SERVER_ROWS.value('change'));
    item.tooltip = change && `${change.kind} ${change.id}`;
    return item;
  }

  older(): vscode.TreeItem {
    const item = row(l10n.t('Show Older Entries'), '', None);
    item.iconPath = new vscode.ThemeIcon('chevron-down');
    setContextValue(item, SERVER_ROWS.value('older'));
    item.command = boundCommand(SERVER_COMMANDS.journalShowOlder, l10n.t('Show Older Entries'));
    return item;
  }

  /** Gone between the list and the drawing: VS Code asks for the list again in a moment. */
  vanished(): vscode.TreeItem {
    return row(l10n.t('gone'), '', None);
  }

  private addressFace({ which }: AddressNode): AddressFace {
    switch (which) {
      case 'local':
        return {
          label: l10n.t('Address'),
          icon: 'globe',
          tokens: SERVER_ROWS.value('address', 'hasPage'),
          run: SERVER_COMMANDS.serverOpen,
        };
      case 'external':
        return {
          label: l10n.t('Forwarded address'),
          icon: 'globe',
          tokens: SERVER_ROWS.value('address', 'hasPage'),
          run: SERVER_COMMANDS.serverOpen,
        };
      case 'platform':
        return {
          label: l10n.t('Mailbox and external platform'),
          icon: 'link-external',
          tokens: SERVER_ROWS.value('address', 'hasPage'),
          run: SERVER_COMMANDS.serverOpen,
        };
      case 'lan':
        return {
          label: l10n.t('On the local network'),
          icon: 'broadcast',
          tokens: SERVER_ROWS.value('address', 'lan'),
          run: SERVER_COMMANDS.serverShowQrCode,
        };
      case 'pairing':
        return {
          label: l10n.t('Pairing code'),
          icon: 'key',
          tokens: SERVER_ROWS.value('pairing'),
          run: SERVER_COMMANDS.serverCopyPairingCode,
        };
    }
  }
}

function pairingHint(): string {
  return l10n.t('A device says this code once before the server answers it. The QR code has it in it.');
}

/** What an address is drawn as, and what a click on it does. */
interface AddressFace {
  readonly label: string;
  readonly icon: string;
  readonly tokens: ContextValue;
  readonly run: Command<[node?: ServerNode | undefined]>;
}

/** A row whose spoken label is what it shows. */
export function row(label: string, description: string, state: vscode.TreeItemCollapsibleState): vscode.TreeItem {
  const item = new vscode.TreeItem(label, state);
  item.description = description;
  item.accessibilityInformation = { label: [label, description].filter(Boolean).join(', ') };
  return item;
}

export function numberText(value: number): string {
  return new Intl.NumberFormat(vscode.env.language).format(value);
}

/** Told apart by shape and by colour. */
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

function statusIcon(status: number): vscode.ThemeIcon {
  if (status === 0) return new vscode.ThemeIcon('debug-disconnect', new vscode.ThemeColor('list.errorForeground'));
  if (status >= 500) return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  if (status >= 400) return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
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

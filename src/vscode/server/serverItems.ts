import * as vscode from 'vscode';
import type { ServerStatus } from '../../core/protocol/address';
import type { Fault } from '../../core/protocol/fault';
import { type JournalEntry, NO_REQUEST } from '../../core/protocol/journal';
import type { Mail } from '../../core/protocol/mail';
import type { ServerState } from '../../core/protocol/state';
import { decidingCause } from '../../core/server/journalFilter';
import type { Command } from '../contract/command';
import type { ContextValue } from '../contract/rows';
import { boundCommand } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import { setContextValue } from '../host/rowTokens';
import { numberText, treeRow } from '../host/treeRow';
import { timeText } from '../mobileApps/sessionText';
import { SERVER_COMMANDS, SERVER_ROWS } from './serverContract';
import type { AddressNode, ServerNode } from './serverNode';
import {
  changeText,
  clockText,
  effectText,
  expiryText,
  hitsText,
  offsetText,
  routeText,
  scopeText,
  statusText,
  virtualNow,
} from './serverText';
import type { StatusFace } from './statusFace';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
/** Creates the tree items of the view Dev Server, with what a screen reader reads. */
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

  address(node: AddressNode, { label, icon, tokens, run }: AddressFace, text: string): vscode.TreeItem {
    const item = treeRow(label, text, None);
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
    const item = treeRow(l10n.t('Clock'), parts.join(' · '), None);
    item.iconPath = new vscode.ThemeIcon(clock.paused ? 'debug-pause' : 'watch');
    setContextValue(item, SERVER_ROWS.value('clock', clock.paused ? 'paused' : 'ticking'));
    item.tooltip = l10n.t('Virtual time: every deadline of the server goes by it.');
    item.command = boundCommand(SERVER_COMMANDS.clockAdvance, l10n.t('Advance Clock'));
    return item;
  }

  outbox({ outbox }: ServerState): vscode.TreeItem {
    const item = treeRow(l10n.t('Outbox'), numberText(outbox.length), outbox.length > 0 ? Collapsed : None);
    item.iconPath = new vscode.ThemeIcon('mail');
    setContextValue(item, SERVER_ROWS.value('outbox'));
    item.tooltip = l10n.t('Mails that were caught instead of sent.');
    return item;
  }

  mail(node: ServerNode, mail: Mail, now: number): vscode.TreeItem {
    const expiry = expiryText(mail, now);
    const parts = [mail.to, mail.code, expiry].filter((part) => part !== undefined);
    const item = treeRow(mail.subject || l10n.t('(no subject)'), parts.join(' · '), None);
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
    const item = treeRow(l10n.t('Faults'), numberText(faults.length), faults.length > 0 ? Collapsed : None);
    item.iconPath = new vscode.ThemeIcon('zap');
    setContextValue(item, SERVER_ROWS.value('faults'));
    item.tooltip = l10n.t('What goes wrong on purpose.');
    return item;
  }

  fault(fault: Fault): vscode.TreeItem {
    const item = treeRow(effectText(fault), [scopeText(fault), hitsText(fault)].join(' · '), None);
    item.iconPath = new vscode.ThemeIcon('zap', new vscode.ThemeColor('list.warningForeground'));
    setContextValue(item, SERVER_ROWS.value('fault'));
    return item;
  }

  journal(shown: number, hasOlder: boolean, filter: string): vscode.TreeItem {
    const count = hasOlder ? l10n.t('the newest {0}', numberText(shown)) : numberText(shown);
    const detail = filter === '' ? count : l10n.t('“{0}”: {1}', filter, count);
    const item = treeRow(l10n.t('Journal'), detail, Expanded);
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
    // Without a request there is no answer to show.
    const status = isRequest || entry.status !== 0 ? statusText(entry) : '';
    // The status comes first, because a narrow side bar cuts off the end.
    const item = treeRow(`${status} ${routeText(entry)}`.trim(), description, state);
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
    const item = treeRow(cause?.rule ?? '', cause?.message ?? '', None);
    item.iconPath = new vscode.ThemeIcon(index === causes.length - 1 ? 'arrow-small-right' : 'dash');
    setContextValue(item, SERVER_ROWS.value('cause'));
    item.tooltip = cause?.message;
    return item;
  }

  change({ changes }: JournalEntry, index: number): vscode.TreeItem {
    const change = changes[index];
    const item = treeRow(change ? changeText(change) : '', '', None);
    item.iconPath = new vscode.ThemeIcon('edit');
    setContextValue(item, SERVER_ROWS.value('change'));
    item.tooltip = change && `${change.kind} ${change.id}`;
    return item;
  }

  older(): vscode.TreeItem {
    const item = treeRow(l10n.t('Show Older Entries'), '', None);
    item.iconPath = new vscode.ThemeIcon('chevron-down');
    setContextValue(item, SERVER_ROWS.value('older'));
    item.command = boundCommand(SERVER_COMMANDS.journalShowOlder, l10n.t('Show Older Entries'));
    return item;
  }

  /** The look of an address with a page to open. */
  pageFace(label: string, icon: string): AddressFace {
    return { label, icon, tokens: SERVER_ROWS.value('address', 'hasPage'), run: SERVER_COMMANDS.serverOpen };
  }

  addressFace(which: AddressNode['which']): AddressFace {
    switch (which) {
      case 'local':
      case 'system':
        return this.pageFace(l10n.t('Address'), 'globe');
      case 'external':
        return this.pageFace(l10n.t('Forwarded address'), 'globe');
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

/** The look of an address, and the command of a click on it. */
export interface AddressFace {
  readonly label: string;
  readonly icon: string;
  readonly tokens: ContextValue;
  readonly run: Command<[node?: ServerNode | undefined]>;
}

function statusIcon(status: number): vscode.ThemeIcon {
  if (status === 0) return new vscode.ThemeIcon('debug-disconnect', new vscode.ThemeColor('list.errorForeground'));
  if (status >= 500) return new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  if (status >= 400) return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
}

import * as vscode from 'vscode';
import type { ServerStatus } from '../../core/protocol/address';
import type { Fault } from '../../core/protocol/fault';
import { happenedByItself, type JournalEntry, NO_REQUEST } from '../../core/protocol/journal';
import type { Mail } from '../../core/protocol/mail';
import type { ServerState } from '../../core/protocol/state';
import { isRefusedEntry } from '../../core/server/entryHeadline';
import type { Command } from '../contract/command';
import type { ContextValue } from '../contract/rows';
import { clockText } from '../host/clockText';
import { boundCommand } from '../host/commandRegistry';
import { ICON_COLOURS } from '../host/iconColours';
import { l10n } from '../host/l10n';
import { numberText, treeRow } from '../host/treeRow';
import { timeText } from '../mobileApps/sessionText';
import { causeSentence, changedText, entryCause, entryLine, entryWhy } from './entryText';
import { SERVER_COMMANDS, SERVER_ROWS } from './serverContract';
import type { AddressNode, ServerNode } from './serverNode';
import { effectText, entryStatusText, expiryText, hitsText, offsetText, scopeText, virtualNow } from './serverText';
import type { StatusFace } from './statusFace';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
/** Creates the tree items of the view Dev Server, with what a screen reader reads. */
export class ServerItems {
  server(face: StatusFace, status: ServerStatus, hasAddresses: boolean): vscode.TreeItem {
    return treeRow(l10n.t('Server {0}', face.label), face.detail, hasAddresses ? Expanded : None, {
      icon: face.icon,
      tokens: face.tokens,
      tooltip: face.tooltip,
      spoken: face.spoken,
      command: serverClick(status),
    });
  }

  address(node: AddressNode, { label, icon, tokens, run }: AddressFace, text: string): vscode.TreeItem {
    return treeRow(label, text, None, {
      icon,
      tokens,
      tooltip: node.which === 'pairing' ? pairingHint() : text,
      command: boundCommand(run, l10n.t('Open'), node),
    });
  }

  clock({ clock }: ServerState): vscode.TreeItem {
    const parts = [
      clockText(virtualNow(clock), false),
      offsetText(clock),
      clock.paused ? l10n.t('paused') : undefined,
    ].filter((part) => part !== undefined);
    return treeRow(l10n.t('Clock'), parts.join(' · '), None, {
      icon: clock.paused ? 'debug-pause' : 'watch',
      tokens: SERVER_ROWS.value('clock', clock.paused ? 'paused' : 'ticking'),
      tooltip: l10n.t('Virtual time: every deadline of the server goes by it.'),
      command: boundCommand(SERVER_COMMANDS.clockAdvance, l10n.t('Advance Clock')),
    });
  }

  outbox({ outbox }: ServerState): vscode.TreeItem {
    return treeRow(l10n.t('Outbox'), numberText(outbox.length), outbox.length > 0 ? Collapsed : None, {
      icon: 'mail',
      tokens: SERVER_ROWS.value('outbox'),
      tooltip: l10n.t('Mails that were caught instead of sent.'),
    });
  }

  mail(node: ServerNode, mail: Mail, now: number): vscode.TreeItem {
    const expiry = expiryText(mail, now);
    const parts = [mail.to, mail.code, expiry].filter((part) => part !== undefined);
    const isOver = mail.expiresAt !== undefined && Date.parse(mail.expiresAt) <= now;
    return treeRow(mail.subject || l10n.t('(no subject)'), parts.join(' · '), None, {
      icon: isOver ? new vscode.ThemeIcon('mail-read', ICON_COLOURS.over) : 'mail',
      tokens: SERVER_ROWS.value('mail', mail.link && 'hasLink', mail.code && 'hasCode'),
      tooltip: [mail.subject, mail.to, timeText(Date.parse(mail.at))].join('\n'),
      command: boundCommand(SERVER_COMMANDS.outboxOpen, l10n.t('Open Mail'), node),
    });
  }

  faults({ faults }: ServerState): vscode.TreeItem {
    return treeRow(l10n.t('Faults'), numberText(faults.length), faults.length > 0 ? Collapsed : None, {
      icon: 'zap',
      tokens: SERVER_ROWS.value('faults'),
      tooltip: l10n.t('What goes wrong on purpose.'),
    });
  }

  fault(fault: Fault): vscode.TreeItem {
    return treeRow(effectText(fault), [scopeText(fault), hitsText(fault)].join(' · '), None, {
      icon: new vscode.ThemeIcon('zap', ICON_COLOURS.warning),
      tokens: SERVER_ROWS.value('fault'),
    });
  }

  journal(shown: number, hasOlder: boolean, filter: string): vscode.TreeItem {
    const count = hasOlder ? l10n.t('the newest {0}', numberText(shown)) : numberText(shown);
    const detail = filter === '' ? count : l10n.t('“{0}”: {1}', filter, count);
    return treeRow(l10n.t('Journal'), detail, Expanded, {
      icon: 'output',
      tokens: SERVER_ROWS.value('journal'),
      tooltip: l10n.t('What the server answered, and why. The newest is on top.'),
    });
  }

  entry(node: ServerNode, entry: JournalEntry): vscode.TreeItem {
    const time = clockText(Date.parse(entry.at), true);
    const state = entry.causes.length + entry.changes.length > 0 ? Collapsed : None;
    const isRequest = entry.method !== NO_REQUEST;
    const line = entryLine(entry);
    const decided = entryCause(entry);
    // Without a request there is no answer to show.
    const answer = isRequest || entry.status !== 0 ? entryStatusText(entry) : '';
    // The method is in the line already where there are no better words.
    const sent = isRequest && !line.startsWith(`${entry.method} `) ? `${entry.method} ${answer}` : answer;
    const description = [entryWhy(entry), sent, time].filter(Boolean).join(' · ');
    const request = isRequest ? [`${entry.method} ${entry.url} → ${answer}`] : [];
    return treeRow(line, description, state, {
      icon: happenedByItself(entry) ? 'history' : answerIcon(entry),
      tokens: SERVER_ROWS.value(
        'entry',
        isRequest && 'request',
        entry.causes.some(({ remedy }) => remedy) && 'setting',
      ),
      tooltip: [line, ...request, ...entry.causes.map(causeSentence)].join('\n'),
      spoken: [line, description, decided && causeSentence(decided)].filter(Boolean).join(', '),
      command: boundCommand(SERVER_COMMANDS.journalOpen, l10n.t('Open Entry'), node),
    });
  }

  cause(entry: JournalEntry, index: number): vscode.TreeItem {
    const cause = entry.causes[index];
    const sentence = cause ? causeSentence(cause) : '';
    return treeRow(cause?.rule ?? '', sentence, None, {
      icon: cause === entryCause(entry) ? 'arrow-small-right' : 'dash',
      tokens: SERVER_ROWS.value('cause', cause?.remedy && 'setting'),
      tooltip: sentence,
    });
  }

  change({ changes }: JournalEntry, index: number): vscode.TreeItem {
    const change = changes[index];
    return treeRow(change ? changedText(change) : '', '', None, {
      icon: 'edit',
      tokens: SERVER_ROWS.value('change'),
      tooltip: change && `${change.kind} ${change.id}`,
    });
  }

  older(): vscode.TreeItem {
    return treeRow(l10n.t('Show Older Entries'), '', None, {
      icon: 'chevron-down',
      tokens: SERVER_ROWS.value('older'),
      command: boundCommand(SERVER_COMMANDS.journalShowOlder, l10n.t('Show Older Entries')),
    });
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

/** A stopped server has a row only where there is another one to join. */
function serverClick(status: ServerStatus): vscode.Command | undefined {
  if (status === 'failed') return boundCommand(SERVER_COMMANDS.serverShowActions, l10n.t('Dev Server Actions'));
  return status === 'stopped' ? boundCommand(SERVER_COMMANDS.serverJoin, l10n.t('Join Dev Server')) : undefined;
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

/** A refusal looks like one, also where its status is 200. */
function answerIcon(entry: JournalEntry): vscode.ThemeIcon {
  const { status } = entry;
  if (status === 0) return new vscode.ThemeIcon('debug-disconnect', ICON_COLOURS.bad);
  if (status >= 500) return new vscode.ThemeIcon('error', ICON_COLOURS.bad);
  if (status >= 400 || isRefusedEntry(entry)) return new vscode.ThemeIcon('warning', ICON_COLOURS.warning);
  return new vscode.ThemeIcon('pass', ICON_COLOURS.good);
}

import type * as vscode from 'vscode';
import type { HttpsFiles, ServerOptions } from '../../server/kernel/options/options';
import { Command } from '../contract/command';
import { ContextKey } from '../contract/contextKey';
import { type CheckedFile, type ContractPart, declaredId, Panel } from '../contract/part';
import { Rows, View } from '../contract/rows';
import { Setting } from '../contract/setting';
import type { OnRows } from './meantRows';
import type { ServerNode } from './serverNode';

export const SERVER_VIEW = new View('sessionWorkbench.server', 'sessionWorkbench');

export const SERVER_ROWS = new Rows(
  SERVER_VIEW,
  {
    server: [['stopped', 'starting', 'running', 'stopping', 'failed'], 'lan', 'outdated', 'elsewhere'],
    address: [['hasPage', 'lan']],
    pairing: [],
    clock: [['ticking', 'paused']],
    outbox: [],
    mail: ['hasLink', 'hasCode'],
    faults: [],
    fault: [],
    journal: [],
    entry: ['request', 'setting'],
    cause: ['setting'],
    change: [],
    older: [],
  },
  ['stopped', 'stopping', 'outbox', 'cause', 'change', 'older'],
);

/** The row of a MobileApps folder. */
export interface FolderRow {
  readonly kind: 'folder';
  readonly folder: string;
}

export const SERVER_COMMANDS = {
  serverStart: new Command<[row?: FolderRow | ServerNode | undefined]>('sessionWorkbench.server.start'),
  serverJoin: new Command('sessionWorkbench.server.join'),
  serverStop: new Command('sessionWorkbench.server.stop'),
  serverRestart: new Command('sessionWorkbench.server.restart'),
  serverShowActions: new Command('sessionWorkbench.server.showActions'),
  serverChooseFolder: new Command('sessionWorkbench.server.chooseFolder'),
  serverOpen: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.server.open'),
  serverCopyAddress: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.server.copyAddress'),
  serverCopyPairingCode: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.server.copyPairingCode'),
  serverCopyControlToken: new Command('sessionWorkbench.server.copyControlToken'),
  serverShowQrCode: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.server.showQrCode'),
  serverShowLog: new Command('sessionWorkbench.server.showLog'),
  serverReset: new Command('sessionWorkbench.server.reset'),
  clockAdvance: new Command('sessionWorkbench.clock.advance'),
  clockPause: new Command('sessionWorkbench.clock.pause'),
  clockResume: new Command('sessionWorkbench.clock.resume'),
  clockReset: new Command('sessionWorkbench.clock.reset'),
  journalFollow: new Command('sessionWorkbench.journal.follow'),
  journalUnfollow: new Command('sessionWorkbench.journal.unfollow'),
  journalShowOwn: new Command('sessionWorkbench.journal.showOwn'),
  journalHideOwn: new Command('sessionWorkbench.journal.hideOwn'),
  journalFilter: new Command('sessionWorkbench.journal.filter'),
  journalClearFilter: new Command('sessionWorkbench.journal.clearFilter'),
  journalShowOlder: new Command('sessionWorkbench.journal.showOlder'),
  journalOpenJson: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.journal.openJson'),
  journalOpen: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.journal.open'),
  journalCopyAsCurl: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.journal.copyAsCurl'),
  journalChangeSetting: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.journal.changeSetting'),
  outboxOpen: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.outbox.open'),
  outboxOpenLink: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.outbox.openLink'),
  outboxCopyLink: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.outbox.copyLink'),
  outboxCopyCode: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.outbox.copyCode'),
  faultAdd: new Command<[node?: ServerNode | undefined]>('sessionWorkbench.fault.add'),
  faultRemove: new Command<OnRows>('sessionWorkbench.fault.remove'),
  snapshotSave: new Command<[uri?: vscode.Uri | undefined]>('sessionWorkbench.snapshot.save'),
  snapshotLoad: new Command<[uri?: vscode.Uri | undefined]>('sessionWorkbench.snapshot.load'),
} as const;

export const SERVER_KEYS = {
  status: ContextKey.choice(
    'sessionWorkbench.serverStatus',
    ['stopped', 'starting', 'running', 'failed'],
    ['stopping'],
  ),
  isJournalFollowed: ContextKey.flag('sessionWorkbench.journalFollowed'),
  isJournalWithOwn: ContextKey.flag('sessionWorkbench.journalWithOwn'),
  isJournalFiltered: ContextKey.flag('sessionWorkbench.journalFiltered'),
} as const;

/** The common beginning of the keys of the server's settings. */
export const SERVER_SECTION = declaredId('section', 'sessionWorkbench.server');

/** What the option says of the upstream where it is no address alone. */
type Upstream = Exclude<NonNullable<ServerOptions['upstream']>, string>;

export const SERVER_SETTINGS = {
  port: new Setting<number>('sessionWorkbench.server.port', 'integer', 0),
  lan: new Setting<boolean>('sessionWorkbench.server.lan', 'boolean', false),
  host: new Setting<string>('sessionWorkbench.server.host', 'string', ''),
  autoStart: new Setting<boolean>('sessionWorkbench.server.autoStart', 'boolean', false),
  allowedHosts: new Setting<readonly string[]>('sessionWorkbench.server.allowedHosts', 'array', []),
  bodyMb: new Setting<number>('sessionWorkbench.server.bodyMb', 'integer', 1),
  platformOptions: new Setting<NonNullable<ServerOptions['platform']>>(
    'sessionWorkbench.server.platformOptions',
    'object',
    {},
  ),
  seed: new Setting<string>('sessionWorkbench.server.seed', 'string', ''),
  https: new Setting<boolean>('sessionWorkbench.server.https', 'boolean', false),
  httpsCertificate: new Setting<Partial<HttpsFiles>>('sessionWorkbench.server.httpsCertificate', 'object', {}),
  upstream: new Setting<string>('sessionWorkbench.server.upstream', 'string', ''),
  upstreamOptions: new Setting<Omit<Upstream, 'url'>>('sessionWorkbench.server.upstreamOptions', 'object', {}),
} as const;

export const QR_CODE_PANEL = new Panel('sessionWorkbench.qrCode', false);

/** Configurations of a team, with the options of a server. docs/configuration.md says so. */
const OPTIONS_FILES: readonly CheckedFile[] = ['session-workbench.json', '*.session-workbench.json'].map((file) => ({
  file,
  schema: './schemas/session-workbench.schema.json',
}));

export const SERVER_CONTRACT: ContractPart = {
  commands: SERVER_COMMANDS,
  contextKeys: SERVER_KEYS,
  settings: SERVER_SETTINGS,
  sections: [SERVER_SECTION],
  views: [SERVER_VIEW],
  rows: [SERVER_ROWS],
  checkedFiles: OPTIONS_FILES,
  panels: [QR_CODE_PANEL],
};

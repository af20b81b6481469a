import * as vscode from 'vscode';
import type { ServerStatus } from '../../core/protocol/address';
import type { Executable } from '../contract/command';
import { type CommandRegistry, execute } from '../host/commandRegistry';
import { l10n } from '../host/l10n';
import type { Later } from '../host/later';
import { pick } from '../host/pick';
import { VSCODE_COMMANDS } from '../host/vscodeContract';
import type { DevServerController } from './devServerController';
import type { QrCodePanel } from './qrCodePanel';
import { type FolderRow, SERVER_COMMANDS, SERVER_SETTINGS, SERVER_VIEW } from './serverContract';
import { type AddressNode, ownNode, type ServerNode } from './serverNode';
import type { ServerStarter } from './serverStarter';
import { runnerText, statusFace } from './statusFace';

/** What the commands about the server need. */
export interface ServerParts {
  readonly server: DevServerController;
  readonly starter: ServerStarter;
  readonly addressOf: (node: AddressNode) => string | undefined;
  readonly qrCode: Later<Pick<QrCodePanel, 'show'>>;
  readonly log: vscode.LogOutputChannel;
}

/** Registers the commands that start, stop, open and copy the dev session server. */
export function registerServerCommands(commands: CommandRegistry, parts: ServerParts): void {
  const { server, starter, log } = parts;
  commands.register(SERVER_COMMANDS.serverStart, (row) =>
    starter.start(row && isFolderRow(row) ? row.folder : undefined),
  );
  commands.register(SERVER_COMMANDS.serverJoin, () => starter.join());
  commands.register(SERVER_COMMANDS.serverStop, async () => {
    const { joined } = server;
    await server.stop();
    if (joined === undefined) return;
    void vscode.window.showInformationMessage(
      l10n.t('This window has left the dev session server. It goes on in {0}.', runnerText(joined)),
    );
  });
  commands.register(SERVER_COMMANDS.serverRestart, () => starter.restart());
  commands.register(SERVER_COMMANDS.serverShowActions, () => showActions(parts));
  commands.register(SERVER_COMMANDS.serverChooseFolder, () => starter.chooseFolder());
  commands.register(SERVER_COMMANDS.serverOpen, async (node?: ServerNode) => {
    const url = await addressFor(parts, node);
    // VS Code converts it to the address for the browser of a remote window.
    if (url !== undefined) await vscode.env.openExternal(vscode.Uri.parse(url));
  });
  commands.register(SERVER_COMMANDS.serverCopyAddress, async (node?: ServerNode) => {
    const url = await addressFor(parts, node);
    // A row is copied as shown. Without a row, the address for the user's browser is copied.
    if (url !== undefined) await copy(node?.kind === 'address' ? url : await server.externalUrl(url));
  });
  commands.register(SERVER_COMMANDS.serverCopyPairingCode, async () => {
    if (!(await starter.client())) return;
    const code = server.state?.lan?.pairingCode;
    if (code === undefined) await offerLan();
    else await copy(code);
  });
  commands.register(SERVER_COMMANDS.serverCopyControlToken, async () => {
    if ((await starter.client()) && server.address) await copy(server.address.controlToken);
  });
  commands.register(SERVER_COMMANDS.serverShowQrCode, async (node?: ServerNode) => {
    if (!(await starter.client())) return;
    if (!server.state?.lan) return offerLan();
    const row = ownNode(node);
    const qrCode = await parts.qrCode.get();
    await qrCode.show(row?.kind === 'address' && row.which === 'lan' ? row.index : undefined);
  });
  commands.register(SERVER_COMMANDS.serverShowLog, () => log.show());
  commands.register(SERVER_COMMANDS.serverReset, async () => {
    const client = await starter.client();
    const reset = l10n.t('Reset');
    const answer =
      client &&
      (await vscode.window.showWarningMessage(
        l10n.t('Empty the dev session server?'),
        {
          modal: true,
          detail: l10n.t('Sessions in memory, outbox, faults and journal go, and the clock is set back. Files stay.'),
        },
        reset,
      ));
    if (answer === reset) await client?.reset();
  });
}

async function addressFor({ server, starter, addressOf }: ServerParts, node?: ServerNode): Promise<string | undefined> {
  if (!(await starter.client())) return undefined;
  const row = ownNode(node);
  return row?.kind === 'address' ? addressOf(row) : server.address?.url;
}

function isFolderRow(row: FolderRow | ServerNode): row is FolderRow {
  return row.kind === 'folder' && 'folder' in row;
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  void vscode.window.setStatusBarMessage(l10n.t('Copied'), 2000);
}

async function offerLan(): Promise<void> {
  const open = l10n.t('Open Setting');
  const message = l10n.t('A phone reaches the dev session server only when LAN is switched on.');
  if ((await vscode.window.showInformationMessage(message, open)) !== open) return;
  await execute(VSCODE_COMMANDS.openSettings, SERVER_SETTINGS.lan.key);
}

interface Action extends vscode.QuickPickItem {
  /** A command that needs no arguments. */
  readonly command: Executable<[]>;
}

/** Offers the actions that fit the current status. */
async function showActions({ server }: ServerParts): Promise<void> {
  const { status, problem, address, remark } = server;
  const face = statusFace(status, { url: server.externalAddress ?? address?.url, problem, remark, lan: false });
  const title = [l10n.t('Dev session server'), face.label].join(': ');
  const chosen = await pick(actionsFor(status, remark.elsewhere !== undefined), { title, placeHolder: face.detail });
  if (chosen) await execute(chosen.command);
}

/**
 * The actions for a status. The first one is the most likely.
 * @param isElsewhere whether there is a server of another window to join
 */
export function actionsFor(status: ServerStatus, isElsewhere = false): Action[] {
  const start: Action = {
    label: l10n.t('Start Dev Server'),
    iconPath: icon('play'),
    command: SERVER_COMMANDS.serverStart,
  };
  const join: Action = {
    label: l10n.t('Join Dev Server'),
    iconPath: icon('plug'),
    command: SERVER_COMMANDS.serverJoin,
  };
  const stop: Action = {
    label: l10n.t('Stop Dev Server'),
    iconPath: icon('debug-stop'),
    command: SERVER_COMMANDS.serverStop,
  };
  const always: Action[] = [
    {
      label: l10n.t('Serve Another Folder…'),
      iconPath: icon('folder-opened'),
      command: SERVER_COMMANDS.serverChooseFolder,
    },
    { label: l10n.t('Show Dev Server'), iconPath: icon('list-tree'), command: SERVER_VIEW.focus },
    { label: l10n.t('Show Log'), iconPath: icon('output'), command: SERVER_COMMANDS.serverShowLog },
  ];
  switch (status) {
    case 'stopped':
    case 'failed':
      return [isElsewhere ? join : start, ...always];
    case 'starting':
      return [stop, ...always.slice(1)];
    case 'stopping':
      return always.slice(1);
    case 'running':
      return [
        { label: l10n.t('Open in Browser'), iconPath: icon('globe'), command: SERVER_COMMANDS.serverOpen },
        { label: l10n.t('Copy Address'), iconPath: icon('copy'), command: SERVER_COMMANDS.serverCopyAddress },
        { label: l10n.t('Show QR Code'), iconPath: icon('device-mobile'), command: SERVER_COMMANDS.serverShowQrCode },
        { label: l10n.t('Advance Clock…'), iconPath: icon('watch'), command: SERVER_COMMANDS.clockAdvance },
        { label: l10n.t('Add Fault…'), iconPath: icon('zap'), command: SERVER_COMMANDS.faultAdd },
        {
          label: l10n.t('Restart Dev Server'),
          iconPath: icon('debug-restart'),
          command: SERVER_COMMANDS.serverRestart,
        },
        stop,
        ...always,
      ];
  }
}

function icon(name: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name);
}

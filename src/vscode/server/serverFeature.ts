import * as vscode from 'vscode';
import type { SessionIndex } from '../../core/index/sessionIndex';
import { SLICES } from '../../core/systems';
import { HttpControlClient } from '../../server/client/httpControlClient';
import { ServerChildProcess } from '../../server/client/serverChildProcess';
import { fileOf, type Host } from '../host/createHost';
import { isAffected } from '../host/declared';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import { registerClockCommands } from './clockCommands';
import { DevServerController } from './devServerController';
import { registerFaultCommands } from './faultCommands';
import { registerJournalCommands } from './journalCommands';
import { JournalShown } from './journalShown';
import { OpenSystems } from './openSystems';
import { registerOutboxCommands } from './outboxCommands';
import { QrCodePanel } from './qrCodePanel';
import { registerServerCommands } from './serverCommands';
import { SERVER_SECTION } from './serverContract';
import { ServerDocuments } from './serverDocuments';
import { ServerItems } from './serverItems';
import { onlyRow, type ServerNode } from './serverNode';
import { ServerStarter } from './serverStarter';
import { ServerStatusBar } from './serverStatusBar';
import { ServerTree } from './serverTree';
import { ServerTreeView } from './serverTreeView';
import { registerSettingCommands } from './settingCommands';
import { registerSnapshotCommands } from './snapshotCommands';
import type { SystemView } from './systemView';

/** What the dev server needs of the rest of the extension. */
export interface ServerNeeds {
  readonly devServer: DevServerController;
  readonly folders: MobileAppsFolders;
  readonly index: SessionIndex;
  /** The systems that it can emulate. */
  readonly systems: readonly SystemView[];
}

/**
 * Creates the dev session server of this window. Others read it, so it is created before them. `ServerStarter` starts
 * it.
 */
export function createDevServer(host: Pick<Host, 'disposables' | 'extensionUri' | 'log'>): DevServerController {
  const { disposables, log } = host;
  const child = new ServerChildProcess({
    program: fileOf(host, 'dist/server.js'),
    // Runs with the editor's own runtime. In the VS Code server that is plain Node, which ignores the variable.
    runtime: process.execPath,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    startsAgain: true,
    onLog: (line) => log.info(`[server] ${line}`),
  });
  return disposables.add(new DevServerController(child, (address) => new HttpControlClient(address), log, SLICES));
}

/** Creates and connects the status bar item, the view, the documents and the commands of the server. */
export function registerDevServer(
  host: Pick<Host, 'disposables' | 'commands' | 'contextKeys' | 'dialogs' | 'memento' | 'extensionUri' | 'log'>,
  needs: ServerNeeds,
): ServerStarter {
  const { disposables, commands, contextKeys, dialogs, memento, extensionUri, log } = host;
  const { devServer: server, folders, index, systems } = needs;
  const starter = new ServerStarter(server, folders, index, systems, memento, log);
  const journal = disposables.add(new JournalShown(server));
  const selection = () => treeView.view.selection;
  const onlySelected = onlyRow(selection);
  const reveal = (row: ServerNode) => treeView.reveal(row);
  const opened = new OpenSystems(systems, { host, server, starter, selection, reveal });
  const tree = disposables.add(new ServerTree(server, journal, new ServerItems(), opened));
  const treeView = disposables.add(new ServerTreeView(server, journal, tree, contextKeys));
  const documents = disposables.add(new ServerDocuments(server, journal));
  const qrCode = disposables.add(new QrCodePanel(server, extensionUri));
  disposables.add(new ServerStatusBar(server));

  registerServerCommands(commands, { server, starter, addressOf: (node) => tree.addressOf(node), qrCode, log });
  registerClockCommands(commands, starter);
  registerSettingCommands(commands, { entry: (id) => documents.entry(id), selection: onlySelected, systems });
  registerJournalCommands(commands, { server, starter, journal, documents, selection: onlySelected, systems });
  registerOutboxCommands(commands, { server, starter, documents, selection: onlySelected });
  registerFaultCommands(commands, { server, starter, journal, selection: onlySelected, systems });
  registerSnapshotCommands(commands, starter, dialogs);

  const inBackground = (work: Promise<void>) => void work.catch((error) => log.error(error));
  disposables.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (isAffected(event, SERVER_SECTION)) inBackground(starter.settingsChanged());
    }),
  );
  disposables.add(server.onDidFail(() => inBackground(starter.tellFailure())));
  const discovery = disposables.add(
    folders.onDidDiscover(() => {
      discovery.dispose();
      inBackground(starter.autoStart());
    }),
  );
  disposables.add(vscode.workspace.onDidGrantWorkspaceTrust(() => inBackground(starter.autoStart())));
  return starter;
}

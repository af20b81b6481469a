import * as vscode from 'vscode';
import type { Host } from '../host/createHost';
import { isAffected } from '../host/declared';
import { ExpandedRows } from '../host/expandedRows';
import { Later } from '../host/later';
import type { LateView } from '../host/lateView';
import { registerClockCommands } from './clockCommands';
import { registerFaultCommands } from './faultCommands';
import { registerJournalCommands } from './journalCommands';
import { JournalShown } from './journalShown';
import { OpenSystems } from './openSystems';
import { registerOutboxCommands } from './outboxCommands';
import { registerServerCommands } from './serverCommands';
import { SERVER_SECTION } from './serverContract';
import { ServerDocuments } from './serverDocuments';
import type { ServerNeeds } from './serverFeature';
import { ServerFlags } from './serverFlags';
import { ServerItems } from './serverItems';
import { onlyRow, type ServerNode } from './serverNode';
import { ServerStarter } from './serverStarter';
import { ServerTree } from './serverTree';
import { ServerTreeView } from './serverTreeView';
import { registerSettingCommands } from './settingCommands';
import { registerSnapshotCommands } from './snapshotCommands';

/** What handles the commands of the server, and what opens the emulated systems. */
export interface OpenServer {
  readonly starter: ServerStarter;
  readonly systems: OpenSystems;
}

/**
 * Creates and connects what starts the server, the tree, the documents, and what handles the commands. It is loaded when
 * the first of them is used.
 */
export async function openServer(
  host: Pick<Host, 'disposables' | 'commands' | 'contextKeys' | 'dialogs' | 'memento' | 'extensionUri' | 'log'>,
  needs: ServerNeeds,
  late: LateView<ServerNode>,
): Promise<OpenServer> {
  const { disposables, commands, contextKeys, dialogs, memento, extensionUri, log } = host;
  const { devServer: server, folders, index, systems } = needs;
  const starter = new ServerStarter(server, folders, index, systems, memento, log);
  const journal = disposables.add(new JournalShown(server, memento));
  const selection = () => treeView.view.selection;
  const onlySelected = onlyRow(selection);
  const reveal = (row: ServerNode) => treeView.reveal(row);
  const opened = new OpenSystems(systems, { host, server, starter, selection, reveal });
  const expanded = disposables.add(new ExpandedRows(memento, 'toggledRows.server'));
  const tree = disposables.add(new ServerTree(server, journal, new ServerItems(), opened, expanded));
  const treeView = disposables.add(new ServerTreeView(server, journal, tree, contextKeys, late));
  const flags = disposables.add(new ServerFlags(server, journal, opened, treeView.view, contextKeys));
  const documents = disposables.add(new ServerDocuments(server, journal));
  const qrCode = new Later(async () => {
    const { QrCodePanel } = await import('./qrCodePanel.js');
    return disposables.add(new QrCodePanel(server, extensionUri));
  });

  registerServerCommands(commands, { server, starter, addressOf: (node) => tree.addressOf(node), qrCode, log });
  registerClockCommands(commands, starter);
  registerSettingCommands(commands, { entry: (id) => documents.entry(id), selection: onlySelected, systems });
  registerJournalCommands(commands, { server, starter, journal, documents, selection: onlySelected, systems });
  registerOutboxCommands(commands, { server, starter, documents, selection: onlySelected });
  registerFaultCommands(commands, { server, starter, journal, selection, systems });
  registerSnapshotCommands(commands, starter, dialogs);

  const inBackground = (work: Promise<void>) => void work.catch((error) => log.error(error));
  disposables.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (isAffected(event, SERVER_SECTION)) inBackground(starter.settingsChanged());
    }),
  );
  disposables.add(folders.onDidFollow(() => inBackground(starter.settingsChanged())));
  // Rows of systems are of use only where there is a state. A server may run already.
  const openSystems = async () => {
    await opened.load();
    tree.redrawAll();
    flags.update();
  };
  if (server.state) await openSystems();
  disposables.add(
    server.onDidChangeState(({ before, after }) => {
      if (!before && after) inBackground(openSystems());
    }),
  );
  disposables.add(server.onDidFail((runner) => inBackground(runner ? starter.tellEnd(runner) : starter.tellFailure())));
  return { starter, systems: opened };
}

import * as vscode from 'vscode';
import type { SessionIndex } from '../../core/index/sessionIndex';
import { HttpControlClient } from '../../server/client/httpControlClient';
import { ServerChildProcess } from '../../server/client/serverChildProcess';
import type { CommandRegistry } from '../host/commands';
import type { ContextKeySetter } from '../host/contextKeys';
import { FileDialogs } from '../host/fileDialogs';
import type { MobileAppsFolders } from '../sessions/mobileAppsFolders';
import { registerClockCommands } from './clockCommands';
import { DevServerController } from './devServer';
import { registerFaultCommands } from './faultCommands';
import { registerJournalCommands } from './journalCommands';
import { JournalShown } from './journalShown';
import { registerOutboxCommands } from './outboxCommands';
import { QrCodePanel } from './qrCodePanel';
import { registerServerCommands } from './serverCommands';
import { SERVER_SECTION } from './serverContract';
import { ServerDocuments } from './serverDocuments';
import { ServerItems } from './serverItems';
import { ServerStarter } from './serverStarter';
import { ServerStatusBar } from './serverStatusBar';
import { ServerTree } from './serverTree';
import { ServerView } from './serverView';
import { registerSnapshotCommands } from './snapshotCommands';
import { registerWebCommands } from './webCommands';
import { WebCookies } from './webCookies';
import { WebItems } from './webItems';
import { registerWebStorageCommands } from './webStorageCommands';

/** What the dev server needs of the rest of the extension. */
export interface ServerSurroundings {
  readonly context: vscode.ExtensionContext;
  readonly commands: CommandRegistry;
  readonly contextKeys: ContextKeySetter;
  readonly folders: MobileAppsFolders;
  readonly index: SessionIndex;
  readonly log: vscode.LogOutputChannel;
}

/** The dev session server of this window. It is made before others that read it, and started by `ServerStarter`. */
export function createDevServer(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): DevServerController {
  const child = new ServerChildProcess({
    program: context.asAbsolutePath('dist/server.js'),
    // The editor's own runtime, which plain Node is in the VS Code server: that one ignores the variable.
    runtime: process.execPath,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    onLog: (line) => log.info(`[server] ${line}`),
  });
  return new DevServerController(child, (address) => new HttpControlClient(address), log);
}

/** Builds status bar, view, documents and commands over the server, and connects them. */
export function registerDevServer(server: DevServerController, surroundings: ServerSurroundings): ServerStarter {
  const { context, commands, contextKeys, folders, index, log } = surroundings;
  const own = <T extends vscode.Disposable>(each: T): T => {
    context.subscriptions.push(each);
    return each;
  };
  const starter = new ServerStarter(server, folders, index, context.workspaceState, log);
  const journal = own(new JournalShown(server));
  const cookies = own(new WebCookies(server));
  const tree = own(new ServerTree(server, journal, new ServerItems(), new WebItems((id) => cookies.has(id))));
  const { view } = own(new ServerView(server, journal, tree, contextKeys));
  const documents = own(new ServerDocuments(server, journal));
  const qrCode = own(new QrCodePanel(server, context.extensionUri));
  own(new ServerStatusBar(server));

  const selection = () => view.selection;
  registerServerCommands(commands, { server, starter, addressOf: (node) => tree.addressOf(node), qrCode, log });
  registerClockCommands(commands, starter);
  registerJournalCommands(commands, { server, starter, journal, documents, selection });
  registerOutboxCommands(commands, { server, starter, documents, selection });
  registerFaultCommands(commands, { server, starter, journal, selection });
  registerSnapshotCommands(commands, starter, new FileDialogs(context.globalState));
  registerWebCommands(commands, { server, starter, selection }, cookies);
  registerWebStorageCommands(commands, { server, starter, selection });

  const inBackground = (work: Promise<void>) => void work.catch((error) => log.error(error));
  own(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SERVER_SECTION)) inBackground(starter.settingsChanged());
    }),
  );
  own(server.onDidFail(() => inBackground(starter.tellFailure())));
  const discovery = own(
    folders.onDidDiscover(() => {
      discovery.dispose();
      inBackground(starter.autoStart());
    }),
  );
  own(vscode.workspace.onDidGrantWorkspaceTrust(() => inBackground(starter.autoStart())));
  return starter;
}

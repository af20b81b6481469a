import * as vscode from 'vscode';
import type { SessionIndex } from '../../core/index/sessionIndex';
import type { ServerAddress } from '../../core/protocol/address';
import { fileOf, type Host } from '../host/createHost';
import { Later } from '../host/later';
import { LateView } from '../host/lateView';
import { writtenSetting } from '../host/settings';
import type { MobileAppsFolders } from '../mobileApps/mobileAppsFolders';
import { DevServerController } from './devServerController';
import { LateServerProcess } from './lateServerProcess';
import type { OpenServer } from './openServer';
import type { ServerConnection } from './serverConnection';
import { SERVER_COMMANDS, SERVER_KEYS, SERVER_SETTINGS, SERVER_VIEW } from './serverContract';
import type { ServerNode } from './serverNode';
import type { ServerStarter } from './serverStarter';
import { ServerStatusBar } from './serverStatusBar';
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
export function createDevServer(
  host: Pick<Host, 'disposables' | 'extensionUri' | 'log'>,
  systems: readonly SystemView[],
): DevServerController {
  const { disposables, log } = host;
  const connection = new Later(async () => {
    const { ServerConnection } = await import('./serverConnection.js');
    return new ServerConnection(fileOf(host, 'dist/server.js'), log, systems);
  });
  const child = new LateServerProcess(async () => (await connection.get()).process);
  // There is an address, and a state, only of a server that was started.
  const started = () => connection.now as ServerConnection;
  const connect = (address: ServerAddress) => started().client(address);
  return disposables.add(new DevServerController(child, connect, log, () => started().slices));
}

/**
 * Shows the status of the server, registers its view and commands. What is behind them is loaded when one
 * is first used, or when the server is to start with the window.
 */
export function registerDevServer(
  host: Pick<Host, 'disposables' | 'commands' | 'contextKeys' | 'dialogs' | 'memento' | 'extensionUri' | 'log'>,
  needs: ServerNeeds,
): Later<ServerStarter> {
  const { disposables, commands, contextKeys } = host;
  const { devServer: server, folders, index, systems } = needs;
  const load = (): Promise<OpenServer> => open.get();
  const loadSystems = async () => (await load()).systems.load();
  const late = disposables.add(new LateView<ServerNode>(SERVER_VIEW, { load, commands, canSelectMany: true }));
  const open = new Later(async () => (await import('./openServer.js')).openServer(host, needs, late));
  commands.registerLate(SERVER_COMMANDS, load);
  for (const { contract } of systems) commands.registerLate(contract.commands ?? {}, loadSystems);
  disposables.add(new ServerStatusBar(server));
  contextKeys.set(SERVER_KEYS.status, server.status);

  const autoStart = () => {
    // A value that is no setting is told by what starts it.
    if ((writtenSetting(SERVER_SETTINGS.autoStart) ?? false) === false) return;
    void commands.attempt(SERVER_SETTINGS.autoStart.key, async () => (await load()).starter.autoStart());
  };
  const discovery = disposables.add(
    folders.onDidDiscover(() => {
      discovery.dispose();
      autoStart();
      void commands.attempt(SERVER_VIEW.id, async () => {
        const { ServerElsewhere } = await import('./serverElsewhere.js');
        disposables.add(new ServerElsewhere({ server, folders, index, view: late.view }));
      });
    }),
  );
  disposables.add(vscode.workspace.onDidGrantWorkspaceTrust(autoStart));
  return new Later(async () => (await load()).starter);
}

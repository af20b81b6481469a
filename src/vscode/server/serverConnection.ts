import * as vscode from 'vscode';
import type { ServerAddress } from '../../core/protocol/address';
import type { AnySlice } from '../../core/server/systemSlice';
import { SLICES } from '../../core/systems';
import type { ControlClient } from '../../server/client/controlClient';
import { HttpControlClient } from '../../server/client/httpControlClient';
import { JoinableProcess } from '../../server/client/joinableProcess';
import { runtimeEnvironment } from '../../server/client/runtimeEnvironment';
import { ServedFolders } from '../../server/client/servedFolders';
import { ServerChildProcess } from '../../server/client/serverChildProcess';
import type { ServerLaunch, ServerProcess } from '../../server/client/serverProcess';
import { nodeTimers } from '../host/timers';
import type { SystemView } from './systemView';
import { folderOfOptions } from './writtenSettings';

/** What starts a server and talks with it. It is loaded when a server is first started. */
export class ServerConnection {
  readonly process: ServerProcess;
  /** How the slices of the emulated systems change. */
  readonly slices: readonly AnySlice[] = SLICES;

  /**
   * @param program absolute path of dist/server.js
   * @param systems one of them serves the folder that a window can join
   */
  constructor(program: string, log: Pick<vscode.LogOutputChannel, 'info'>, systems: readonly SystemView[]) {
    const launch: ServerLaunch = {
      program,
      runtime: process.execPath,
      env: runtimeEnvironment(process.env),
      startsAgain: true,
      onLog: (line) => log.info(`[server] ${line}`),
    };
    this.process = new JoinableProcess({
      own: new ServerChildProcess(launch),
      served: new ServedFolders(),
      by: () => [vscode.env.appName, vscode.workspace.name].filter(Boolean).join(': '),
      folderOf: (options) => folderOfOptions(options, systems),
      timers: nodeTimers,
      log: launch.onLog,
    });
  }

  client(address: ServerAddress): ControlClient {
    return new HttpControlClient(address);
  }
}

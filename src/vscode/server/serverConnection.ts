import type { ServerAddress } from '../../core/protocol/address';
import type { AnySlice } from '../../core/server/systemSlice';
import { SLICES } from '../../core/systems';
import type { ControlClient } from '../../server/client/controlClient';
import { HttpControlClient } from '../../server/client/httpControlClient';
import { JoinableProcess } from '../../server/client/joinableProcess';
import { ServedFolders } from '../../server/client/servedFolders';
import { ServerChildProcess } from '../../server/client/serverChildProcess';
import type { ServerLaunch, ServerProcess } from '../../server/client/serverProcess';
import type { ServerOptions } from '../../server/kernel/options/options';
import { nodeTimers } from '../host/timers';

/** What starts a server and talks with it. It is loaded when a server is first started. */
export class ServerConnection {
  readonly process: ServerProcess;
  /** How the slices of the emulated systems change. */
  readonly slices: readonly AnySlice[] = SLICES;

  /** @param folderOf the folder that a server with these options serves */
  constructor(launch: ServerLaunch, folderOf: (options: ServerOptions) => string | undefined) {
    this.process = new JoinableProcess({
      own: new ServerChildProcess(launch),
      served: new ServedFolders(),
      folderOf,
      timers: nodeTimers,
      log: launch.onLog,
    });
  }

  client(address: ServerAddress): ControlClient {
    return new HttpControlClient(address);
  }
}

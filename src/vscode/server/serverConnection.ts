import type { ServerAddress } from '../../core/protocol/address';
import type { AnySlice } from '../../core/server/systemSlice';
import { SLICES } from '../../core/systems';
import type { ControlClient } from '../../server/client/controlClient';
import { HttpControlClient } from '../../server/client/httpControlClient';
import { ServerChildProcess } from '../../server/client/serverChildProcess';
import type { ServerLaunch, ServerProcess } from '../../server/client/serverProcess';

/** What starts a server and talks with it. It is loaded when a server is first started. */
export class ServerConnection {
  readonly process: ServerProcess;
  /** How the slices of the emulated systems change. */
  readonly slices: readonly AnySlice[] = SLICES;

  constructor(launch: ServerLaunch) {
    this.process = new ServerChildProcess(launch);
  }

  client(address: ServerAddress): ControlClient {
    return new HttpControlClient(address);
  }
}

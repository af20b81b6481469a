import path from 'node:path';
import type { StartServer } from '../../scenario/startServer';
import { ServerChildProcess } from '../../server/client/serverChildProcess';
import { checkedOptions, withAbsolutePaths } from '../../server/optionsCheck';
import type { Terminal } from '../terminal';

/**
 * Starts dist/server.js for a run, in a process of its own.
 * @param onLog hears what it writes
 */
export function startRunServer({ env }: Terminal, onLog: (line: string) => void): StartServer {
  return async (options, folder) => {
    const absolute = withAbsolutePaths(checkedOptions(options), folder);
    const program = path.join(__dirname, 'server.js');
    const server = new ServerChildProcess({ program, runtime: process.execPath, env, onLog });
    try {
      return { address: await server.start(absolute), stop: () => server.stop() };
    } catch (error) {
      await server.stop();
      throw error;
    }
  };
}

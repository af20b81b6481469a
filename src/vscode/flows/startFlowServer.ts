import type { StartServer } from '../../scenario/startServer';
import { ServerChildProcess } from '../../server/client/serverChildProcess';
import { checkedOptions, withAbsolutePaths } from '../../server/optionsCheck';

/**
 * Starts a dev session server of its own for each run, in a process of its own.
 * @param program absolute path of dist/server.js
 * @param onLog hears what it writes
 */
export function startFlowServer(program: string, onLog: (line: string) => void): StartServer {
  return async (options, folder) => {
    const absolute = withAbsolutePaths(checkedOptions(options), folder);
    // The editor's own runtime, which plain Node is in the VS Code server: that one ignores the variable.
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
    const server = new ServerChildProcess({ program, runtime: process.execPath, env, onLog });
    try {
      return { address: await server.start(absolute), stop: () => server.stop() };
    } catch (error) {
      await server.stop();
      throw error;
    }
  };
}

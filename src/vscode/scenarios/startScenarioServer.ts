import type { StartServer } from '../../scenario/startServer';
import { startOwnServer } from '../../server/client/startOwnServer';

/**
 * Starts a dev session server of its own for each run, in a process of its own.
 * @param program absolute path of dist/server.js
 * @param onLog hears what it writes
 */
export function startScenarioServer(program: string, onLog: (line: string) => void): StartServer {
  // The editor's own runtime, which plain Node is in the VS Code server: that one ignores the variable.
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const launch = { program, runtime: process.execPath, env, onLog };
  return (options, folder, scratch) => startOwnServer(launch, options, folder, scratch);
}

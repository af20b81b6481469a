import { serverEnvironment } from '../../scenario/serverEnvironment';
import type { StartServer } from '../../scenario/startServer';
import { startOwnServer } from '../../server/client/startOwnServer';

/**
 * Starts a dev session server for each run, in a separate process.
 * @param program absolute path of dist/server.js
 * @param onLog receives the output of the server
 */
export function startScenarioServer(program: string, onLog: (line: string) => void): StartServer {
  // Runs with the editor's own runtime. In the VS Code server that is plain Node, which ignores the variable.
  const env = { ...serverEnvironment(process.env), ELECTRON_RUN_AS_NODE: '1' };
  const launch = { program, runtime: process.execPath, env, onLog };
  return (options, folder, scratch, assertPath) => startOwnServer(launch, options, folder, scratch, assertPath);
}

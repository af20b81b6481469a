import { serverEnvironment } from '../../scenario/serverEnvironment';
import type { StartServer } from '../../scenario/startServer';
import { runtimeEnvironment } from '../../server/client/runtimeEnvironment';
import { startOwnServer } from '../../server/client/startOwnServer';

/**
 * Starts a dev session server for each run, in a separate process.
 * @param program absolute path of dist/server.js
 * @param onLog receives the output of the server
 */
export function startScenarioServer(program: string, onLog: (line: string) => void): StartServer {
  const env = runtimeEnvironment(serverEnvironment(process.env));
  const launch = { program, runtime: process.execPath, env, onLog };
  return (options, folder, scratch, assertPath) => startOwnServer(launch, options, folder, scratch, assertPath);
}

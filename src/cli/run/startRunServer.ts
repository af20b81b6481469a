import path from 'node:path';
import { serverEnvironment } from '../../scenario/serverEnvironment';
import type { StartServer } from '../../scenario/startServer';
import { startOwnServer } from '../../server/client/startOwnServer';
import type { Terminal } from '../terminal';

/**
 * Starts dist/server.js for a run in a process of its own.
 * @param onLog called with each line that it writes
 */
export function startRunServer({ env }: Terminal, onLog: (line: string) => void): StartServer {
  const program = path.join(__dirname, 'server.js');
  const launch = { program, runtime: process.execPath, env: serverEnvironment(env), onLog };
  return (options, folder, scratch, assertPath) => startOwnServer(launch, options, folder, scratch, assertPath);
}

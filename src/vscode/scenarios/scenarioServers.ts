import { serverEnvironment } from '../../scenario/serverEnvironment';
import { runtimeEnvironment } from '../../server/client/runtimeEnvironment';
import { WarmServers } from '../../server/client/warmServers';
import { nodeTimers } from '../host/timers';

/** Whoever mends a scenario runs it again within this time. A process that waits takes some 60 MB. */
const IDLE_MS = 60_000;

/**
 * Servers for runs, in separate processes that are kept warm for a while.
 * @param program absolute path of dist/server.js
 */
export function scenarioServers(program: string): WarmServers {
  const env = runtimeEnvironment(serverEnvironment(process.env));
  return new WarmServers({ program, runtime: process.execPath, env }, { timers: nodeTimers, idleMs: IDLE_MS });
}

import path from 'node:path';
import { serverEnvironment } from '../../scenario/serverEnvironment';
import { WarmServers } from '../../server/client/warmServers';
import type { Terminal } from '../terminal';

/** Starts dist/server.js for runs, in processes that have one server after the other. */
export function runServers({ env }: Pick<Terminal, 'env'>): WarmServers {
  const program = path.join(__dirname, 'server.js');
  return new WarmServers({ program, runtime: process.execPath, env: serverEnvironment(env) });
}

import path from 'node:path';
import type { ServerAddress } from '../../core/protocol/address';
import { checkedOptions } from '../kernel/options/optionsCheck';
import { withAbsolutePaths } from '../kernel/options/optionsPaths';
import { ServerChildProcess } from './serverChildProcess';
import type { ServerLaunch } from './serverProcess';

/**
 * Starts a dev session server that is used for one thing and then stopped.
 * @param options as schemas/server.schema.json has them
 * @param folder that relative paths in the options start from
 * @param scratch folder that ends with it; the server keeps there what it would keep for its user
 */
export async function startOwnServer(
  launch: ServerLaunch,
  options: unknown,
  folder: string,
  scratch: string,
): Promise<{ readonly address: ServerAddress; stop(): Promise<void> }> {
  const absolute = withAbsolutePaths(checkedOptions(options), folder);
  const server = new ServerChildProcess({ ...launch, backups: path.join(scratch, 'backups') });
  try {
    return { address: await server.start(absolute), stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

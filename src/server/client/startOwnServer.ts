import type { ServerAddress } from '../../core/protocol/address';
import { checkedOptions, withAbsolutePaths } from '../optionsCheck';
import { ServerChildProcess } from './serverChildProcess';
import type { ServerLaunch } from './serverProcess';

/**
 * Starts a dev session server that is used for one thing and then stopped.
 * @param options as schemas/server.schema.json has them
 * @param folder that relative paths in the options start from
 */
export async function startOwnServer(
  launch: ServerLaunch,
  options: unknown,
  folder: string,
): Promise<{ readonly address: ServerAddress; stop(): Promise<void> }> {
  const absolute = withAbsolutePaths(checkedOptions(options), folder);
  const server = new ServerChildProcess(launch);
  try {
    return { address: await server.start(absolute), stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

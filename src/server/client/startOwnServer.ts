import path from 'node:path';
import type { ServerAddress } from '../../core/protocol/address';
import { absoluteOptions } from './absoluteOptions';
import { ServerChildProcess } from './serverChildProcess';
import type { ServerLaunch } from './serverProcess';

/**
 * Starts a dev session server for one purpose, to be stopped afterwards.
 * @param options in the form of schemas/server.schema.json
 * @param folder base of the relative paths in the options
 * @param scratch temporary folder, used in place of the user's state folder
 * @param assertPath called with each path in the options, by the name of its option; it may reject
 * @throws OptionsError
 * @throws ServerStartError
 */
export async function startOwnServer(
  launch: ServerLaunch,
  options: unknown,
  folder: string,
  scratch: string,
  assertPath: (option: string, place: string) => Promise<void>,
): Promise<{ readonly address: ServerAddress; stop(): Promise<void> }> {
  const absolute = await absoluteOptions(options, folder, assertPath);
  const server = new ServerChildProcess({ ...launch, backups: path.join(scratch, 'backups') });
  try {
    return { address: await server.start(absolute), stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

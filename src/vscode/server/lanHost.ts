import { OptionsError } from '../../core/server/optionsError';
import { isLanHost } from '../../server/kernel/guard/hostNames';
import type { ServerOptions } from '../../server/kernel/options/options';

/** Where a server listens that only this machine reaches. */
export const OWN_MACHINE = '127.0.0.1';

/** Whether devices of the network can reach a server with these options. One with a host that it refuses does not start. */
export function isLan(options: Pick<ServerOptions, 'host'> | undefined): boolean {
  try {
    return isLanHost(options?.host ?? OWN_MACHINE);
  } catch (error) {
    if (error instanceof OptionsError) return false;
    throw error;
  }
}

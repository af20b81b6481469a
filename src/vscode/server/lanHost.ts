import { OptionsError } from '../../core/server/optionsError';
import { isLanHost } from '../../server/kernel/guard/hostNames';
import type { ServerOptions } from '../../server/kernel/options/options';
import { OWN_MACHINE } from './ownMachine';

/** All network interfaces of this machine. Without LAN, only loopback is used. */
const ALL_INTERFACES = '0.0.0.0';

/** Where a server with these settings listens. An address of its own goes before `lan`. */
export function hostOf({ lan, host }: { readonly lan: boolean; readonly host: string }): string {
  if (host !== '') return host;
  return lan ? ALL_INTERFACES : OWN_MACHINE;
}

/** Whether devices of the network can reach a server with these options. One with a host that it refuses does not start. */
export function isLan(options: Pick<ServerOptions, 'host'> | undefined): boolean {
  try {
    return isLanHost(options?.host ?? OWN_MACHINE);
  } catch (error) {
    if (error instanceof OptionsError) return false;
    throw error;
  }
}

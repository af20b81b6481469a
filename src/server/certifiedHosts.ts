import { AllowedHosts } from './kernel/guard/allowedHosts';
import {
  CALLERS_NAMES,
  HostNames,
  isLanHost,
  lanAddresses,
  machineAddresses,
  machineNames,
} from './kernel/guard/hostNames';
import { listenHost } from './kernel/guard/listenHost';
import type { ServerOptions } from './kernel/options/options';

export const LOOPBACK = '127.0.0.1';
export const PLATFORM_HOST = 'localhost';

/** Host names and addresses for the certificate. */
export function certifiedHosts({ host: asked = LOOPBACK, allowedHosts = [] }: ServerOptions): string[] {
  const host = listenHost(asked);
  const hosts = new Set([
    PLATFORM_HOST,
    `*.${PLATFORM_HOST}`,
    LOOPBACK,
    '::1',
    ...CALLERS_NAMES,
    ...new AllowedHosts(allowedHosts).names,
    ...(isLanHost(host) ? [...lanAddresses(), ...machineNames()] : []),
    ...(isEverywhere(host) ? [] : [host]),
  ]);
  return [...hosts];
}

/** The names that a server with these options accepts. */
export function acceptedNames({ host: asked = LOOPBACK, allowedHosts = [] }: ServerOptions): HostNames {
  const host = listenHost(asked);
  const isLan = isLanHost(host);
  return new HostNames(
    new AllowedHosts(allowedHosts),
    () => [host, ...(isLan ? machineAddresses() : [])],
    () => (isLan ? machineNames() : []),
  );
}

/** Whether a host means all addresses of the machine. */
export function isEverywhere(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

import type { FastifyRequest } from 'fastify';
import { type HostNames, hostName, isLoopbackName } from './hostNames';
import { isThisMachine } from './peer';

/**
 * Whether who asks sits at this machine: the connection comes from it, and the host is a name of its own. The other end of
 * a tunnel, emulators and containers come from this machine too, but by other names.
 */
export function isAskedHere(
  { headers, socket }: Pick<FastifyRequest, 'headers' | 'socket'>,
  names: Pick<HostNames, 'isMachine'>,
): boolean {
  const name = hostName(headers.host ?? '') ?? '';
  return isThisMachine(socket) && (names.isMachine(name) || isLoopbackName(name));
}

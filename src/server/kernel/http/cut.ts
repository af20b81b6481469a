import type { Socket } from 'node:net';

/** Ends a connection as a broken network does: with a reset where that can be had, which is not inside TLS. */
export function cut(socket: Socket): void {
  if ('encrypted' in socket) socket.destroy();
  else socket.resetAndDestroy();
}

import type { Socket } from 'node:net';

/** Closes a connection as a broken network does: with a TCP reset, except inside TLS, where Node cannot send one. */
export function cut(socket: Socket): void {
  if ('encrypted' in socket) socket.destroy();
  else socket.resetAndDestroy();
}

import type { FaceRequest } from './face';

/** Runs an operation. Its signal is aborted when the connection of the client closes. */
export async function whileAsked<T>(
  { raw: { socket } }: FaceRequest,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  if (socket.destroyed) leave();
  // The listener is removed afterwards, because a connection serves many requests. A client may send many before it has
  // an answer, and Node would warn of a leak.
  socket.setMaxListeners(0);
  socket.once('close', leave);
  try {
    return await run(gone.signal);
  } finally {
    socket.off('close', leave);
  }
}

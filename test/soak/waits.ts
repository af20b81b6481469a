import type { SmallWaits } from './smallRequests';
import type { SoakServer } from './soakServer';

/** How long others had to wait while a part of a soak went on. */
export interface Waits {
  /** The longest wait for the answer to a small request. */
  readonly small: SmallWaits;
  /** The longest pause of the event loop of the server in milliseconds, but for garbage collections to measure memory. */
  readonly pauseMs: number;
}

/** Works with a server while a client asks it small things. */
export async function watched<T>(
  server: SoakServer,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly waits: Waits }> {
  await server.longestPause();
  const requests = server.smallRequests();
  try {
    const result = await work();
    const pauseMs = await server.longestPause();
    return { result, waits: { small: await requests.end(), pauseMs } };
  } finally {
    await requests.end();
  }
}

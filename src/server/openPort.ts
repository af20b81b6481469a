import type { HttpShell } from './kernel/http/httpShell';
import { listenProblem } from './kernel/http/listenProblem';
import { ServerStartError } from './kernel/start/startErrors';

/**
 * @returns the port, which the system chooses when it is 0
 * @throws ServerStartError
 */
export async function listen(shell: HttpShell, host: string, port: number): Promise<number> {
  try {
    return await shell.listen(host, port);
  } catch (error) {
    if (error instanceof ServerStartError) throw error;
    throw new ServerStartError(listenProblem(error as NodeJS.ErrnoException, host, port));
  }
}

/** @param host a name or an address, without brackets */
export function serverOrigin(scheme: 'http' | 'https', host: string, port: number): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

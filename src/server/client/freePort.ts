import { once } from 'node:events';
import net from 'node:net';

/**
 * Whether a server could listen on a port now.
 * @param host a name or an address, without brackets
 */
export async function isFreePort(host: string, port: number): Promise<boolean> {
  const probe = net.createServer();
  try {
    const listening = once(probe, 'listening');
    probe.listen({ host, port, exclusive: true });
    await listening;
  } catch {
    return false;
  }
  probe.close();
  await once(probe, 'close');
  return true;
}

import type { ServerAddress } from '../../core/protocol/address';
import { isFreePort } from '../../server/client/freePort';
import type { ServerOptions } from '../../server/kernel/options/options';
import { OWN_MACHINE } from './ownMachine';

/** The ports that the server of a workspace had the last time. Apps and browsers still have them in their settings. */
export interface LastPorts {
  readonly port?: number;
  readonly platformPort?: number;
}

/** A second site, so another name than that of the server. */
const PLATFORM_HOST = 'localhost';

export function portsOf({ url, externalPlatformUrl }: ServerAddress): LastPorts {
  return { port: portIn(url), platformPort: portIn(externalPlatformUrl) };
}

/**
 * The options with the last ports in place of any free ones, as far as these ports are free.
 * @returns also the last port of the server, if it is taken
 */
export async function withLastPorts(
  options: ServerOptions,
  last: LastPorts,
): Promise<{ readonly options: ServerOptions; readonly takenPort?: number | undefined }> {
  const { host = OWN_MACHINE, port = 0, platform } = options;
  const wanted = port === 0 ? last.port : undefined;
  const wantedPlatform = (platform?.port ?? 0) === 0 ? last.platformPort : undefined;
  const [isFree, isPlatformFree] = await Promise.all([
    wanted !== undefined && isFreePort(host, wanted),
    wantedPlatform !== undefined && isFreePort(platform?.host ?? PLATFORM_HOST, wantedPlatform),
  ]);
  return {
    options: {
      ...options,
      ...(isFree && wanted !== undefined && { port: wanted }),
      ...(isPlatformFree && wantedPlatform !== undefined && { platform: { ...platform, port: wantedPlatform } }),
    },
    takenPort: wanted !== undefined && !isFree ? wanted : undefined,
  };
}

function portIn(url: string): number {
  return Number(new URL(url).port);
}

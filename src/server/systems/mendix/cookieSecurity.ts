import type { IncomingHttpHeaders } from 'node:http';
import type { RuntimeSettings } from './runtimeSettings';

/** Whether the cookies of a request and its answer are `Secure`, and which header of a proxy was looked at for that. */
export interface CookieSecurity {
  readonly isSecure: boolean;
  /** `unheard`: a proxy says that the client uses HTTPS, and a switch makes the runtime ignore it. */
  readonly proxy?: 'http' | 'https' | 'unheard';
}

/** docs/facts/mendix.md#cookies */
export function cookieSecurity(
  { isRootSecure, hearsProxies, switches }: Pick<RuntimeSettings, 'isRootSecure' | 'hearsProxies' | 'switches'>,
  { protocol, headers }: { readonly protocol: string; readonly headers: IncomingHttpHeaders },
): CookieSecurity {
  const isSecure = isRootSecure ?? protocol === 'https';
  switch (hearsProxies ? forwardedProtocol(headers) : undefined) {
    case 'http':
      return { isSecure: false, proxy: 'http' };
    case 'https':
      return switches.forwardedHttps ? { isSecure: true, proxy: 'https' } : { isSecure, proxy: 'unheard' };
    default:
      return { isSecure };
  }
}

/** The protocol between client and proxy, as the first proxy says it. */
function forwardedProtocol(headers: IncomingHttpHeaders): string | undefined {
  const given = headers['x-forwarded-proto'] ?? headers['x-forwarded-scheme'];
  return [given].flat()[0]?.split(',', 1)[0]?.trim().toLowerCase();
}

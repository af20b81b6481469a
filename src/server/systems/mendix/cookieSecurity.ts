import type { IncomingHttpHeaders } from 'node:http';
import { optionWords } from '../../../core/server/optionWords';
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

/**
 * What to tell the developer when a server starts whose cookies browsers drop: with `SameSite=None` they must be `Secure`.
 * @param isHttps whether the server itself speaks HTTPS
 */
export function droppedCookies(
  { sameSite, isRootSecure }: Pick<RuntimeSettings, 'sameSite' | 'isRootSecure'>,
  isHttps: boolean,
): string | undefined {
  if (sameSite !== 'None' || (isRootSecure ?? isHttps)) return undefined;
  return `Browsers drop the cookies of the Mendix runtime, which have SameSite=None over HTTP; use ${optionWords('https')}, a proxy with HTTPS, or another “com.mendix.core.SameSiteCookies”.`;
}

/**
 * The protocol between client and proxy, as the first proxy says it. Each proxy may add its own to the list, and a header
 * without a word says nothing.
 */
function forwardedProtocol(headers: IncomingHttpHeaders): string | undefined {
  return ['x-forwarded-proto', 'x-forwarded-scheme']
    .flatMap((name) => headers[name] ?? [])
    .flatMap((line) => line.split(','))
    .map((word) => word.trim().toLowerCase())
    .find((word) => word !== '');
}

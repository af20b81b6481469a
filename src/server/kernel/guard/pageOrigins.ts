import type { FastifyContextConfig, FastifyRequest } from 'fastify';
import { parsedUrl } from '../../../core/base/parsedUrl';
import { type CallingPage, FETCH_SITES, type FetchSite, type ForeignPage } from './callingPage';
import { type HostNames, hostName, isCallersName, originUnder, plainHostName, portOf } from './hostNames';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether pages of the external platform may call this route, although they belong to another site. */
    platformMayCall?: boolean;
    /**
     * Whether pages of the server may send a form to this route of the platform, although they belong to another site.
     */
    serverMayCall?: boolean;
  }
}

export interface PageOriginsParts {
  readonly names: HostNames;
  /** Origin of the external platform; undefined before it listens. */
  readonly platformOrigin: () => string | undefined;
  /** Whether an origin is this server, under any of its names. */
  readonly isServer?: (origin: string) => boolean;
}

/** A page whose browser tells its origin. */
interface TellingPage {
  readonly text: string;
  /** Undefined if the text is no URL, as `null` is. */
  readonly url: URL | undefined;
  readonly site: FetchSite | undefined;
  readonly request: FastifyRequest;
  /** The name in `Host`, in one spelling. */
  readonly name: string;
}

const NO_PAGE: CallingPage = { kind: 'none' };

/**
 * Tells whose page sent a request, from `Host`, `Origin` and `Sec-Fetch-Site`. Call it after `Host` was checked: only then does it
 * say under which origin the browser has loaded the pages of this server.
 */
export class PageOrigins {
  constructor(private readonly parts: PageOriginsParts) {}

  /** @param config of the requested route */
  pageOf(request: FastifyRequest, config: FastifyContextConfig): CallingPage {
    const { headers } = request;
    const { origin } = headers;
    const told = headers['sec-fetch-site'];
    // Programs send neither, and most requests are of programs.
    if (origin === undefined && told === undefined) return NO_PAGE;
    const site = FETCH_SITES.find((each) => each === told);
    const isNavigation = headers['sec-fetch-mode'] === 'navigate';
    if (origin === undefined) {
      if (site === undefined) return NO_PAGE;
      if (site === 'none' || site === 'same-origin') return { kind: 'own' };
      return { kind: 'foreign', site, isNavigation, hasOwnHost: false };
    }
    const url = parsedUrl(() => new URL(origin));
    const page = { text: origin, url, site, request, name: plainHostName(hostName(headers.host ?? '') ?? '') };
    if (this.isOwn(page)) return { kind: 'own' };
    const trust = this.trustIn(page, config);
    return {
      kind: 'foreign',
      origin,
      ...(site !== undefined && { site }),
      isNavigation,
      ...(trust && { trust }),
      hasOwnHost: this.hasOwnHost(page),
    };
  }

  private isOwn({ url, site, request, name }: TellingPage): boolean {
    // A page with the referrer policy no-referrer hides its origin. The browser says nevertheless that it is of this server.
    if (!url) return site === 'same-origin' && request.headers.origin === 'null';
    const { names } = this.parts;
    const hasSameName = plainHostName(url.hostname) === name;
    // The browser itself says so. Scheme and port may be those of a proxy that ends TLS.
    if (site === 'same-origin') return /^https?:$/.test(url.protocol) && (hasSameName || names.isKnown(url.hostname));
    if (site === 'cross-site' || !hasSameName) return false;
    const { protocol, headers } = request;
    const port = portIn(headers.host);
    if (names.isAllowed(name) && isTunnel(url, port)) return true;
    return url.protocol === `${protocol}:` && portOf(url) === (port ?? (protocol === 'https' ? 443 : 80));
  }

  private trustIn(page: TellingPage, config: FastifyContextConfig): ForeignPage['trust'] {
    const { text, url, site, request, name } = page;
    const { names } = this.parts;
    if (this.isFriend(page, config)) return 'server';
    if (!url || site === 'cross-site') return undefined;
    if (names.isOwnPort(text, request.protocol, request.socket.localPort)) return 'server';
    // The browser knows better than the name does whether the page is of this server.
    if (site !== undefined || plainHostName(url.hostname) === name || names.isMachine(url.hostname)) return undefined;
    // A proxy that does not pass on `Host` sends a name of this machine. One that passes it on sends the name of the page.
    if (names.isAllowed(name) || names.isSharedName(url.hostname)) return undefined;
    return names.isAllowed(url.hostname) ? 'proxy' : undefined;
  }

  /**
   * Whether the origin belongs to the other half of this server: the platform may call some routes of the server, and
   * the server some routes of the platform.
   */
  private isFriend(page: TellingPage, config: FastifyContextConfig): boolean {
    const local = asLocal(page);
    if (config.platformMayCall && local === this.parts.platformOrigin()) return true;
    return config.serverMayCall === true && this.parts.isServer?.(local) === true;
  }

  private hasOwnHost({ url, name }: TellingPage): boolean {
    if (!url) return false;
    const plain = plainHostName(url.hostname);
    return plain === name || isCallersName(plain) || this.parts.names.isKnown(plain);
  }
}

/** An emulator uses one host name for the server and the platform. The port tells them apart. */
function asLocal({ text, url, name }: TellingPage): string {
  if (!url || !isCallersName(name) || plainHostName(url.hostname) !== name) return text;
  return originUnder('localhost', url);
}

/** The port in a `Host` header; undefined if there is none. */
function portIn(host: string | undefined): number | undefined {
  const port = /:(\d+)$/.exec(host ?? '')?.[1];
  return port === undefined ? undefined : Number(port);
}

/** Whether an origin is that of a tunnel which passes `Host` on: it has a scheme of its own, and names no usual port. */
function isTunnel(url: URL, port: number | undefined): boolean {
  if (!/^https?:$/.test(url.protocol)) return false;
  return url.port === '' ? port === undefined || port === 80 || port === 443 : portOf(url) === port;
}

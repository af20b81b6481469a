import type { Socket } from 'node:net';
import type { FastifyContextConfig, FastifyRequest } from 'fastify';
import { HttpError } from '../answer/httpError';
import type { BearerToken } from './bearerToken';
import { type CallingPage, type ForeignPage, isSafeMethod } from './callingPage';
import type { ForeignPages } from './foreignPages';
import { hostName, isCallersName } from './hostNames';
import { hostRefusal, manyHostsRefusal } from './hostRefusal';
import { PageOrigins, type PageOriginsParts } from './pageOrigins';
import { controlPageRefusal, pageRefusal } from './pageRefusal';
import type { Pairing } from './pairing';
import { deviceAddress, isLoopback, isThisMachine } from './peer';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Decides about pages of other origins before the guard does. */
    foreignPages?: ForeignPages;
    /** Whether devices that are not paired may call this route. */
    unpairedMayCall?: boolean;
  }
}

export interface GuardParts extends PageOriginsParts {
  readonly token: BearerToken;
  /** Present if LAN is on. */
  readonly pairing?: Pairing | undefined;
}

/**
 * Decides who may send requests. It runs before everything else and throws an HttpError for a request that is not
 * allowed.
 */
export class Guard {
  private lastHost: string | undefined;
  private lastName: string | undefined;
  private readonly origins: PageOrigins;

  constructor(private readonly parts: GuardParts) {
    this.origins = new PageOrigins(parts);
  }

  /**
   * @param config of the requested route
   * @throws HttpError if the request is not allowed
   */
  check(request: FastifyRequest, config: FastifyContextConfig): void {
    this.checkHost(request, config);
    this.checkPeer(request, config);
    this.checkPage(request, config);
    if (isControl(config)) this.checkControl(request);
  }

  private checkHost({ headers, socket, raw }: FastifyRequest, config: FastifyContextConfig): void {
    // Node keeps the first one. A proxy in front may have decided on another.
    if (hostsIn(raw.rawHeaders) > 1) throw manyHostsRefusal(socket);
    const header = headers.host;
    const name = this.nameIn(header ?? '');
    if (name !== undefined && this.answersTo(name, socket, config)) return;
    throw hostRefusal({ header, name, isControl: isControl(config), httpVersion: raw.httpVersion, socket });
  }

  private answersTo(name: string, socket: Socket, config: FastifyContextConfig): boolean {
    const { names } = this.parts;
    // This also applies to allowed names: whoever controls the DNS of a network must not get access to the secrets.
    if (isControl(config)) return isCallersName(name) ? names.isMachine(name) : names.isForControl(name);
    return names.isKnown(name) || (isCallersName(name) && isLoopback(socket.remoteAddress ?? ''));
  }

  /** The last result is remembered, because nearly all requests have the same header. */
  private nameIn(header: string): string | undefined {
    if (header !== this.lastHost) {
      this.lastHost = header;
      this.lastName = hostName(header);
    }
    return this.lastName;
  }

  private checkPeer(request: FastifyRequest, { unpairedMayCall }: FastifyContextConfig): void {
    if (isThisMachine(request.socket) || unpairedMayCall) return;
    if (this.parts.pairing?.isPaired(request.ip)) return;
    throw new HttpError(
      403,
      'not-paired',
      `This device (${deviceAddress(request.ip)}) has not paired; open /pair on it and type the pairing code that the server shows.`,
    );
  }

  private checkPage(request: FastifyRequest, config: FastifyContextConfig): void {
    const page = this.origins.pageOf(request, config);
    request.callingPage = page;
    if (isControl(config)) {
      if (!isForControl(page, request)) throw controlPageRefusal(page);
    } else if (page.kind === 'foreign') this.checkForeign(page, request, config);
  }

  private checkForeign(page: ForeignPage, request: FastifyRequest, { foreignPages }: FastifyContextConfig): void {
    const { method, headers, originalUrl } = request;
    const isSafe = isSafeMethod(method);
    // A navigation from another site is no attack. For example, a user opens the activation link in a mail.
    if (page.isNavigation && (isSafe || page.trust === 'server')) return;
    const pages = foreignPages?.covers(originalUrl) ? foreignPages : undefined;
    const wanted = method === 'OPTIONS' ? (headers['access-control-request-method'] ?? method) : method;
    if (pages?.admits(page, wanted) || page.trust) return;
    // A page that only loads something, and belongs to this site, cannot read it. Its browser sees to that.
    if (isSafe && page.site !== 'cross-site') return;
    throw pageRefusal({ page, isLoading: isSafe, pagesOption: pages?.option });
  }

  private checkControl({ socket, headers }: FastifyRequest): void {
    if (!isThisMachine(socket)) {
      throw new HttpError(403, 'not-loopback', 'The control API is for this machine only; call it from here.');
    }
    this.parts.token.check(headers.authorization);
  }
}

/** Whether a caller of the control API may be a program, or a page that this server itself sent. */
function isForControl(page: CallingPage, { headers }: FastifyRequest): boolean {
  if (page.kind === 'foreign') return page.trust !== undefined && page.site === undefined;
  // Its browser says whose page it is, but for the control API that alone is not enough.
  return page.kind === 'none' || headers.origin !== 'null';
}

const HOST = 'host';

/** @param raw names and values of the headers, in turn */
function hostsIn(raw: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at] as string;
    if (name.length === HOST.length && name.toLowerCase() === HOST) count++;
  }
  return count;
}

function isControl({ face }: FastifyContextConfig): boolean {
  return face === 'control';
}

import type { Socket } from 'node:net';
import type { FastifyContextConfig, FastifyRequest } from 'fastify';
import { HttpError } from '../answer/httpError';
import type { BearerToken } from './bearerToken';
import type { ForeignPages } from './foreignPages';
import { type HostNames, hostName, isCallersName, originUnder, plainHostName } from './hostNames';
import { hostRefusal, manyHostsRefusal, originRefusal } from './hostRefusal';
import type { Pairing } from './pairing';
import { deviceAddress, isLoopback, isThisMachine } from './peer';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether pages of the external platform may call this route, although they belong to another site. */
    platformMayCall?: boolean;
    /**
     * Whether pages of the server may send a form to this route of the platform, although they belong to another site.
     */
    serverMayCall?: boolean;
    /** Decides about pages of other origins before the guard does. */
    foreignPages?: ForeignPages;
    /** Whether devices that are not paired may call this route. */
    unpairedMayCall?: boolean;
  }
}

export interface GuardParts {
  readonly names: HostNames;
  readonly token: BearerToken;
  /** Present if LAN is on. */
  readonly pairing?: Pairing | undefined;
  /** Origin of the external platform; undefined before it listens. */
  readonly platformOrigin: () => string | undefined;
  /** Whether an origin is this server, under any of its names. */
  readonly isServer?: (origin: string) => boolean;
}

const SAFE_METHODS = ['GET', 'HEAD'];

/**
 * Decides who may send requests. It runs before everything else and throws an HttpError for a request that is not
 * allowed.
 */
export class Guard {
  private lastHost: string | undefined;
  private lastName: string | undefined;

  constructor(private readonly parts: GuardParts) {}

  /**
   * @param config of the requested route
   * @throws HttpError if the request is not allowed
   */
  check(request: FastifyRequest, config: FastifyContextConfig): void {
    this.checkHost(request, config);
    this.checkPeer(request, config);
    this.checkOrigin(request, config);
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

  private checkOrigin(request: FastifyRequest, config: FastifyContextConfig): void {
    const { origin } = request.headers;
    const changes = !SAFE_METHODS.includes(request.method) || isControl(config);
    if (origin !== undefined && this.isAdmitted(origin, request, config)) return;
    if (origin !== undefined && changes && !this.mayCall(origin, request, config)) {
      throw originRefusal(origin, isControl(config), config.foreignPages?.option);
    }
    const site = request.headers['sec-fetch-site'];
    const strange = site === 'cross-site' || (site === 'same-site' && isControl(config));
    // A navigation from another site is no attack. For example, a user opens the activation link in a mail.
    const follows = request.headers['sec-fetch-mode'] === 'navigate' && SAFE_METHODS.includes(request.method);
    if (strange && !(follows && !isControl(config)) && !this.isFriend(origin, request, config)) {
      throw new HttpError(
        403,
        'site-foreign',
        'A page of another site may not load this; follow a link to it instead.',
      );
    }
  }

  /**
   * Whether the system lets in a page of another origin. The page's own host may be an allowed one: the system is asked
   * nevertheless. A navigation is not asked about, because the page does not see its answer.
   * @throws Refusal
   */
  private isAdmitted(origin: string, request: FastifyRequest, config: FastifyContextConfig): boolean {
    const { headers, method, protocol } = request;
    const isSame = origin.toLowerCase() === `${protocol}://${headers.host}`.toLowerCase();
    if (!config.foreignPages || isSame || headers['sec-fetch-mode'] === 'navigate') return false;
    const asked = method === 'OPTIONS' ? (headers['access-control-request-method'] ?? method) : method;
    return config.foreignPages.admits(origin, asked, this.mayCall(origin, request, config));
  }

  private mayCall(origin: string, request: FastifyRequest, config: FastifyContextConfig): boolean {
    return (
      this.isOwn(origin, request) ||
      isOwnWithoutReferrer(origin, request, config) ||
      this.isFriend(origin, request, config)
    );
  }

  /**
   * Whether the origin belongs to the other half of this server: the platform may call some routes of the server, and
   * the server some routes of the platform.
   */
  private isFriend(origin: string | undefined, request: FastifyRequest, config: FastifyContextConfig): boolean {
    if (origin === undefined) return false;
    const local = this.asLocal(origin, request);
    if (config.platformMayCall && local === this.parts.platformOrigin()) return true;
    return config.serverMayCall === true && this.parts.isServer?.(local) === true;
  }

  /** An emulator uses one host name for the server and the platform. The port tells them apart. */
  private asLocal(origin: string, { headers }: FastifyRequest): string {
    const url = URL.canParse(origin) ? new URL(origin) : undefined;
    const name = this.nameIn(headers.host ?? '');
    if (!url || name === undefined || !isCallersName(name) || plainHostName(url.hostname) !== plainHostName(name))
      return origin;
    return originUnder('localhost', url);
  }

  private isOwn(origin: string, { protocol, headers, socket }: FastifyRequest): boolean {
    // The `Host` header was checked before.
    if (origin.toLowerCase() === `${protocol}://${headers.host}`.toLowerCase()) return true;
    return this.parts.names.isOrigin(origin, protocol, socket.localPort);
  }

  private checkControl({ socket, headers }: FastifyRequest): void {
    if (!isThisMachine(socket)) {
      throw new HttpError(403, 'not-loopback', 'The control API is for this machine only; call it from here.');
    }
    this.parts.token.check(headers.authorization);
  }
}

/**
 * A page with the referrer policy no-referrer sends its forms with “Origin: null”. `Sec-Fetch-Site` proves the origin
 * then, because pages cannot set it.
 */
function isOwnWithoutReferrer(origin: string, { headers }: FastifyRequest, config: FastifyContextConfig): boolean {
  return origin === 'null' && headers['sec-fetch-site'] === 'same-origin' && !isControl(config);
}

/** @param raw names and values of the headers, in turn */
function hostsIn(raw: readonly string[]): number {
  return raw.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host').length;
}

function isControl({ face }: FastifyContextConfig): boolean {
  return face === 'control';
}

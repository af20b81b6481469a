import type { ServerOptions } from '../options/options';

const MEBIBYTE = 1024 * 1024;

/** Limits for one client. Times are in real milliseconds. */
export interface Limits {
  readonly bodyBytes: number;
  readonly headerBytes: number;
  /** From the connection, or the end of the last request, to the end of the headers. */
  readonly headersMs: number;
  /** From the connection, or the end of the last request, to the end of the body. */
  readonly requestMs: number;
  /** How long a connection may transfer nothing in either direction, while the server does not work on an answer. */
  readonly idleMs: number;
  /** The maximum time between two requests of one connection. */
  readonly keepAliveMs: number;
  /** The interval of signs of life in an event stream. It is well below `idleMs`. */
  readonly heartbeatMs: number;
}

/** The default limits. */
export const LIMITS: Limits = {
  bodyBytes: 1024 * 1024,
  headerBytes: 16 * 1024,
  headersMs: 10_000,
  requestMs: 30_000,
  idleMs: 60_000,
  keepAliveMs: 30_000,
  heartbeatMs: 15_000,
};

/** The limits of a server with these options. */
export function limitsOf({ bodyMb }: Pick<ServerOptions, 'bodyMb'>): Limits {
  return bodyMb === undefined ? LIMITS : { ...LIMITS, bodyBytes: bodyMb * MEBIBYTE };
}

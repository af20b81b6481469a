/** How much, and for how long, one client may ask of the server. Real time. */
export interface Limits {
  readonly bodyBytes: number;
  readonly headerBytes: number;
  /** From the connection, or the last request, to the end of the headers. */
  readonly headersMs: number;
  /** To the end of the body. */
  readonly requestMs: number;
  /** A connection on which nothing moves, in either direction, and not because the server is at work. */
  readonly idleMs: number;
  /** Between two requests of one connection. */
  readonly keepAliveMs: number;
  /** Between two signs of life of an event stream; well below `idleMs`. */
  readonly heartbeatMs: number;
}

export const LIMITS: Limits = {
  bodyBytes: 1024 * 1024,
  headerBytes: 16 * 1024,
  headersMs: 10_000,
  requestMs: 30_000,
  idleMs: 60_000,
  keepAliveMs: 30_000,
  heartbeatMs: 15_000,
};

/** The addresses of a running dev session server. It is the first line that `session-workbench serve --json` prints. */
export interface ServerAddress {
  /** Origin of the server itself, without a slash at the end. */
  readonly url: string;
  /**
   * Root URL of the control API: `url` plus `/_workbench/v1`. With HTTPS it has a port of its own, on loopback and
   * without TLS.
   */
  readonly controlUrl: string;
  /** Secret for the header `Authorization: Bearer …` of the control API. */
  readonly controlToken: string;
  /** Origin of the stand-in for an external platform. It is a different site on purpose. */
  readonly externalPlatformUrl: string;
  readonly pid: number;
}

/** Prefix of every path of the control API. */
export const CONTROL_PATH = '/_workbench/v1';

/** How phones in the local network reach the server. It exists only if the server listens there. */
export interface LanAddress {
  /** `http://192.168.…:PORT`, one for each network interface. */
  readonly urls: readonly string[];
  /** The code that a device sends once, to `GET /pair?code=…`. It gives no access to the control API. */
  readonly pairingCode: string;
  /** Addresses of the paired devices. */
  readonly paired: readonly string[];
}

export const SERVER_STATES = ['stopped', 'starting', 'running', 'stopping', 'failed'] as const;
/** The status of a dev session server, for the program that started it. */
export type ServerStatus = (typeof SERVER_STATES)[number];

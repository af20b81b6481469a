/** Where a dev session server listens: the first line of `session-workbench serve --json`. */
export interface ServerAddress {
  /** Origin of the server itself, without a slash at the end. */
  readonly url: string;
  /** Root of the control API: `url` and `/_workbench/v1`; over HTTPS a port of its own, on loopback and without TLS. */
  readonly controlUrl: string;
  /** For `Authorization: Bearer …` on the control API; a secret. */
  readonly controlToken: string;
  /** Origin of the stand-in for an external platform, a different site on purpose. */
  readonly externalPlatformUrl: string;
  readonly pid: number;
}

/** Prefix of every path of the control API. */
export const CONTROL_PATH = '/_workbench/v1';

/** Where phones of the local network reach the server, once LAN is switched on. */
export interface LanAddress {
  /** `http://192.168.…:PORT`, one for each network interface. */
  readonly urls: readonly string[];
  /** A device says it once, at `GET /pair?code=…`; a secret of the room, not of the control API. */
  readonly pairingCode: string;
  /** Addresses of devices that have said it. */
  readonly paired: readonly string[];
}

export const SERVER_STATES = ['stopped', 'starting', 'running', 'stopping', 'failed'] as const;
/** The life of a dev session server as its owner sees it. */
export type ServerStatus = (typeof SERVER_STATES)[number];

/**
 * Options of the emulated systems. A system adds its own members with `declare module`, beside their types, so that nothing
 * here names one.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled where each system declares its options
export interface SystemOptions {}

/** How a dev session server is started. Plain JSON: it crosses to the child process, and a configuration file has the same shape. */
export interface ServerOptions extends SystemOptions {
  /** `127.0.0.1` unless given; anything that is not loopback switches LAN on, with its pairing code. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port?: number;
  /** Names besides those of this machine that `Host` may be: that of a tunnel, or `*.name` for all beneath one. */
  readonly allowedHosts?: readonly string[];
  /** Makes every random value repeatable. */
  readonly seed?: string;
  /** HTTPS instead of HTTP; `true` with a certificate made for this run, which no browser knows. Absolute paths of PEM files. */
  readonly https?: true | HttpsFiles;
}

export interface HttpsFiles {
  readonly cert: string;
  readonly key: string;
}

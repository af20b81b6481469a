import type { UpstreamOptions } from '../upstream/upstreamOptions';

/**
 * The options of the emulated systems. Each system adds its own members with `declare module`, next to their types, so
 * that no system is named here.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled where each system declares its options
export interface SystemOptions {}

/**
 * The options of a dev session server. They are plain JSON: they are sent to the child process, and a configuration
 * file has the same form.
 */
export interface ServerOptions extends SystemOptions {
  /**
   * The address to listen on. Defaults to `127.0.0.1`. Any address that is not loopback switches LAN on, with a pairing
   * code.
   */
  readonly host?: string;
  /** The port. 0 selects a free one. */
  readonly port?: number;
  /**
   * Host names to accept besides those of this machine, such as the name of a tunnel. `*.name` accepts all names below
   * a name.
   */
  readonly allowedHosts?: readonly string[];
  /** The largest body of a request in MiB. Defaults to 1. Some routes have limits of their own. */
  readonly bodyMb?: number;
  /** Where the external platform listens. */
  readonly platform?: {
    /** A name of this machine. Defaults to `localhost`. It must not be that of the server, because it is another site. */
    readonly host?: string;
    /** The port. 0 selects a free one. */
    readonly port?: number;
  };
  /** Makes all random values repeatable. */
  readonly seed?: string;
  /** Uses HTTPS instead of HTTP. `true` creates a certificate for this run, which no browser trusts. */
  readonly https?: true | HttpsFiles;
  /** The real server that gets what this one does not answer itself: its address, or more about it. */
  readonly upstream?: string | UpstreamOptions;
}

/** Absolute paths of PEM files. */
export interface HttpsFiles {
  readonly cert: string;
  readonly key: string;
}

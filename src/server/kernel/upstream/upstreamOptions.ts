/**
 * The real server that gets what the dev session server does not answer itself. Its members are described in
 * docs/upstream.md.
 */
export interface UpstreamOptions {
  /** Its address: `https://host`, with a port and a path if it has them. */
  readonly url: string;
  /**
   * `login` logs in there with what the app sent at its login here. `none` sends no identity. Defaults to `login`, and to
   * `none` with `authorizationVariable`.
   */
  readonly authorization?: 'login' | 'none';
  /** The environment variable with the value of the header `Authorization`. A value of one word gets `Bearer` before it. */
  readonly authorizationVariable?: string;
  /** Absolute path of a PEM file: the certificate authority that its certificate is signed by. */
  readonly ca?: string;
  /** Accepts any certificate. */
  readonly insecure?: boolean;
  /** How long it may take to connect, to begin its answer, and between two pieces of it, in real milliseconds. */
  readonly timeoutMs?: number;
  /** The largest body of a request that is passed on, in mebibytes. */
  readonly bodyMb?: number;
  /** The largest body of an answer that is passed on, in mebibytes. */
  readonly answerMb?: number;
  /** Globs of paths that are never passed on. A record has its parts, and a folder the records of the table that it names. */
  readonly except?: readonly string[];
  /** Absolute path of the folder in which its answers are kept. */
  readonly record?: string;
}

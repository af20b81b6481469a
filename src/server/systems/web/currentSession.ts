import type { HeldWebSession, OtpOutcome } from './webSessions';

/**
 * The `Session` of one request. It comes from the cookie, and `$4DSID` or `restore()` replaces it. The answer sets the
 * cookie if the client has a different one.
 */
export interface CurrentSession {
  /**
   * The current session. The first call creates a guest session if there is none. Undefined without scalable sessions.
   */
  session(): Promise<HeldWebSession | undefined>;
  /** Makes the session of a passcode the current one. If the passcode is refused, the current session stays. */
  restore(otp: string): Promise<OtpOutcome>;
  /**
   * The value of the header `Set-Cookie`. Undefined when the client's cookie is right and its expiry needs no change.
   */
  setCookie(): Promise<string | undefined>;
}

/** The answer of a developer's code. */
export interface HandlerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Values of `Set-Cookie`, each sent as a header of its own. */
  readonly cookies?: readonly string[];
  readonly body: Uint8Array;
  /** Whether the body is the page that the code has found last. */
  readonly sendsPage?: boolean;
  /** Whether 4D parses the tags of the body or the page, if it is a text. */
  readonly hasTags?: boolean;
  /** Whether the body is sent in chunks, without its length. */
  readonly isChunked?: boolean;
}

/** A request as a developer's code receives it: 4D.IncomingMessage. */
export interface HandlerRequest {
  /** Upper case. */
  readonly verb: string;
  /** Without host, with query. */
  readonly url: string;
  readonly urlPath: readonly string[];
  readonly urlQuery: Readonly<Record<string, string>>;
  /** Header names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Whether the request came over HTTPS. */
  readonly isSecured: boolean;
  /** As in the first line of the request: `HTTP/1.1`. */
  readonly version: string;
  /** Where it came in: address and port, and how many bytes a body may have there. */
  readonly local: { readonly address: string; readonly port: number; readonly bodyBytes: number };
}

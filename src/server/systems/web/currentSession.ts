import type { HeldWebSession, OtpOutcome } from './webSessions';

/**
 * `Session` of one request: which web session it runs in. Made from the cookie, replaced by `$4DSID` or `restore()`; the
 * answer sets the cookie when it is another one than the client's.
 */
export interface CurrentSession {
  /** What the request runs in now; a guest is made at the first call when there is none. Undefined without scalable sessions. */
  session(): Promise<HeldWebSession | undefined>;
  /** The session that made the passcode, from now on; when it is refused the current one is left unchanged. */
  restore(otp: string): Promise<OtpOutcome>;
  /** Value of the `Set-Cookie` header; undefined when the client has the right cookie already and it needs no new expiry. */
  setCookie(): Promise<string | undefined>;
}

/** An answer as the code of a developer makes it. */
export interface HandlerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A request as the code of a developer sees it: 4D.IncomingMessage. */
export interface HandlerRequest {
  /** Upper case. */
  readonly verb: string;
  /** Without host, with query. */
  readonly url: string;
  readonly urlPath: readonly string[];
  readonly urlQuery: Readonly<Record<string, string>>;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Whether it came over HTTPS. */
  readonly isSecured: boolean;
}

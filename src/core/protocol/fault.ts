/** What a fault does to the answer of a request that it hits. */
export type FaultEffect =
  /**
   * Answers at once with this status, 401 or 500 to 599; or with a 4D error such as 1279 or 1913 in the envelope that the
   * apps read, and then with 200 too. Nothing is done.
   */
  | { readonly kind: 'status'; readonly status: number; readonly errCode?: number }
  /** Waits so long, in virtual time, and goes on. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** Ends the connection before anything is done. */
  | { readonly kind: 'reset' }
  /** Does all that was asked, then ends the connection instead of answering. */
  | { readonly kind: 'replyLost' };

/** Which requests a fault hits; all of the public faces without a scope. */
export interface FaultScope {
  /** A session id, mobile or web. */
  readonly session?: string;
  /** A route as the journal names it, such as `POST /mobileapp/$authenticate`, or a path that begins with `/`. */
  readonly route?: string;
  /** Only the n-th request in scope, counted from 1. */
  readonly nth?: number;
}

/** Body of `POST /_workbench/v1/faults`. */
export type FaultRequest = FaultEffect & {
  readonly scope?: FaultScope;
  /** How often it strikes; always without it. 1 is once. */
  readonly times?: number;
};

export type Fault = FaultRequest & {
  readonly id: string;
  /** Requests in scope so far, and how many of them it has hit. */
  readonly seen: number;
  readonly hits: number;
};

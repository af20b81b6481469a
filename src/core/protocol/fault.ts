/** What a fault does to a request that it hits. */
export type FaultEffect =
  /**
   * Answers at once with this status, 401, 403 or 500 to 599, and the request has no effect. With `errCode`, the answer
   * holds that 4D error, such as 1279 or 1913, in the form that the apps read. The status may be 200 then.
   */
  | { readonly kind: 'status'; readonly status: number; readonly errCode?: number }
  /** Waits this many milliseconds in virtual time, then continues. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** Closes the connection before the request has any effect. */
  | { readonly kind: 'reset' }
  /** Carries out the request, then closes the connection instead of answering. */
  | { readonly kind: 'replyLost' };

/** Which requests a fault hits. Without a scope, it hits all requests to the public faces. */
export interface FaultScope {
  /** Id of a mobile or web session. */
  readonly session?: string;
  /** A route as the journal names it, such as `POST /mobileapp/$authenticate`, or a path that begins with `/`. */
  readonly route?: string;
  /** Hits only the n-th request in scope, counted from 1. */
  readonly nth?: number;
}

/** Body of `POST /_workbench/v1/faults`. */
export type FaultRequest = FaultEffect & {
  readonly scope?: FaultScope;
  /** How many requests it hits. Unlimited if absent. */
  readonly times?: number;
};

/** A fault that was added, as the server counts it. */
export type Fault = FaultRequest & {
  readonly id: string;
  /** Number of requests in scope so far. `hits` is how many of them it has hit. */
  readonly seen: number;
  readonly hits: number;
};

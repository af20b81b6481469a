/** Answer of `POST /_workbench/v1/clock`. */
export interface ClockState {
  /** Virtual time, ISO 8601 in UTC. */
  readonly now: string;
  /** Milliseconds that virtual time is ahead of real time; grows backwards while paused. */
  readonly offsetMs: number;
  readonly paused: boolean;
}

/** Body of `POST /_workbench/v1/clock`; one of the three. */
export type ClockMove =
  /** Milliseconds, not negative: what is over is never undone. */
  { readonly advanceMs: number } | { readonly pause: boolean } | { readonly reset: true };

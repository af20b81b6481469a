/** Answer of `POST /_workbench/v1/clock`. */
export interface ClockState {
  /** Virtual time, ISO 8601 in UTC. */
  readonly now: string;
  /** How many milliseconds virtual time is ahead of real time. It decreases while the clock is paused. */
  readonly offsetMs: number;
  readonly paused: boolean;
}

/** Body of `POST /_workbench/v1/clock`: one of three moves. */
export type ClockMove =
  /** Milliseconds to go forward, 0 or more. What has expired never comes back. */
  { readonly advanceMs: number } | { readonly pause: boolean } | { readonly reset: true };

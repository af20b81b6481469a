import type { ForwardedAnswer } from './forwardedAnswer';

/** How a request is passed on. */
export interface Forwarding {
  /** Names the session of this server that it belongs to, among all systems. Its cookies of the upstream are used. */
  readonly session?: string | undefined;
  /** Who it comes from. Absent when that is not known there. */
  readonly identity?: UpstreamIdentity | undefined;
  /** Whether the client has shown a token of its own, which no page of another site has. */
  readonly isProven?: boolean;
  /** Gets the answer, decoded, once it was passed on. */
  readonly answered?: (answer: ForwardedAnswer) => void;
}

/** Who requests come from, for the upstream. */
export interface UpstreamIdentity {
  /** The header `Authorization`. @throws Refusal when there is none */
  header(): Promise<string>;
  /** The upstream has refused the last one, so that another is needed. */
  refused(): void;
}

import type { Facts } from './facts';
import type { Unmet } from './unmet';

/** The members of `expect` that are about one emulated system; each system adds its own with `declare module`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled where each system is declared
export interface SystemExpectSources {}

/** Holds one member of `expect` against what happened. */
export interface SystemExpectation<M extends keyof SystemExpectSources = keyof SystemExpectSources> {
  readonly member: M;
  /** @param wanted the member, its variables filled in */
  readonly unmet: (wanted: NonNullable<SystemExpectSources[M]>, facts: Facts) => Iterable<Unmet>;
}

/** The expectation of any system, for lists of them. */
export type AnyExpectation = {
  readonly [M in keyof SystemExpectSources]: SystemExpectation<M>;
}[keyof SystemExpectSources];

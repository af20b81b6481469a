import type { Facts } from './facts';
import type { Check } from './unmet';

/** The members of `expect` that are about one emulated system; each system adds its own with `declare module`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled where each system is declared
export interface SystemExpectSources {}

/**
 * Compares one member of `expect` with what happened.
 * @param wanted the member, its variables filled in
 */
export type SystemExpectation<M extends keyof SystemExpectSources = keyof SystemExpectSources> = (
  wanted: NonNullable<SystemExpectSources[M]>,
  facts: Facts,
) => Iterable<Check>;

/** The expectations of systems by their members. */
export type SystemExpectations<M extends keyof SystemExpectSources = keyof SystemExpectSources> = {
  readonly [K in M]-?: SystemExpectation<K>;
};

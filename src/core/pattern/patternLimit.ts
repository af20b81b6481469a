/** How much a pattern may ask for. A counted step takes some nanoseconds, whatever the pattern is. */
export const PATTERN_LIMITS = {
  /** Characters of a pattern. */
  length: 10_000,
  /** Instructions of a pattern after its counted repetitions were written out. */
  instructions: 20_000,
  /** How many groups and lookarounds may be in each other. */
  depth: 200,
  /** Steps for one text. */
  steps: 5_000_000,
} as const;

/** A pattern that cannot be judged within the limits. Its message names the pattern and the reason. */
export class PatternLimit extends Error {
  override readonly name = 'PatternLimit';

  /** @param reason what of the pattern is too much, as the end of a sentence about it */
  constructor(
    pattern: string,
    readonly reason: string,
  ) {
    super(`The pattern “${pattern.length > 200 ? `${pattern.slice(0, 200)}…` : pattern}” ${reason}`);
  }
}
